"""Another root than Google's: on this machine only; and addresses that name a spreadsheet."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.sheet.google.redirect import check_api_root, is_google
from sheets_coc.sheet.google.session import spreadsheet_id


@pytest.mark.parametrize(
    ("root", "kept"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:99", "http://[::1]:99"),
        ("http://127.9.8.7", "http://127.9.8.7"),
    ],
)
def test_a_root_on_this_machine_is_taken(root, kept):
    assert check_api_root(root) == kept


@pytest.mark.parametrize(
    "root",
    [
        "",
        "127.0.0.1:8080",
        "https://127.0.0.1:8080",
        "http://example.org",
        "http://127.0.0.1.example.org:80",
        "http://127.0.0.1@example.org",
        "http://me@127.0.0.1:80",
        "http://10.0.0.1:80",
        "http://0.0.0.0:80",
        "http://127.0.0.1:80/v4",
        "http://127.0.0.1:80?x=1",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "http://localhost.example.org",
        "http://[::1",
    ],
)
def test_any_other_root_is_refused(root):
    with pytest.raises(UsageError) as caught:
        check_api_root(root)
    assert caught.value.code == "api-root"


@given(st.text())
def test_no_text_but_a_loopback_address_is_a_root(text):
    with contextlib.suppress(UsageError):
        assert check_api_root(text).startswith("http://")


def test_google_hosts_are_known_from_others():
    for host in (
        "sheets.googleapis.com",
        "www.googleapis.com",
        "oauth2.googleapis.com",
        "iamcredentials.googleapis.com",
        "accounts.google.com",
        "metadata.google.internal",
        "169.254.169.254",
        "Sheets.GoogleAPIs.com.",
    ):
        assert is_google(host)
    for host in ("googleapis.com.example.org", "notgoogle.com", "example.org", "", None):
        assert not is_google(host)


ID = "1x_invented-Spreadsheet0123456789abcdefghijk"


@pytest.mark.parametrize(
    "address",
    [
        ID,
        f"  {ID}\n",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0",
        f"https://docs.google.com/spreadsheets/u/2/d/{ID}/edit?gid=5#gid=5",
        f"https://docs.google.com/spreadsheets/d/{ID}",
    ],
)
def test_an_address_and_an_id_name_a_spreadsheet(address):
    assert spreadsheet_id(address) == ID


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no such thing",
        "../../etc/passwd",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vInvented/pubhtml",
        "https://docs.google.com/document/d/abc/edit",
        "https://example.org/",
    ],
)
def test_what_names_no_spreadsheet_is_said_without_repeating_it(address):
    with pytest.raises(UsageError) as caught:
        spreadsheet_id(address)
    assert not address or address not in caught.value.message
