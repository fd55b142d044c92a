"""Workbooks whose parts are weapons: entities that grow, that look outside, that never end."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
XML = b'<?xml version="1.0"?>'
LAUGHS = XML + b"<!DOCTYPE x [" + b'<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
) + b"]><worksheet>&a9;</worksheet>"  # fmt: skip


def outside(path: str) -> bytes:
    """A sheet that wants to show what stands in a file of this machine."""
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{path}">]>'.encode()
    return XML + entity + b"<worksheet>&e;</worksheet>"


def workbook(parts: Mapping[str, bytes], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A workbook with these rows, in which some parts are replaced or added."""
    book, plain, out = Workbook(), io.BytesIO(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return out.getvalue()
