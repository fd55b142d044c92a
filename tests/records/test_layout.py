"""Finding headers, wherever and however they are written."""

import pytest

from sheets_coc import policy
from sheets_coc.errors import SheetError
from sheets_coc.records.layout import ANSWER_PREFIX, read_layout
from sheets_coc.schema.columns import COLUMNS, OnExpunge
from sheets_coc.schema.headers import header_digest
from sheets_coc.schema.layouts import BY_NAME
from sheets_coc.sheet.model import Tab

TEN_2016 = [
    "Date of 1st report.", "Reporter, if official/public, CoC person if private.",
    "Named subjects.",
    "Subject email address/URL.", "Summary of report (for internal purposes).",
    "Action taken by us?", "Action taken by local rep?", "Summary of outcome to share if suitable.",
    "Blacklisted or flagged.", "Date to expunge this record.",
]  # fmt: skip
NEW_2026 = ["Case Code Name", "Date of Report", "Record type", "Resolution Date", "Named subjects",
            "Summary of report (for internal purposes)", "Banned or flagged"]  # fmt: skip
DEFAULT = policy.default()


def _layout(rows, own=DEFAULT, metadata=None, **tab):
    return read_layout(Tab(7, "Records", values=rows, **tab), own, metadata or {})


def test_the_ten_columns_of_2016():
    layout = _layout([TEN_2016])
    assert list(layout.columns) == [c.key for c in COLUMNS if not c.added]
    assert not layout.has_decisions
    assert not layout.own


def test_the_headings_of_2026():
    layout = _layout([NEW_2026])
    assert layout.columns["case"] == 0
    assert layout.columns["decision"] == 2
    assert layout.columns["decided_on"] == 3
    assert layout.has_decisions


@pytest.mark.parametrize("column", COLUMNS, ids=lambda c: c.key)
def test_every_header_is_found_under_every_name(column):
    others = [c.header for c in COLUMNS if c.key not in (column.key,)][:4]
    if column.key in BY_NAME["2026"].keys and column.key not in ("case", "reported_on", "person"):
        others[-1] = "Person Code Name"  # beside which a plain word says what it says
    for header in (column.header, *column.also):
        layout = _layout([[*others, f"  {header.upper()}:"]])
        assert layout.columns[column.key] == 4


def test_no_two_columns_share_a_name():
    seen = [h.casefold() for c in COLUMNS for h in (c.header, *c.also)]
    assert len(seen) == len(set(seen))


def test_a_title_row_above_the_header():
    layout = _layout([["Our records"], [], TEN_2016, ["x"] * 10])
    assert layout.header_row == 2


def test_no_header_says_so():
    with pytest.raises(SheetError) as caught:
        _layout([["a", "b"], ["c"]])
    assert caught.value.code == "no-header"
    assert caught.value.exit_code == 5


def test_an_empty_sheet_has_no_header():
    with pytest.raises(SheetError):
        _layout([])


def test_duplicate_headers_are_refused_by_address():
    with pytest.raises(SheetError) as caught:
        _layout([[*TEN_2016, "named subjects"]])
    assert caught.value.code == "duplicate-header"
    assert caught.value.cell == "K1"


def test_an_own_column_stops_redaction_until_somebody_says():
    rows = [[*TEN_2016, "Severity"], ["x"] * 11]
    assert [c.name for c in _layout(rows).unclassified] == ["column K"]
    said = policy.parse(b'[columns.own]\n"severity" = "keep"\n')
    assert _layout(rows, said).unclassified == ()
    remembered = {ANSWER_PREFIX + header_digest("severity"): "erase"}
    own = _layout(rows, metadata=remembered).own
    assert [c.on_expunge for c in own] == [OnExpunge.ERASE]


def test_a_column_without_header_but_with_content_is_unclassified():
    assert len(_layout([TEN_2016, [*["x"] * 10, "someone"]]).unclassified) == 1
    assert not _layout([[*TEN_2016, ""], [*["x"] * 10, ""]]).own


def test_a_header_of_ones_own():
    layout = _layout([[*TEN_2016[:2], "People concerned", *TEN_2016[3:]]],
                     policy.parse(b'[columns]\nsubjects = "People concerned"\n'))  # fmt: skip
    assert layout.columns["subjects"] == 2


def test_merged_headers_are_noticed():
    assert _layout([TEN_2016], merges=[(0, 1, 2, 4)]).merged == (2, 3)


def test_a_layout_does_not_show_headers_of_peoples_own():
    assert "Severity" not in repr(_layout([[*TEN_2016, "Severity"], ["x"] * 11]))
