"""Reports as files in a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sheets_coc.errors import UsageError
from sheets_coc.reporting.documents.annual_report import (
    Annual,
    annual_report,
    definitions,
    outcome_definitions,
    updated,
)
from sheets_coc.reporting.documents.document import Document, TableBlock
from sheets_coc.reporting.documents.tables import groups_table, outcomes_table, yearly_table


def statistics_files(
    annual: Annual, result: Mapping[str, Any], *, charts: bool = True
) -> dict[str, str | bytes]:
    """Every file of the statistics and the annual report, by name.

    Args:
        annual: the statistics.
        result: what is printed as JSON.
        charts: whether charts are drawn; they need matplotlib.
    """
    found: dict[str, str | bytes] = {
        "statistics.json": json.dumps(result, ensure_ascii=False, indent=2) + "\n",
        "statistics.csv": yearly_table(annual.rows).csv(),
        "statistics.md": statistics_page(annual).markdown(),
    }
    if annual.outcomes:
        found["outcomes.csv"] = outcomes_table(annual.outcomes, us=annual.us).csv()
        found["outcomes.md"] = outcomes_page(annual).markdown()
    if annual.groups:
        found["breakdown.csv"] = groups_table(annual.groups).csv()
    return found | document_files("transparency-report", annual_report(annual, charts=charts))


def statistics_page(annual: Annual) -> Document:
    """The committee's table as a page of its own."""
    table = TableBlock("", yearly_table(annual.rows))
    return Document("Statistics", (table, updated(annual.as_of), definitions()))


def outcomes_page(annual: Annual) -> Document:
    """Today's table as a page of its own."""
    table = TableBlock("", outcomes_table(annual.outcomes, us=annual.us))
    return Document("Statistics", (table, updated(annual.as_of), outcome_definitions(annual.us)))


def document_files(name: str, document: Document) -> dict[str, str | bytes]:
    """A report as Markdown and HTML, and its charts, by file name."""
    found: dict[str, str | bytes] = {
        f"{name}.md": document.markdown(),
        f"{name}.html": document.html(),
    }
    for chart in document.charts:
        found[f"{chart.name}.svg"] = chart.svg
        found[f"{chart.name}.png"] = chart.png
    return found


def prepare(folder: Path) -> None:
    """Make a folder where it is missing.

    Raises:
        UsageError: where that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise _unusable() from None


def write(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write files into a folder, which is made where it is missing.

    Returns:
        The paths written.

    Raises:
        UsageError: where that is not possible.
    """
    prepare(folder)
    written = []
    for name, content in files.items():
        path = folder / name
        try:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        except OSError:
            raise _unusable() from None
        written.append(path)
    return written


def _unusable() -> UsageError:
    return UsageError("The reports cannot be written there. Name a folder with --out.", code="out")
