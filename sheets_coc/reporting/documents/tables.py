"""Tables as Markdown, CSV and HTML."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheets_coc.reporting import outcomes, yearly
from sheets_coc.reporting.cells import Cell, Hidden, cell_text
from sheets_coc.reporting.groups import Groups
from sheets_coc.reporting.periods import Period, Unit
from sheets_coc.reporting.process import Duration, ResponseTimes

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~$@&]|:(?=//|\w+:)")
_LINE_START = re.compile(r"^(\d{0,9})([-+=.)])")
_WIDE = 8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of text.

    Attributes:
        headers: what stands above the columns.
        rows: the cells.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """The table as the committee lays it out: cells padded to the width of their column."""
        lines = [[markdown_text(cell) for cell in row] for row in (self.headers, *self.rows)]
        widths = [max(3, *(len(line[c]) for line in lines)) for c in range(len(self.headers))]
        rule = "|" + "|".join(":" + "-" * (width + 1) for width in widths) + "|"
        padded = [
            "| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |"
            for line in lines
        ]
        return "\n".join([padded[0], rule, *padded[1:]])

    def csv(self) -> str:
        """The table as CSV that is safe to open in a spreadsheet."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\r\n")
        for row in (self.headers, *self.rows):
            writer.writerow([csv_cell(cell) for cell in row])
        return written.getvalue()

    def html(self, caption: str) -> str:
        """The table as HTML with a caption; the first column heads its row."""
        head = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in self.headers)
        body = "\n".join(_html_row(row) for row in self.rows)
        kind = ' class="wide"' if len(self.headers) > _WIDE else ""
        return (
            f"<table{kind}>\n<caption>{html.escape(caption)}</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        )


def _html_row(row: Sequence[str]) -> str:
    cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{html.escape(row[0])}</th>{cells}</tr>'


def markdown_text(text: str) -> str:
    """A text that Markdown shows as it is, on one line: no markup, link, list or mention."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))
    return _LINE_START.sub(r"\1\\\2", escaped)


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def yearly_table(rows: Iterable[yearly.YearlyRow]) -> TextTable:
    """The committee's table, newest first."""
    return _table(yearly.LABELS.values(), ((row.period, row.values) for row in rows))


def outcomes_table(
    rows: Iterable[outcomes.OutcomesRow],
    columns: Sequence[str] = tuple(outcomes.LABELS),
    us: str = "DSF",
) -> TextTable:
    """Today's table, newest first.

    Args:
        rows: the periods.
        columns: the keys of the columns to show.
        us: what the committee calls itself in it.
    """
    headers = [outcomes.labels(us)[key] for key in columns]
    return _table(headers, ((row.period, [row.cells[key] for key in columns]) for row in rows))


def _table(headers: Iterable[str], rows: Iterable[tuple[Period, Iterable[Cell]]]) -> TextTable:
    several = [(period, tuple(map(cell_text, cells))) for period, cells in rows]
    years = all(period.unit is Unit.YEAR for period, _ in several)
    return TextTable(
        ("Year" if years else "Period", *headers),
        tuple((label(period), *cells) for period, cells in several),
    )


def groups_table(found: Groups, *, all_periods: bool = True) -> TextTable:
    """Periods broken down by a column: a row for each group, a column for each period.

    Args:
        found: the breakdown.
        all_periods: whether periods of which only the total is shown stand there as well.
    """
    rows = [row for row in found.rows if all_periods or row.groups]
    periods = [label(row.period) for row in rows]
    named = [
        (name, *(cell_text(row.groups.get(name, Hidden.NOT_SHOWN)) for row in rows))
        for name in found.labels
    ]
    totals = ("All reports", *(str(row.reports) for row in rows))
    return TextTable((found.by, *periods), (*named, totals))


def times_table(rows: Iterable[ResponseTimes]) -> TextTable:
    """How long first answers and decisions took, in days."""
    headers = (
        "Period", "First answer, median", "First answer, average", "Decision, median",
        "Decision, average",
    )  # fmt: skip
    return TextTable(
        headers,
        tuple((label(row.period), *_days(row.answer), *_days(row.decision)) for row in rows),
    )


def _days(taken: Duration | None) -> tuple[str, str]:
    if taken is None:
        return "too few", "too few"
    return f"{taken.median:g}", str(taken.average)


def label(period: Period) -> str:
    """What heads a row: the year, as the committee publishes it, or the part of one.

    A part still running says the day it is as of; for a year, the line under the table does.
    """
    if period.unit is not Unit.YEAR and not period.complete:
        return f"{period.label} (as of {period.end.isoformat()})"
    return period.label
