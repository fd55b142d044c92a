"""Writing files for their owner alone; `tests/leaks/test_out_files.py` does it through `--out`."""

import os
import stat
from pathlib import Path

import pytest

from sheets_coc.plain_files import in_git, write_private


def test_a_new_file_takes_no_others_place_but_that_of_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty").touch(0o644)
    for name in ("empty", "fresh"):
        write_private(tmp_path / name, b"one", new=True)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        with pytest.raises(FileExistsError):
            write_private(tmp_path / name, b"two", new=True)
        assert (tmp_path / name).read_bytes() == b"one"


def test_neither_a_link_nor_a_file_of_two_names_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"one")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    os.link(tmp_path / "theirs", tmp_path / "twin")
    for name in ("link", "twin"):
        with pytest.raises(OSError):
            write_private(tmp_path / name, b"two")
    assert (tmp_path / "theirs").read_bytes() == b"one"


def test_a_link_into_a_work_tree_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "tree" / "login.json")
    assert in_git(tmp_path / "link")
    assert in_git(tmp_path / "tree" / "deep" / "login.json")
    assert not in_git(tmp_path / "login.json")
