"""Files and names as nobody should give them: refused in words, quickly, and quoted nowhere.

Nothing here names a path outside the test's own folder.
"""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets_coc.cli.main import run
from tests.keyed import local_google
from tests.leaks.workbooks import LAUGHS, SHEET, outside, workbook

NAME = "Zedekia Canary"
HEADER = [["Case", "Date of 1st report", "Named subjects", "Summary", "Decision"]]
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAR = (b"<worksheet " + MAIN + b'><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr">'
       b"<is><t>" + NAME.encode() + b"</t></is></c></row></sheetData></worksheet>")  # fmt: skip
NOWHERE = (b"<worksheet " + MAIN + b'><sheetData><row r="-5"><c r="ZZZZ9" t="s"><v>777</v></c>'
           b"</row></sheetData></worksheet>")  # fmt: skip


def _workbook(parts: dict[str, bytes] | None = None) -> bytes:
    return workbook(parts or {}, [["Name", "Email"], [NAME, "canary@zedekia.example"]])


def _password(content: bytes) -> bytes:
    """The same with every part marked as encrypted, in the list of parts as well."""
    marked = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            marked[at + place] |= 1
            at = content.find(sign, at + 4)
    return bytes(marked)


def _bomb() -> bytes:
    return _workbook({SHEET: b"<worksheet>" + b" " * 100_000_000})


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": _bomb,
    "laughs.xlsx": lambda: _workbook({SHEET: LAUGHS}),
    "laughs in styles.xlsx": lambda: _workbook({"xl/styles.xml": LAUGHS}),
    "outside.xlsx": lambda: _workbook({SHEET: outside("/etc/hostname")}),
    "climbing.xlsx": lambda: _workbook({"../../../climbed": b"x", SHEET: b"no XML"}),
    "far away.xlsx": lambda: _workbook({SHEET: FAR}),
    "nowhere.xlsx": lambda: _workbook({SHEET: NOWHERE}),
    "no types.xlsx": lambda: _workbook({"[Content_Types].xml": b"<Types/>"}),
    "half.xlsx": lambda: _workbook()[:2000],
    "other half.xlsx": lambda: _workbook()[2000:],
    "password.xlsx": lambda: _password(_workbook()),
    "turned.xlsx": lambda: bytes(b ^ 255 if n % 97 == 0 else b for n, b in enumerate(_workbook())),
    "a table.xlsx": lambda: b"Name,Email\n" + NAME.encode() + b",x@y.example\n",
    "a workbook.csv": _workbook,
    "old.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NAME.encode() * 50,
    "a page.pdf": lambda: b"%PDF-1.4\n" + NAME.encode(),
    "empty.csv": bytes,
    "wide.csv": lambda: b",".join(b"c%d" % n for n in range(300_000)) + b"\n" + b"," * 299_999,
    "long.csv": lambda: b"Name,Email\n" + b"Zedekia " * 500_000 + b",x@y.example\n",
    "nul.csv": lambda: b"Name,Email\nZedekia\0Canary,x@y.example\n",
    "quote.csv": lambda: b'Name,Email\n"Zedekia Canary,x@y.example\n' * 500,
    "control.csv": lambda: b"Name,Email\n\x1b]0;Zedekia\x07\x1b[2J Canary,=cmd|'x'!A1\n",
    "broken text.csv": lambda: b"Name,Email\n\xed\xa0\x80Zedekia \xff\xfe Canary,x@y.example\n",
}
"""What may be given as a list, as reports, or as a result."""
COMMANDS = (
    ("screen", "{}", "--event-date", "2026-12-01"),
    ("screen", "--forget", "{}"),
    ("intake", "{}"),
    ("intake", "{}", "--apply", "--duplicates", "add"),
    ("letter", "screening", "--result", "{}", "--event", "Conf", "--event-date", "2026-12-01"),
)
SAID = ("Zedekia", "zedekia", "Canary", "\x1b", "\0", "Traceback", "unexpected")
"""What no output holds."""


class Desk:
    """A sheet to work on, in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        google = local_google(folder / "sheet.coc")
        google.create_spreadsheet("Invented", {"Records": HEADER})

    def run(self, *arguments: str) -> tuple[int, str]:
        options = ["--spreadsheet", f"local:{self.folder / 'sheet.coc'}", "--today", "2026-11-21"]
        code = run([*options, *arguments])
        printed = self.capsys.readouterr()
        return code, printed.out + printed.err

    def refused(self, *arguments: str) -> None:
        """It is refused as wrong usage, and nothing is quoted."""
        code, said = self.run(*arguments)
        assert code == 2, (arguments[:2], said[-300:])
        assert not [word for word in SAID if word in said], arguments[:2]


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_refused_and_never_quoted(desk: Desk, name: str) -> None:
    file = desk.folder / name
    file.write_bytes(FILES[name]())
    for command in COMMANDS:
        code, said = desk.run(*(part.format(file) for part in command))
        assert code in (0, 1, 2), (command[:2], code)
        assert not [word for word in SAID if word in said], command[:2]
    assert file.exists()  # nothing but a result is ever removed
    assert not list(desk.folder.parent.rglob("climbed"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_what_is_no_file_is_refused_at_once(desk: Desk, command: tuple[str, ...]) -> None:
    """A pipe that nobody writes to would be waited for without end."""
    os.mkfifo("pipe")
    (desk.folder / "loop").symlink_to("loop")
    (desk.folder / "dangling").symlink_to("nowhere")
    (desk.folder / "folder").mkdir()
    for name in ("pipe", "loop", "dangling", "folder", "nowhere", "sheet.coc/below", "x" * 256,
                 "y" * 5000, "nul\0byte", "\ud800", "\udcff", "."):  # fmt: skip
        desk.refused(*(part.format(name) for part in command))


PLACES = (
    ("screen", "list.csv", "--event-date", "2026-12-01", "--out", "{}"),
    ("intake", "reports.csv", "--out", "{}"),
    ("letter", "acknowledge", "--out", "{}"),
    ("person", "--for-them", "--out", "{}"),
    ("local", "export", "sheet.coc", "{}"),
    ("local", "record", "{}"),
    ("local", "new", "{}", "T=list.csv"),
)
"""Every way to say where something is written."""


@pytest.mark.parametrize("command", PLACES, ids=lambda command: " ".join(command[:2]))
def test_what_is_no_plain_file_is_not_written_to(
    desk: Desk, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "list.csv").write_text("Name,Email\nNobody Here,nobody@here.example\n")
    (desk.folder / "reports.csv").write_text("Named subjects,Summary\nNobody Here,A text\n")
    os.mkfifo("pipe")
    other = desk.folder / "other"
    other.write_text("theirs")
    (desk.folder / "link").symlink_to(other)
    (desk.folder / "loop").symlink_to("loop")
    (desk.folder / "dangling").symlink_to("made")
    (desk.folder / "folder").mkdir()
    if command[1] == "record":  # it wants an empty spreadsheet of another title
        google = local_google(desk.folder / "test.coc")
        google.create_spreadsheet("sheets-coc test", {"Sheet1": []})
        command = ("--spreadsheet", f"local:{desk.folder / 'test.coc'}", *command)
    for name in ("pipe", "link", "loop", "folder", "none/such", "other/below", "x" * 256,
                 "y" * 5000, "nul\0byte", "\ud800"):  # fmt: skip
        monkeypatch.setattr(sys, "stdin", io.StringIO("Nobody Here\n\n"))
        desk.refused(*(part.format(name) for part in command))
    assert other.read_text() == "theirs"
    assert not (desk.folder / "made").exists()
    assert sorted(p.name for p in (desk.folder / "folder").iterdir()) == []


@pytest.mark.parametrize("option", ["--policy", "--credentials", "--spreadsheet"])
@pytest.mark.parametrize("name", ["x" * 256, "y" * 5000, "nul\0byte", "\ud800", "folder", "loop"])
def test_names_that_lead_nowhere(
    desk: Desk, option: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "folder").mkdir()
    (desk.folder / "loop").symlink_to("loop")
    monkeypatch.setenv("SHEETS_COC_API_ROOT", "http://127.0.0.1:9")
    given = ["--spreadsheet", "x" * 44, option, name]  # credentials count for Google's alone
    if option == "--spreadsheet":
        given = [option, f"local:{name}"]
    code, said = desk.run(*given, "validate")
    assert code == 2
    assert not [word for word in (*SAID, name * 2) if word in said]


def test_a_policy_that_names_a_file_nobody_can_have(desk: Desk) -> None:
    """Which no argument could hold."""
    (desk.folder / "policy.toml").write_text('[statistics]\nspreadsheet = "local:a\\u0000b"\n')
    desk.refused("--policy", "policy.toml", "statistics", "--apply")


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.data())
def test_a_workbook_with_bytes_turned_is_read_or_refused(desk: Desk, data: st.DataObject) -> None:
    """As a bad disk or a bad mail program leaves it."""
    content = bytearray(_workbook())
    for _ in range(data.draw(st.integers(1, 6))):
        # A workbook holds the time it was made, so two of them differ in length.
        content[data.draw(st.integers(0, 9999)) % len(content)] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, 40))
    (desk.folder / "list.xlsx").write_bytes(bytes(content[start if start > 30 else 0 :]))
    code, said = desk.run("screen", "list.xlsx", "--event-date", "2026-12-01")
    assert code in (0, 1, 2)
    assert "unexpected" not in said
    assert "Traceback" not in said
