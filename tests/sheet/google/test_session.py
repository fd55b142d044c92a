"""Connecting: credentials, redirection, and what is said when it fails."""

import json
import logging
import socket

import pytest
import requests
from requests.adapters import BaseAdapter

from sheets_coc.errors import Error, GoogleError, UsageError
from sheets_coc.local.auth import identities
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.serve import serve
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google.http import Patience
from sheets_coc.sheet.google.session import connect
from tests.sheet.conftest import House, expunge


class Watched(BaseAdapter):
    """Passes everything on and keeps the addresses."""

    def __init__(self, inner: BaseAdapter) -> None:
        super().__init__()
        self.inner = inner
        self.urls: list[str] = []

    def send(self, request, *args, **kwargs):
        self.urls.append(request.url)
        return self.inner.send(request, *args, **kwargs)

    def close(self) -> None:
        self.inner.close()


def test_a_session_counts_sheets_requests_only(house):
    watched = Watched(house.google.adapter())
    scopes = [logins.SPREADSHEETS, logins.DRIVE_METADATA]
    session = house.session(adapter=watched, scopes=scopes)
    assert (session.requests, session.server_time) == (0, None)
    session.read()
    session.drive("get", f"files/{house.spreadsheet}/permissions", params={"fields": "*"})
    assert session.requests == 1
    assert session.server_time is not None
    assert len(watched.urls) == 3
    assert session.account == house.google.identities["tool"].email


def test_nothing_but_the_token_and_the_request_is_sent(house):
    watched = Watched(house.google.adapter())
    house.session(adapter=watched).read()
    hosts = [url.split("/")[2] for url in watched.urls]
    assert hosts == ["oauth2.googleapis.com", "sheets.googleapis.com"]


@pytest.mark.parametrize(
    "uri",
    [
        "https://oauth2.googleapis.com/token",
        "http://127.0.0.1:9/token",
        "https://example.org/token",
    ],
)
def test_everything_goes_to_the_root_whatever_the_key_file_names(tmp_path, uri):
    house = House(tmp_path)
    with serve(tmp_path / "sheet.local") as served:
        info = house.google.identities.key_file("tool", token_uri=uri)
        session = connect(house.spreadsheet, credentials=info, api_root=served.url)
        assert session.read().tab("Records")
        house.run(session=session)
        assert session.requests == 5


def test_proxies_of_the_environment_do_not_get_in_the_way(tmp_path, monkeypatch):
    house = House(tmp_path)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serve(tmp_path / "sheet.local") as served:
        info = house.google.identities.key_file("tool")
        connect(house.spreadsheet, credentials=info, api_root=served.url).read()


def test_a_member_works_under_their_own_login(house):
    login = house.google.identities.authorized_user_file("owner")
    session = connect(house.spreadsheet, credentials=login, adapter=house.google.adapter())
    outcome = house.run(session=session)
    assert outcome.applied
    assert outcome.requests == 4
    assert house.locks() == 0


def test_credentials_are_found_where_googles_tools_keep_them(house, tmp_path, monkeypatch):
    path = tmp_path / "key.json"
    path.write_text(json.dumps(house.google.identities.key_file("tool")))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    connect(house.spreadsheet, adapter=house.google.adapter()).read()
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    with pytest.raises(UsageError) as caught:
        connect(house.spreadsheet, adapter=house.google.adapter())
    assert caught.value.code == "no-credentials"
    path.rename(tmp_path / "application_default_credentials.json")
    connect(house.spreadsheet, adapter=house.google.adapter()).read()


def test_a_keyless_configuration_is_understood(tmp_path):
    info = {
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/x",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": "https://sts.googleapis.com/v1/token",
        "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/"
        "serviceAccounts/tool@invented.iam.gserviceaccount.com:generateAccessToken",
        "credential_source": {"file": str(tmp_path / "token")},
    }
    path = tmp_path / "keyless.json"
    path.write_text(json.dumps(info))
    assert connect("1abc", credentials=path).account == "tool@invented.iam.gserviceaccount.com"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "credentials-unreadable"),
        (b"", "credentials-unreadable"),
        (b"\xff\xfe", "credentials-unreadable"),
        (b"[1]", "credentials-unreadable"),
        (b"{}", "credentials-invalid"),
        (b'{"type": "secret-canary"}', "credentials-invalid"),
        (b'{"type": "service_account", "client_email": "secret-canary"}', "credentials-invalid"),
        (
            b'{"type": "service_account", "client_email": "secret-canary", "token_uri": "x",'
            b' "private_key": "secret-canary"}',
            "credentials-invalid",
        ),
        (b'{"type": "authorized_user", "client_id": "secret-canary"}', "credentials-invalid"),
        (b'{"type": "external_account"}', "credentials-invalid"),
        (b'{"type": "service_account", "private_key": 5}', "credentials-invalid"),
    ],
)
def test_a_bad_credentials_file_is_said_without_its_content(tmp_path, content, code):
    path = tmp_path / "key.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        connect("1abc", credentials=path)
    assert caught.value.code == code
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_key_others_can_read_is_noticed(tmp_path):
    path = tmp_path / "key.json"
    path.write_text('{"private_key": "x"}')
    path.chmod(0o644)
    assert logins.exposed(path)
    path.chmod(0o600)
    assert not logins.exposed(path)
    path.write_text('{"type": "external_account"}')
    path.chmod(0o644)
    assert not logins.exposed(path)


def refused(house, **more) -> Error:
    with pytest.raises(GoogleError) as caught:
        house.session(**more).read()
    error: BaseException | None = caught.value
    while error:
        assert "Person" not in repr(error)
        assert isinstance(error, Error)
        error = error.__cause__ or error.__context__
    return caught.value


def test_a_key_that_is_not_the_accounts(house, tmp_path):
    info = LocalGoogle(tmp_path / "other.local").identities.key_file("tool")
    while info["private_key"] == house.google.identities.key_file("tool")["private_key"]:
        info["private_key"] = identities.new_key()
    session = connect(house.spreadsheet, credentials=info, adapter=house.google.adapter())
    with pytest.raises(GoogleError) as caught:
        session.read()
    assert caught.value.code == "login-refused"


def test_a_sheet_that_is_not_shared(house):
    house.google.identities.add("stranger@invented.iam.gserviceaccount.com", person=False)
    info = house.google.identities.key_file("stranger@invented.iam.gserviceaccount.com")
    session = connect(house.spreadsheet, credentials=info, adapter=house.google.adapter())
    with pytest.raises(GoogleError) as caught:
        session.read()
    assert caught.value.code == "not-shared"


def test_a_sheet_that_does_not_exist(house):
    session = connect(
        "1nowhere",
        credentials=house.google.identities.key_file("tool"),
        adapter=house.google.adapter(),
    )
    with pytest.raises(GoogleError) as caught:
        session.read()
    assert caught.value.code == "not-found"


def test_a_login_without_the_scope(house):
    scopes = [logins.DRIVE_METADATA]
    assert refused(house, scopes=scopes).code == "scope"


def test_no_server_at_the_root(house):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        root = f"http://127.0.0.1:{taken.getsockname()[1]}"
    naps: list[float] = []
    session = connect(
        house.spreadsheet,
        credentials=house.google.identities.key_file("tool"),
        api_root=root,
        patience=Patience(sleep=naps.append),
    )
    with pytest.raises(GoogleError) as caught:
        session.read()
    assert caught.value.code == "no-network"
    assert naps


class NoNetwork(BaseAdapter):
    def send(self, request, *args, **kwargs):
        raise requests.exceptions.ConnectionError(f"Failed to resolve {request.url}")

    def close(self) -> None:
        pass


def test_no_network_is_one_line(house):
    assert refused(house, adapter=NoNetwork()).code == "no-network"


@pytest.mark.parametrize("action", ["truncate", "html", "drop_after", "timeout_before", "reshape"])
def test_a_read_is_repeated(house, action):
    house.rule(action, path=r"/v4/", nth=[1, 2, 3], body=[])
    session = house.session()
    assert session.read().tab("Records")
    assert session.requests == 4
    assert house.naps == [1.0, 2.0, 4.0]


def test_pauses_are_announced(house):
    house.rule("status", code=503, path=r"/v4/", nth=1)
    told: list[tuple] = []
    patience = Patience(sleep=lambda _: None, waiting=lambda *words: told.append(words))
    house.session(patience=patience).read()
    [(why, seconds, longest)] = told
    assert why == "lost"
    assert 1 <= seconds <= longest < 30


def test_nothing_of_the_sheet_is_logged(house, caplog):
    caplog.set_level(logging.DEBUG)
    house.google.edit(PersonEdit("note", tab="Records", cell="B2", text="canary"))
    house.run()
    assert "Person" not in caplog.text
    assert "canary" not in caplog.text
    assert "Bearer" not in caplog.text


class Interrupting(BaseAdapter):
    """Ctrl-C before or after one of the requests to Sheets."""

    def __init__(self, inner: BaseAdapter, nth: int, after: bool) -> None:
        super().__init__()
        self.inner, self.nth, self.after, self.seen = inner, nth, after, 0

    def send(self, request, *args, **kwargs):
        self.seen += "/v4/" in request.url
        now = self.seen == self.nth and "/v4/" in request.url
        if now and not self.after:
            raise KeyboardInterrupt
        answer = self.inner.send(request, *args, **kwargs)
        if now:
            raise KeyboardInterrupt
        return answer

    def close(self) -> None:
        self.inner.close()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_interruption_leaves_no_lock(house, nth, after):
    session = house.session(adapter=Interrupting(house.google.adapter(), nth, after))
    with pytest.raises(KeyboardInterrupt):
        house.run(session=session)
    assert house.locks() == 0
    house.run(run_id="run-2")
    assert expunge(house.look())[1] == []
    assert len(house.look().tab("Log").values) == 2
