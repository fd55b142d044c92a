"""The places where a private value is taken out are known, each with its reason."""

import ast
import tomllib
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "sheets_coc"
LIST = Path(__file__).with_name("reveals.toml")


def _uses(path: Path) -> int:
    return sum(
        isinstance(node, ast.Attribute) and node.attr == "reveal"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def _found() -> dict[str, int]:
    counted = {path.relative_to(PACKAGE).as_posix(): _uses(path) for path in PACKAGE.rglob("*.py")}
    return {name: count for name, count in counted.items() if count}


def test_every_use_is_listed_with_its_reason() -> None:
    listed = tomllib.loads(LIST.read_text("utf-8"))
    assert _found() == {name: entry["uses"] for name, entry in listed.items()}
    assert all(len(entry["reason"].split()) > 2 for entry in listed.values())


def test_it_is_called_by_its_name_only() -> None:
    """No other spelling takes a value out: no name built at run time, no mangled attribute."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        assert "_Private__" not in text, path.name
        for node in ast.walk(ast.parse(text)):
            constant = isinstance(node, ast.Constant) and node.value == "reveal"
            assert not constant, path.name


def test_a_new_use_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "new.py"
    module.write_text("def f(x):\n    y = x.reveal\n    return y() + x.reveal()\n")
    assert _uses(module) == 2
