"""What screening promises, held against real names where they are at hand."""

import csv
import importlib.util
import random
from typing import Any

from sheets_coc.screening.matching.match import Tier
from sheets_coc.screening.screen import screen
from tests.shared import ROOT, shared_data


def _benchmark() -> Any:
    """The benchmark as a module; its folder is no package."""
    path = ROOT / "scripts" / "develop" / "bench" / "screen.py"
    spec = importlib.util.spec_from_file_location("screen_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bench = _benchmark()


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
