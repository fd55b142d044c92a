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
    """A block of rows as bytes."""
    formats: dict[int, int] = {}
    kept: list[Json] = []

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
            packed["x"] = content.extra
        if content.format is not None:
            if id(content.format) not in formats:
                formats[id(content.format)] = len(kept)
                kept.append(content.format)
            packed["s"] = formats[id(content.format)]
        return packed

    packed_rows = [[encode(content) for content in row] for row in rows]
    # Lone surrogates come in through JSON escapes and are kept as they came.
    text = dumps([kept, packed_rows]).encode("utf-8", "surrogatepass")
    return zlib.compress(text, 1)


def decode_rows(data: bytes, shared: dict[str, Json]) -> list[Row]:
    """The rows of a block.

    Args:
        data: what `encode_rows` gave.
        shared: formats met so far by their JSON, so that equal formats are one object.
    """
    formats, packed_rows = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    known = [shared.setdefault(json.dumps(item, sort_keys=True), item) for item in formats]

    def decode(packed: Any) -> Content:
        if type(packed) is not dict:
            return packed  # type: ignore[no-any-return]  # JSON scalars, as they were stored
        style = packed.get("s")
        return RichCell(
            packed.get("v"),
            packed.get("f"),
            None if style is None else known[style],
            packed.get("n"),
            packed.get("x"),
        )

    return [
        [decode(item) for item in row] if any(type(item) is dict for item in row) else row
        for row in packed_rows
    ]


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
