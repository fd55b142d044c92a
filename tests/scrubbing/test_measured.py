"""How well scrubbing does on labelled texts: a floor it must not fall below."""

import pytest

from scripts.develop.bench import scrub as bench
from sheets_coc.scrubbing import Scrubber
from tests.shared import shared_data


@pytest.mark.parametrize("half", ["dev", "final"])
def test_our_own_narratives(half: str) -> None:
    tally = bench.narratives(bench.ours, half)["all"]
    assert tally.mentions > 150
    assert tally.touched / tally.mentions >= 0.97
    assert tally.covered / tally.mentions >= 0.96
    assert 1 - tally.wrong / tally.replaced >= 0.99


def test_the_second_set_which_is_harder() -> None:
    tally = bench.narratives(bench.ours, "second")["all"]
    assert tally.mentions == 651
    assert tally.touched / tally.mentions >= 0.985
    assert tally.covered / tally.mentions >= 0.98
    assert tally.noticed / tally.mentions >= 0.995
    assert 1 - tally.wrong / tally.replaced >= 0.975


@pytest.mark.parametrize("half", ["dev", "second"])
def test_our_own_narratives_a_second_time(half: str) -> None:
    for item in bench.own_narratives(half):
        scrub = Scrubber(bench.known_of(item))
        once = scrub(item["text"]).text
        assert scrub(once).text == once, item["id"]


def test_biographies_from_the_name_alone() -> None:
    shared_data("scrub", "person_mentions.jsonl")
    tally = bench.biographies(bench.ours, aliases=False)
    assert tally.touched / tally.mentions >= 0.87
    assert tally.covered / tally.mentions >= 0.85
    assert tally.noticed / tally.mentions >= 0.89


def test_biographies_from_the_name_and_the_aliases() -> None:
    shared_data("scrub", "person_mentions.jsonl")
    tally = bench.biographies(bench.ours, aliases=True)
    assert tally.touched / tally.mentions >= 0.98


def test_judgments_keep_what_is_nobodys_name() -> None:
    shared_data("scrub", "person_spans_court.jsonl")
    tally = bench.judgments(bench.ours)
    assert tally.wrong / tally.replaced <= 0.005
    assert tally.others == 0


def test_names_beside_what_bears_them_too() -> None:
    tally = bench.narratives(bench.ours, "things")["all"]
    assert tally.mentions > 120
    assert tally.touched / tally.mentions >= 0.95
    assert tally.noticed / tally.mentions >= 0.99
    assert 1 - tally.wrong / tally.replaced >= 0.965


def test_the_third_set_which_is_the_hardest() -> None:
    shared_data("scrub", "third_a.jsonl")
    dense = bench.third(bench.ours)
    tally = dense.tally
    assert tally.touched / tally.mentions >= 0.985
    assert tally.covered / tally.mentions >= 0.98
    assert dense.noticed >= 0.985
    assert 1 - tally.wrong / tally.replaced >= 0.985
    assert dense.hits <= 6 < dense.traps


def test_people_nobody_listed_are_noticed_without_crying_wolf() -> None:
    shared_data("scrub", "person_spans_court.jsonl")
    noticed, people, false, words = bench.strangers()
    assert noticed / people >= 0.78
    assert words / false >= 300
