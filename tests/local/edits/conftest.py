"""A spreadsheet of four rows, seen by its owner and by an editor."""

import pytest

from sheets_coc.local import LocalGoogle
from tests.local.edits.client import Sheet


@pytest.fixture
def google(tmp_path):
    return LocalGoogle(tmp_path / "google")


@pytest.fixture
def sheet(google):
    rows = [["Name", "Points"], ["b", 2], ["a", 3], ["c", 1]]
    return Sheet(google, google.create_spreadsheet("Book", {"Sheet1": rows}))


@pytest.fixture
def other(google, sheet):
    return Sheet(google, sheet.id, "editor")
