"""What goes in and out of a spreadsheet as a file: export, and a CSV file uploaded over it."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable
from typing import Any

from sheets_coc.local.auth.access import (
    SPREADSHEET,
    check_file,
    display_name,
    drive_error,
    only_spreadsheets,
    role_of,
    touch,
)
from sheets_coc.local.auth.identities import permission_id
from sheets_coc.local.cells.entered import typed
from sheets_coc.local.drive.common import names
from sheets_coc.local.edits.size import check_size
from sheets_coc.local.errors import ApiError, lacking
from sheets_coc.local.files.xlsx import workbook_bytes
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.numbers.shown import formatted
from sheets_coc.local.state.model import Spreadsheet, Tab
from sheets_coc.local.wire import a1
from sheets_coc.local.wire.endpoint import Answer, Call

Json = dict[str, Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TSV = "text/tab-separated-values"
EXPORTS = {XLSX: "xlsx", CSV: "csv", TSV: "tsv"}
_NOT_HERE = names(
    """application/pdf application/zip application/vnd.oasis.opendocument.spreadsheet
    application/x-vnd.oasis.opendocument.spreadsheet"""
)


def exported(call: Call) -> Answer:
    """`files.export`: the whole spreadsheet as .xlsx, or its first tab as CSV or TSV."""
    file_id = call.params["file_id"]
    file = check_file(call.state, file_id, call.email, "reader")
    only_spreadsheets(file["mimeType"])
    role = role_of(file, call.email, call.state.now)
    if file["copyRequiresWriterPermission"] and role in ("reader", "commenter"):
        raise drive_error(
            403, "cannotExportFile", "This file cannot be exported by the user.", location="file"
        )
    kind = call.option("mimeType") or ""
    if kind in _NOT_HERE:
        raise lacking(f"export as {kind}")
    spreadsheet = call.state.spreadsheet(file_id)
    if kind == XLSX:
        return Answer(workbook_bytes(spreadsheet), content_type=XLSX)
    if kind in (CSV, TSV):
        return Answer(separated(spreadsheet, "," if kind == CSV else "\t"), content_type=kind)
    raise _no_conversion("convertTo")


def downloaded(call: Call) -> Answer:
    """What the address of a spreadsheet with `/export` gives: one tab of it, or a block, as text.

    Programs use it beside the API (googlesheets4 to read fast); Google documents it nowhere.
    """
    file_id = call.params["file_id"]
    only_spreadsheets(check_file(call.state, file_id, call.email, "reader")["mimeType"])
    spreadsheet = call.state.spreadsheet(file_id)
    kind = call.option("format") or "xlsx"
    if kind == "xlsx":
        return Answer(workbook_bytes(spreadsheet), content_type=XLSX)
    if kind not in ("csv", "tsv"):
        raise lacking(f"export as {kind}")
    gid = call.option("gid")
    tab = spreadsheet.tab(int(gid)) if gid and gid.isdecimal() else spreadsheet.tabs[0]
    if tab is None:
        raise ApiError(400, "Bad Request")
    text = call.option("range")
    area = a1.parse(spreadsheet, f"{a1.quoted(tab.title)}!{text}") if text else None
    separator, content_type = (",", CSV) if kind == "csv" else ("\t", TSV)
    return Answer(separated(spreadsheet, separator, tab, area), content_type=content_type)


def separated(
    spreadsheet: Spreadsheet, separator: str, tab: Tab | None = None, area: a1.Area | None = None
) -> bytes:
    """A tab as people see it, one line to a row, as far as there is something in it.

    Args:
        spreadsheet: what the tab is in.
        separator: a comma or a tab.
        tab: which; the first by default.
        area: the block of it that is wanted; the whole by default.
    """
    out = io.StringIO()
    rows = shown_rows(spreadsheet, tab or spreadsheet.tabs[0])
    if area is not None:
        top, bottom, left, right = area.closed()
        rows = [row[left:right] for row in rows[top:bottom]]
    if separator == ",":
        csv.writer(out, lineterminator="\r\n").writerows(rows)
    else:
        # Google writes TSV without quotes; tabs and line breaks inside a cell become spaces.
        plain = ([" ".join(text.split()) if _breaks(text) else text for text in r] for r in rows)
        out.write("\r\n".join("\t".join(row) for row in plain))
    return out.getvalue().removesuffix("\r\n").encode("utf-8", "replace")


def shown_rows(spreadsheet: Spreadsheet, tab: Tab) -> list[list[str]]:
    """The texts people see in a tab, every row as wide as the widest, no blank rows at the end."""
    rows = []
    for number, row in enumerate(tab.rows):
        texts = []
        for column, content in enumerate(row):
            value = result(spreadsheet, tab, number, column, content)
            texts.append("" if value is None else formatted(spreadsheet, value, content))
        rows.append(texts)
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((_filled(row) for row in rows), default=0)
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def uploaded(call: Call) -> Json:
    """A CSV file over a spreadsheet, by Drive v2 as gspread sends it: one new tab replaces all."""
    file_id = call.params["file_id"]
    file = check_file(call.state, file_id, call.email, "writer")
    only_spreadsheets(file["mimeType"])
    if (call.option("uploadType") or "media") != "media":
        raise lacking(f"uploadType={call.option('uploadType')}")
    if not call.flag("convert"):
        raise lacking("uploads without conversion")
    kind = call.content_type.partition(";")[0].strip().lower()
    if kind != CSV:
        raise lacking(f"uploads of {kind or 'no type'}")
    replace_all(call.state.spreadsheet(file_id), _csv_rows(call.data))
    touch(file, call.email, call.state.now)
    return _version_two(call, file_id, file)


def replace_all(spreadsheet: Spreadsheet, rows: Iterable[list[str]]) -> None:
    """Put one tab, named like the file, in place of all tabs; texts count as if typed."""
    tab = Tab(secrets.randbelow(2**31 - 1) + 1, {"title": spreadsheet.title})
    for row in rows:
        tab.rows.append([typed(spreadsheet, None, text) if text else None for text in row])
    tab.row_count = max(tab.row_count, len(tab.rows))
    tab.column_count = max(tab.column_count, *map(len, tab.rows), 1)
    spreadsheet.tabs[:] = [tab]
    spreadsheet.named_ranges.clear()
    spreadsheet.metadata.clear()
    spreadsheet.results.clear()
    check_size(spreadsheet)
    spreadsheet.properties["timeZone"] = "America/Los_Angeles"  # Google forgets the one set before


def _csv_rows(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise lacking("CSV files that are not in UTF-8") from None
    csv.field_size_limit(10**7)
    return list(csv.reader(io.StringIO(text, newline="")))


def _filled(row: list[str]) -> int:
    return next((i + 1 for i in range(len(row) - 1, -1, -1) if row[i]), 0)


def _breaks(text: str) -> bool:
    return any(sign in text for sign in "\t\r\n")


def _no_conversion(where: str) -> ApiError:
    return drive_error(
        400,
        "badRequest",
        "The requested conversion is not supported.",
        location=where,
        locationType="parameter",
    )


def _version_two(call: Call, file_id: str, file: Json) -> Json:
    """A file as Drive v2 answers it."""
    here = f"https://www.googleapis.com/drive/v2/files/{file_id}"
    role = role_of(file, call.email, call.state.now)
    own = _user(call.email, call.email)
    owner_users = [
        _user(p["emailAddress"], call.email) for p in file["permissions"] if p["role"] == "owner"
    ]
    return {
        "kind": "drive#file",
        "userPermission": {
            "id": "me",
            "type": "user",
            "role": "owner" if role == "owner" else "writer",
            "kind": "drive#permission",
            "selfLink": f"{here}/permissions/me",
            "etag": f'"{file["version"]}p"',
            "pendingOwner": False,
        },
        "selfLink": here,
        "ownerNames": [user["displayName"] for user in owner_users],
        "lastModifyingUserName": own["displayName"],
        "editable": True,
        "writersCanShare": file["writersCanShare"],
        "mimeType": SPREADSHEET,
        "exportLinks": {
            mime: f"https://docs.google.com/spreadsheets/export?id={file_id}&exportFormat={short}"
            for mime, short in EXPORTS.items()
        },
        "parents": [
            {
                "selfLink": f"{here}/parents/root",
                "id": "root",
                "isRoot": True,
                "kind": "drive#parentReference",
                "parentLink": "https://www.googleapis.com/drive/v2/files/root",
            }
        ],
        "appDataContents": False,
        "shared": len(file["permissions"]) > 1,
        "lastModifyingUser": own,
        "owners": owner_users,
        "copyable": True,
        "etag": f'"{file["version"]}"',
        "alternateLink": f"https://docs.google.com/spreadsheets/d/{file_id}/edit?usp=drivesdk",
        "embedLink": f"https://docs.google.com/spreadsheets/d/{file_id}/htmlembed",
        "fileSize": "1024",
        "copyRequiresWriterPermission": file["copyRequiresWriterPermission"],
        "spaces": ["drive"],
        "id": file_id,
        "title": file["name"],
        "labels": {
            "viewed": True,
            "restricted": file["copyRequiresWriterPermission"],
            "starred": file.get("starred", False),
            "hidden": False,
            "trashed": file["trashed"],
        },
        "explicitlyTrashed": file["trashed"],
        "createdDate": file["createdTime"],
        "modifiedDate": file["modifiedTime"],
        "modifiedByMeDate": file["modifiedTime"],
        "lastViewedByMeDate": file["modifiedTime"],
        "markedViewedByMeDate": "1970-01-01T00:00:00.000Z",
        "quotaBytesUsed": "1024",
        "version": str(file["version"]),
        "capabilities": {"canEdit": True, "canCopy": True},
    }


def _user(email: str, me: str) -> Json:
    return {
        "displayName": display_name(email),
        "kind": "drive#user",
        "isAuthenticatedUser": email == me,
        "permissionId": permission_id(email),
        "emailAddress": email,
    }
