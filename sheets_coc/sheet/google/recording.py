"""Record what the real Google answers, so that the local one can be compared with it.

Works on an empty spreadsheet that is titled as a test sheet, and on no other; leaves it empty.
What is kept holds no token, no address, no name of an account and no identifier of a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from sheets_coc.errors import NOTHING_CHANGED, Error, GoogleError, SafetyStop
from sheets_coc.sheet.google.questions import asked

if TYPE_CHECKING:
    import requests

    from sheets_coc.sheet.google.session import Session
    from sheets_coc.sheet.model import Snapshot

TITLE = "sheets-coc test"
"""What the title of a test sheet begins with."""
_TAB = 7_000_001
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SILENT = ("displayName", "photoLink", "nextPageToken", "etag", "thumbnailLink", "iconLink")
_OURS = "account-"


def refuse_unless_test_sheet(snapshot: Snapshot) -> None:
    """Stop unless a spreadsheet is titled as a test sheet and holds nothing.

    Raises:
        SafetyStop: otherwise.
    """
    if not snapshot.title.strip().casefold().startswith(TITLE):
        raise SafetyStop(
            f'The title of a test sheet begins with "{TITLE}".',
            became=NOTHING_CHANGED,
            code="not-a-test-sheet",
        )
    if any(tab.notes or tab.formulas or _filled(tab.values) for tab in snapshot.tabs):
        raise SafetyStop(
            "A test sheet is empty, and this one is not.",
            became=NOTHING_CHANGED,
            code="not-empty",
        )


def _filled(values: Sequence[Sequence[object]]) -> bool:
    return any(value not in (None, "") for row in values for value in row)


@dataclass(slots=True, repr=False)
class Recorder:
    """Keeps exchanges, with everything that tells whose they are replaced.

    Attributes:
        spreadsheet: the spreadsheet's id, which is replaced.
        exchanges: what was kept so far.
    """

    spreadsheet: str
    exchanges: list[dict[str, Any]] = field(default_factory=list)
    _addresses: dict[str, str] = field(default_factory=dict)
    _ids: dict[str, str] = field(default_factory=dict)

    def __call__(self, response: requests.Response, *_: object, **__: object) -> None:
        """Keep one exchange; called by the HTTP session with every answer."""
        request = response.request
        parts = urlsplit(request.url or "")
        if not parts.path.startswith(("/v4/", "/drive/")):
            return  # signing in is nobody's business
        self.exchanges.append(
            {
                "method": request.method,
                "path": self.clean(parts.path),
                "query": {k: self.clean(v) for k, v in sorted(parse_qsl(parts.query))},
                "body": self._json(request.body),
                "status": response.status_code,
                "answer": self._json(response.content),
            }
        )

    def _json(self, content: Any) -> Any:
        try:
            return self.cleaned(json.loads(content)) if content else None
        except ValueError:
            return "(not JSON)"

    def cleaned(self, value: Any) -> Any:
        """JSON without identifiers, names and addresses."""
        if isinstance(value, Mapping):
            account = "emailAddress" in value or value.get("kind") == "drive#permission"
            return {key: self._silent(key, inner, account=account) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.cleaned(inner) for inner in value]
        return self.clean(value) if isinstance(value, str) else value

    def _silent(self, key: str, value: Any, *, account: bool) -> Any:
        if key in _SILENT:
            return "…"
        if key in ("id", "permissionId") and account:
            return self._ids.setdefault(str(value), f"id-{len(self._ids) + 1}")
        return self.cleaned(value)

    def clean(self, text: str) -> str:
        """A text without identifiers and addresses."""
        text = text.replace(self.spreadsheet, "SPREADSHEET")
        text = re.sub(r"(project_number:|projects/)\d+", r"\g<1>1", text)
        return _ADDRESS.sub(self._account, text)

    def _account(self, found: re.Match[str]) -> str:
        known = f"{_OURS}{len(self._addresses) + 1}@example.org"
        return self._addresses.setdefault(found[0].casefold(), known)


def _cells() -> dict[str, Any]:
    """Values, a link inside text, a note, a date: what the product writes and reads."""
    text = {"stringValue": "Invented text with a link"}
    runs = [{}, {"startIndex": 19, "format": {"link": {"uri": "https://example.org/"}}}]
    dated = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    row = [
        {"userEnteredValue": {"numberValue": 46000}, "userEnteredFormat": dated},
        {"userEnteredValue": text, "textFormatRuns": runs, "note": "An invented note"},
        {"userEnteredValue": {"formulaValue": "=A1+1"}},
        {"userEnteredValue": {"boolValue": False}},
    ]
    return {
        "updateCells": {
            "start": {"sheetId": _TAB, "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": row}],
            "fields": "userEnteredValue,userEnteredFormat.numberFormat,textFormatRuns,note",
        }
    }


def _batches() -> Iterator[list[dict[str, Any]]]:
    """Batches the product sends, and some that Google refuses."""
    area = {"sheetId": _TAB, "startRowIndex": 0, "endRowIndex": 5}
    rule = {"condition": {"type": "BOOLEAN"}, "showCustomUi": True}
    yield [{"addSheet": {"properties": {"sheetId": _TAB, "title": "Try", "index": 1}}}]
    yield [_cells()]
    yield [
        {"appendCells": {"sheetId": _TAB, "rows": [{"values": [{}]}], "fields": "userEnteredValue"}}
    ]
    yield [{"setDataValidation": {"range": area, "rule": rule}}]
    yield [
        {
            "addProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": _TAB,
                    "range": {"sheetId": _TAB},
                    "description": "a lock",
                }
            }
        }
    ]
    yield [{"deleteProtectedRange": {"protectedRangeId": _TAB}}]
    place = {"spreadsheet": True}
    entry: dict[str, Any] = {"metadataId": _TAB, "metadataKey": "try", "metadataValue": "1"}
    entry |= {"location": place, "visibility": "DOCUMENT"}
    yield [{"createDeveloperMetadata": {"developerMetadata": entry}}]
    lookup = {"developerMetadataLookup": {"metadataKey": "try"}}
    yield [{"deleteDeveloperMetadata": {"dataFilter": lookup}}]
    yield [{"updateCells": {"range": {**area, "sheetId": _TAB + 1}, "fields": "note"}}]
    yield [{"deleteSheet": {"sheetId": _TAB}}]


def play(session: Session) -> None:
    """Send what is to be recorded; what Google refuses is recorded as well.

    Raises:
        SafetyStop: it is no empty test sheet.
        GoogleError: Google could not be reached.
    """
    refuse_unless_test_sheet(session.read())
    try:
        for batch in _batches():
            _refusals(lambda batch=batch: session.batch(batch, read_back=True))
            session.read()
        fields = {"fields": "permissions(id,type,role,emailAddress,displayName),nextPageToken"}
        path = f"files/{session.spreadsheet}/permissions"
        _refusals(lambda: session.drive("GET", path, params=fields))
        _refusals(lambda: session.drive("GET", "files/no-such-file"))
    finally:
        _refusals(lambda: session.batch([{"deleteSheet": {"sheetId": _TAB}}]))


def _refusals(send: Any) -> None:
    """Send something, and go on where Google refuses it.

    Raises:
        GoogleError: where it could not be reached.
    """
    try:
        send()
    except GoogleError as error:
        if error.code == "no-network":
            raise


def recorded(session: Session) -> str:
    """Play against a session and return the exchanges, and what they answer, as JSON.

    Raises:
        SafetyStop: it is no empty test sheet.
        Error: something that tells whose account it was would have been kept.
    """
    recorder = Recorder(session.spreadsheet)
    session.http.session.hooks["response"].append(recorder)
    try:
        play(session)
        answers = asked(session)
    finally:
        session.http.session.hooks["response"].remove(recorder)
    kept = {"answers": answers, "exchanges": recorder.exchanges}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    left = [a for a in _ADDRESS.findall(text) if not a.startswith(_OURS)]
    if left or session.spreadsheet in text or "Bearer" in text:
        raise Error("The recording was not kept: it would have told whose account it was.")
    return text + "\n"
