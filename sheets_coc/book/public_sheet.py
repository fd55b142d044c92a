"""The other spreadsheet, in which statistics are public, over a session with Google."""

from __future__ import annotations

from typing import Any

from sheets_coc.reporting.documents.google_charts import CHART_IDS_FIELDS
from sheets_coc.sheet.google.decode import tolerantly
from sheets_coc.sheet.google.requests import build
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.model import Changes, Snapshot


class GooglePublicSheet:
    """A spreadsheet to publish in; see `sheets_coc.publishing.public_sheet.PublicSheet`.

    Args:
        session: the session about it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def id(self) -> str:
        """Its id."""
        return self._session.spreadsheet

    def read(self) -> Snapshot:
        """Everything in it, in one request."""
        return self._session.read()

    def chart_ids(self) -> list[int]:
        """The ids of the charts in it, in one request."""
        return self._session.get(CHART_IDS_FIELDS, _chart_ids)

    def write(self, changes: Changes, read: Snapshot) -> None:
        """Apply changes in one batch."""
        self._session.batch(list(build(changes, read)))


def _chart_ids(answer: Any) -> list[int]:
    """The ids of the charts in a spreadsheet, from Google's answer.

    Raises:
        GoogleError: where it is of another form than the API describes.
    """
    return tolerantly(
        lambda: [
            chart["chartId"]
            for sheet in answer.get("sheets", ())
            for chart in sheet.get("charts", ())
        ]
    )
