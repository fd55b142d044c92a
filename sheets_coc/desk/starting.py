"""The first evening in the browser: a sheet or a downloaded file that is looked at, and answers.

A downloaded file is read from memory. A practice copy of it lies in a folder of this run's own,
for its owner alone, and goes when another file is chosen or the desk is closed; what a run that
was killed left behind goes when the next one begins.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sheets_coc.book.workbook import Book
from sheets_coc.policy import Policy
from sheets_coc.start.beginning import Beginning
from sheets_coc.start.files import make_copy, tabs_in
from sheets_coc.start.questions import Settings

_FOLDER = "sheets-coc-practice-"
_COPY = "practice.coc"

Opens = Callable[[str, Policy | None], Book]
"""Opens a spreadsheet by its address, with the same login, by a policy or the one that is given."""


@dataclass
class Starting:
    """What Start knows in one sitting.

    Attributes:
        opens: opens a spreadsheet.
        settings: the sections of the policy file that is there already.
        keep: keeps the answers, and remembers the address unless it is a practice copy's; the
            path of the policy file, if one was written.
        begun: the sheet that is looked at, if one was chosen.
        address: its address.
        practice: whether it is a practice copy of a file.
        in_use: whether the other pages work on it.
        kept: where the answers were written, if they were.
    """

    opens: Opens = field(repr=False)
    settings: Settings = field(default_factory=dict, repr=False)
    keep: Callable[[str | None, str | None], Path | None] = lambda address, policy: None
    begun: Beginning | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)
    practice: bool = False
    in_use: bool = False
    kept: Path | None = None
    _folder: Path | None = field(default=None, repr=False)

    def take_file(self, content: bytes) -> None:
        """Look at a downloaded file: make its practice copy, and read that.

        Raises:
            UsageError: it is no sheet that can be read.
        """
        tabs = tabs_in(content, self._title())
        self.forget()
        remove_left_behind()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
        make_copy(tabs, self._folder / _COPY)
        self._look(f"local:{self._folder / _COPY}", practice=True)

    def take_address(self, address: str) -> None:
        """Look at a spreadsheet of Google's, or a local one.

        Raises:
            Error: it cannot be opened or read.
        """
        self.forget()
        self._look(address.strip(), practice=False)

    def _look(self, address: str, *, practice: bool) -> None:
        with self.opens(address, None) as book:
            self.begun = Beginning(book.read(), self.settings)
        self.address, self.practice = address, practice

    def _title(self) -> str:
        return str(self.settings.get("tabs", {}).get("records", "Records"))

    def forget(self) -> None:
        """Forget what was looked at, and remove the practice copy."""
        self.begun, self.address, self.in_use, self.kept = None, "", False, None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def remove_left_behind() -> None:
    """Remove the practice copies of runs of ours that were killed."""
    if os.name == "nt":  # where asking whether a process runs would end it
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        number = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if number.isdecimal() and _is_ours(folder) and not _runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and found.st_uid == os.getuid()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
