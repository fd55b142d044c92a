"""The accounts of a local file: real keys, kept once made, and tokens that only it can write."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from google.oauth2 import credentials, service_account
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.auth.identities import EDITOR, OWNER, TOOL, Identities, permission_id
from sheets_coc.local.state.state import Store


@pytest.fixture
def accounts(tmp_path: Path) -> Identities:
    return Identities(Store(tmp_path / "one"))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Identities:
    return Identities(Store(tmp_path_factory.mktemp("elsewhere") / "two"))


@pytest.mark.parametrize("name", ["tool", "owner", "editor"])
def test_a_key_file_is_one_that_google_auth_accepts(accounts: Identities, name: str) -> None:
    made = service_account.Credentials.from_service_account_info(accounts.key_file(name))
    assert made.service_account_email == accounts[name].email


def test_a_key_is_made_once_and_kept(tmp_path: Path, elsewhere: Identities) -> None:
    first = Identities(Store(tmp_path / "one")).key_file("owner")
    again = Identities(Store(tmp_path / "one"))
    assert again.key_file("owner") == first
    assert again.key_file("editor")["private_key"] != first["private_key"]
    assert elsewhere.key_file("owner")["private_key"] != first["private_key"]


def test_a_key_has_2048_bits_and_the_public_half_fits(accounts: Identities) -> None:
    pem = accounts.key_file("tool")["private_key"]
    private = serialization.load_pem_private_key(pem.encode(), None)
    assert private.public_key() == accounts.public_key(TOOL)
    assert accounts.public_key(TOOL).key_size == 2048


def test_the_token_address_can_point_to_a_server_of_ours(accounts: Identities) -> None:
    there = "http://127.0.0.1:1/token"
    assert accounts.key_file("tool", token_uri=there)["token_uri"] == there
    assert accounts.key_file("tool")["token_uri"] == "https://oauth2.googleapis.com/token"


def test_an_authorized_user_file_is_one_that_google_auth_accepts(accounts: Identities) -> None:
    made = credentials.Credentials.from_authorized_user_info(accounts.authorized_user_file("owner"))
    assert made.refresh_token and made.client_id and made.client_secret


def test_only_people_are_people() -> None:
    assert (TOOL.person, OWNER.person, EDITOR.person) == (False, True, True)
    assert all(i.email.endswith((".gserviceaccount.com", "@example.org")) for i in (TOOL, OWNER))


def test_accounts_can_be_added_and_found_in_any_case(accounts: Identities) -> None:
    added = accounts.add("Rita.Reader@example.org", "Rita Reader")
    assert accounts["rita.reader@EXAMPLE.org"] == added
    assert accounts.add("rita.reader@example.org", "Somebody Else") == added
    assert accounts.by_email("OWNER@example.org") == OWNER
    assert accounts.add("owner@example.org") == OWNER


def test_an_unknown_name_is_an_error(accounts: Identities) -> None:
    with pytest.raises(KeyError):
        accounts["nobody@example.org"]


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_what_is_sealed_comes_back(elsewhere: Identities, content: dict[str, object]) -> None:
    assert elsewhere.unseal("access", elsewhere.seal("access", content)) == content


@given(st.text())
def test_nobody_else_can_seal(elsewhere: Identities, text: str) -> None:
    assert elsewhere.unseal("access", text) is None


def test_a_seal_is_for_one_purpose_and_one_file(
    accounts: Identities, elsewhere: Identities
) -> None:
    sealed = accounts.seal("refresh", {"email": "owner@example.org"})
    assert accounts.unseal("access", sealed) is None
    assert elsewhere.unseal("refresh", sealed) is None


@given(st.emails())
def test_a_permission_number_has_twenty_digits_whatever_the_case(email: str) -> None:
    assert len(permission_id(email)) == 20
    assert permission_id(email) == permission_id(f" {email.lower()} ")
