"""A book: one spreadsheet, and everything the committee does with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheets_coc.book.read_only import ReadOnlyBook
from sheets_coc.errors import UsageError, already_written

if TYPE_CHECKING:
    from sheets_coc.access.job import AccessResult
    from sheets_coc.handover.job import Reminder
    from sheets_coc.intake.job import IntakeResult
    from sheets_coc.intake.planning import Duplicates
    from sheets_coc.intake.reading import EventReports
    from sheets_coc.mail.sending import Server
    from sheets_coc.nightly import Night
    from sheets_coc.oncall.jobs import RotaJobs
    from sheets_coc.publishing.job import StatisticsResult
    from sheets_coc.redaction.checking import Validated
    from sheets_coc.redaction.jobs import DatesResult, RedactResult
    from sheets_coc.reporting.documents.event_report import AboutEvent
    from sheets_coc.screening.earlier import EarlierAnswers
    from sheets_coc.screening.job import ScreeningResult
    from sheets_coc.screening.lists.layout import NamedColumns
    from sheets_coc.screening.screen import Progress
    from sheets_coc.setup.job import SetupResult
    from sheets_coc.tables.table import TableFile
    from sheets_coc.todo.answering import Answered, Answers

ANSWERED = "The answers stand in To do all the same, and the next run acts on them."


class Book(ReadOnlyBook):
    """One spreadsheet: everything the commands do, as calls that return what they found.

    What writes takes `apply=True`, and shows what it would do without. `sheets_coc.open` makes
    a book; the commands and scripts walk through the same door.
    """

    def validate(self, *, apply: bool = False) -> Validated:
        """Check every row; with `apply`, bring To do up to date and act on its answers."""
        from sheets_coc.redaction import checking

        return checking.validate(self, apply=apply)

    def dates(self, *, apply: bool = False) -> DatesResult:
        """Date every record; with `apply`, write the tool's columns and To do.

        Raises:
            SafetyStop: with `apply`, where rows have come apart.
        """
        from sheets_coc.redaction import jobs

        return jobs.dates(self, apply=apply)

    def redact(
        self,
        *,
        apply: bool = False,
        plan: str | None = None,
        max_records: int | None = None,
        break_lock: bool = False,
    ) -> RedactResult:
        """Expunge the records whose day has passed. With `apply` this cannot be undone.

        Args:
            apply: whether to do it.
            plan: the id of the only plan that may be applied, as `PlannedRedaction.id`.
            max_records: how many records may go at the most, in place of the policy's limit.
            break_lock: whether to remove another run's lock first.

        Returns:
            What went or would go. A safety rule that stopped it stands in `redaction.stop`:
            then no record was expunged, and its message says what was written, if anything.
        """
        from sheets_coc.redaction import jobs

        return jobs.redact(
            self, apply=apply, plan=plan, max_records=max_records, break_lock=break_lock
        )

    def nightly(self, *, apply: bool = False, access: bool = True) -> Night:
        """The night's steps in one reading and one batch: validate, date, expunge, search, look.

        Args:
            apply: whether to do it.
            access: whether to look at who can open the file as well.
        """
        from sheets_coc.nightly import nightly
        from sheets_coc.sheet.google.credentials import DRIVE_METADATA

        return nightly(self, apply=apply, drive=self._drive(DRIVE_METADATA) if access else None)

    def setup(
        self, *, apply: bool = False, with_oncall: bool = False, with_event: bool = False
    ) -> SetupResult:
        """Make the spreadsheet ready, touching nothing that stands in it.

        Args:
            apply: whether to do it.
            with_oncall: whether there shall be an On-call tab too.
            with_event: whether there shall be a column for the event a report is about too.
        """
        from sheets_coc.setup import job

        return job.setup(
            self, self.present_format,
            apply=apply, with_oncall=with_oncall, with_event=with_event,
        )  # fmt: skip

    @property
    def oncall(self) -> RotaJobs:
        """The on-call rota: `plan`, `check`, `swap`, `fairness`, `calendar`."""
        from sheets_coc.oncall.jobs import RotaJobs

        return RotaJobs(self)

    def remind(
        self,
        *,
        week: date | None = None,
        server: Server | None = None,
        sent_by: str = "",
    ) -> Reminder:
        """Compose the Monday mail of a week; with a server, send it once and mark it.

        Args:
            week: the week it is about, by the day it begins; the running one if not given.
            server: the mail server, as `sheets_coc.mail.sending.server_from` reads it from
                the environment; None to send nothing.
            sent_by: what sends it, so that somebody can mend it.
        """
        from sheets_coc.handover import job

        return job.remind(self, week=week, server=server, sent_by=sent_by, link=self.link)

    def intake(
        self,
        read: EventReports,
        *,
        event: str = "",
        received: date | None = None,
        duplicates: Duplicates | None = None,
        without_subjects: bool = False,
        templates: Path | None = None,
        apply: bool = False,
    ) -> IntakeResult:
        """Add the reports that an event hands over, and draft the letter that confirms them.

        Args:
            read: the reports, as `sheets_coc.intake.reading.read_reports` reads them.
            event: the event's name.
            received: the day the reports came, for those without a date.
            duplicates: what to do with what seems to be there already; by default, stop.
            without_subjects: whether reports that name nobody are meant.
            templates: a folder of the committee's own wording.
            apply: whether to add them.
        """
        from sheets_coc.intake import job
        from sheets_coc.intake.planning import Duplicates

        return job.take_in(
            self, read, event=event, received=received, duplicates=duplicates or Duplicates.STOP,
            without_subjects=without_subjects, templates=templates, apply=apply,
        )  # fmt: skip

    def screen(
        self,
        lists: Path | str | Sequence[TableFile],
        event_date: date,
        *,
        named: NamedColumns | None = None,
        sheets: Sequence[str] = (),
        earlier: EarlierAnswers | None = None,
        progress: Progress | None = None,
    ) -> ScreeningResult:
        """Compare lists with the people who are flagged or banned on the day of an event.

        Args:
            lists: the path of a list (CSV, .xlsx, .ods, JSON of pretix or pretalx), or lists as
                `sheets_coc.tables.reading.read_tables` reads them.
            event_date: the first day of the event.
            named: columns named by somebody; the others are recognised all the same.
            sheets: titles or numbers of the sheets to read; else every sheet with people.
            earlier: what a person answered before and is not asked again.
            progress: told how far it is.

        Returns:
            Who may be who, in `hits`; it never says that somebody is clear.

        Raises:
            UsageError: a list cannot be read, or holds no people.
            SafetyStop: records may have been overlooked or misread.
        """
        from sheets_coc.screening import job

        return job.screen_lists(
            self, lists, event_date,
            named=named, sheets=sheets, earlier=earlier, progress=progress,
        )  # fmt: skip

    def access(
        self, *, apply: bool = False, grant: str | None = None, ask_again: bool = False
    ) -> AccessResult:
        """Compare who can open the file with the Committee tab.

        Args:
            apply: whether to take away what is too much, and to give what `grant` asks for.
            grant: an address that shall be able to edit.
            ask_again: whether what people said to be meant counts as a difference again; with
                `apply`, it is forgotten and nothing else is done.
        """
        from sheets_coc.access import job
        from sheets_coc.sheet.google.credentials import DRIVE, DRIVE_METADATA

        drive = self._drive(DRIVE if apply else DRIVE_METADATA)
        return job.access(self, drive, apply=apply, grant=grant, ask_again=ask_again)

    def statistics(
        self,
        *,
        years: str | None = None,
        unit: str = "year",
        periods: Sequence[str] = (),
        by: str = "",
        event: str | Sequence[str] = (),
        as_of: date | None = None,
        show_small_numbers: bool = False,
        out: Path | str | None = None,
        about: AboutEvent | None = None,
        apply: bool = False,
    ) -> StatisticsResult:
        """Count the reports of each period; redaction changes none of these figures.

        Args:
            years: these only, such as `2015-2025`.
            unit: `year`, `half` or `quarter`.
            periods: in their place, certain periods: `2026`, `2026-H1`, `2026-Q3`, or
                `2025-07-01..2026-06-30`.
            by: the heading of a column that holds nobody's data, to break reports down by.
            event: an event's name, and other names it is recorded under: its report as well.
            as_of: the last day that counts; today if not given.
            show_small_numbers: break every period down, small numbers and all.
            out: a folder for CSV, JSON, Markdown, HTML and charts.
            about: what people say of the event.
            apply: publish: note it in the Log, and write the spreadsheet the policy names.

        Returns:
            The figures; `to_frame()` is the committee's table, `outcomes_frame()` today's.

        Raises:
            UsageError: `years`, `period`, or options that do not go together.
            SafetyStop: a text for the public names somebody who stands in the records.
            SheetError: the sheet has no such column.
        """
        from sheets_coc.publishing import job
        from sheets_coc.reporting.periods import Unit, parse_years
        from sheets_coc.reporting.statistics import StatisticsRequest

        if unit not in set(Unit) - {Unit.SPAN}:
            raise UsageError("A unit is year, half or quarter.", code="period")
        today = self.now.date()
        request = StatisticsRequest(
            min(as_of or today, today),
            parse_years(years) if years else None,
            Unit(unit),
            tuple(periods),
            by,
            (event,) if isinstance(event, str) else tuple(event),
            show_small_numbers,
        )
        publication = job.Publication(
            Path(out) if out is not None else None,
            about or job.NOBODY_SAID,
            apply,
            self._public_sheet if self.policy.statistics.spreadsheet.strip() else None,
        )
        return job.statistics(self, request, publication)

    def answer(self, answers: Answers) -> Answered:
        """Answer lines of To do, and act on the answers. This writes.

        Args:
            answers: by the lines' references: one of a line's options, or True for a tick.
        """
        from sheets_coc.todo import answering

        if answering.missing(self.read(), self.policy, answers):
            self.validate(apply=True)
        done = answering.write(self, answers)
        with already_written(ANSWERED if done.answered else ""):
            self.validate(apply=True)
        return done
