"""`answer`: answer To do without a spreadsheet program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import command
from sheets_coc.errors import UsageError
from sheets_coc.todo.wording import count

if TYPE_CHECKING:
    from sheets_coc.todo.tab import Line

TICKED = "done"


@click.command()
@click.argument("lines", nargs=-1, metavar="[LINE=ANSWER …]")
@click.option("--apply", "apply_", is_flag=True, help="Write the answers, and act on them.")
@click.pass_obj
def answer(app: App, lines: tuple[str, ...], apply_: bool) -> int:
    """Answer lines of the To do tab.

    Without LINE, what there is to do is listed with its numbers and the answers that each line
    takes. LINE is a number, or a range such as 3-7; ANSWER one of the line's answers, or done for
    a tick. Numbers are those of the list: read it again after anything changed.

    JSON: {"lines": [{"number", "kind", "what", "where", "answers"}], "answered", "applied"}.

    Example: sheets-coc --spreadsheet local:records.coc answer
    """
    book = app.workbook()
    found = book.todo()
    given = _parsed(lines, found)
    done = book.answer(given) if apply_ and given else None
    if done and done.gone:
        raise UsageError(
            "To do has changed since: read it again (sheets-coc answer).", code="no-such-line"
        )
    if app.json:
        said = {
            "lines": [_as_json(number, line) for number, line in enumerate(found, 1)],
            "answered": len(given),
            "applied": bool(done),
        }
        output.emit_dry_run(app, said, applying=bool(done) or not given)
    elif given:
        _print_given(app, found, given, applied=bool(done))
    else:
        _print(app, found)
    output.outcome(app, "answer", attention=False)
    return 0


def _parsed(typed: tuple[str, ...], found: list[Line]) -> dict[str, str | bool]:
    """Answers by reference.

    Raises:
        UsageError: what was typed names no line, or an answer that the line does not take.
    """
    given: dict[str, str | bool] = {}
    for word in typed:
        numbers, equals, said = word.partition("=")
        if not equals:
            raise UsageError("Answer a line like this: 3=keep, or 3=done", code="answer")
        for number in _numbers(numbers, len(found)):
            line = found[number - 1]
            choice = next((o for o in line.options if o.casefold() == said.casefold()), None)
            if choice is None and said.casefold() != TICKED:
                takes = " or ".join([*line.options, TICKED])
                raise UsageError(f"Line {number} takes {takes}.", code="answer")
            given[line.ref] = choice if choice is not None else True
    return given


def _numbers(typed: str, last: int) -> range:
    first, _, end = typed.partition("-")
    if not first.isdecimal() or (end and not end.isdecimal()):
        raise UsageError("Answer a line like this: 3=keep, or 3-7=done", code="answer")
    span = range(int(first), int(end or first) + 1)
    if not span or span.start < 1 or span.stop - 1 > last:
        raise UsageError(
            f"To do has {count(last, 'line')}; sheets-coc answer lists them.", code="no-such-line"
        )
    return span


def _as_json(number: int, line: Line) -> dict[str, object]:
    return {
        "number": number,
        "kind": line.topic.value,
        "what": line.what,
        "where": line.where,
        "answers": [*line.options, TICKED],
    }


def _print(app: App, found: list[Line]) -> None:
    if not found:
        output.say(app, "Nothing to do.")
        return
    output.table(
        app,
        ("", "Where", "What", "Answers"),
        [
            (str(number), line.where, line.what, " | ".join([*line.options, TICKED]))
            for number, line in enumerate(found, 1)
        ],
    )
    asked = next(((n, o) for n, line in enumerate(found, 1) for o in line.options), (1, TICKED))
    said = f"{asked[0]}={asked[1]}"
    output.say(app, f"\nTo answer: {command(app, 'answer', said, '--apply')}")


def _print_given(
    app: App, found: list[Line], given: dict[str, str | bool], *, applied: bool
) -> None:
    for line in found:
        if line.ref in given:
            said = given[line.ref]
            output.say(app, f"{TICKED if said is True else said}: {line.what}")
    if applied:
        output.say(app, "\nAnswered.")
    else:
        output.to_apply(app, "\nNothing was written. To do it:")
