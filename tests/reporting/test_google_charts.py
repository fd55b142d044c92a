"""The spreadsheet that is published: written through a real client to the local Google."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.errors import SheetError, UsageError
from sheets_coc.local import LocalGoogle
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.documents.google_charts import changes, refuse_records
from sheets_coc.reporting.statistics import Statistics, StatisticsRequest, compute
from sheets_coc.schema.columns import Decision
from sheets_coc.sheet.google.requests import build
from sheets_coc.sheet.google.session import Session, connect
from sheets_coc.sheet.model import Snapshot

TODAY = date(2026, 11, 21)
FIELDS = "sheets(properties,charts)"


def statistics(*years: int) -> Statistics:
    history = [
        Fact(n, date(year, 3, 1), people=1, decision=Decision.RESOLVED, action_us=n % 2 == 0)
        for n, year in enumerate(years)
    ]
    return compute(Frame(tuple(history)), default().statistics, StatisticsRequest(TODAY))


class Published:
    """A spreadsheet on the local Google with something of its own in it."""

    def __init__(self, folder: Path) -> None:
        self.google = LocalGoogle(folder / "published.coc")
        self.id = self.google.create_spreadsheet("Published", {"Cover": [["Hello", 42]]})
        self.session: Session = connect(
            self.id,
            credentials=self.google.identities.key_file("tool"),
            adapter=self.google.adapter(),
        )

    def charts(self) -> dict[int, Any]:
        sheets = self.session.get(FIELDS, lambda answer: answer["sheets"])
        return {c["chartId"]: c for sheet in sheets for c in sheet.get("charts", ())}

    def publish(self, found: Statistics) -> int:
        snapshot = self.session.read()
        annual = found.annual
        planned = changes(snapshot, [*self.charts()], annual.rows, annual.outcomes, TODAY)
        sent = build(planned, snapshot)
        before = self.session.requests
        self.session.batch(sent)
        return self.session.requests - before

    def values(self, title: str) -> list[list[Any]]:
        tab = self.session.read().tab(title)
        assert tab is not None
        return [[v for v in row if v is not None] for row in tab.values]


@pytest.fixture
def published(tmp_path: Path) -> Published:
    return Published(tmp_path)


def test_tables_and_charts_are_made_in_one_batch(published: Published):
    assert published.publish(statistics(2024, 2025, 2025)) == 1
    values = published.values("Statistics")
    assert values[0][:2] == ["Year", "Reports"]
    assert [row[:2] for row in values[1:]] == [["2025", 2], ["2024", 1]]
    assert published.values("Outcomes")[1][0] == "2025"
    titles = [chart["spec"]["title"] for chart in published.charts().values()]
    assert len(titles) == 2
    assert published.values("Cover") == [["Hello", 42]]


def test_charts_show_the_columns_they_name(published: Published):
    published.publish(statistics(2023, 2024, 2025))
    header = published.values("Statistics")[0]
    for chart in published.charts().values():
        basic = chart["spec"]["basicChart"]
        places = [s["series"]["sourceRange"]["sources"][0] for s in basic["series"]]
        assert {p["endRowIndex"] for p in places} == {4}
        assert {p["endColumnIndex"] - p["startColumnIndex"] for p in places} == {1}
        names = [header[p["startColumnIndex"]] for p in places]
        assert len(names) == 3
        assert "Year" not in names


def test_rewriting_keeps_charts_where_people_moved_them(published: Published):
    published.publish(statistics(2024, 2025))
    before = published.charts()
    published.publish(statistics(2024, 2025, 2026))
    after = published.charts()
    assert [c["position"] for c in after.values()] == [c["position"] for c in before.values()]
    assert [c["spec"] for c in after.values()] != [c["spec"] for c in before.values()]


def test_a_chart_that_was_deleted_is_made_again(published: Published):
    published.publish(statistics(2025))
    gone = next(iter(published.charts()))
    published.session.batch([{"deleteEmbeddedObject": {"objectId": gone}}])
    published.publish(statistics(2025))
    assert gone in published.charts()


def test_a_shorter_table_leaves_nothing_of_the_longer_one(published: Published):
    published.publish(statistics(2022, 2023, 2024, 2025))
    published.publish(statistics(2025))
    assert [row for row in published.values("Statistics")[1:] if row] == [
        ["2025", 1, 1, 1, 0, 0, 0]
    ]


def test_what_people_put_beside_the_table_stays(published: Published):
    published.publish(statistics(2025))
    tab = published.session.read().tab("Statistics")
    assert tab is not None
    note = {"userEnteredValue": {"stringValue": "ours"}}
    place = {"sheetId": tab.id, "rowIndex": 1, "columnIndex": 7}
    request = {"rows": [{"values": [note]}], "fields": "userEnteredValue", "start": place}
    published.session.batch([{"updateCells": request}])
    published.publish(statistics(2024, 2025))
    assert published.values("Statistics")[1][7] == "ours"
    assert len(published.session.read().tabs) == 3


def test_publishing_twice_is_publishing_once(published: Published):
    published.publish(statistics(2024, 2025))
    before = (published.values("Statistics"), published.charts())
    published.publish(statistics(2024, 2025))
    assert (published.values("Statistics"), published.charts()) == before


def test_a_tab_of_that_name_with_something_else_is_not_touched(tmp_path: Path):
    google = LocalGoogle(tmp_path / "p.coc")
    made = google.create_spreadsheet("Published", {"Statistics": [["Our own", "numbers"]]})
    session = connect(
        made, credentials=google.identities.key_file("tool"), adapter=google.adapter()
    )
    with pytest.raises(SheetError, match="something else"):
        changes(session.read(), [], statistics(2025).annual.rows, (), TODAY)


def test_an_empty_tab_of_that_name_is_used(tmp_path: Path):
    google = LocalGoogle(tmp_path / "p.coc")
    made = google.create_spreadsheet("Published", {"statistics": []})
    session = connect(
        made, credentials=google.identities.key_file("tool"), adapter=google.adapter()
    )
    snapshot = session.read()
    session.batch(build(changes(snapshot, [], statistics(2025).annual.rows, (), TODAY), snapshot))
    assert len(session.read().tabs) == 1


def test_the_records_sheet_is_refused():
    with pytest.raises(UsageError, match="another spreadsheet"):
        refuse_records("same", "same")
    refuse_records("one", "other")


def test_nothing_but_the_tools_own_tabs_is_named_in_the_batch():
    rows = statistics(2025).annual.rows
    planned = changes(Snapshot("x", "t", []), [], rows, (), TODAY)
    assert {cell.tab for cell in planned.cells} == {
        planned.before[0]["addSheet"]["properties"]["sheetId"]
    }
