"""`local new|show|serve|export`: spreadsheets in a file, behind a local Google."""

from __future__ import annotations

import contextlib
import csv
import io
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheets_coc.errors import Error, SheetError, UsageError
from sheets_coc.local.files.workbooks import is_workbook
from sheets_coc.plain_files import read_plain, write_private

if TYPE_CHECKING:
    from sheets_coc.cli.app import App
    from sheets_coc.local.state.model import Tab

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def local() -> None:
    """Make, show, serve and export local spreadsheets: a Google to try things on.

    Example: sheets-coc local new try.coc Records=records.csv
    """


def _rows(path: Path) -> list[list[str]]:
    try:
        content = read_plain(path, 100 * 2**20)
    except OSError:
        raise UsageError("A CSV file cannot be read. Check its name.", code="csv-missing") from None
    if is_workbook(content):
        raise UsageError(
            "A workbook (.xlsx, .ods) brings its own tabs: name it alone, without TAB=.",
            code="tab-argument",
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            typed = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UsageError("A CSV file is neither UTF-8 nor Windows text.", code="csv-encoding")
    try:
        csv.field_size_limit(10_000_000)
        return list(csv.reader(io.StringIO(typed, newline="")))
    except csv.Error:
        raise UsageError("A CSV file cannot be understood.", code="csv-syntax") from None


def _tabs(given: tuple[str, ...]) -> dict[str, list[list[str]]]:
    tabs: dict[str, list[list[str]]] = {}
    for item in given:
        title, equals, name = item.partition("=")
        if not equals or not title.strip() or not name:
            raise UsageError(
                "Tabs are given as TAB=FILE.csv, or as one workbook (.xlsx, .ods).",
                code="tab-argument",
            )
        if title.casefold() in {t.casefold() for t in tabs}:
            raise UsageError("Two tabs have the same title.", code="tab-argument")
        tabs[title] = _rows(Path(name))
    return tabs


def _workbook(given: tuple[str, ...]) -> list[Tab]:
    """The tabs of the one workbook that is named; none where CSV files are."""
    name = Path(given[0])
    if len(given) > 1 or ("=" in given[0] and not name.is_file()):
        return []
    from sheets_coc.start.files import read_workbook

    return read_workbook(name)


@local.command()
@click.argument("file", type=_FILE)
@click.argument("tabs", nargs=-1, required=True, metavar="WORKBOOK|TAB=CSV...")
def new(file: Path, tabs: tuple[str, ...]) -> None:
    """Make a local spreadsheet from a downloaded workbook, or from CSV files.

    Of a workbook (.xlsx, .ods) every tab is taken, with dates, formulas, notes and drop-downs; a
    file whose name holds an equals sign is named as ./NAME. Of CSV files, ISO dates become date
    cells and the rest text.

    Example: sheets-coc local new try.coc downloaded.xlsx

    Example: sheets-coc local new try.coc Records=records.csv Committee=committee.csv
    """
    import sqlite3

    from sheets_coc.local.errors import LocalGoogleError
    from sheets_coc.local.files import text as files
    from sheets_coc.local.files import workbooks

    if file.exists():
        raise UsageError(
            "That file exists already. Choose another name; nothing is ever overwritten.",
            code="file-exists",
        )
    workbook = _workbook(tabs)
    content = {} if workbook else _tabs(tabs)
    try:
        if workbook:
            workbooks.new_of_tabs(file, file.stem, workbook)
        else:
            files.new(file, file.stem, content)
    except (OSError, sqlite3.Error, LocalGoogleError):
        raise UsageError(
            "The file cannot be written: its folder is missing, or a text is longer than a cell "
            "can be (50,000 characters).",
            code="file-unwritable",
        ) from None


def _understood(error: Exception, *, tab: bool = False) -> Error:
    if tab:
        return SheetError("The spreadsheet has no tab of that title.", code="no-tab")
    return UsageError("That is no local spreadsheet.", code="not-a-local-file")


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise UsageError("There is no such file.", code="no-local-file")
    return file


def _refuse_unless_plain(out: Path) -> None:
    """Write to plain files only: a link leads elsewhere, and a device would be closed to others.

    Raises:
        UsageError: something else is in the way.
    """
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(out.lstat().st_mode):
            raise UsageError(
                "Links, folders and devices are not written to. Choose another name.",
                code="file-unwritable",
            )


@local.command()
@click.argument("file", type=_FILE)
@click.argument("tab", required=False)
def show(file: Path, tab: str | None) -> None:
    """Print a tab as CSV, dates in ISO; without TAB, the titles of the tabs.

    Example: sheets-coc local show try.coc Records
    """
    import sqlite3

    from sheets_coc.local.errors import LocalGoogleError, NotALocalSheet
    from sheets_coc.local.files import text as files

    try:
        if tab is None:
            rows = [[title] for title in files.titles(_existing(file))]
        else:
            rows = files.show(_existing(file), tab)
    except (NotALocalSheet, sqlite3.Error) as error:
        raise _understood(error) from None
    except LocalGoogleError as error:
        raise _understood(error, tab=True) from None
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    table = written.getvalue()
    raw = not sys.stdout.isatty()  # a program reads it exactly as it stands
    click.echo(table.encode("utf-8", "replace") if raw else table, nl=False)


@local.command()
@click.argument("file", type=_FILE)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option(
    "--variant",
    "variants",
    multiple=True,
    metavar="NAME",
    help="Answer a question that nobody has measured of Google the other way; may be repeated.",
)
def serve(file: Path, port: int, variants: tuple[str, ...]) -> None:
    """Serve a local spreadsheet as Google would, on this machine only, until stopped.

    The first line is JSON: the address, the spreadsheet's id, and three key files: the tool's
    account, the person who owns the sheet, another person who edits it.

    Example: sheets-coc local serve try.coc --port 8765
    """
    import sqlite3

    from sheets_coc.local.errors import LocalGoogleError, NotALocalSheet
    from sheets_coc.local.server import serve as server
    from sheets_coc.local.state.variants import VARIANTS

    unknown = set(variants) - VARIANTS.keys()
    if unknown:
        raise UsageError(
            f"There is no such variant. There are: {', '.join(VARIANTS)}.", code="no-variant"
        )
    try:
        server.run(_existing(file), port, variants=variants)
    except (NotALocalSheet, sqlite3.Error) as error:
        raise _understood(error) from None
    except LocalGoogleError:
        raise UsageError("That port is taken. Choose another.", code="port-taken") from None


@local.command()
@click.argument("file", type=_FILE)
@click.argument("out", type=_FILE)
@click.pass_obj
def export(app: App, file: Path, out: Path) -> None:
    """Write a local spreadsheet as .xlsx.

    Example: sheets-coc local export try.coc try.xlsx
    """
    import sqlite3

    from sheets_coc.local.errors import LocalGoogleError
    from sheets_coc.local.files import xlsx

    try:
        _refuse_unless_plain(out)
        write_private(out, xlsx.exported(_existing(file)))
    except (LocalGoogleError, sqlite3.Error) as error:
        raise _understood(error) from None
    except OSError:
        raise UsageError("The file cannot be written there.", code="file-unwritable") from None


@local.command()
@click.argument("out", type=_FILE)
@click.pass_obj
def record(app: App, out: Path) -> None:
    """Record how Google answers, on an empty test sheet, without tokens and addresses.

    Takes --spreadsheet: one that is empty and whose title begins with "sheets-coc test". It is
    left empty. Tests compare the local Google with such recordings.

    Example: sheets-coc --spreadsheet local:empty.coc local record answers.json
    """
    from sheets_coc.sheet.google import recording
    from sheets_coc.sheet.google.credentials import DRIVE_METADATA, SPREADSHEETS

    content = recording.recorded(app.session((SPREADSHEETS, DRIVE_METADATA)))
    try:
        _refuse_unless_plain(out)
        out.write_text(content, "utf-8")
    except OSError:
        raise UsageError("The file cannot be written there.", code="file-unwritable") from None
