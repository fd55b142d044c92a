"""Every block of the page "Use it as a library" runs, one after the other."""

import re
from importlib import resources
from pathlib import Path

from sheets_coc.cli.main import run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "library.md"
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
    assert len(set(scope["names"])) > 5  # type: ignore[arg-type]
