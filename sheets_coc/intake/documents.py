"""A report that is a document: fields and their values in Word, Markdown, plain text or a sheet.

    Date: 20 May 2026                  ## What happened
    Person reported: Corin Cloverly    He blocked the door.

Both become a table of one row, read like every other. What stands before the first field is part
of the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sheets_coc.errors import UsageError
from sheets_coc.intake.fields import field_of, is_known
from sheets_coc.tables.package import damaged, open_package
from sheets_coc.tables.table import TableRow, TableSheet, make_row

FIELDS = 2
"""So many known fields make a text a report."""

LONGEST_QUESTION = 160
"""Characters of a question that stands on a line of its own, its answer below."""

BEFORE = "Text"
"""The field of what stands before the first one."""

_PEOPLE = frozenset({"reporter", "subjects", "aliases", "contacts", "others", "reported_on"})

Pair = tuple[str, str]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKED = re.compile(r"^(?:#{1,6}\s+(.+?)\s*#*|\*\*(.+?)\*\*:?|__(.+?)__:?)$")
_INLINE = re.compile(
    r"^(?:[-*•]\s+)?(?:\*\*|__)?([^:*|]{2,120}?)\s*:?(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(.*)$"
)
_SENDER = re.compile(r"^(?:From|Von|De|Da|Van)\s*:\s*(.*\S@\S.*)$")
"""The line of a mail that says who wrote it, and so reports."""
_RECIPIENT = re.compile(r"^(?:To|Cc|Bcc|An|À|Para|Aan)\s*:\s*[^\n]*\S@\S[^\n]*$")
"""The line of a mail that says to whom it went: the committee itself."""
_TABLE_ROW = re.compile(r"^\|(.+)\|$")
_RULE = re.compile(r"^[|\s:=_-]+$")


def is_word(content: bytes) -> bool:
    """Whether a file is a Word document."""
    return content.startswith(b"PK\x03\x04") and b"word/document.xml" in content


def read_word(content: bytes) -> TableSheet | None:
    """The report in a Word document; None where it holds no fields.

    Raises:
        UsageError: it is damaged, or would unpack into far more than a report.
    """
    from defusedxml.ElementTree import fromstring

    try:
        with open_package(content) as package:
            root = fromstring(package.read("word/document.xml"))
        return as_sheet(list(_pairs(list(_word_lines(root)))))
    except UsageError:
        raise
    except Exception:
        raise damaged(".docx") from None


def _word_lines(root: Any) -> Iterator[str | Pair]:
    """Paragraphs, headings marked as in Markdown, and rows of tables as pairs."""
    body = root.find(f"{_W}body")
    for element in body if body is not None else ():
        if element.tag == f"{_W}p":
            yield from _paragraph(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                cells = [
                    "\n".join(filter(None, map(_text, cell.iter(f"{_W}p"))))
                    for cell in row.findall(f"{_W}tc")
                ]
                if len(cells) >= 2:
                    yield cells[0], "\n".join(filter(None, cells[1:]))
                else:
                    yield from cells


def _paragraph(element: Any) -> Iterator[str]:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    runs = [run for run in element.iter(f"{_W}r") if _text(run).strip()]
    bold = bool(runs) and all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)
    text = _text(element).strip()
    if text and (name.lower().startswith(("heading", "title", "berschrift", "titre")) or bold):
        yield f"## {text}"
    else:
        yield from text.split("\n")


def _text(element: Any) -> str:
    pieces = []
    for one in element.iter():
        if one.tag == f"{_W}t":
            pieces.append(one.text or "")
        elif one.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif one.tag == f"{_W}tab":
            pieces.append(" ")
    return "".join(pieces)


def read_text(text: str) -> TableSheet | None:
    """The report in a plain or Markdown text; None where it holds no fields."""
    return as_sheet(list(_pairs(text.replace("\r\n", "\n").split("\n"))))


def read_down(rows: Sequence[TableRow]) -> TableSheet | None:
    """The report in a sheet with fields in one column and values in the next."""
    pairs = [
        (row.cells[0], "\n".join(filter(None, row.cells[1:])))
        for row in rows
        if not row.broken and row.cells and row.cells[0]
    ]
    return as_sheet(pairs)


def _pairs(lines: Sequence[str | Pair]) -> Iterator[Pair]:
    """Fields with everything that stands under them, in order."""
    field, value = BEFORE, list[str]()
    for line in lines:
        if isinstance(line, str) and _RECIPIENT.match(line):
            continue
        found = line if isinstance(line, tuple) else _field(line) or _beside(field, line)
        if found is None:
            if isinstance(line, str) and not _RULE.match(line):
                value.append(line)
            continue
        if any(piece.strip() for piece in value) or field != BEFORE:
            yield field, "\n".join(value).strip()
        field, value = found[0].strip(), [found[1]]
    yield field, "\n".join(value).strip()


def _beside(field: str, line: str) -> Pair | None:
    """A field nobody knows, where it would else become part of somebody's name.

    `Severity: high` below `Person reported: Corin Cloverly` is nobody; in a story it may stay.
    """
    found = _INLINE.match(line.strip()) if field_of(field) in _PEOPLE else None
    return (found[1], found[2]) if found and found[2] and "@" not in found[1] else None


def _field(line: str) -> Pair | None:
    """A field that begins on a line, and what stands beside it."""
    line = line.strip()
    if found := _MARKED.match(line):
        return next(filter(None, found.groups())).rstrip(":"), ""
    if found := _TABLE_ROW.match(line):
        cells = [cell.strip() for cell in found[1].split("|")]
        return (cells[0].strip("*_"), " ".join(cells[1:])) if len(cells) > 1 and cells[0] else None
    if line.endswith(("?", "？")) and len(line) <= LONGEST_QUESTION and is_known(line):
        return line, ""
    if found := _SENDER.match(line):
        return "Reporter", found[1]
    found = _INLINE.match(line)
    return (found[1], found[2]) if found and is_known(found[1]) else None


def as_sheet(pairs: Sequence[Pair]) -> TableSheet | None:
    """Fields and values as a table of one row; None where too few fields are known."""
    filled = [(field, value) for field, value in pairs if field and (value or is_known(field))]
    if sum(is_known(field) for field, _ in filled) < FIELDS:
        return None
    if not any(value for _, value in filled):
        return None
    header = make_row(1, [field for field, _ in filled])
    return TableSheet((header, make_row(2, [value for _, value in filled])))
