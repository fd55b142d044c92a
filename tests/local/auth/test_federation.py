"""Signing in without a key, with google-auth's own credentials for it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from google.auth import identity_pool
from google.auth.exceptions import OAuthError, RefreshError
from google.auth.transport.requests import Request

from sheets_coc.local import LocalGoogle
from sheets_coc.local.auth.federation import external_account_file, subject_token

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]
IMPERSONATE = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{}"


@pytest.fixture
def local(tmp_path: Path) -> LocalGoogle:
    return LocalGoogle(tmp_path / "file")


def session(local: LocalGoogle) -> requests.Session:
    made = requests.Session()
    made.mount("https://", local.adapter())
    return made


def refreshed(local: LocalGoogle, folder: Path, token: str) -> str:
    """The access token google-auth gets for a provider's token."""
    (folder / "token").write_text(token)
    content = external_account_file(local.identities, folder / "token")
    credentials = identity_pool.Credentials.from_info(content, scopes=SCOPES)
    credentials.refresh(Request(session(local)))
    return str(credentials.token)


def test_a_token_from_elsewhere_becomes_the_service_account(
    local: LocalGoogle, tmp_path: Path
) -> None:
    token = refreshed(local, tmp_path, subject_token(local.tokens))
    headers = {"Authorization": f"Bearer {token}"}
    path = f"https://sheets.googleapis.com/v4/spreadsheets/{local.main_spreadsheet}"
    assert session(local).get(path, headers=headers).status_code == 200
    drive = f"https://www.googleapis.com/drive/v3/files/{local.main_spreadsheet}"
    assert session(local).get(drive, headers=headers).status_code == 403


def test_somebody_elses_token_is_refused(local: LocalGoogle, tmp_path: Path) -> None:
    other = LocalGoogle(tmp_path / "other")
    with pytest.raises((OAuthError, RefreshError)):
        refreshed(local, tmp_path, subject_token(other.tokens))


def test_a_token_grows_old(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    token = subject_token(LocalGoogle(tmp_path / "file", clock=lambda: now).tokens)
    later = LocalGoogle(tmp_path / "file", clock=lambda: now + timedelta(minutes=10))
    with pytest.raises((OAuthError, RefreshError)):
        refreshed(later, tmp_path, token)


@pytest.mark.parametrize(
    ("email", "body", "status"),
    [
        ("tool@local-google.iam.gserviceaccount.com", {"scope": SCOPES}, 401),
        ("owner@example.org", {"scope": SCOPES}, 401),
    ],
)
def test_nobody_is_impersonated_without_a_federated_token(
    local: LocalGoogle, email: str, body: dict[str, list[str]], status: int
) -> None:
    address = IMPERSONATE.format(email) + ":generateAccessToken"
    headers = {"Authorization": f"Bearer {local.token()}"}
    assert session(local).post(address, json=body, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("email", "body", "status"),
    [
        ("owner@example.org", {"scope": SCOPES}, 403),
        ("nobody@example.org", {"scope": SCOPES}, 403),
        ("tool@local-google.iam.gserviceaccount.com", {"scope": []}, 400),
        ("tool@local-google.iam.gserviceaccount.com", {"scope": ["nonsense"]}, 400),
        ("tool@local-google.iam.gserviceaccount.com", {}, 400),
        ("tool@local-google.iam.gserviceaccount.com", {"scope": SCOPES}, 200),
    ],
)
def test_only_service_accounts_are_impersonated(
    local: LocalGoogle, email: str, body: dict[str, list[str]], status: int
) -> None:
    federated = local.identities.seal("federated", {"until": 9e9})
    headers = {"Authorization": f"Bearer ya29.d.{federated}"}
    address = IMPERSONATE.format(email) + ":generateAccessToken"
    assert session(local).post(address, json=body, headers=headers).status_code == status


@pytest.mark.parametrize("form", [{}, {"grant_type": "password"}])
def test_an_exchange_that_makes_no_sense_is_refused(
    local: LocalGoogle, form: dict[str, str]
) -> None:
    answer = session(local).post("https://sts.googleapis.com/v1/token", data=form)
    assert answer.status_code == 400 and answer.json()["error"] == "unsupported_grant_type"
