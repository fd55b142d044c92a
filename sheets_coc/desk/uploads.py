"""What people drop or paste on a page, held in memory and nowhere else.

A web framework writes large uploads to a file in the folder for temporary ones; a list of people
must never lie there, so the desk takes requests of its own kind.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import IO

from flask import Request

from sheets_coc.errors import UsageError


class MemoryRequest(Request):
    """A request of which no part is ever written to disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


_GOOGLE = re.compile(r"https://(?:docs|drive|sheets)\.google\.com/\S+", re.IGNORECASE)


def pasted_address(request: Request) -> str:
    """The address of a Google Sheet, where that is all that was pasted and nothing was dropped."""
    pasted = request.form.get("pasted", "").strip()
    dropped = any(file.filename for file in request.files.values())
    return pasted if not dropped and _GOOGLE.fullmatch(pasted) else ""


def received(request: Request, field: str = "list") -> list[bytes]:
    """The files that were dropped, else what was pasted, as content.

    Args:
        request: the form that was sent: files under `field`, text under `pasted`.
        field: the name of its field for files.

    Raises:
        UsageError: `nothing-given` where there is neither.
    """
    found = [content for file in request.files.getlist(field) if (content := file.read())]
    pasted = request.form.get("pasted", "")
    if not found and pasted.strip():
        found = [pasted.replace("\r\n", "\n").encode()]
    if not found:
        raise UsageError("Drop a file first, or paste its text.", code="nothing-given")
    return found


def day(typed: str, *, what: str) -> date:
    """A day as a form sends it.

    Args:
        typed: what was typed.
        what: how the field is called, for the message.

    Raises:
        UsageError: `day` where it is none.
    """
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise UsageError(f"{what}: type a date such as 2027-05-21.", code="day") from None
