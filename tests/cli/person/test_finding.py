"""`person` and `sweep`: where somebody stands, told without a value of any cell."""

import pytest

from tests.cli.person.people import ASKED, BOTH, NAMES, NAMESAKE, OPEN, REPORTED, WANDA


def _parts(answer):
    return {(r["case"], r["role"]): r["sure"] for r in answer["records"]}


def test_somebody_is_found_in_every_part(sheet):
    sheet.new([WANDA, OPEN, BOTH, NAMESAKE, REPORTED])
    code, found = sheet.json("person", stdin=ASKED)
    assert code == 0
    assert _parts(found) == {
        ("stunned-bulb", "subject"): True,
        ("frosty-boat", "subject"): True,
        ("calm-lamp", "subject"): True,
        ("quiet-road", "subject"): False,
        ("new-roof", "reporter"): False,
    }


def test_an_address_alone_finds_them_whatever_the_name(sheet):
    sheet.new([{**WANDA, "subjects": "W. E."}, OPEN])
    found = sheet.json("person", stdin="mailto:WANDA@example.org\n")[1]
    assert _parts(found) == {("stunned-bulb", "subject"): True, ("frosty-boat", "subject"): True}


def test_places_are_addresses_in_every_tab(sheet):
    sheet.new([WANDA], Notes="Ask Wanda Example about it")
    found = sheet.json("person", stdin=ASKED)[1]
    places = {(p["tab"], p["cell"], p["case"]) for p in found["places"]}
    assert ("Records", "D2", "stunned-bulb") in places
    assert ("Notes", "A2", None) in places


@pytest.mark.parametrize(
    "command", [("person",), ("sweep",), ("person", "--expunge", "--reason", "they asked")]
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_value_is_ever_shown(sheet, command, form):
    sheet.new([WANDA, OPEN, BOTH, NAMESAKE, REPORTED], Notes="Wanda Example")
    _, out, err = sheet.run("--format", form, *command, stdin=ASKED)
    assert not [name for name in NAMES if name in out + err]


def test_a_tab_called_after_somebody_is_not_named(sheet):
    sheet.new([WANDA], **{"Wanda Example": "nothing"})
    code, found = sheet.json("sweep", stdin="Wanda Example\n")
    assert code == 1
    assert {p["tab"] for p in found["places"]} == {"Records", "tab number 2"}


def test_sweep_finds_nobody(sheet):
    sheet.new([WANDA])
    assert sheet.json("sweep", stdin="Zacharias Nowhere\n") == (
        0, {"places": [], "unread": ["comment", "file description"]},
    )  # fmt: skip


def test_sweep_works_on_any_spreadsheet(sheet):
    sheet.make({"Whatever": [["just", "text"], ["", "Wanda Example"]]})
    code, found = sheet.json("sweep", stdin="Example, Wanda\n")
    assert (code, [p["cell"] for p in found["places"]]) == (1, ["B2"])


@pytest.mark.parametrize(
    "said",
    ["W. Example left", "Ms Example left", "Example, W.", "#WandaExample", "wanda_example_2"],
)
def test_sweep_finds_what_the_scrubber_replaces(sheet, said):
    sheet.new([OPEN], Notes=said, **{said: "nothing"})
    found = sheet.json("sweep", stdin="Wanda Example\n")[1]["places"]
    assert {("cell", "A2"), ("tab title", None)} <= {(p["kind"], p["cell"]) for p in found}
    assert said not in str(found)


def test_what_could_not_be_searched_is_not_called_clean(sheet, monkeypatch):
    sheet.new([WANDA])
    _, out, _ = sheet.run("sweep", stdin="Zacharias Nowhere\n")
    assert "No place that could be searched mentions them." in out
    assert "comments and the description of the file" in out
    monkeypatch.setenv("CI", "true")
    assert sheet.run("sweep", stdin="Zacharias Nowhere\n")[1] == "sweep: a person must look\n"


@pytest.mark.parametrize("typed", ["", "\n\n", "none\n", "a\n", "@x\n"])
def test_nobody_asked_or_too_short(sheet, typed):
    sheet.new([WANDA])
    assert sheet.run("person", stdin=typed)[0] == 2
    assert sheet.run("sweep", stdin=typed)[0] == 2
