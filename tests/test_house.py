"""Who may import whom: the rooms of the house, and the one way data flows."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "sheets_coc"
MODULES = sorted(PACKAGE.rglob("*.py"))
BASE = {"errors", "private", "dates"}
JOBS = {"people", "records", "retention", "oncall", "reporting", "committee"}
MAY_IMPORT = {
    "errors": set(),
    "private": set(),
    "dates": set(),
    "policy": {*BASE, "records.schema"},
    "people": {*BASE, "people", "policy", "records", "retention.terms", "sheet.model"},
    "records": {*BASE, "people", "policy", "records", "sheet.model"},
    "retention": {*BASE, "people", "policy", "records", "retention", "sheet.model"},
    "oncall": {*BASE, "people", "policy", "records", "oncall", "sheet.model"},
    "reporting": {*BASE, "policy", "records", "reporting", "sheet.model", "people"},
    "committee": {*BASE, *JOBS, "policy", "sheet.model"},
    "sheet": {*BASE, "sheet"},
    "local": {"local"},
}
CLIENTS = ("gspread", "google")


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            pytest.fail(f"{path.name}: relative imports hide which room they come from")
    return found


def _ours(path: Path) -> set[str]:
    return {
        name.removeprefix("sheets_coc.")
        for name in _imports(path)
        if name.startswith("sheets_coc.")
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_rooms_import_only_what_they_may(path):
    allowed = MAY_IMPORT.get(_room(path))
    if allowed is None:  # cli and the package itself may import anyone
        return
    for name in _ours(path):
        assert any(name == a or name.startswith(f"{a}.") for a in allowed), name


def test_every_room_is_known():
    rooms = {_room(path) for path in MODULES}
    assert rooms - set(MAY_IMPORT) == {"__init__", "__main__", "cli"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_session_knows_googles_clients(path):
    used = {name.split(".")[0] for name in _imports(path)}
    if _room(path) not in ("sheet", "cli"):
        assert not used & set(CLIENTS)


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def _top_level(path: Path, known: set[str]) -> set[str]:
    """What a module imports when it is imported: not inside functions, not for types alone."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
        found |= {name for name in names if name in known}
    return found - {_dotted(path)}


def test_there_are_no_import_cycles():
    known = {_dotted(path) for path in MODULES}
    edges = {_dotted(path): _top_level(path, known) for path in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"cycle: {trail[trail.index(name) :]}"
        if name not in done:
            for other in sorted(edges[name]):
                if not name.startswith(f"{other}."):
                    visit(other, (*trail, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())


HEAVY = ("pandas", "matplotlib", "openpyxl", "icalendar", "jinja2", "rapidfuzz", "anyascii",
         "rich", "gspread", "google", "werkzeug", "cryptography")  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_where_they_are_used(path):
    if _room(path) in ("sheet", "local"):
        return
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            assert not {a.name.split(".")[0] for a in node.names} & set(HEAVY)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.module.split(".")[0] not in HEAVY
