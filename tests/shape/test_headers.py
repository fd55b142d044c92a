"""Headings are compared whatever way they are written; nearly known ones are known as such."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.policy import default
from sheets_coc.records.layout import TOOLS, headings, known_columns
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.schema.headers import find_header, header_key, known_headers
from sheets_coc.schema.near import nearly
from sheets_coc.sheet.model import Tab

KNOWN = known_columns(default())
HEADERS = [(c.key, header) for c in COLUMNS for header in (c.header, *c.also)]
NOISE = st.text(alphabet=" .,:;?!'\"-–_/()\n\t", max_size=3)


@given(st.sampled_from(HEADERS), st.data())
def test_case_punctuation_and_white_space_anywhere_make_no_difference(
    heading: tuple[str, str], data: st.DataObject
) -> None:
    key, header = heading
    written = "".join(
        data.draw(NOISE) + (c.upper() if data.draw(st.booleans()) else c) for c in header
    )
    assert KNOWN[header_key(written)] == key


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Summary of outcome, to share with organisers (if suitable)", "outcome"),
        ("Summary of outcome to share, if suitable, with events", "outcome"),
        ("Dates to expunge this record", "expunge_on"),
        ("Banned or flaged", "flag"),
        ("Named subjects (all of them)", "subjects"),
        ("Decision by the committee", "decision"),
        ("Date of the 1st report", "reported_on"),
        ("Reason for hold", "hold"),
        ("Hold reason", "hold"),
        ("Date for expunging", "expunge_on"),
        ("Date to be expunged", "expunge_on"),
        ("To be expunged on (date)", "expunge_on"),
        ("End of the ban", "banned_until"),
        ("Ban or flag", "flag"),
        ("Actions that were taken by us", "our_action"),
        ("Subject's email address or URL", "contacts"),
        ("Shareable summary of outcome", "outcome"),
        ("Outcome summary to share", "outcome"),
        ("Subjects (named)", "subjects"),
        ("By whom handled", "handled_by"),
        ("Room", None),
        ("Case number", None),
        ("Type of violation", None),
        ("Date of the talk", None),
        ("Venue of the report", None),
        ("Check", None),
        ("Severity", None),
    ],
)
def test_nearly_known(heading: str, key: str | None) -> None:
    peoples = {name: one for name, one in headings(default()).items() if one not in TOOLS}
    assert nearly(heading, peoples) == key


def test_the_row_with_most_headings_is_the_header() -> None:
    known = known_headers({"name": ("Name",), "email": ("Email", "E-mail")})
    tab = Tab(1, "Committee", values=[["Name of the group"], ["E-Mail:", "NAME"], ["Name"]])
    found = find_header(tab, known, needed=("name",))
    assert found is not None
    assert (found.row, dict(found.columns)) == (1, {"email": 0, "name": 1})
    assert find_header(tab, known, needed=("name", "other")) is None


def test_a_header_stays_the_header_while_it_is_one() -> None:
    known = known_headers({"name": ("Name",), "email": ("Email",)})
    tab = Tab(1, "T", values=[["Name"], ["Ada"], ["Name", "Email"]])
    best, kept = find_header(tab, known), find_header(tab, known, prefer=0)
    assert best is not None
    assert kept is not None
    assert (best.row, kept.row) == (2, 0)
