"""Screening whole lists. Everyone is invented."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.dates import NEVER
from sheets_coc.errors import Error
from sheets_coc.people.name_words import SUFFIXES, TITLES
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import compute
from sheets_coc.schema.columns import FlagState
from sheets_coc.screening import screen as matching
from sheets_coc.screening.flagged import Listed, ListedStatus, listed, searchable_names
from sheets_coc.screening.matching.compare import compare
from sheets_coc.screening.matching.index import NameIndex
from sheets_coc.screening.matching.match import Tier
from sheets_coc.screening.matching.names import parse
from sheets_coc.screening.matching.parts import Parts
from sheets_coc.screening.screen import Screening, screen
from tests.builders import record
from tests.builders import terms as make_terms
from tests.screening.reading import read_list

EVENT = date(2026, 6, 1)
TODAY = date(2026, 5, 1)


def people(*records: Record, event: date = EVENT, today: date = TODAY) -> list[Listed]:
    return listed(records, compute(records, make_terms(), today), event)


def flagged(row: int = 1, **fields: Any) -> Record:
    fields = {"reported_on": "2025-12-01", "decision": "flagged"} | fields
    return record(row, **fields)


def run(text: str, *records: Record) -> Screening:
    return screen(read_list(text.encode()), people(*records))


def hits(result: Screening) -> list[tuple[int, str, str]]:
    return [(hit.row, hit.case, hit.tier.value) for hit in result.hits]


@pytest.mark.parametrize(
    ("fields", "event", "status"),
    [
        ({"decision": "flagged"}, EVENT, ListedStatus.FLAGGED),
        ({"decision": "banned", "banned_until": "never"}, EVENT, ListedStatus.BANNED),
        ({"decision": "banned", "banned_until": "2026-06-01"}, EVENT, ListedStatus.BANNED),
        ({"decision": "banned", "banned_until": "2026-05-31"}, EVENT, ListedStatus.BAN_ENDED),
        ({"decision": "banned"}, EVENT, ListedStatus.BANNED),  # no end is known
        ({"decision": None, "flag": FlagState.FLAGGED}, EVENT, ListedStatus.FLAGGED),
        ({"decision": None, "flag": FlagState.BANNED}, EVENT, ListedStatus.BANNED),
        ({"decision": "flagged"}, date(2028, 2, 1), ListedStatus.FLAGGED),  # its last day
        ({"decision": "flagged"}, date(2028, 2, 2), None),  # gone by the event
        ({"decision": "resolved"}, EVENT, None),
        ({"decision": "no_violation"}, EVENT, None),
        ({"decision": "nobody_identified"}, EVENT, None),
        ({"decision": "open"}, EVENT, None),
        ({"decision": "open", "flag": FlagState.BANNED}, EVENT, ListedStatus.BANNED),  # an appeal
        ({"decision": "open", "banned_until": "never"}, EVENT, ListedStatus.BANNED),
        ({"decision": "open", "banned_until": "2026-05-31"}, EVENT, ListedStatus.BAN_ENDED),
        ({"decision": None}, EVENT, None),
        ({"decision": None, "flag": FlagState.NONE}, EVENT, None),
        ({"reported_on": "2020-01-01"}, EVENT, None),  # overdue
        ({"reported_on": "2020-01-01", "held": True}, EVENT, None),  # overdue, still there
        ({"expunge_on": "2026-04-01", "policy_date": "2028-02-01"}, EVENT, None),  # by hand
        ({"expunged": True, "expunged_on": "2026-01-01"}, EVENT, None),
    ],
)
def test_who_is_listed_on_the_day_of_the_event(
    fields: dict[str, Any], event: date, status: ListedStatus | None
) -> None:
    found = people(flagged(subjects="Marlena Quist", **fields), event=event)
    assert [one.status for one in found] == ([status] if status else [])


def test_a_disagreement_is_shown_and_marked() -> None:
    (one,) = people(flagged(decision="resolved", flag=FlagState.FLAGGED, subjects="Marlena Quist"))
    assert one.unsettled
    (other,) = people(flagged(flag=FlagState.FLAGGED, subjects="Marlena Quist"))
    assert not other.unsettled
    (appealed,) = people(flagged(decision="open", flag=FlagState.FLAGGED, subjects="Marlena Quist"))
    assert not appealed.unsettled  # the letter tells what stands


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"subjects": "Marlena Quist"}, 0),
        ({"subjects": "Marlena"}, 1),
        ({"subjects": ("Marlena", "Ida")}, 2),
        ({"subjects": ("Marlena", "Ida Roe")}, 1),
        ({"subjects": "Marlena", "contacts": "m@example.org"}, 0),
        ({"subjects": "Marlena", "aliases": "quist_42"}, 0),
        ({"subjects": ("Marlena", "Ida"), "contacts": "m@example.org"}, 1),
        ({"subjects": "Marlena", "contacts": "https://forum.example.org/t/topic/12"}, 1),
        ({"subjects": "unknown"}, 1),
        ({}, 1),
        ({"subjects": "金善"}, 0),
        ({"subjects": "J. D."}, 1),
    ],
)
def test_how_many_could_not_be_looked_for(fields: dict[str, Any], count: int) -> None:
    assert run("Name\nIda Nobody\n", flagged(**fields)).not_searchable == count


CONTACTS = ("marlena.quist@gmail.com", "https://github.com/mquist42", "@quistina")


@pytest.mark.parametrize(
    ("header", "cell", "tier"),
    [
        ("Email", "MARLENA.QUIST@GMAIL.COM", "exact"),
        ("Email", "mailto:marlena.quist@gmail.com", "exact"),
        ("Email", "x@example.org; marlena.quist@gmail.com", "exact"),
        ("Email", "marlenaquist@gmail.com", "exact"),
        ("Email", "marlena.quist+dj@googlemail.com", "exact"),
        ("Email", "marlena.quist@example.org", None),
        ("GitHub", "mquist42", "exact"),
        ("GitHub", "@MQuist42", "exact"),
        ("Website", "http://www.github.com/mquist42/", "exact"),
        ("Twitter", "mquist42", "possible"),
        ("Username", "mquist42", "likely"),
        ("Username", "@quistina", "exact"),
        ("Twitter", "quistina", "likely"),
        ("Name", "mquist42", "likely"),
        ("Name", "marlena.quist@gmail.com", "exact"),
        ("Company", "marlena.quist@gmail.com", None),
    ],
)
def test_contacts(header: str, cell: str, tier: str | None) -> None:
    text = f"Number,First name,Last name,{header}\n1,Ida,Obergard,{cell}\n"
    result = run(text, flagged(subjects="Marlena Quist", contacts=CONTACTS))
    assert hits(result) == ([(2, "case-1", tier)] if tier else [])


def test_an_internationalised_domain() -> None:
    result = run("Email\nida@xn--bcher-kva.example\n", flagged(contacts="ida@bücher.example"))
    assert hits(result) == [(2, "case-1", "exact")]


def test_common_single_names_never_hit() -> None:
    text = "Name,Username\nIda,ida\nRobert,robert\nMarlena,bob\n"
    records = flagged(1, subjects="Ida"), flagged(2, subjects="Robert", aliases="Bob")
    assert hits(run(text, *records)) == []


def test_an_alias_counts_like_a_name() -> None:
    record_ = flagged(subjects="Marlena Quist", aliases=("Marlena Obergard", "quist_42"))
    text = "Name\nObergard Marlena\nquist_42\n"
    assert hits(run(text, record_)) == [(2, "case-1", "exact"), (3, "case-1", "exact")]


def test_evidence_names_parts_and_never_values() -> None:
    text = "Name,Email\nBob Quist,b@example.org\n"
    (hit,) = run(text, flagged(subjects="Robert Quist", contacts="robert@example.org")).hits
    assert hit.evidence == ("family name equal", "given name: nickname", "e-mail differs")
    assert "uist" not in repr(hit)
    assert set(hit.as_json()) == {"row", "case", "status", "tier", "evidence"}


def test_who_bought_is_screened_too() -> None:
    text = "First name,Last name,Buyer first name,Buyer last name\nIda,Roe,Marlena,Quist\n"
    (hit,) = run(text, flagged(subjects="Marlena Quist")).hits
    assert hit.evidence == ("buyer: full name equal",)


def test_a_row_hits_each_record_once() -> None:
    text = "Name,Email,Order name,Order email\nMarlena Quist,,Marlena Quist,m@example.org\n"
    result = run(text, flagged(1, subjects="Marlena Quist", contacts="m@example.org"),
                 flagged(2, subjects="Marlena Quist"))  # fmt: skip
    assert hits(result) == [(2, "case-1", "exact"), (2, "case-2", "exact")]


def test_the_answer_for_scripts() -> None:
    text = "Name,City\nMarlena Quist,Oslo\n,Oslo\nIda,Oslo\n"
    answer = run(text, flagged(subjects=("Marlena Quist", "Ida"))).as_json()
    assert answer["rows"] == 3
    assert answer["unreadable"] == 1
    assert answer["not_searchable"] == 1
    assert answer["hits"] == [
        {
            "row": 2,
            "case": "case-1",
            "status": "flagged",
            "tier": "exact",
            "evidence": ["full name equal"],
        }
    ]
    assert answer["unreadable_rows"] == [3]
    assert answer["incomplete_rows"] == [4]


def test_an_empty_list_and_nobody_listed() -> None:
    assert run("Name\n").hits == ()
    assert run("", flagged(subjects="Marlena Quist")).rows == 0


@pytest.mark.parametrize("broken", ["_by_name", "_by_contact"])
def test_a_broken_screen_is_noticed(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    monkeypatch.setattr(matching.PeopleMatcher, broken, lambda self, entry: iter(()))
    with pytest.raises(Error) as noticed:
        run("Name\nIda Roe\n")
    assert noticed.value.code == "screen-broken"


def test_the_known_person_is_never_a_hit_or_counted() -> None:
    name = matching.KNOWN_PERSON.names[0]
    result = run(f"Name\n{name}\n")
    assert (result.hits, result.people, result.not_searchable) == ((), 0, 0)


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    text = "Name\n" + "Ida Roe\n" * 1200
    screen(read_list(text.encode()), [], lambda done, total: told.append((done, total)))
    assert told[0] == (0, 1200)
    assert told[-1] == (1200, 1200)
    assert len(told) == 4


WORDS = st.text(alphabet="abdeiklmnorstu", min_size=2, max_size=9).filter(
    lambda word: word not in TITLES | SUFFIXES  # those may be left out
)
FULL = st.lists(WORDS, min_size=2, max_size=3).map(" ".join)


def _slip(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    if rng.random() < 0.5:
        return name[:at] + name[at + 1 :]
    return name[:at] + rng.choice("aeiousdk ") + name[at:]


@settings(max_examples=200, deadline=None)
@given(st.lists(FULL, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_index_misses_nothing_that_comparing_would_find(
    names: list[str], rng: random.Random
) -> None:
    ours = [parse(name) for name in names]
    index = NameIndex(ours, Parts())
    for name in names:
        theirs = parse(_slip(name, rng))
        found = {n for n, one in enumerate(ours) if compare(one, theirs, Parts())}
        assert found <= set(index.candidates(theirs))


def test_a_name_run_together_that_sounds_like_one_in_three_parts_is_looked_at() -> None:
    ours, theirs = parse("aaaaaaaa aa bb"), parse("aaaaaaaabbb")
    assert compare(ours, theirs, Parts())
    assert NameIndex([ours], Parts()).candidates(theirs) == [0]


def test_a_permanent_ban_has_no_end() -> None:
    (one,) = people(flagged(decision="banned", banned_until=NEVER, subjects="Ida Roe"))
    assert one.status is ListedStatus.BANNED
    assert [name.usable for name in searchable_names("Ida Roe")] == [True]
    assert Tier.EXACT.rank < Tier.LIKELY.rank < Tier.POSSIBLE.rank
