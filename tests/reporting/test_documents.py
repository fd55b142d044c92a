"""Reports as Markdown, CSV, HTML and charts."""

import csv
import io
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.documents import charts, files
from sheets_coc.reporting.documents.annual_report import annual_report
from sheets_coc.reporting.documents.charts import Series, draw, yearly_charts
from sheets_coc.reporting.documents.checklist import traces
from sheets_coc.reporting.documents.document import Document, Paragraph
from sheets_coc.reporting.documents.tables import TextTable, csv_cell, markdown_text
from sheets_coc.reporting.periods import Unit
from sheets_coc.reporting.statistics import Statistics, StatisticsRequest, compute
from sheets_coc.schema.columns import Decision

TODAY = date(2026, 11, 21)


def statistics(years: range = range(2021, 2027), **fields: Any) -> Statistics:
    history = [
        Fact(number, date(year, 2, 1), people=1, action_us=True, **fields)
        for number, year in enumerate(y for y in years for _ in range(y - 2019))
    ]
    return compute(Frame(tuple(history)), default().statistics, StatisticsRequest(TODAY))


@pytest.fixture(scope="module")
def annual() -> Document:
    return annual_report(statistics(decision=Decision.RESOLVED).annual)


def test_an_annual_report_has_its_parts(annual: Document):
    text = annual.markdown()
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Reports", "Outcomes", "Process", "Before this is published"]
    assert "In 2026, to 21 November 2026, the committee received 7 reports." in text
    assert "From 2021 to 2025 it was 4 a year on average." in text
    assert "Statistics were last updated on 21 November 2026." in text
    assert "- [x] " in text
    assert "- [ ] " in text


def test_a_report_over_nothing_says_so():
    text = annual_report(statistics(range(0)).annual).markdown()
    assert "no report with a date" in text


def test_a_choice_to_show_small_numbers_stands_on_the_checklist():
    found = compute(
        Frame((Fact(1, date(2025, 1, 1), decision=Decision.RESOLVED),)),
        default().statistics,
        StatisticsRequest(TODAY, unit=Unit.HALF, override=True),
    )
    assert "- [ ] Small numbers are shown, by choice." in annual_report(found.annual).markdown()


def test_the_page_needs_nothing_else(annual: Document):
    page = annual.html()
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\s\"'<>)]+", page)) <= namespaces
    assert not re.search(r"<(script|link|iframe|img|object)\b", page)
    assert page.count("<svg ") == 2
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'(?:href="|url\()#([^")]+)', page):
        assert target in ids


def test_the_page_can_be_read_without_seeing_the_charts(annual: Document):
    labels = re.findall(r'role="img" aria-label="([^"]+)"', annual.html())
    assert len(labels) == 2
    assert "2025 6" in labels[0]
    assert '<th scope="col">' in annual.html()


def test_the_same_figures_give_the_same_bytes(monkeypatch):
    monkeypatch.setattr(charts, "_rendered", charts._rendered.__wrapped__)  # as in the product
    one, other = (files.document_files("r", annual_report(statistics().annual)) for _ in range(2))
    assert one == other


def test_every_file_is_there_and_is_what_its_name_says(tmp_path):
    found = statistics(decision=Decision.RESOLVED)
    made = files.statistics_files(found.annual, found.as_json())
    paths = files.write(tmp_path / "deep" / "folder", made)
    assert {path.name for path in paths} == {
        "statistics.csv", "statistics.json", "statistics.md", "outcomes.csv", "outcomes.md",
        "transparency-report.md", "transparency-report.html",
        "reports.svg", "reports.png", "actions.svg", "actions.png",
    }  # fmt: skip
    for path in paths:
        if path.suffix == ".png":
            assert path.read_bytes().startswith(b"\x89PNG")
        elif path.suffix == ".svg":
            assert ElementTree.fromstring(path.read_text("utf-8")).tag.endswith("}svg")
    table = list(csv.DictReader(io.StringIO((tmp_path / "deep/folder/statistics.csv").read_text())))
    assert table[0]["Year"] == "2026"
    assert table[0]["Reports"] == "7"


def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError):
        files.write(tmp_path / "file", {"a": "b"})


@pytest.mark.parametrize("count", [1, 12, 30])
def test_charts_of_few_and_many_years(count: int):
    history = tuple(Fact(n, date(2026 - n, 2, 1)) for n in range(count))
    rows = compute(Frame(history), default().statistics, StatisticsRequest(TODAY)).annual.rows
    made = yearly_charts(rows)
    assert [chart.name for chart in made] == ["reports", "actions"]
    shown = min(count, charts.MOST_PERIODS)
    assert made[0].alt.split("Reports: ")[1].split(";")[0].count(", ") == shown - 1


def test_a_chart_of_noughts_can_be_drawn():
    chart = draw("event", "Nothing", ["2025", "2026"], [Series("Reports", (0, 0))])
    assert "2025 0, 2026 0" in chart.alt


def test_what_is_unknown_has_a_sign_and_a_place_in_the_chart():
    history = (Fact(1, date(2025, 2, 1), action_us=True, action_local=False), Fact(2, TODAY))
    request = StatisticsRequest(TODAY)
    _, actions = yearly_charts(compute(Frame(history), default().statistics, request).annual.rows)
    assert "Actions taken by us: 2025 1, 2026* unknown" in actions.alt


def test_no_years_no_charts():
    assert yearly_charts(()) == ()


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_differ_in_a_grey_copy_or_by_their_pattern():
    hatches = [hatch for _, hatch in charts._STYLES]
    assert len(set(hatches)) == len(hatches)
    for color, _ in charts._STYLES:
        assert (1.05) / (_luminance(color) + 0.05) > 2


@given(st.text(max_size=60))
def test_csv_cells_are_never_formulas(text: str):
    assert not csv_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_formulas_are_escaped(text: str):
    row = next(csv.reader(io.StringIO(TextTable((text,), ()).csv())))
    assert row[0].startswith("'")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", r"a\|b"), ("<b>", r"\<b\>"), ("1. x", r"1\. x"), ("- x", r"\- x"),
        ("# x", r"\# x"), ("https://x", r"https\://x"), ("a\n\nb", "a b"), ("2025", "2025"),
        ("In 2025: 4", "In 2025: 4"), ("@django", r"\@django"), (":tada:", r"\:tada:"),
    ],
)  # fmt: skip
def test_markdown_shows_text_as_it_is(text: str, written: str):
    assert markdown_text(text) == written


@given(st.text(max_size=80))
def test_a_cell_never_breaks_a_markdown_table(text: str):
    lines = TextTable(("a", "b"), ((text, "x"),)).markdown().split("\n")
    assert len(lines) == 3
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", lines[2])) == 3


@given(st.text(max_size=80))
def test_no_text_becomes_markup_in_html(text: str):
    page = Document(text, (Paragraph(text),)).html()
    inside = page[page.index("<body>") :]
    assert set(re.findall(r"<(\w+)", inside)) <= {"body", "h1", "p"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Three volunteers", ()),
        ("2019-2025, 2026-05-01", ()),
        ("Summit 2024 2025 2026", ()),
        ("Django Day @ St. Louis", ()),
        ("Looking at what dots mean", ()),
        ("ann[at]quill.example", ("an e-mail address",)),
        ("ann at quill dot example", ("an e-mail address",)),
        ("ann@quill.example", ("an e-mail address",)),
        ("ann (at) quill (dot) example", ("an e-mail address",)),
        ("ask @quill_99", ("a user name",)),
        ("see www.example.org", ("a web address",)),
        ("call +49 170 1234567", ("a telephone number",)),
    ],
)
def test_traces(text: str, kinds: tuple[str, ...]):
    assert traces(text) == kinds
