"""What screening promises, held against real names where they are at hand."""

import csv
import random

from scripts.develop.bench import screen as bench
from sheets_coc.screening.matching.match import Tier
from sheets_coc.screening.screen import screen
from tests.shared import shared_data


def test_labelled_pairs_are_told_apart() -> None:
    with shared_data("names", "person_pairs.csv").open(encoding="utf-8") as file:
        assert bench.pair_quality(list(csv.DictReader(file)))


def test_few_others_are_hit() -> None:
    attendees = bench.names_in(shared_data("names", "attendees_us.csv"))
    listed = random.Random(7).sample(bench.names_in(shared_data("names", "congress.csv")), 200)
    result = screen(bench.as_list(attendees), bench.as_people(listed))
    rows = {hit.row for hit in result.hits if hit.tier is not Tier.EXACT}
    assert len(rows) <= 0.005 * len(attendees)


def test_people_are_found_when_altered_once() -> None:
    assert bench.altered(bench.names_in(shared_data("names", "congress.csv")), "of congress")
    assert bench.altered(bench.names_in(shared_data("names", "attendees_us.csv")), "invented")
