"""`doctor`: whether everything is set up as it should be, each line with what to do."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.errors import Error, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheets_coc.doctor.check import Check
    from sheets_coc.policy import Policy
    from sheets_coc.sheet.google.session import Session
    from sheets_coc.sheet.model import Snapshot


@click.command()
@click.option("--mail", "mail_", is_flag=True, help="Try the mail server too; nothing is sent.")
@click.pass_obj
def doctor(app: App, mail_: bool) -> int:
    """Check that everything is set up as it should be; each line says what to do.

    JSON: {"checks": [{"name", "ok", "severity", "message"}]}, every check in every run; what
    could not be looked at is not ok. Exits with 1 if anything needs doing. Under CI only the
    names of the checks that are not ok are printed.

    Example: sheets-coc --spreadsheet local:records.coc doctor
    """
    from sheets_coc.doctor.check import complete
    from sheets_coc.doctor.mail import settings

    checks = complete(_checks(app))
    if mail_:
        checks.append(settings(_policy(app)[0].mail, os.environ))
    bad = [check for check in checks if not check.ok]
    if app.json:
        output.emit_json({"checks": [check.as_json() for check in checks]})
    else:
        _print(app, checks)
    output.outcome(app, "doctor", attention=bool(bad))
    if bad and app.quiet and not app.json:
        click.echo("See in your own terminal: " + ", ".join(check.name for check in bad))
    return int(bool(bad))


def _print(app: App, checks: list[Check]) -> None:
    output.table(
        app,
        ("", "Check", "What"),
        [("ok" if c.ok else c.severity.value, c.name, c.message) for c in checks],
    )
    open_ = [check for check in checks if not check.ok]
    unseen = sum(check.severity == "notice" for check in open_)
    bad = len(open_) - unseen
    said = f"{bad} need{'s' if bad == 1 else ''} attention"
    said += f", {unseen} not checked" if unseen else ""
    output.say(app, f"\n{said}." if open_ else "\nAll is well.")


def _checks(app: App) -> Iterator[Check]:
    """Every check that can be made; those after a failure only as far as they can."""
    from sheets_coc.doctor import check as rules
    from sheets_coc.doctor import login as doctor_login

    policy, told = _policy(app)
    yield told
    info: dict[str, Any] = {}
    for check, found in _login(app):
        info = found or info
        yield check
    try:
        session = app.session(_scopes())
    except UsageError as problem:
        if problem.code == "api-root":  # wrong usage, whatever the set-up
            raise
        name = (
            "credentials" if problem.code.startswith(("credentials", "no-cred")) else "spreadsheet"
        )
        yield rules.error(name, problem.message)
        return
    yield rules.fine("spreadsheet", "A spreadsheet is named.")
    yield _tables(session, policy)
    try:
        snapshot = session.read()
    except Error as problem:
        yield doctor_login.unreachable("reach", problem, doctor_login.project_of(info))
        yield doctor_login.clock(datetime.now(UTC), session.server_time, _allowed(policy))
        return
    yield rules.fine("reach", "The spreadsheet can be read.")
    yield doctor_login.clock(datetime.now(UTC), session.server_time, _allowed(policy))
    yield from _sheet(app, session, policy, snapshot, doctor_login.project_of(info))


def _scopes() -> tuple[str, ...]:
    from sheets_coc.sheet.google.credentials import DRIVE_METADATA, SPREADSHEETS

    return SPREADSHEETS, DRIVE_METADATA


def _allowed(policy: Policy) -> timedelta:
    return timedelta(days=policy.safety.max_clock_days)


def _policy(app: App) -> tuple[Policy, Check]:
    """The policy, or the default where it cannot be read."""
    from sheets_coc.doctor import check as rules
    from sheets_coc.policy import default

    try:
        own = "your own policy" if app.given_policy else "the default policy"
        return app.policy, rules.fine("policy", f"The rules are {own}.")
    except Error as problem:
        return default(), rules.error("policy", problem.message)


def _login(app: App) -> Iterator[tuple[Check, dict[str, Any]]]:
    """What can be said of the credentials without asking Google, and their content."""
    from sheets_coc.doctor import check as rules
    from sheets_coc.doctor import login as doctor_login
    from sheets_coc.plain_files import in_git
    from sheets_coc.sheet.google import credentials

    if app.local_file is not None:
        said = "A local spreadsheet brings its own."
        for name in ("credentials", "key-file", "project"):
            yield rules.fine(name, said), {}
        return
    try:
        path, info = credentials.find(app.credentials)
    except UsageError as problem:
        yield rules.error("credentials", problem.message), {}
        return
    yield doctor_login.credentials(info), info
    exposed = credentials.exposed(path)
    yield doctor_login.key_file(exposed=exposed, inside_git=in_git(path)), info
    yield doctor_login.project(info, os.environ), info


def _tables(session: Session, policy: Policy) -> Check:
    from sheets_coc.doctor import check as rules
    from sheets_coc.doctor import sheet as doctor_sheet
    from sheets_coc.sheet.google.session import spreadsheet_id

    address = policy.statistics.spreadsheet
    try:
        published = spreadsheet_id(address) if address and not address.startswith("local:") else ""
    except UsageError as problem:
        return rules.warning("published-tables", problem.message)
    return doctor_sheet.published_tables(session.spreadsheet, published)


def _sheet(
    app: App, session: Session, policy: Policy, snapshot: Snapshot, project: str | None
) -> Iterator[Check]:
    """What the spreadsheet, and then Drive, tells."""
    from sheets_coc.access.sharing import sharing
    from sheets_coc.doctor import check as rules
    from sheets_coc.doctor import file as doctor_file
    from sheets_coc.doctor import login as doctor_login
    from sheets_coc.doctor import sheet as doctor_sheet
    from sheets_coc.doctor.identity_key import identity_key
    from sheets_coc.todo import log
    from sheets_coc.todo.analysis import analyse

    snapshot = _with_key(app, policy, snapshot)
    try:
        seen: Any = analyse(snapshot, policy, app.day)
    except Error as problem:
        seen = problem
    lines = log.read(snapshot, policy) if _readable(snapshot, policy) else []
    yield doctor_sheet.headers(seen)
    yield doctor_sheet.tabs(snapshot, policy)
    yield identity_key(seen)
    yield from _locks(session, snapshot, policy)
    yield from _imports(session)
    yield doctor_file.last(lines, app.now)
    try:
        found = sharing(session, session.now())
    except Error as problem:
        yield doctor_login.unreachable("drive", problem, project)
        return
    yield rules.fine("drive", "Drive tells who has access.")
    yield from doctor_file.who_can(found)
    yield doctor_file.history(seen, lines, found)
    yield doctor_file.new_files(found)


def _with_key(app: App, policy: Policy, snapshot: Snapshot) -> Snapshot:
    """The same with the key's own spreadsheet beside it, where there is one within reach."""
    from sheets_coc.book.key_spreadsheet import KeySpreadsheet
    from sheets_coc.records.key.identity_key import NO_KEY

    address = policy.identity_key.strip()
    if address in ("", NO_KEY):
        return snapshot
    try:
        return KeySpreadsheet(lambda: app.session(other=address)).beside(snapshot)
    except UsageError:  # no address that can be used: the same as one out of reach
        return snapshot


def _readable(snapshot: Snapshot, policy: Policy) -> bool:
    """Whether the Log is the tool's own."""
    from sheets_coc.todo import log

    try:
        log.read(snapshot, policy)
    except Error:
        return False
    return True


def _locks(session: Session, snapshot: Snapshot, policy: Policy) -> Iterator[Check]:
    from sheets_coc.doctor import sheet as doctor_sheet
    from sheets_coc.sheet.protections import closed_tabs
    from sheets_coc.sheet.transaction.lock import locks_of
    from sheets_coc.sheet.undo_tab import Kind, closed, labelled, unprotect
    from sheets_coc.todo.own_tabs import written

    titles = {tab.id: tab.title for tab in snapshot.tabs}
    now = session.now()
    yield doctor_sheet.locks(
        [
            doctor_sheet.LockStatus(titles[lock.tab], lock.is_stale(now), lock.may_remove)
            for lock in locks_of(snapshot)
        ]
    )
    left = [label.is_left(now) for label in labelled(snapshot).values()]
    kept = sum(label.kind is Kind.KEPT for label in labelled(snapshot).values())
    protected = closed(snapshot)
    said = unprotect(protected) if protected else ""
    yield doctor_sheet.hidden_tabs(kept, sum(left), len(left) - sum(left) - kept, said)
    names = policy.tabs
    yield doctor_sheet.tables(
        snapshot, (names.records, names.committee, names.oncall, names.todo, names.log)
    )
    yield doctor_sheet.protection(closed_tabs(snapshot, written(names)))


def _imports(session: Session) -> Iterator[Check]:
    from sheets_coc.doctor import check as rules
    from sheets_coc.doctor import sheet as doctor_sheet
    from sheets_coc.sheet.google.decode import tolerantly

    name = "importFunctionsExternalUrlAccessAllowed"

    def decoded(answer: Any) -> bool:
        return tolerantly(lambda: bool((answer.get("properties") or {}).get(name)))

    try:
        allowed = session.get(f"properties({name})", decoded)
    except Error as problem:
        yield rules.warning("imports", problem.message)
    else:
        yield doctor_sheet.imports(allowed)
