"""Everything known about a row's people, made ready to be looked up word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from sheets_coc.people.contacts import Contact, normalise
from sheets_coc.people.folding import fold
from sheets_coc.people.given_names import short_forms
from sheets_coc.people.name_words import PARTICLES, TITLES
from sheets_coc.people.names import is_user_name, split_aliases
from sheets_coc.private import remembered
from sheets_coc.scrubbing.addresses.find import find_links
from sheets_coc.scrubbing.addresses.links import EMAIL, HANDLE, PHONE, URL, Link, account_keys
from sheets_coc.scrubbing.known.handles import is_somebody, joined_handle, stands_in_text
from sheets_coc.scrubbing.known.inflections import Inflections
from sheets_coc.scrubbing.known.names import NamePart, NameRole, PersonName, read_names
from sheets_coc.scrubbing.known.variants import Variants
from sheets_coc.scrubbing.model import REPLACEMENT, Known
from sheets_coc.scrubbing.text.romanise import foreign
from sheets_coc.scrubbing.text.tokens import Words, words_of
from sheets_coc.scrubbing.vocabulary import listed, ordinary_words, other_words

_MAIL_ROLES, _CHANNELS = listed("mail_roles"), listed("channels")
_PROFILE_PATHS, _COMMON_SEGMENTS = listed("profile_paths"), listed("common_segments")
_ACCOUNT_FIRST = listed("account_first")
_NOBODY = listed("nobody")
_NO_ACCOUNT = frozenset({"i", "in", "groups", "profile.php"})
_MOST_GIVEN = 3
_SHORTEST_ALIAS = 3
_PLATFORMS = _ACCOUNT_FIRST | listed("platforms")


class TermKind(Enum):
    """What an entry stands for."""

    PART = "part"
    HANDLE = "handle"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True, repr=False)
class KnownTerm:
    """A row of words to look for.

    Attributes:
        words: the folded words.
        kind: part of a name, a handle, or a phrase that is only meant as a whole.
        person: whose it is.
        slot: which part of the name.
        role: where in the name it stands.
        sure: whether it needs no evidence from the sentence.
        half: whether it is one half of a double name.
    """

    words: tuple[str, ...]
    kind: TermKind
    person: int
    slot: int = 0
    role: NameRole = NameRole.ONLY
    sure: bool = True
    half: bool = False


@dataclass(slots=True, repr=False)
class Identifiers:
    """Look-up tables for one row.

    Attributes:
        index: entries by their first word, the longest first.
        names: the names, by person.
        nicknames: for each short or long form, the persons it may mean.
        accounts: folded keys of e-mail addresses, handles and profiles.
        pages: web addresses, folded.
        handles: folded handles without decoration.
        joined: names as they are written without a space (`janedoe`, `jdoe`).
        telling: family names that are told inside a longer word, being no words.
        phones: digits of telephone numbers.
        inflections: the forms that names take in other languages.
        variants: other forms that they may take.
        beginnings: words that an entry may begin with in a text.
        fragments: how such a word may begin where an apostrophe or a hyphen cuts it.
    """

    index: dict[str, list[KnownTerm]] = field(default_factory=lambda: defaultdict(list))
    names: list[PersonName] = field(default_factory=list)
    nicknames: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    accounts: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    telling: frozenset[str] = frozenset()
    phones: set[str] = field(default_factory=set)
    inflections: Inflections = field(default_factory=lambda: Inflections(()))
    variants: Variants = field(default_factory=lambda: Variants(()))
    beginnings: frozenset[str] = frozenset()
    fragments: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.index or self.accounts or self.pages or self.handles or self.phones)


@remembered(256)  # a transaction plans the same rows three times or more
def compile_known(known: Known) -> Identifiers:
    """Make look-up tables of what is known; they are shared, and nobody changes them."""
    ids = Identifiers()
    for values, add in (
        (known.names, _add_person),
        (known.aliases, _add_alias),
        (known.contacts, _add_contact),
    ):
        for typed in values:
            if fold(typed).strip(".") not in _NOBODY:
                add(ids, typed)
    ids.index.pop(fold(REPLACEMENT), None)
    for entries in ids.index.values():
        entries.sort(key=lambda entry: (-len(entry.words), entry.person, entry.slot))
    parts = [e for entries in ids.index.values() for e in entries if e.kind is TermKind.PART]
    parts = [entry for entry in parts if len(entry.words) == 1]
    sure = {e.words[0] for e in parts if e.sure or (foreign(e.words[0]) and len(e.words[0]) > 2)}
    both = {entry.words[0] for entry in parts if entry.role is not NameRole.ONLY}
    family = {e.words[0] for e in parts if e.sure and e.role is NameRole.FAMILY}
    ids.telling = frozenset(word for word in family if len(word) > 5)
    ids.inflections = Inflections(sure, both)
    ids.variants = Variants(ids.names)
    plurals = (f"{word}{ending}" for word in ids.index for ending in ("s", "es"))
    ids.fragments = frozenset(word[:n] for word in ids.index for n in range(1, len(word)))
    apart = PARTICLES & ids.fragments  # `Van den Berg`, where Vandenberg is known
    ids.beginnings = frozenset(ids.index).union(
        plurals, ids.inflections.forms, ids.inflections.beside, apart
    )
    return ids


def _add_person(ids: Identifiers, typed: str) -> None:
    words = Words(typed)
    links = find_links(words)
    for link in links:
        _add_link(ids, link)
    rest = _without(words, links)
    if is_user_name(rest.strip()):
        _add_user_name(ids, rest.strip())
        return
    names = read_names(rest)
    for name in names:
        _add_name(ids, name)
    _add_role_word(ids, rest, {part.words for name in names for part in name.parts})


def _add_role_word(ids: Identifiers, typed: str, parts: set[tuple[str, ...]]) -> None:
    """A name of which one word is no name by itself: that counts in the whole name only.

    `Anna Witness`, whose family name is what people are called, and `Django Reinholt`.
    """
    words = tuple(Words(typed).words)
    cased = all(word[:1].isupper() for word in typed.split())
    ordinary = [word for word in words if word in other_words() and (word,) not in parts]
    if not cased or not ordinary or not 1 < len(words) <= _MOST_GIVEN:
        return
    _add_phrase(ids, words)
    if len(ordinary) == 1 and words[-1] not in TITLES:
        _add_handle(ids, "_".join(words))
    if words[-1] in ordinary and all((word,) in parts for word in words[:-1]):
        for title in ("mr", "mrs", "ms", "miss", "mx", "dr"):
            _add_phrase(ids, (title, words[-1]))


def _without(words: Words, links: Iterable[Link]) -> str:
    """A text without its addresses."""
    kept, done = [], 0
    for link in links:
        start = words.offsets[link.start]
        kept.append(words.text[done:start])
        done = words.origin_of_end(link.end)
    return " ".join([*kept, words.text[done:]])


def _add_name(ids: Identifiers, name: PersonName, sure: bool = False) -> None:
    """Add a name; `sure` where it needs no evidence from the sentence, however short it is."""
    person = len(ids.names)
    ids.names.append(name)
    for part in name.parts:
        alone = sure or _sure(part.words)
        entry = KnownTerm(part.words, TermKind.PART, person, part.slot, part.role, alone, part.half)
        ids.index[part.words[0]].append(entry)
        if len(part.words) == 1 and part.role in {NameRole.GIVEN, NameRole.ONLY}:
            for other in short_forms().get(part.words[0], ()):
                ids.nicknames[other].add(person)
    ids.joined |= _joined(name)
    # Two ordinary words in one may be a place: `Sunnydale`.
    plain = all(word in ordinary_words() for part in name.parts for word in part.words)
    for whole in _whole_words(name):
        ids.index[whole].append(KnownTerm((whole,), TermKind.HANDLE, person, sure=not plain))


def _sure(words: tuple[str, ...]) -> bool:
    """Whether a name is one wherever it stands: four letters or more and no ordinary word."""
    letters = sum(map(len, words))
    if len(words) > 1:
        return letters >= 4 or ord(words[0][0]) >= 0x1100
    return letters >= 4 and words[0] not in ordinary_words()


def _joined(name: PersonName) -> set[str]:
    """The ways of writing a whole name as one word."""
    given, family = _by_role(name, NameRole.GIVEN), _by_role(name, NameRole.FAMILY)
    ways = {way for g in given for f in family for way in (g[0] + f, f + g[0], g + f[0])}
    ways = {way for way in ways if len(way) >= 4 and way not in ordinary_words()}
    return ways | _whole_words(name)


def _whole_words(name: PersonName) -> set[str]:
    """Given and family name as one word: `JaneDoe`."""
    given, family = _by_role(name, NameRole.GIVEN), _by_role(name, NameRole.FAMILY)
    ways = {way for g in given for f in family for way in (g + f, f + g)}
    return {way for way in ways if len(way) > 5 and way not in ordinary_words()}


def _by_role(name: PersonName, role: NameRole) -> set[str]:
    """The spellings of the given or family name, particles before it included."""
    return {"".join(part.words) for part in name.parts if part.role is role}


def _add_alias(ids: Identifiers, cell: str) -> None:
    """Other names: a handle where one looks like it, a phrase where it is no name."""
    for typed in split_aliases(cell):
        if find_links(Words(typed)):
            _add_contact(ids, typed)
        elif is_user_name(typed):
            _add_user_name(ids, typed)
        else:
            _add_other_name(ids, typed)


def _add_user_name(ids: Identifiers, typed: str) -> None:
    """A user name, whatever joins its words; the same account with an @ or in an address."""
    ids.accounts |= account_keys(normalise(typed))
    _add_handle(ids, typed)
    if "_" not in typed:
        for name in read_names(typed):
            _add_name(ids, name)


def _add_other_name(ids: Identifiers, typed: str) -> None:
    words = Words(typed)
    if len(words) > 1:
        _add_phrase(ids, tuple(words.words))
        if words.words[0] in {"the", "a", "an"} or typed.islower():
            return
    small = typed.islower() and len(words) == 1 and len(words.words[0]) >= _SHORTEST_ALIAS
    for name in read_names(typed):
        _add_name(ids, name, sure=small and words.words[0] not in ordinary_words())


def _add_phrase(ids: Identifiers, words: tuple[str, ...]) -> None:
    if fold(REPLACEMENT) not in words and not all(len(word) == 1 for word in words[:2]):
        ids.index[words[0]].append(KnownTerm(words, TermKind.PHRASE, -1))


def _add_contact(ids: Identifiers, typed: str) -> None:
    words = Words(typed)
    links = find_links(words)
    for link in links:
        _add_link(ids, link)
    left = [piece for piece in _without(words, links).split() if piece.strip("()[],;:")]
    rest = [p.strip("()[],;:") for p in left if fold(p.strip("()[],;:")) not in _CHANNELS]
    if len(rest) == 1 and (not links or is_user_name(rest[0])):
        _add_handle(ids, rest[0])
    elif len(rest) > 1 and not links and any(map(str.isdecimal, rest)):
        _add_phrase(ids, tuple(words.words))  # where somebody lives
    elif len(rest) > 1 and not links:
        _add_person(ids, " ".join(rest))


def _add_link(ids: Identifiers, link: Link) -> None:
    if link.kind == PHONE:
        ids.phones.add(link.written[-9:])
        return
    contact = link.contact()
    ids.accounts |= account_keys(contact)
    if link.kind == EMAIL:
        _add_email(ids, contact.account or "")
    elif link.kind == URL:
        _add_url(ids, contact)
    elif link.kind == HANDLE:
        _add_handle(ids, contact.account or link.written)


def _add_email(ids: Identifiers, account: str) -> None:
    """The part before the @ is a user name as well, unless it is that of an office.

    Where it is two words and more, as in `ossian.vale@`, people write them as a name.
    """
    typed = fold(account).partition("+")[0]
    local = joined_handle(typed)
    if local not in _MAIL_ROLES and local not in ordinary_words() and len(local) > 4:
        ids.handles.add(local)
        ids.index[local].append(KnownTerm((local,), TermKind.HANDLE, -1))
        if is_somebody(words := tuple(words_of(typed)), _MAIL_ROLES):
            _add_phrase(ids, words)


def _add_url(ids: Identifiers, contact: Contact) -> None:
    address = fold(contact.address or "")
    host, _, path = address.partition("/")
    if not path and host in _PLATFORMS:
        return
    ids.pages.add(address)
    segments = [s for s in path.partition("?")[0].split("/") if s]
    if contact.account:
        ids.pages.add(f"{host}/{fold(contact.account)}")
        if not contact.account.isdecimal():
            _add_handle(ids, contact.account)
    elif not segments:
        _add_handle(ids, host)
    elif segments[0].startswith("@") or (host in _ACCOUNT_FIRST and segments[0] not in _NO_ACCOUNT):
        _add_handle(ids, segments[0])
    elif len(segments) == 1 or segments[-2] in _PROFILE_PATHS:
        _add_account(ids, segments[-1])


def _add_account(ids: Identifiers, segment: str) -> None:
    """The last piece of an address as a handle, unless it is a page: `/blog`."""
    if fold(segment) not in other_words():
        _add_handle(ids, segment)


def _add_handle(ids: Identifiers, typed: str) -> None:
    """A handle: in links and after an @ always, in running text where it is no ordinary word."""
    key = fold(typed).strip("@./:-")
    name = key.partition("@")[0].partition("#")[0]
    words = tuple(Words(name).words)
    if not words or name in _COMMON_SEGMENTS or fold(REPLACEMENT) in words:
        return
    ids.handles.add(joined_handle(name))
    if stands_in_text(words, name):
        ids.index[words[0]].append(KnownTerm(words, TermKind.HANDLE, -1))


def name_parts(ids: Identifiers) -> Iterable[NamePart]:
    """Every part of every name."""
    return (part for name in ids.names for part in name.parts)
