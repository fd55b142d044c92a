"""How tabs are laid down in the file: JSON, a block of rows at a time, formats once per block."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sheets_coc.local.state.model import Content, Json, RichCell, Row, Spreadsheet, Tab

BLOCK = 128
"""Rows to a block: small enough that one changed cell costs little, large enough to read fast."""


def dumps(value: object) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def encode_rows(rows: list[Row]) -> bytes:
    """A block of rows as bytes.

    Formats and further fields stand once, cells name them by number. A row of the very cells of
    the row above is a `1`: most rows of a grid are blank below the same drop-downs.
    """
    formats, extras = _Pool(), _Pool()

    def encode(content: Content) -> Any:
        if not isinstance(content, RichCell):
            return content
        packed: Json = {}
        if content.value is not None:
            packed["v"] = content.value
        if content.formula is not None:
            packed["f"] = content.formula
        if content.note is not None:
            packed["n"] = content.note
        if content.extra is not None:
            packed["e"] = extras.number(content.extra)
        if content.format is not None:
            packed["s"] = formats.number(content.format)
        return packed

    packed_rows: list[Any] = []
    above: Row | None = None
    for row in rows:
        packed_rows.append(1 if _same_cells(row, above) else [encode(content) for content in row])
        above = row
    # Lone surrogates come in through JSON escapes and are kept as they came.
    text = dumps([formats.kept, packed_rows, extras.kept]).encode("utf-8", "surrogatepass")
    return zlib.compress(text, 1)


class _Pool:
    """Objects that many cells share, each once."""

    def __init__(self) -> None:
        self.kept: list[Json] = []
        self._numbers: dict[tuple[tuple[str, int], ...], int] = {}
        self._met: dict[int, int] = {}

    def number(self, item: Json) -> int:
        """The number by which a cell names it; equal parts make it the same."""
        if (met := self._met.get(id(item))) is not None:  # the rows hold on to it meanwhile
            return met
        parts = tuple((name, id(part)) for name, part in item.items())
        found = self._numbers.setdefault(parts, len(self.kept))
        if found == len(self.kept):
            self.kept.append(item)
        self._met[id(item)] = found
        return found


def _same_cells(row: Row, above: Row | None) -> bool:
    """Whether a row holds the very cells of the one above."""
    if above is None or len(row) != len(above):
        return False
    return row is above or all(a is b for a, b in zip(row, above, strict=True))


def decode_rows(data: bytes, shared: dict[str, Json]) -> list[Row]:
    """The rows of a block.

    Args:
        data: what `encode_rows` gave.
        shared: formats met so far by their JSON, so that equal formats are one object.
    """
    text = zlib.decompress(data).decode("utf-8", "surrogatepass")
    # Files of old have the further fields of each cell within it, and no list of them.
    formats, packed_rows, extras = (*json.loads(text), [])[:3]
    known = [shared.setdefault(json.dumps(item, sort_keys=True), item) for item in formats]

    def decode(packed: Any) -> Content:
        if type(packed) is not dict:
            return packed  # type: ignore[no-any-return]  # JSON scalars, as they were stored
        style, extra = packed.get("s"), packed.get("e")
        return RichCell(
            packed.get("v"),
            packed.get("f"),
            None if style is None else known[style],
            packed.get("n"),
            packed.get("x") if extra is None else extras[extra],
        )

    rows: list[Row] = []
    for packed in packed_rows:
        if packed == 1:
            rows.append(rows[-1])  # a row is replaced, never changed, so two may be one
        else:
            rich = any(type(item) is dict for item in packed)
            rows.append([decode(item) for item in packed] if rich else packed)
    return rows


def encode_tab(tab: Tab) -> str:
    """Everything of a tab but its rows."""
    return dumps(
        {
            "properties": tab.properties,
            "rowCount": tab.row_count,
            "columnCount": tab.column_count,
            "rowMeta": sorted(tab.row_meta.items()),
            "columnMeta": sorted(tab.column_meta.items()),
            "parts": tab.parts,
        }
    )


def decode_tab(tab_id: int, text: str, rows: list[Row]) -> Tab:
    """A tab from what `encode_tab` gave and its rows."""
    data = json.loads(text)
    return Tab(
        tab_id,
        data["properties"],
        data["rowCount"],
        data["columnCount"],
        rows,
        {int(index): meta for index, meta in data["rowMeta"]},
        {int(index): meta for index, meta in data["columnMeta"]},
        data["parts"],
    )


def encode_head(spreadsheet: Spreadsheet) -> str:
    """Everything of a spreadsheet but its file and its tabs."""
    return dumps(
        {
            "properties": spreadsheet.properties,
            "namedRanges": spreadsheet.named_ranges,
            "metadata": spreadsheet.metadata,
            "tabs": [tab.id for tab in spreadsheet.tabs],
        }
    )
