"""The rooms of the house: who may import whom, the one way data flows, and the size of it all.

Every import counts: at the top of a module, inside a function, for types alone.
"""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parent
PACKAGE = TESTS.parent / "sheets_coc"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    ("errors", "private", "dates", "garbage", "plain_files", "sheet.model", "local"),
    (
        "schema",
        "people",
        "tables",
        "frames",
        "sheet.after",
        "sheet.beside_tables",
        "sheet.metadata",
        "sheet.protections",
        "sheet.undo_tab",
    ),
    ("policy",),
    ("sheet.workbook",),
    ("mail", "records", "scrubbing"),
    ("committee", "retention"),
    ("reporting", "todo"),
    ("oncall",),
    ("redaction",),
    ("screening",),
    ("access", "legal", "letters"),
    ("doctor", "intake", "publishing", "requests", "setup", "status"),
    ("handover", "nightly", "library", "start"),
    ("sheet.google",),
    ("sheet.transaction",),
    ("book",),
    ("demo", "desk"),
    ("cli",),
    ("__main__",),
)
"""From the ground up. A room stands on the floors below it, and on nothing beside or above."""

LOCAL = (
    ("errors",),
    ("state",),
    ("numbers", "wire"),
    ("formulas", "auth"),
    ("cells",),
    ("reading",),
    ("edits",),
    ("person", "files"),
    ("drive", "sheets"),
    ("server",),
)
"""The floors inside the local Google, which stands on nothing else of the product."""

CLIENTS = ("gspread", "google")
HEAVY = {"pandas", "matplotlib", "openpyxl", "icalendar", "jinja2", "rapidfuzz", "anyascii",
         "rich", "gspread", "google", "werkzeug", "cryptography", "flask"}  # fmt: skip
MOST_LINES, MOST_MODULES = 350, 19


def dotted(path: Path) -> str:
    """A module's name inside the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").removesuffix(".")


KNOWN = {dotted(path): path for path in MODULES}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Everything a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{dotted(path)}: relative imports hide where they come from"
            assert node.module
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


@cache
def ours(path: Path) -> frozenset[str]:
    """The modules of this package that a module imports."""
    found = set()
    for name in imports(path):
        inner = name.removeprefix("sheets_coc").removeprefix(".")
        if name.split(".")[0] == "sheets_coc":
            while inner not in KNOWN:
                inner = inner.rpartition(".")[0]
            found.add(inner)
    return frozenset(found - {dotted(path)})


def place(name: str, floors: tuple[tuple[str, ...], ...]) -> tuple[int, str]:
    """The floor and room a module stands in.

    Raises:
        AssertionError: nobody has said where it stands.
    """
    for floor, rooms in enumerate(floors):
        for room in rooms:
            if name == room or name.startswith(f"{room}."):
                return floor, room
    raise AssertionError(f"{name}: say in FLOORS where it stands")


def arrows_up(names: dict[str, Path], floors: tuple[tuple[str, ...], ...], root: str) -> list[str]:
    """Imports that do not lead to a lower floor or stay in their room."""
    wrong = []
    for name, path in names.items():
        floor, room = place(name, floors)
        for other in ours(path):
            target = other.removeprefix(root)
            if not target or target not in names:
                continue
            below, where = place(target, floors)
            if where != room and below >= floor:
                wrong.append(f"{root}{name} -> {other}")
    return sorted(wrong)


def test_every_room_stands_on_the_floors_below() -> None:
    names = {n: p for n, p in KNOWN.items() if n not in ("", "sheet")}
    assert arrows_up(names, FLOORS, "") == []


def test_the_local_google_has_floors_of_its_own_and_stands_on_nothing_else() -> None:
    inside = {n.removeprefix("local."): p for n, p in KNOWN.items() if n.startswith("local.")}
    assert arrows_up(inside, LOCAL, "local.") == []
    for name, path in KNOWN.items():
        if name.split(".")[0] == "local":
            assert all(other.split(".")[0] == "local" for other in ours(path)), name


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that need each other (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in edges[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            at = stack.index(name)
            group = stack[at:]
            del stack[at:]
            if len(group) > 1:
                found.append(sorted(group))

    for name in edges:
        if name not in index:
            visit(name)
    return found


def test_nothing_imports_in_a_circle() -> None:
    assert circles({name: set(ours(path)) for name, path in KNOWN.items()}) == []


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]


def test_only_the_rooms_at_the_rim_know_googles_clients() -> None:
    for name, path in KNOWN.items():
        if not name.startswith(("sheet.", "cli.", "local.server.")):
            assert not {i.split(".")[0] for i in imports(path)} & set(CLIENTS), name


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    for name, path in KNOWN.items():
        if name.startswith(("sheet.", "local", "desk")) or name == "frames.frame":
            continue  # each is imported where it is used
        at_the_top = set()
        for node in tree(path).body:
            if isinstance(node, ast.Import):
                at_the_top |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                at_the_top.add(node.module.split(".")[0])
        assert not at_the_top & HEAVY, name


CACHES = {
    "handover.composing._environment": "how a mail's template is filled in",
    "oncall.rota.optimum.options": "positions of members, and weeks",
    "people.families._readings": "a table of the package",
    "people.given_names._groups": "a table of the package",
    "retention.own_term.months_after": "days and months",
    "library.records.__init__": "lives and dies with the records it is of",
    "local.formulas.tokens._pattern": "the decimal sign",
    "local.files.xlsx_style._font": "a font",
    "local.files.xlsx_style.fill": "a colour",
    "local.numbers.shown._sections": "number formats",
    "local.numbers.shown.is_date_pattern": "number formats",
    "local.wire.fields.answer_mask": "names of fields",
    "local.wire.fields.update_mask": "names of fields",
    "local.wire.messages._names": "names of fields",
    "local.wire.messages.inner": "names of fields",
    "local.wire.messages.snake": "names of fields",
}
"""What is kept beyond `private.forget`, and what of: nothing that anybody typed into a cell."""


def kept_for_good(path: Path) -> set[str]:
    """The functions of a module that use a cache of functools' own and take an argument."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            own = [n for n in ast.walk(node) if isinstance(n, (ast.Name, ast.Attribute))]
            names = {n.id if isinstance(n, ast.Name) else n.attr for n in own}
            arguments = node.args.args or node.args.kwonlyargs or node.args.posonlyargs
            if arguments and names & {"cache", "lru_cache"}:
                found.add(f"{dotted(path)}.{node.name}")
    return found


def test_what_is_remembered_of_cells_can_be_forgotten() -> None:
    modules = [path for name, path in KNOWN.items() if name != "private"]
    assert set().union(*map(kept_for_good, modules)) == set(CACHES)


SAME_IDEA = {
    "Tab": "a tab of a spreadsheet; the local Google stands on nothing of the product",
}
"""Class names that may stand twice, and why."""


def test_no_two_classes_share_a_name() -> None:
    found = Counter(
        node.name
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    )
    assert {name for name, times in found.items() if times > 1} == set(SAME_IDEA)


def test_rooms_are_small_enough_to_read() -> None:
    for name, path in KNOWN.items():
        assert path.read_text("utf-8").count("\n") <= MOST_LINES, name
        if path.parent.name != "commands":  # which has a module for each command
            assert len(list(path.parent.glob("*.py"))) - 1 <= MOST_MODULES, path.parent


def test_the_tests_are_small_enough_to_read_and_say_what_they_are_about() -> None:
    for path in TESTS.rglob("*.py"):
        content = path.read_text("utf-8")
        assert content.count("\n") <= MOST_LINES, path
        assert content.startswith('"""'), path
        assert len(list(path.parent.glob("*.py"))) <= MOST_MODULES, path.parent


def test_no_test_module_leans_on_another() -> None:
    """What several share stands in a module of its own, or in a folder's conftest."""
    for path in TESTS.rglob("*.py"):
        content = path.read_text("utf-8")
        assert not re.search(r"^\s*from tests[\w.]*\.test_\w+ import", content, re.M), path
