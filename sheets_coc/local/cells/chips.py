"""Writing chips, by the rules of Google's guide to smart chips."""

from __future__ import annotations

from collections.abc import Sequence

from sheets_coc.local.auth.access import display_name
from sheets_coc.local.errors import Json, invalid
from sheets_coc.local.state.chips import SHOWN, SIGN
from sheets_coc.local.state.model import RichCell

_LONGEST_URI = 2000
_FILES = ("https://docs.google.com/", "https://drive.google.com/")


def written(text: object, runs: Sequence[Json], *, links: bool) -> tuple[list[Json], list[str]]:
    """Checks chip runs that a program writes.

    Args:
        text: what is entered in the cell besides.
        runs: `chipRuns` as they came.
        links: whether the caller's scopes open Drive, without which no file can be linked.

    Returns:
        The runs that are chips, and what each shows.

    Raises:
        ApiError: 400, no `@` at the place of a chip, a run without one that ends the text, a chip
            that is neither a person nor a file, or a link to anything but a file of Drive.
    """
    if not isinstance(text, str):
        raise invalid("Chip runs can only be set on cells with text.")
    units = text.encode("utf-16-le", "surrogatepass")
    kept, shown, last = [], [], -1
    for run in runs:
        start = run.get("startIndex", 0)
        if not last < start < max(len(units) // 2, 1):
            raise invalid(f"chipRuns.startIndex {start} is out of order or beyond the text.")
        last = start
        chip = run.get("chip")
        if not chip:
            continue
        if units[2 * start : 2 * start + 2] != SIGN.encode("utf-16-le"):
            raise invalid(f"There must be a placeholder @ at chipRuns.startIndex {start}.")
        kept.append({**({"startIndex": start} if start else {}), "chip": _checked(chip, links)})
        shown.append(_text(chip))
    return kept, shown


def _checked(chip: Json, links: bool) -> Json:
    person, link = chip.get("personProperties"), chip.get("richLinkProperties")
    if (person is None) == (link is None):
        raise invalid("A chip must have exactly one kind of properties.")
    if person is not None:
        if "@" not in person.get("email", ""):
            raise invalid("personProperties.email must be an e-mail address.")
        return {"personProperties": dict(person)}
    uri = (link or {}).get("uri", "")
    if not links or not uri.startswith(_FILES) or len(uri.encode()) > _LONGEST_URI:
        raise invalid("richLinkProperties.uri must link to a file in Google Drive.")
    return {"richLinkProperties": {"uri": uri}}


def _text(chip: Json) -> str:
    """What a chip shows: a person's name where it is known, the address of a file."""
    person = chip.get("personProperties")
    if person is None:
        return str(chip["richLinkProperties"]["uri"])
    email, form = str(person["email"]), person.get("displayFormat", "DEFAULT")
    name = display_name(email)
    if form == "EMAIL" or name == email.partition("@")[0]:
        return email
    first, _, family = name.rpartition(" ")
    return f"{family}, {first}" if form == "LAST_NAME_COMMA_FIRST_NAME" and first else name


def chip_cell(text: str, *people: tuple[int, str, str]) -> RichCell:
    """A cell with chips of people in it, as somebody makes it who types `@` and picks a name.

    Args:
        text: the cell's text, with an `@` for each chip.
        people: for each chip the place of its `@`, the person's address and what is shown.
    """
    runs = [
        {**({"startIndex": place} if place else {}), "chip": {"personProperties": {"email": email}}}
        for place, email, _ in people
    ]
    return RichCell(text, extra={"chipRuns": runs, SHOWN: [shown for *_, shown in people]})
