"""The tables in a spreadsheet of their own, with charts that Google draws.

Only two tabs are written, told by their headers; of these only the columns of the table,
and the charts made here before. Whatever else stands in that spreadsheet stays as it is.
Everything goes in one batch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import Any, Final

from sheets_coc.dates import in_words
from sheets_coc.errors import SheetError, UsageError
from sheets_coc.reporting import outcomes, yearly
from sheets_coc.reporting.cells import Cell, cell_text
from sheets_coc.reporting.documents.charts import BLUE, GREEN, ORANGE, YEARLY
from sheets_coc.reporting.documents.tables import label
from sheets_coc.reporting.outcomes import OutcomesRow
from sheets_coc.reporting.yearly import YearlyRow
from sheets_coc.sheet.model import Changes, SetCell, Snapshot, Tab, Value, text

TITLE: Final = "Statistics"
OUTCOMES_TITLE: Final = "Outcomes"
CHART_IDS_FIELDS: Final = "sheets(charts(chartId))"
"""What to ask of the spreadsheet to know the charts in it."""

_COLORS: Final = (BLUE, ORANGE, GREEN)
_CHART_ROWS = 20
_WIDTH, _HEIGHT = 720, 380


@dataclass(frozen=True, slots=True)
class _Target:
    """A tab to write: its id, its header, and whether it must be made first."""

    tab: int
    header: tuple[str, ...]
    found: Tab | None


def refuse_records(target: str, records: str) -> None:
    """Refuse the records spreadsheet as the place to publish.

    Args:
        target: the id of the spreadsheet that shall be published.
        records: the id of the records spreadsheet.

    Raises:
        UsageError: where they are the same.
    """
    if target == records:
        raise UsageError(
            "The statistics must not be published from the records sheet: publishing it would "
            "publish every record. Name another spreadsheet in the policy under [statistics].",
            code="statistics-target",
        )


def changes(
    snapshot: Snapshot,
    chart_ids: Collection[int],
    rows: Sequence[YearlyRow],
    outcome_rows: Sequence[OutcomesRow],
    as_of: date,
    us: str = "DSF",
) -> Changes:
    """The one batch that brings the tables and charts up to date.

    Args:
        snapshot: the spreadsheet to publish in.
        chart_ids: the charts in it.
        rows: the yearly table, newest first.
        outcome_rows: today's table; empty where there is none.
        as_of: the last day that counts.
        us: what the committee calls itself in today's table.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    main = _target(snapshot, TITLE, ("Year", *yearly.LABELS.values()))
    values: list[tuple[Value, ...]] = [
        (label(row.period), *map(_value, row.values)) for row in rows
    ]
    parts = [_table(main, values, room_for_charts=True, index=len(snapshot.tabs))]
    parts.append(Changes(after=tuple(_charts(main, len(rows), set(chart_ids), as_of))))
    if outcome_rows:
        finer = _target(snapshot, OUTCOMES_TITLE, ("Year", *outcomes.labels(us).values()))
        cells = [(label(row.period), *map(_value, row.values)) for row in outcome_rows]
        parts.append(_table(finer, cells, room_for_charts=False, index=len(snapshot.tabs) + 1))
    return Changes.merge(parts)


def _value(cell: Cell) -> Value:
    return cell if isinstance(cell, int) else cell_text(cell)


def _id(name: str) -> int:
    """An id that is the same on every run, so that a retry cannot make two."""
    digest = blake2s(f"sheets-coc {name}".encode(), digest_size=3).digest()
    return int.from_bytes(digest) + 1_000_000


def _target(snapshot: Snapshot, title: str, header: tuple[str, ...]) -> _Target:
    tab = snapshot.tab(title)
    if tab is None:
        return _Target(_id(title), header, None)
    first = tuple(text(tab.value(0, column)) for column in range(len(header)))
    empty = not any(value not in (None, "") for cells in tab.values for value in cells)
    if not empty and _without_us(first) != _without_us(header):
        raise SheetError(
            f"The spreadsheet for the statistics has a tab called {title} that holds something "
            "else. Rename that tab; it is not touched.",
            code="not-our-tab",
        )
    return _Target(tab.id, header, tab)


def _without_us(header: Sequence[Value]) -> list[str]:
    """A header without what the committee calls itself, which the policy may change."""
    typed = [text(value) for value in header]
    named = [
        one.startswith("Actions (") and one != outcomes.LABELS["actions_local"] for one in typed
    ]
    return ["" if is_us else one for one, is_us in zip(typed, named, strict=True)]


def _table(
    target: _Target, rows: Sequence[Sequence[Value]], *, room_for_charts: bool, index: int
) -> Changes:
    """The header, the rows, and blanks where an older, longer table stood."""
    width = len(target.header)
    lines: list[Sequence[Value]] = [target.header, *rows]
    lines += [(None,) * width] * _left_over(target.found, len(lines))
    cells = tuple(
        SetCell(target.tab, row, column, value)
        for row, line in enumerate(lines)
        for column, value in enumerate(line)
    )
    wanted = width + (10 if room_for_charts else 0)
    made = tuple(_made(target, wanted, index))
    return Changes(
        cells=cells,
        before=made,
        after=() if target.found else (_bold(target.tab), _right(target.tab, width)),
    )


def _left_over(tab: Tab | None, used: int) -> int:
    """How many rows of an older table stand below the new one."""
    row = used
    while tab is not None and text(tab.value(row, 0)).strip():
        row += 1
    return row - used


def _made(target: _Target, columns: int, index: int) -> Iterable[Mapping[str, Any]]:
    if target.found is None:
        grid = {"rowCount": 100, "columnCount": max(26, columns), "frozenRowCount": 1}
        title = TITLE if target.tab == _id(TITLE) else OUTCOMES_TITLE
        properties = {"sheetId": target.tab, "title": title, "index": index}
        yield {"addSheet": {"properties": properties | {"gridProperties": grid}}}
    elif target.found.columns < columns:
        length = columns - target.found.columns
        yield {"appendDimension": {"sheetId": target.tab, "dimension": "COLUMNS", "length": length}}


def _bold(tab: int) -> Mapping[str, Any]:
    style = {"textFormat": {"bold": True}, "wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
    return {
        "repeatCell": {
            "range": {"sheetId": tab, "startRowIndex": 0, "endRowIndex": 1},
            "cell": {"userEnteredFormat": style},
            "fields": "userEnteredFormat(textFormat.bold,wrapStrategy,verticalAlignment)",
        }
    }


def _right(tab: int, columns: int) -> Mapping[str, Any]:
    """Figures to the right, also where a word stands in place of one."""
    return {
        "repeatCell": {
            "range": {"sheetId": tab, "startColumnIndex": 1, "endColumnIndex": columns},
            "cell": {"userEnteredFormat": {"horizontalAlignment": "RIGHT"}},
            "fields": "userEnteredFormat.horizontalAlignment",
        }
    }


def _charts(
    target: _Target, rows: int, present: set[int], as_of: date
) -> Iterable[Mapping[str, Any]]:
    """Each chart: made once, and from then on only its content is changed, not its place."""
    keys = tuple(yearly.LABELS)
    for number, (name, title, series) in enumerate(YEARLY):
        chart = _id(f"chart {name}")
        columns = [1 + keys.index(key) for key in series]
        spec = _spec(target.tab, title, columns, rows, as_of)
        if chart in present:
            yield {"updateChartSpec": {"chartId": chart, "spec": spec}}
        else:
            place = _position(target.tab, len(target.header) + 1, number * _CHART_ROWS)
            yield {"addChart": {"chart": {"chartId": chart, "spec": spec, "position": place}}}


def _position(tab: int, column: int, row: int) -> Mapping[str, Any]:
    anchor = {"sheetId": tab, "rowIndex": row, "columnIndex": column}
    return {
        "overlayPosition": {
            "anchorCell": anchor, "widthPixels": _WIDTH, "heightPixels": _HEIGHT,
        }
    }  # fmt: skip


def _spec(
    tab: int, title: str, columns: Sequence[int], rows: int, as_of: date
) -> Mapping[str, Any]:
    """A column chart over the table, oldest period at the left."""
    return {
        "title": title,
        "subtitle": f"Last updated on {in_words(as_of)}",
        "altText": f"{title}. The table beside the chart holds the same figures.",
        "basicChart": {
            "chartType": "COLUMN",
            "legendPosition": "TOP_LEGEND",
            "headerCount": 1,
            "domains": [{"domain": _source(tab, 0, rows), "reversed": True}],
            "series": [
                {
                    "series": _source(tab, column, rows),
                    "targetAxis": "LEFT_AXIS",
                    "colorStyle": {"rgbColor": _rgb(color)},
                    "dataLabel": {"type": "DATA", "placement": "OUTSIDE_END"},
                }
                for column, color in zip(columns, _COLORS, strict=True)
            ],
            "axis": [
                {"position": "BOTTOM_AXIS", "title": "Year of receipt"},
                {"position": "LEFT_AXIS", "title": "Number"},
            ],
        },
    }


def _source(tab: int, column: int, rows: int) -> Mapping[str, Any]:
    place = {
        "sheetId": tab,
        "startRowIndex": 0,
        "endRowIndex": rows + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return {"sourceRange": {"sources": [place]}}


def _rgb(color: str) -> Mapping[str, float]:
    """A colour as the API has it; channels of nought may be left out, and are not here."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return {"red": round(red, 4), "green": round(green, 4), "blue": round(blue, 4)}
