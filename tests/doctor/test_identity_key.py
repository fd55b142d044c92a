"""What `doctor` says of the key to people's codes."""

import pytest

from sheets_coc.doctor.identity_key import identity_key
from sheets_coc.errors import SheetError
from sheets_coc.local.files import text as files
from sheets_coc.sheet.model import Protection, Tab
from sheets_coc.sheet.undo_tab import UNDO
from tests.records.sheet_2026 import FILE_PEOPLE, make_files, opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    make_files(folder)
    own = [[*row, more] for row, more in zip(FILE_PEOPLE, ("Thread", "x", "y"), strict=True)]
    files.new(folder / "asked.coc", "Key", {"People": own})
    return folder


def seen(folder, name, key=""):
    with opened(folder, name, key) as book:
        return book.analysis()


def told(found):
    check = identity_key(found)
    return check.ok, check.severity.value, check.message


def test_a_key_that_can_be_read(folder):
    good = True, "notice", "The key can be read: 2 names, in a tab of the sheet."
    assert told(seen(folder, "both.coc")) == good
    ok, _, said = told(seen(folder, "alone.coc", f"local:{folder / 'key.coc'}"))
    assert ok
    assert said.endswith("in a spreadsheet of its own.")


def test_what_is_to_be_done_about_one_that_cannot(folder):
    assert told(seen(folder, "alone.coc"))[:2] == (False, "warning")
    ok, severity, said = told(
        seen(folder, "alone.coc", "1nobodyHasEverSeenThis000000000000000000000")
    )
    assert (ok, severity) == (False, "warning")
    assert "cannot be opened" in said
    ok, severity, said = told(seen(folder, "alone.coc", f"local:{folder / 'asked.coc'}"))
    assert (ok, severity) == (False, "error")
    assert "column" in said
    assert "Thread" not in said
    assert told(seen(folder, "alone.coc", "none"))[0]
    assert not identity_key(SheetError("No such tab.", code="no-tab")).ok


def test_what_stands_in_its_own_spreadsheet(folder):
    def beside():
        found = seen(folder, "alone.coc", f"local:{folder / 'key.coc'}")
        return found, found.snapshot.beside.tab("People")

    closed = Protection(7, "x", warning_only=False, whole_tab=True, may_edit=False)
    found, tab = beside()
    tab.protections.append(closed)
    assert "protected against this account" in told(found)[2]
    found, _ = beside()
    hidden = Tab(99, "sheets-coc rows 99", metadata={UNDO: "undo"})
    found.snapshot.beside.undo.append(hidden)
    assert told(found)[:2] == (False, "warning")
    hidden.protections.append(closed)
    assert "View > Hidden sheets" in told(found)[2]
