"""What a book tells of its spreadsheet without writing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheets_coc.book.spreadsheet import OpenSpreadsheet

if TYPE_CHECKING:
    from sheets_coc.access.steps import MembershipChecklist
    from sheets_coc.book.case import CaseView
    from sheets_coc.library.records import Records
    from sheets_coc.redaction.preview import RecordPreview
    from sheets_coc.status.status import Status
    from sheets_coc.todo.analysis import Analysis
    from sheets_coc.todo.tab import Line


class ReadOnlyBook(OpenSpreadsheet):
    """The calls of a book that only look."""

    def records(self) -> Records:
        """Its records, read into memory in one request."""
        from sheets_coc.library.records import Records

        return Records(self.read(), self.policy)

    def status(self) -> Status:
        """What needs attention today; cases from which `readers` are recused are not named."""
        from sheets_coc.status import status

        seen = self.analysis()
        return status.status(seen, self.readers(seen))

    def analysis(self) -> Analysis:
        """What every rule says of the sheet today, in one reading."""
        from sheets_coc.todo.analysis import analyse

        return analyse(self.read(), self.policy, self.now)

    def case(self, name: str) -> list[CaseView]:
        """When the rows of a case go, and why.

        Args:
            name: its name, or `row N`.

        Raises:
            UsageError: `no-such-case`.
            SafetyStop: records may have been overlooked or misread.
        """
        from sheets_coc.book.case import views

        return views(self.analysis(), name)

    def preview(self) -> list[RecordPreview]:
        """The records that would go or are announced, cell by cell before and after.

        Everything in it is personal, and closed until it is asked for.

        Raises:
            SafetyStop: a rule stops everything, so what would go cannot be told.
        """
        from sheets_coc.redaction import preview

        return preview.of_all(self.analysis())

    def todo(self) -> list[Line]:
        """What there is to do, as it would stand in To do after the next run."""
        from sheets_coc.book.standing import with_standing
        from sheets_coc.oncall.lines import rota_lines
        from sheets_coc.redaction import documents, plan
        from sheets_coc.todo import items

        seen = self.analysis()
        called_for = items.lines(seen, plan.flags_ahead(seen))
        called_for += rota_lines(seen.snapshot, seen.policy, seen.now)
        return with_standing(seen, [*called_for, *documents.document_lines(seen)])

    def membership(self, who: str, *, leaving: bool = False) -> MembershipChecklist:
        """What is still to be done about a member who joins or leaves.

        Args:
            who: the member's name or address, as the Committee tab has it.
            leaving: whether they leave.

        Raises:
            UsageError: `no-such-member`.
        """
        from sheets_coc.access import membership
        from sheets_coc.sheet.google.credentials import DRIVE_METADATA

        seen, drive = self.analysis(), self._drive(DRIVE_METADATA)
        return membership.checklist(seen, drive, who, leaving=leaving)
