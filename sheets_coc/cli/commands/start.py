"""`start`: the first evening with a sheet of one's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import files, output, remembered
from sheets_coc.cli.app import App
from sheets_coc.cli.commands.records import print_redaction
from sheets_coc.cli.commands.start_text import asked, columns, ready, waiting_for
from sheets_coc.cli.pasting import command
from sheets_coc.errors import UsageError

if TYPE_CHECKING:
    from sheets_coc.book.workbook import Book
    from sheets_coc.start.beginning import Beginning, FirstLook

POLICY = Path("policy.toml")
SUFFIX = ".coc"


@click.command()
@click.argument("sheet", metavar="FILE|ADDRESS")
@click.option("--answer", "answers", multiple=True, metavar="NAME=ANSWER",
              help="Answer a question beforehand; may be repeated.")  # fmt: skip
@click.option("--copy", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where the practice copy of a downloaded file goes.")  # fmt: skip
@click.option("--write-policy", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              default=POLICY, help="Where your answers go: policy.toml here.")  # fmt: skip
@files.inside_git_option
@click.pass_obj
def start(
    app: App,
    sheet: str,
    answers: tuple[str, ...],
    copy: Path | None,
    write_policy: Path,
    inside_git: bool,
) -> int:
    """Begin with your own sheet: what it holds, what must be asked, what is ready.

    Takes a spreadsheet's address, or the file that Google Sheets downloads (.xlsx; .ods and
    .csv work too). Of a file, a practice copy is made on this machine, readable for you alone;
    nothing else of it is kept. What the sheet does not say by itself is asked: which tab holds
    the records, what a column is, day or month first. Your answers become a policy file, the
    sheet is remembered (see use), and a dry run says what would happen. Nothing is written to a
    spreadsheet of Google's.

    Where nobody can be asked, as in a script, the questions are listed with their names and
    nothing is written: answer them with --answer.

    JSON: {"tabs": [{"title", "role", "rows"}], "columns": [{"column", "key", "on_expunge"}],
    "questions": [{"name", "question", "answers"}], "ready": [{"ready", "what", "next"}],
    "spreadsheet", "policy"}. Titles of tabs are null under CI. Exit code 1 means that a question
    is open or something is not ready.

    Example: sheets-coc start downloaded.xlsx
    """  # fmt: skip
    if app.in_ci:
        raise UsageError(
            "This command begins with people's data, and this is no place for it. Run it on your "
            "own machine.",
            code="personal-under-ci",
        )
    given = _given(answers)
    target, made = _practice_copy(app, sheet, copy, inside_git=inside_git)
    finished = False
    try:
        app.policy_file = app.policy_file or _policy_of(target)
        app.spreadsheet = target
        with app.workbook() as book:
            finished, code = _begin(app, book, target, given, write_policy, fresh=made)
    finally:
        if made is not None and not finished:
            made.unlink(missing_ok=True)
    return code


def _given(answers: tuple[str, ...]) -> dict[str, str]:
    """Answers by the names of questions.

    Raises:
        UsageError: `answer` where one is not NAME=ANSWER.
    """
    given = {}
    for typed in answers:
        name, equals, said = typed.partition("=")
        if not equals or not name.strip() or not said.strip():
            raise UsageError(
                'Answers are given like this: --answer "K=remove names"', code="answer"
            )
        given[name.strip()] = said.strip()
    return given


def _practice_copy(
    app: App, sheet: str, copy: Path | None, *, inside_git: bool
) -> tuple[str, Path | None]:
    """The spreadsheet to begin with; of a downloaded file, the practice copy that is made."""
    from sheets_coc.book.opening import LOCAL, local_file
    from sheets_coc.sheet.google.session import spreadsheet_id
    from sheets_coc.start.files import is_local_sheet, make_copy, read_file, tabs_in

    path = local_file(sheet)
    if path is None:
        _refuse_missing(sheet)
        spreadsheet_id(sheet)
        return sheet, None
    if is_local_sheet(path):
        return f"{LOCAL}{path.resolve()}", None
    out = copy or Path(path.with_suffix(SUFFIX).name)
    if is_local_sheet(out):
        raise UsageError(
            "A practice copy of that name is here already, and nothing is overwritten. To go on "
            f"with it, begin with the copy, whose name ends in {SUFFIX}. For a new one, remove "
            "it, or name another file with --copy.",
            code="out-exists",
        )
    files.check(app, out, inside_git=inside_git, option="--copy")
    make_copy(tabs_in(read_file(path), app.policy.tabs.records), out)
    return f"{LOCAL}{out.resolve()}", out


def _policy_of(target: str) -> Path | None:
    """The policy that is remembered with this very sheet, when it is begun with again."""
    before = remembered.load()
    known = before is not None and before.spreadsheet == target
    return Path(before.policy) if before and known and before.policy else None


def _refuse_missing(sheet: str) -> None:
    """Say that a file is not there, where an id would be looked for at Google instead.

    Raises:
        UsageError: `no-such-file`.
    """
    if "://" not in sheet and Path(sheet).suffix.lower() in (".xlsx", ".ods", ".csv", SUFFIX):
        raise UsageError("There is no such file. Check its name and folder.", code="no-such-file")


def _begin(
    app: App,
    book: Book,
    target: str,
    given: dict[str, str],
    out: Path,
    *,
    fresh: Path | None,
) -> tuple[bool, int]:
    """Go through the evening; whether it came to its end, and the exit code."""
    from sheets_coc.plain_files import read_plain
    from sheets_coc.start.beginning import Beginning, settings_of

    policy = app.given_policy
    own = settings_of(read_plain(policy) if policy else None)
    output.say(app, "Reading the sheet …")
    begun = Beginning(book.read(), own)
    unknown = begun.take(given)
    asks = _may_ask(app)
    if begun.said or begun.open:
        _refuse_overwriting(out)
    if policy is not None:
        output.say(app, f"By what {policy} says already.")
    columns(app, begun.recognised)
    if asks:
        _ask(app, begun)
        unknown = []
    if unknown:
        raise UsageError(
            f"No question is called {', '.join(unknown)}. The questions have the names that are "
            "listed without --answer.",
            code="answer",
        )
    if begun.open:
        if app.json:
            output.emit_json(_json(begun, None, None, None))
        waiting_for(app, begun.recognised.questions, _before(target))
        return False, 1
    if begun.recognised.blank:
        return _blank(app, begun, target, policy, fresh=fresh)
    look = begun.look(book.now)
    kept = _write_policy(begun, out) or (policy.resolve() if policy else None)
    _remember(app, target, kept)
    if app.json:
        output.emit_json(_json(begun, look, target, kept))
    _print_end(app, begun, look, fresh=fresh, kept=kept)
    return True, 0 if look.done else 1


def _blank(
    app: App, begun: Beginning, target: str, policy: Path | None, *, fresh: Path | None
) -> tuple[bool, int]:
    """A sheet in which nothing stands is remembered, so that set-up makes it and no other."""
    _remember(app, target, policy.resolve() if policy else None)
    if app.json:
        output.emit_json(_json(begun, None, target, policy))
    output.say(app, "\nNo records stand in this spreadsheet yet. Set-up makes the tabs:")
    output.say(app, f"  {command(app, 'setup')}")
    _print_kept(app, begun, fresh, None)
    return True, 1


def _before(target: str) -> str | None:
    """The sheet that is remembered, where it is another one."""
    before = remembered.load()
    return before.spreadsheet if before is not None and before.spreadsheet != target else None


def _may_ask(app: App) -> bool:
    return not app.json and sys.stdin.isatty() and sys.stdout.isatty()


def _ask(app: App, begun: Beginning) -> None:
    while question := begun.open:
        begun.answer(question, asked(app, question))
        if begun.recognised.header_row is not None and question.name == "records":
            columns(app, begun.recognised)


def _refuse_overwriting(out: Path) -> None:
    if out.exists() or out.is_symlink():
        raise UsageError(
            f"There is a file {out.name} already, and nothing is overwritten. Name another one for "
            f"your answers with --write-policy. If {out.name} is your policy, add --policy "
            f"{out.name}: then the new one begins with what it says.",
            code="file-exists",
        )


def _write_policy(begun: Beginning, out: Path) -> Path | None:
    """Write the answers; the file's full path, or None where there is nothing to write.

    Raises:
        UsageError: `policy-unwritable`.
    """
    if begun.file is None:
        return None
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(begun.file)
    except OSError:
        raise UsageError(
            "The policy file cannot be written there. Name another one with --write-policy.",
            code="policy-unwritable",
        ) from None
    return out.resolve()


def _remember(app: App, target: str, policy: Path | None) -> None:
    before = remembered.load()
    remembered.keep(remembered.Remembered(target, str(policy) if policy else None))
    if before is not None and before.spreadsheet != target:
        output.say(app, "\nAnother sheet was remembered before. To go back to it:")
        output.say(app, f"  {_use(before)}")
    # From here on, commands that are printed need not name what is remembered now, unless the
    # environment names something else.
    if "SHEETS_COC_SPREADSHEET" in os.environ or "SHEETS_COC_POLICY" in os.environ:
        app.spreadsheet, app.policy_file = target, policy
    else:
        app.spreadsheet = app.policy_file = None


def _use(before: remembered.Remembered) -> str:
    from sheets_coc.cli.pasting import PROGRAM, joined

    policy = ["--policy", before.policy] if before.policy else []
    return joined([PROGRAM, *policy, "use", before.spreadsheet])


def _json(
    begun: Beginning, look: FirstLook | None, target: str | None, policy: Path | None
) -> dict[str, Any]:
    found = begun.recognised
    return {
        "tabs": [{"title": t.title, "role": t.role.value, "rows": t.rows} for t in found.tabs],
        "columns": [
            {
                "column": c.letters,
                "key": c.key,
                "on_expunge": c.on_expunge.value if c.on_expunge else None,
            }
            for c in found.columns
        ],
        "questions": [
            {"name": q.name, "question": q.text, "answers": [*q.answers, *q.more]}
            for q in found.questions
        ],
        "ready": [
            {"ready": line.ready, "what": line.what, "next": " ".join(line.next) or None}
            for line in (look.ready if look else ())
        ],
        "spreadsheet": target,
        "policy": str(policy) if policy else None,
    }


def _print_end(
    app: App, begun: Beginning, look: FirstLook, *, fresh: Path | None, kept: Path | None
) -> None:
    ready(app, look.ready)
    _print_kept(app, begun, fresh, kept)
    _print_dry_run(app, look)


def _print_kept(app: App, begun: Beginning, fresh: Path | None, policy: Path | None) -> None:
    output.say(app, "\nWhat is kept, and where:")
    for line in _kept(begun, fresh, policy):
        output.say(app, output.filled(line, "  - ", "    "))


def _kept(begun: Beginning, fresh: Path | None, policy: Path | None) -> Iterator[str]:
    if fresh is not None:
        yield (
            f"a practice copy of the file: {fresh.name}, readable for you alone. It holds people's "
            "data: delete it when you are done. The downloaded file is as it was."
        )
    else:
        yield "nothing of the sheet. Nothing was written to it either."
    if begun.file is not None and policy is not None:
        yield f"your answers: {policy.name}, to look at and to change."
    yield "which sheet it is, for later commands: sheets-coc use --forget forgets it."


def _print_dry_run(app: App, look: FirstLook) -> None:
    """What would be expunged today: the same as the command says."""
    from sheets_coc.redaction.jobs import RedactResult
    from sheets_coc.todo.mentions import NO_MENTIONS

    output.say(app, "\nThe dry run, which changes nothing:\n")
    if look.plan.stop:
        output.say(app, look.plan.stop.message)
    else:
        planned = RedactResult(look.plan, False, NO_MENTIONS, 0, look.seen)
        print_redaction(app, planned, applying=False)
    output.say(app, f"\nThe same again at any time: {command(app, 'redact')}")
    output.say(app, f"In the browser, side by side: {command(app, 'desk')}")
