"""People as one cell of a list names them: names, and the addresses written beside them.

Percival Brackwater @ ACME            Percival Brackwater
Somebody Else (@rustyferret77)        Somebody Else, with a handle
Tobias & Alba Quandringer             Tobias Quandringer; Alba Quandringer
A. Ashgrove <aa@x.example>            A. Ashgrove, with an address
"Roe, Ida" <ida@x.example>, …         Roe, Ida, with an address; …
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sheets_coc.people.folding import fold
from sheets_coc.people.names import is_full_name, name_parts, says_nobody, split_people
from sheets_coc.tables.mailboxes import named_mailboxes

_ADDRESS = re.compile(
    r"[(\[<]?\s*(?:mailto:)?([^\s@<>()\[\],;]+@[^\s@<>()\[\],;]+\.\w{2,})\s*[)\]>]?"
)
_LINK = re.compile(r"[(\[<]?\s*(https?://[^\s<>()\[\]]+)\s*[)\]>]?")
_HANDLE = re.compile(r"(?:^|(?<=[\s(\[|/,]))[(\[]?(@[\w.-]+(?:@[\w.-]+\.\w{2,})?)[)\]]?")
_AT = re.compile(r"\s+@\s+.*$|\s+@$")
_JOINED = re.compile(r"\s+(?:und|et|og|och|plus|\+)\s+", re.IGNORECASE)
_ONE_PERSON = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]*\.?)? (?:Mc|O')?[A-Z][a-z]+")
_NUMBERED = re.compile(
    r"^\s*(?:>\s*)*(?:(?:\(?(?:\d{1,4}|[a-z#])[.)]|#\d{1,4}[.:)]?|[-•*–—+])\s+(?=\S)"
    r"|\d{1,4}[.)](?=[^\W\d_a-z])|[☐☑☒✓✔✅▪‣●○◦→>]\ufe0f?\s*)"
)
_BOX = re.compile(r"^\[[ xX✓]?\]\s+(?=\S)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=[^\W_])([^*_]*[^\W_])\1(?!\w)")
_LINKED = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:)[^\s()]+)\)")
_SAID_YES = re.compile(
    r"^(?:yes|yep|ja|oui|s[ií]|sim|tak|да|igen|ano|kyllä)\s*[,:;–—-]+\s*(?=\S)", re.IGNORECASE
)
_BREAKS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_AROUND = " \t\n,;|/·-–—<>[]"
_SMALL = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "ter",
        "ten",
        "zu",
        "bin",
        "ibn",
        "al",
        "el",
    ]
)

_NOT_GIVEN = frozenset(
    {"yes", "ja", "oui", "sim", "true", "false", "nein", "nee", "non", "info requested",
     "information requested", "not provided", "to be announced", "tba", "tbd",
     "unassigned", "not assigned", "unknown", "guest", "anonymous", "???", "test"}
)  # fmt: skip
"""What event software writes where a name is missing, and answers that are no name."""


@dataclass(frozen=True, slots=True)
class CellPerson:
    """One person of a cell.

    Attributes:
        name: the name as typed; blank where only an address stands there.
        contacts: addresses and handles beside it.
    """

    name: str = field(repr=False)
    contacts: tuple[str, ...] = field(default=(), repr=False)


def is_given(text: str) -> bool:
    """Whether a cell names anybody."""
    if text.istitle() and " " in text and text.isascii() and "/" not in text:
        return text.lower() not in _NOT_GIVEN  # most names, and ten times as fast
    letters = any(letter.isalpha() for letter in text)
    return letters and not says_nobody(text) and fold(text) not in _NOT_GIVEN


def bare_line(text: str) -> str:
    """A line without its number, dash, box or `yes`, and without signs for thick letters.

    `12. Ida Roe`, `- Ida Roe`, `- [x] Ida Roe`, `yes, Ida Roe` and `**Ida Roe**` are Ida Roe.
    """
    bare = _SAID_YES.sub("", text, count=1)
    bare = _BOX.sub("", _NUMBERED.sub("", bare))
    return _EMPHASIS.sub(r"\2", bare) if "*" in bare or "_" in bare else bare


def _on_one_line(text: str) -> str:
    """A name that was broken at its spaces: single words, none of which can stand for anybody."""
    lines = [line.strip() for line in _BREAKS.split(text) if line.strip()]
    words = all(line.replace("-", "").replace("'", "").isalpha() for line in lines)
    if 1 < len(lines) < 5 and words and not any(map(is_full_name, lines)):
        return " ".join(lines)
    return text


def read_people(text: str) -> list[CellPerson]:
    """The people a cell names, in order, each with what stands beside the name."""
    text = bare_line(text)
    if not is_given(text):
        return []
    if named := named_mailboxes(text):
        return [CellPerson(name if is_given(name) else "", (address,)) for name, address in named]
    text = _on_one_line(_LINKED.sub(r"\1 <\2>", text))
    if _ONE_PERSON.fullmatch(text):
        return [CellPerson(text)]
    pieces = [part for piece in split_people(text) for part in _JOINED.split(piece)]
    people = [person for piece in pieces if (person := _read(piece))]
    if len(people) < 2:
        return people
    names = share_family([person.name for person in people])
    return [CellPerson(name, one.contacts) for name, one in zip(names, people, strict=True)]


def _read(piece: str) -> CellPerson | None:
    """One person: the name without the addresses in it."""
    if "@" not in piece and "://" not in piece:
        return CellPerson(piece) if is_given(piece) else None
    contacts: list[str] = []
    rest = piece
    for pattern in (_LINK, _ADDRESS, _HANDLE):
        contacts += [found[1] for found in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    name = " ".join(_AT.sub("", rest).replace("()", " ").split()).strip(_AROUND)
    if not is_given(name):
        name = ""
    return CellPerson(name, tuple(contacts)) if name or contacts else None


def share_family(names: list[str]) -> list[str]:
    """Names in one cell, those of one word with the family name of their neighbour.

    `Tobias` beside `Alba Quandringer` is Tobias Quandringer; so is it beside
    `Quandringer, Alba`.
    """
    families = [_family(name) for name in names]
    whole = []
    for at, name in enumerate(names):
        if len(name.split()) == 1 and not families[at]:
            after = next((one for one in families[at + 1 :] if one), "")
            before = next((one for one in reversed(families[:at]) if one), "")
            comma = any("," in other for other in names[:at])
            family = after or (before if comma else "")
            whole.append(f"{name} {family}" if name and family else name)
        else:
            whole.append(name)
    return whole


def _family(name: str) -> str:
    """The family name of a whole name: before the comma, or last with the small words before."""
    before, comma, _ = name.partition(",")
    words = name.split()
    if comma:
        return before.strip()
    if len(words) < 2:
        return ""
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _SMALL:
        start -= 1
    return " ".join(words[start:])


def given_names(text: str) -> Iterator[str]:
    """The given names of one cell: `Tobias & Alba` are two people's."""
    pieces = split_people(text)
    for piece in pieces if len(pieces) > 1 else (text,):
        if name_parts(piece):
            yield piece
