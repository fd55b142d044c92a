"""Files that are uploaded to become spreadsheets: .xlsx, in one request with their description."""

from __future__ import annotations

import json
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import PurePath
from typing import Any

from sheets_coc.local.auth.access import only_spreadsheets
from sheets_coc.local.drive import files
from sheets_coc.local.drive.contents import XLSX
from sheets_coc.local.edits.size import check_size
from sheets_coc.local.errors import ApiError, LocalGoogleError, lacking
from sheets_coc.local.files.read_xlsx import tabs_of
from sheets_coc.local.wire.endpoint import Call

Json = dict[str, Any]


def created(call: Call) -> Json:
    """`files.create` with content: what is uploaded becomes the spreadsheet.

    Raises:
        ApiError: 400, the parts cannot be read; 501, another kind of file or of upload.
    """
    if call.option("uploadType") != "multipart":
        raise lacking(f"uploadType={call.option('uploadType')}")
    description, kind, content = _parts(call)
    only_spreadsheets(description.get("mimeType", kind))
    if kind != XLSX:
        raise lacking(f"uploads of {kind}")
    try:
        tabs = tabs_of(content)
    except LocalGoogleError:
        raise ApiError(400, "Bad Request") from None
    name = PurePath(str(description.get("name") or "Untitled")).name.removesuffix(".xlsx")
    made = files.made(call, {**description, "name": name})
    made.tabs = tabs
    check_size(made)
    return files.answer(call, made.id)


def _parts(call: Call) -> tuple[Json, str, bytes]:
    """The description, and the content with its type."""
    head = f"Content-Type: {call.content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + call.data)
    found = list(message.iter_parts()) if message.is_multipart() else []
    if len(found) != 2:
        raise ApiError(400, "Bad Request")
    contents: list[Any] = [part.get_payload(decode=True) for part in found]
    try:
        description: Json = json.loads(contents[0])
    except ValueError:
        raise ApiError(400, "Bad Request") from None
    return description, found[1].get_content_type(), contents[1]
