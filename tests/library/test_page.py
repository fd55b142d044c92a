"""Every block of the page "Use it as a library" runs, one after the other."""

import re
from importlib import resources
from pathlib import Path

import sheets_coc as coc
from sheets_coc.cli.main import run
from tests.shared import ROOT

PAGE = ROOT / "docs" / "library.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)


def test_the_blocks_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    records = resources.files("sheets_coc").joinpath("demo", "records.csv").read_text("utf-8")
    Path("records.csv").write_text(records, "utf-8")
    assert run(["local", "new", "records.coc", "Records=records.csv"]) == 0
    scope: dict[str, object] = {}
    assert len(BLOCKS) > 5
    for block in BLOCKS:
        exec(compile(block, "library.md", "exec"), scope)
    shown = capsys.readouterr().out
    assert "‹private›" in shown
    assert Path("reports-by-year.svg").stat().st_size > 1000
    assert len(set(scope["names"])) > 5  # type: ignore[arg-type]


def test_the_reference_has_everything_that_is_exported():
    page = (PAGE.parent / "api.md").read_text("utf-8")
    headings = set(re.findall(r"^#+ (.+)$", page, flags=re.MULTILINE))
    assert set(coc.__all__) <= headings
    for kind in (coc.Book, coc.Records, coc.PlannedRedaction):
        names = {f"{kind.__name__}.{name}" for name in vars(kind) if not name.startswith("_")}
        assert names <= headings
