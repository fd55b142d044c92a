"""A records sheet of invented people, for commands that ask whom they are to speak of."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import pytest

from sheets_coc.schema.columns import BY_KEY
from tests.cli.local_sheet import ALL, LocalSheet, Row, table


class Invented(LocalSheet):
    """A records sheet, and commands with something on standard input."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        super().__init__(folder, capsys)
        self.monkeypatch = monkeypatch

    def new(self, rows: Sequence[Row], keys: Sequence[str] = ALL, **tabs: str) -> Self:
        """Make it with these records, and other tabs with one text in each."""
        others = {title: [["Something"], [text]] for title, text in tabs.items()}
        return self.make({"Records": table(rows, keys), **others})

    def run(self, *arguments: str, stdin: str = "", **options: Any) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        return super().run(*arguments, **options)

    def records(self) -> list[dict[str, str]]:
        """The records that stand there, by the keys of their columns."""
        header, *rows = self.show()
        keys = {BY_KEY[k].header: k for k in BY_KEY}
        names = [keys[h] for h in header]
        return [dict(zip(names, [*row, *[""] * 40], strict=False)) for row in rows]

    def terminal(self) -> None:
        """From here on, standard output is a terminal."""
        self.monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
