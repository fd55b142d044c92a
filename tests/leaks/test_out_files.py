"""Files with people's data: closed to others, never by accident in git, no tricks with paths."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets_coc import plain_files
from sheets_coc.cli import files
from sheets_coc.cli.app import App
from sheets_coc.errors import UsageError
from sheets_coc.sheet.google import credentials
from tests.shared import ROOT

APP = App()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        files.write(APP, tmp_path / "a", b"x")
        (tmp_path / "b").touch(0o666)
        files.write(APP, tmp_path / "b", b"x")
        (tmp_path / "c").write_text("something longer")
        files.write(APP, tmp_path / "c", b"x", replace=True)
    finally:
        os.umask(before)
    assert [_mode(tmp_path / name) for name in "abc"] == [0o600] * 3
    assert [(tmp_path / name).read_bytes() for name in "abc"] == [b"x"] * 3


@pytest.mark.parametrize("value", ["true", "1", "TRUE", "yes"])
def test_not_under_ci(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(UsageError) as caught:
        files.write(App(details=True), tmp_path / "a", b"x", inside_git=True, replace=True)
    assert caught.value.code == "personal-under-ci"
    assert not (tmp_path / "a").exists()


def test_not_in_a_git_work_tree_unless_asked(tmp_path: Path) -> None:
    tree, inner = tmp_path / "tree", tmp_path / "tree" / "deep" / "er"
    inner.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(tree)], check=True)
    (tmp_path / "by-link").symlink_to(inner)
    (tmp_path / "worktree").mkdir()
    (tmp_path / "worktree" / ".git").write_text("gitdir: elsewhere")
    for folder in (tree, inner, tmp_path / "by-link", tree / ".git", tmp_path / "worktree",
                   inner / ".." / ".."):  # fmt: skip
        with pytest.raises(UsageError) as caught:
            files.write(APP, folder / "a", b"x")
        assert caught.value.code == "out-in-git"
        files.write(APP, folder / "a", b"x", inside_git=True)
        (folder / "a").unlink()
    files.write(APP, tmp_path / "a", b"x")


def test_a_relative_name_counts_from_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        files.check(APP, Path("a"))
    assert caught.value.code == "out-in-git"


def test_tricks(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("theirs")
    (tmp_path / "link").symlink_to(other)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "hard").hardlink_to(other)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "full").write_text("there already")
    names = ["link", "dangling", "loop", "hard", "folder", "pipe", "no/such/folder", "nul\0byte",
             "-", "..", "other/below", "loop/below", "x" * 5000]  # fmt: skip
    for name in names:
        for replace in (False, True):
            with pytest.raises(UsageError) as caught:
                files.write(APP, tmp_path / name, b"secret", replace=replace)
            assert name not in caught.value.message or name in ("-", "..", "link", "folder")
    with pytest.raises(UsageError):
        files.write(APP, Path("/dev/null"), b"x")
    with pytest.raises(UsageError) as caught:
        files.write(APP, tmp_path / "full", b"x")
    assert caught.value.code == "out-exists"
    assert other.read_text() == "theirs"
    assert not (tmp_path / "nowhere").exists()


class _FullDisk:
    """A file on which nothing more fits after the first bytes."""

    def __init__(self, handle: int) -> None:
        self._file = os.fdopen(handle, "wb", buffering=0)

    def __enter__(self) -> "_FullDisk":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        self._file.write(content[:3])
        raise OSError(28, "No space left on device")


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = type("disk", (), {**vars(os), "fdopen": staticmethod(lambda h, mode: _FullDisk(h))})
    monkeypatch.setattr(plain_files, "os", disk)
    with pytest.raises(UsageError):
        files.write(APP, tmp_path / "a", b"secret")
    assert not (tmp_path / "a").exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40))
def test_any_name_is_written_or_refused_in_words(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inner"
    folder.mkdir(exist_ok=True)
    path = folder / name
    try:
        files.write(APP, path, b"x", replace=True)
    except UsageError as error:
        assert len(name) < 9 or name not in error.message
    else:
        assert path.read_bytes() == b"x"
        assert _mode(path) == 0o600


def test_a_key_that_others_can_read_is_noticed(tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    key.write_text(json.dumps({"type": "service_account", "private_key": "invented"}))
    for mode, seen in ((0o600, False), (0o400, False), (0o640, True), (0o604, True)):
        key.chmod(mode)
        assert credentials.exposed(key) is seen


def test_the_example_key_holds_no_key() -> None:
    example = json.loads((ROOT / "service-account.example.json").read_text())
    assert example["type"] == "service_account"
    assert len(example["private_key"]) < 200
    with pytest.raises(UsageError):
        credentials.load(ROOT / "service-account.example.json", ["x"])
