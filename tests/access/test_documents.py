"""Who can open the documents of cases: every way to link one, and who keeps out of which."""

from datetime import UTC, datetime

import pytest

from sheets_coc import policy
from sheets_coc.access.documents import documents
from sheets_coc.access.kinds import DIFFERENCES, NOTICES
from sheets_coc.access.lines import lines
from sheets_coc.access.members import people
from sheets_coc.records.documents import case_documents, file_ids
from sheets_coc.todo.analysis import analyse
from tests.access.drive import LINK, InventedDrive, user
from tests.oncall.builders import committee_tab
from tests.records.sheet_2026 import KEYS, records_2026, row

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PEOPLE = committee_tab([
    ["Ada Quill", "ada@example.org", None, None, "yes"],
    ["Bela Frost", "bela@example.org", None, None, "yes"],
    ["Cleo Marsh", "cleo@example.org", None, datetime(2026, 5, 1).date(), "no"],
])  # fmt: skip


def look(drive, *rows, meant=(), recused=()):
    book = records_2026(
        *([*cells, who] for cells, who in zip(rows, recused or [None] * len(rows), strict=True)),
        more=["Recused"], tabs=[PEOPLE],
    )  # fmt: skip
    seen = analyse(book, policy.default(), NOW)
    persons = people(book, seen.policy, NOW.date())
    return documents(seen, drive, persons, meant=meant)


def kinds(found):
    return [(one.kind, one.who.reveal(), one.case) for one in found.differences]


def test_members_without_a_conflict_are_fine_and_the_recused_one_is_not():
    both = [user("ada@example.org"), user("bela@example.org")]
    drive = InventedDrive(homeshelf=(both, False), calmcup1=(both, False))
    rows = [
        row(case=case, documents=LINK.format(file))
        for case, file in (("home shelf", "homeshelf"), ("calm cup", "calmcup1"))
    ]
    found = look(drive, *rows, recused=["Ada", None])
    assert kinds(found) == [("document-recused", "ada@example.org", "home shelf")]
    assert "ada" not in found.differences[0].text
    (line,) = lines(found)
    assert line.what.startswith("home shelf, its document")
    assert "example.org" not in line.what
    accepted = look(drive, *rows, recused=["Ada", None], meant=[found.differences[0].mark])
    assert kinds(accepted) == []
    assert [one.kind for one in accepted.notices] == ["meant"]


@pytest.mark.parametrize(
    ("permission", "published", "kind"),
    [
        ({"id": "x", "type": "anyone", "role": "reader"}, False, "document-link"),
        (user("ada@example.org"), True, "document-published"),
        ({"id": "x", "type": "domain", "role": "reader", "domain": "example.net"}, False,
         "document-domain"),
        (user("cleo@example.org", "reader"), False, "document-left"),
        (user("mallory@example.net", "reader"), False, "document-not-a-member"),
        ({"id": "x", "type": "group", "role": "reader", "emailAddress": "l@example.net"}, False,
         "document-group"),
        (user("zed@example.net", "owner"), False, "document-other"),
    ],
)  # fmt: skip
def test_what_opens_a_document_too_far_is_told(permission, published, kind):
    drive = InventedDrive(homeshelf=([permission], published))
    found = look(drive, row(documents=LINK.format("homeshelf")))
    assert [one.kind for one in found.differences] == [kind]
    assert found.differences[0].why_not


def test_an_owner_who_is_recused_is_told_as_that():
    drive = InventedDrive(homeshelf=([user("ada@example.org", "owner")], False))
    found = look(drive, row(documents=LINK.format("homeshelf")), recused=["Ada Quill"])
    assert kinds(found) == [("document-recused", "ada@example.org", "home shelf")]


def test_link_sharing_comes_first_and_cannot_be_meant():
    everything = [user("mallory@example.net"), {"id": "x", "type": "anyone", "role": "reader"}]
    drive = InventedDrive(homeshelf=(everything, False))
    rows = [row(documents=LINK.format("homeshelf"))]
    found = look(drive, *rows)
    sheet = found.beside(found)
    assert sheet.differences[0].kind == "document-link"
    again = look(drive, *rows, meant=[one.mark for one in found.differences])
    assert [one.kind for one in again.differences] == ["document-link"]


def test_what_was_not_looked_at_is_said_and_rows_of_a_case_are_one():
    drive = InventedDrive(homeshelf=([user("ada@example.org")], False))
    rows = [
        row(documents=LINK.format("homeshelf")),
        row(documents=LINK.format("homeshelf"), person="Red Fox"),
        row(case="calm cup", documents=LINK.format("goneforgood")),
        row(case="late lamp", documents="ask Ada"),
        row(case="odd otter", documents="none"),
    ]
    found = look(drive, *rows)
    assert {(one.kind, one.case) for one in found.notices} == {
        ("document-no-access", "home shelf"),
        ("document-unseen", "calm cup"),
        ("document-unread", "late lamp"),
    }
    assert drive.asked.count("homeshelf") == 3  # once: the file, its permissions, its revisions


def test_of_very_many_documents_the_rest_is_said_to_be_unseen(monkeypatch):
    monkeypatch.setattr("sheets_coc.access.documents.MOST", 2)
    files = {f"document{n}": ([user("ada@example.org"), user("bela@example.org")], False)
             for n in range(3)}  # fmt: skip
    drive = InventedDrive(**files)
    rows = [row(case=f"case {n}", documents=LINK.format(name)) for n, name in enumerate(files)]
    found = look(drive, *rows)
    assert [(one.kind, one.case) for one in found.notices] == [("document-unseen", "case 2")]
    assert set(drive.asked) == {"document0", "document1"}


def test_every_kind_is_in_the_catalogue():
    said = {"published", "link", "domain", "recused", "not-a-member", "left", "group", "other"}
    assert {f"document-{kind}" for kind in said} <= set(DIFFERENCES)
    assert {"document-no-access", "document-unseen", "document-unread"} <= set(NOTICES)


@pytest.mark.parametrize(
    ("typed", "files"),
    [
        (LINK.format("1aB-c_d9876"), ("1aB-c_d9876",)),
        ("see https://docs.google.com/a/example.org/document/d/1aBcdefgh/edit.", ("1aBcdefgh",)),
        ("https://drive.google.com/open?id=1aBcdefgh&x=1", ("1aBcdefgh",)),
        ("https://drive.google.com/drive/u/0/folders/1aBcdefgh", ("1aBcdefgh",)),
        (f"{LINK.format('1aBcdefgh')}\n{LINK.format('2aBcdefgh')}", ("1aBcdefgh", "2aBcdefgh")),
        ("https://example.org/document/d/1aBcdefgh", ()),
        ("", ()),
    ],
)
def test_which_file_a_link_leads_to(typed, files):
    assert file_ids(typed) == files


def test_links_behind_texts_and_in_formulas_and_chips():
    book = records_2026(*(row(case=f"home shelf{n}", documents="the notes") for n in "abc"))
    tab, column = book.tabs[0], KEYS.index("documents")
    link = LINK.format("1aBcdefgh")
    tab.rich_text[1, column] = {"hyperlink": link}
    tab.rich_text[2, column] = {"chipRuns": [{"chip": {"richLinkProperties": {"uri": link}}}]}
    tab.formulas[3, column] = f'=HYPERLINK("{link}", "the notes")'
    seen = analyse(book, policy.default(), NOW)
    assert [one.files.reveal() for one in case_documents(seen.sheet)] == [("1aBcdefgh",)] * 3
