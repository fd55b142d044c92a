"""The documents of cases that are expunged: asked for until they are gone, and then the link goes.

The tool deletes no document. What it can do is to name each case whose documents are left, in To
do, until a person ticks that they are deleted, or Google says so; then it clears the link.

    home shelf   both its rows are expunged    To do asks for them
    calm lamp    one of its rows is not        nothing is asked: the case needs them still

That Google does not find a document may mean that somebody took the tool's access away. So it is
believed only of one that was seen in the trash on an earlier night.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any, Protocol

from sheets_coc.errors import GoogleError
from sheets_coc.people.names import split_people
from sheets_coc.records import cases
from sheets_coc.records.documents import linked
from sheets_coc.records.record import Record
from sheets_coc.sheet.model import SetCell, a1, text
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.tab import Line, Topic, ticks
from sheets_coc.todo.wording import named

REF = "documents/"
"""The beginning of the references of these lines; what they are about follows."""
ONE_BY_ONE = 3
"""Up to how many cases each has a line of its own."""
_NAMED = 12
TRASHED = "sheets-coc.trashed."
"""Developer metadata that remembers a document which was seen in the trash, by a digest."""
MOST = 100
"""How many documents are asked about in one night."""
_NOT_FOUND = ("not-found", "not-shared")


class Files(Protocol):
    """What is needed of a session with Google: requests to Drive v3."""

    def drive(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        """A request to Drive v3."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What Google says of documents that are asked for.

    Attributes:
        gone: references of the questions of which every document is deleted.
        remember: metadata that keeps which documents were seen in the trash.
    """

    gone: frozenset[str] = frozenset()
    remember: Mapping[str, str | None] = field(default_factory=dict)


NOT_ASKED = Followed()
"""Google was not asked."""


@dataclass(frozen=True, slots=True)
class LeftDocuments:
    """Documents that are asked for together.

    Attributes:
        ref: by which To do knows the question.
        records: the rows whose cells link to them.
        names: the cases, as messages speak of them.
    """

    ref: str
    records: tuple[Record, ...]
    names: tuple[str, ...]


def left(seen: Analysis) -> list[LeftDocuments]:
    """The documents of cases of which every row is expunged, in the order of the rows."""
    column = seen.sheet.layout.columns.get("documents")
    if column is None:
        return []
    by_case: dict[str, list[Record]] = defaultdict(list)
    for record in seen.sheet.records:
        by_case[cases.key(record.report or record.name)].append(record)
    found = []
    for case, records in by_case.items():
        linking = tuple(one for one in records if _links(seen, one, column))
        if linking and all(one.expunged for one in records):
            name = records[0].report or records[0].name
            found.append(LeftDocuments(f"{REF}{case}", linking, (name,)))
    return found if len(found) <= ONE_BY_ONE else [_together(found)]


def _links(seen: Analysis, record: Record, column: int) -> bool:
    """Whether anything stands in the cell that may lead to a document."""
    at = (record.row, column)
    said = text(seen.sheet.tab.value(*at)).strip()
    return bool(split_people(said)) or at in seen.sheet.tab.formulas


def _together(found: list[LeftDocuments]) -> LeftDocuments:
    refs = "\n".join(sorted(one.ref for one in found))
    return LeftDocuments(
        f"{REF}all/{blake2s(refs.encode(), digest_size=6).hexdigest()}",
        tuple(record for one in found for record in one.records),
        tuple(name for one in found for name in one.names),
    )


def document_lines(seen: Analysis) -> list[Line]:
    """The lines that ask for documents to be deleted, apart from those that are ticked."""
    ticked = ticks(seen.present_lines)
    return [_line(seen, one) for one in left(seen) if one.ref not in ticked]


def _line(seen: Analysis, one: LeftDocuments) -> Line:
    column = seen.sheet.layout.columns["documents"]
    row, title = one.records[0].row, seen.policy.tabs.records
    where = a1(row, column) if len(one.names) == 1 else f"column {a1(0, column)[:-1]}"
    said = (
        f"{named(one.names, _NAMED)}: expunged, and the documents are left; {where} links to them. "
        "Delete them, and empty the trash. Then tick this line: the link goes as well."
    )
    return Line(one.ref, Topic.SETTLE, said, seen.sheet.tab.id, title, row, column)


def follow(seen: Analysis, files: Files) -> Followed:
    """Ask Google what became of the documents that are asked for.

    Raises:
        GoogleError: Google could not be reached.
    """
    column, metadata = seen.sheet.layout.columns.get("documents", -1), seen.snapshot.metadata
    gone: set[str] = set()
    remember: dict[str, str | None] = {}
    asked = 0
    for one in left(seen):
        ids = {i for record in one.records for i in linked(seen.sheet.tab, record.row, column)}
        asked += len(ids)
        if not ids or asked > MOST:
            continue
        fates = {_key(i): _fate(files, i) for i in sorted(ids)}
        # A document that is not found now was deleted if it lay in the trash before.
        if all(fate is None and key in metadata for key, fate in fates.items()):
            gone.add(one.ref)
            remember |= dict.fromkeys(fates)
        for key, trashed in fates.items():
            if trashed is not None and trashed != (key in metadata):
                remember[key] = "1" if trashed else None
    return Followed(frozenset(gone), remember)


def _key(file: str) -> str:
    return TRASHED + blake2s(file.encode(), digest_size=8).hexdigest()


def _fate(files: Files, file: str) -> bool | None:
    """Whether a document lies in the trash; None where it is not found."""
    params = {"fields": "trashed", "supportsAllDrives": "true"}
    try:
        return bool(files.drive("GET", f"files/{file}", params=params).get("trashed"))
    except GoogleError as error:
        if error.code in _NOT_FOUND:
            return None
        raise


def cleared(seen: Analysis, gone: Collection[str] = ()) -> Iterator[SetCell]:
    """The cells whose documents are gone, as a person ticked or Google said: they are emptied.

    Args:
        seen: what the rules say of the sheet.
        gone: references of questions of which Google says that all is deleted.
    """
    ticked = ticks(seen.present_lines) | frozenset(gone)
    for one in left(seen):
        if one.ref in ticked:
            for record in one.records:
                at = (record.row, seen.sheet.layout.columns["documents"])
                yield SetCell(seen.sheet.tab.id, *at, None, strip=True)
