"""Who can open the key's own spreadsheet, over the Drive of the local Google."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sheets_coc.access.identity_key import key_file, of_key
from sheets_coc.access.lines import lines
from sheets_coc.access.members import people
from sheets_coc.local import LocalGoogle
from sheets_coc.policy import default
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google.session import connect

NOW = datetime(2026, 11, 21, tzinfo=UTC)
COMMITTEE = [
    ["Name", "Email", "Joined", "Left", "On call", "Away"],
    ["Ada Quill", "ada@example.org", "2020-01-01", "", "", ""],
    ["Bela Frost", "bela@example.org", "2020-01-01", "", "", ""],
    ["Cleo Marsh", "cleo@example.org", "2020-01-01", "2025-01-01", "", ""],
]


class Key:
    """A key, and how it is shared."""

    def __init__(self, folder):
        self.google = LocalGoogle(folder / "both.coc")
        self.sheet = self.google.create_spreadsheet("Records", {"Committee": COMMITTEE})
        self.file = self.google.create_spreadsheet(
            "Key", {"Key": [["Real Name"], ["Zed Invented"]]}
        )
        self.share("user", "owner", "ada@example.org", instead=True)
        tool = self.google.identities["tool"].email
        self.share("user", "writer", tool)
        self.address = f"https://docs.google.com/spreadsheets/d/{self.file}/edit"

    def share(self, kind, role, who="", *, instead=False):
        entry = {"id": f"p{kind}{who}", "type": kind, "role": role}
        entry |= {"emailAddress": who} if kind in ("user", "group") else {}
        entry |= {"domain": who} if kind == "domain" else {}
        with self.google.store.write() as state:
            file = state.file(self.file)
            file["permissions"] = [*([] if instead else file["permissions"]), entry]

    def look(self, *, meant=()):
        key = self.google.identities.key_file("tool")
        drive = connect(
            self.sheet,
            credentials=key,
            adapter=self.google.adapter(),
            scopes=(logins.SPREADSHEETS, logins.DRIVE_METADATA),
        )
        policy = replace(default(), identity_key=self.address)
        persons = people(drive.read(), policy, NOW.date())
        return of_key(policy, drive, NOW, persons, meant=meant)


@pytest.fixture
def key(tmp_path):
    return Key(tmp_path)


def test_that_few_members_can_open_it_is_as_it_should_be(key):
    found = key.look()
    assert (found.differences, found.notices, found.unseen) == ((), (), ())


@pytest.mark.parametrize(
    ("shared", "kind"),
    [
        (("anyone", "reader"), "key-link"),
        (("domain", "reader", "example.net"), "key-domain"),
        (("user", "reader", "mallory@example.net"), "key-not-a-member"),
        (("user", "writer", "cleo@example.org"), "key-left"),
        (("group", "reader", "list@example.net"), "key-group"),
    ],
)
def test_what_opens_it_too_far_is_told_and_never_taken_away(key, shared, kind):
    key.share(*shared)
    (one,) = key.look().differences
    assert one.kind == kind
    assert not one.removable
    (line,) = lines(key.look())
    assert line.what.startswith("Who can open the key to people's codes")
    assert "example." not in line.what
    meant = key.look(meant=[one.mark])
    assert [d.kind for d in meant.differences] == (["key-link"] if kind == "key-link" else [])


@pytest.mark.parametrize(
    "address", ["1nobodyHasEverSeenASpreadsheetOfThisId0000000", "local:key.coc"]
)
def test_a_key_that_cannot_be_looked_at_is_said(key, address):
    key.address = address
    assert key.look().unseen == ("identity-key",)


@pytest.mark.parametrize(
    ("address", "file"),
    [("", None), ("none", None), ("local:key.coc", ""), ("1a-b_c", "1a-b_c"),
     ("https://docs.google.com/spreadsheets/d/1a-b_c1a-b_c1a-b_c/edit", "1a-b_c1a-b_c1a-b_c")],
)  # fmt: skip
def test_which_file_it_is(address, file):
    assert key_file(replace(default(), identity_key=address)) == file
