"""Lists as tests have them: the content of one file, or its path."""

from collections.abc import Sequence
from pathlib import Path

from sheets_coc.screening.lists.layout import NamedColumns
from sheets_coc.screening.lists.listing import AttendeeList, read_files
from sheets_coc.tables.reading import read_bytes, read_tables


def read_list(
    source: Path | bytes, named: NamedColumns | None = None, sheets: Sequence[str] = ()
) -> AttendeeList:
    """The people in a list."""
    content = source if isinstance(source, bytes) else read_bytes(source)
    return read_files([read_tables(content)], named, sheets=sheets)
