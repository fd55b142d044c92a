"""A report as a list of blocks, written as Markdown or as one HTML page that needs nothing else.

Blocks hold plain text. Whatever people typed is escaped where a block is written, so no
text can become markup.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from sheets_coc.reporting.documents.charts import Chart
from sheets_coc.reporting.documents.tables import TextTable, markdown_text


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; empty lines in it begin new ones."""

    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its caption."""

    caption: str
    table: TextTable


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """A list of terms and what they mean."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of a checklist.

    Attributes:
        done: whether the tool has seen to it; else it is for a person.
        text: what to check.
    """

    done: bool
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist."""

    items: tuple[ChecklistItem, ...]


Block = SectionHeading | Paragraph | TableBlock | ChartBlock | Bullets | Definitions | Checklist


@dataclass(frozen=True, slots=True)
class Document:
    """A report.

    Attributes:
        title: its title.
        blocks: its content, in order.
    """

    title: str
    blocks: tuple[Block, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts in it."""
        return tuple(block.chart for block in self.blocks if isinstance(block, ChartBlock))

    def markdown(self) -> str:
        """The report as Markdown; charts are linked as files beside it."""
        parts = [f"# {markdown_text(self.title)}", *map(_markdown, self.blocks)]
        return "\n\n".join(parts) + "\n"

    def html(self) -> str:
        """The report as one page, charts included."""
        body = "\n".join(_html(block) for block in self.blocks)
        title = html.escape(self.title)
        return _PAGE.format(title=title, style=_STYLE, body=body)


def _paragraphs(text: str) -> Iterable[str]:
    return (part for part in map(str.strip, text.replace("\r", "").split("\n\n")) if part)


def _markdown(block: Block) -> str:
    match block:
        case SectionHeading(text):
            return f"## {markdown_text(text)}"
        case Paragraph(text):
            return "\n\n".join(markdown_text(part) for part in _paragraphs(text))
        case TableBlock(_, table):
            return table.markdown()
        case ChartBlock(chart):
            return f"![{markdown_text(chart.alt)}]({chart.name}.svg)"
        case Bullets(items):
            return "\n".join(f"- {markdown_text(item)}" for item in items)
        case Definitions(items):
            return "\n".join(
                f"- __{markdown_text(term)}__ - {markdown_text(text)}" for term, text in items
            )
        case Checklist(items):
            return "\n".join(
                f"- [{'x' if item.done else ' '}] {markdown_text(item.text)}" for item in items
            )


def _html(block: Block) -> str:
    match block:
        case SectionHeading(text):
            return f"<h2>{html.escape(text)}</h2>"
        case Paragraph(text):
            return "\n".join(f"<p>{html.escape(part)}</p>" for part in _paragraphs(text))
        case TableBlock(caption, table):
            return f'<div class="table">{table.html(caption)}</div>'
        case ChartBlock(chart):
            alt = html.escape(chart.alt, quote=True)
            drawing = chart.svg.replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)
            return f"<figure>{drawing}</figure>"
        case Bullets(items):
            return _list(f"<li>{html.escape(item)}</li>" for item in items)
        case Definitions(items):
            rows = (
                f"<dt>{html.escape(term)}</dt><dd>{html.escape(text)}</dd>" for term, text in items
            )
            return "<dl>\n" + "\n".join(rows) + "\n</dl>"
        case Checklist(items):
            return _list(
                f"<li>{'☑' if item.done else '☐'} {html.escape(item.text)}</li>" for item in items
            ).replace("<ul>", '<ul class="checks">', 1)


def _list(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


_STYLE = """\
:root { color-scheme: light; }
body { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  color: #222; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.8rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin-top: 2.2rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0;
  font-size: 0.92rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; white-space: nowrap; }
th, td { padding: 0.3rem 0.7rem; text-align: right; border-bottom: 1px solid #ddd; }
thead th { vertical-align: bottom; border-bottom: 2px solid #444; }
th:first-child { text-align: left; white-space: nowrap; }
table.wide { font-size: 0.74rem; }
table.wide th, table.wide td { padding: 0.3rem 0.28rem; }
figure { margin: 1.5rem 0; }
figure svg { width: 100%; height: auto; max-width: 54rem; }
dt { font-weight: 600; } dd { margin: 0 0 0.5rem 1.2rem; }
ul.checks { list-style: none; padding-left: 0; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; }
  figure, tr { break-inside: avoid; } h2 { break-after: avoid; } }"""

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""
