"""Addresses, handles and profile pages: which spellings are one account, and which are no one's.

A link to a thread or a message says where something was written, not who somebody is, so it
has no key and never connects two records.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

from sheets_coc.people.names import NO_NAMES, says_nobody
from sheets_coc.people.sites import (
    ANYWHERE,
    BLUESKY,
    BY_WORD,
    NOT_ACCOUNTS,
    PERSONAL_HOSTS,
    PROFILES,
    SAME_SITE,
)


class ContactKind(StrEnum):
    """What a contact is."""

    EMAIL = "email"
    HANDLE = "handle"
    PROFILE = "profile"
    THREAD = "thread"
    PHONE = "phone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as rules compare it.

    Attributes:
        kind: what it is.
        key: what all spellings of one account share; None where it identifies nobody.
        account: the handle or user name in it, folded, where there is one.
        address: the e-mail or web address itself, in one spelling and without a scheme.
    """

    kind: ContactKind
    key: str | None = field(default=None, repr=False)
    account: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)

    @property
    def mailbox(self) -> str | None:
        """The key without a `+tag`: mail to both arrives in one place, of one person mostly."""
        if self.kind is not ContactKind.EMAIL or not self.key:
            return None
        local, _, host = self.key.rpartition("@")
        return f"{local.partition('+')[0] or local}@{host}"


THREAD: Final = Contact(ContactKind.THREAD)
OTHER: Final = Contact(ContactKind.OTHER)

GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})
"""Hosts of one mail service that knows neither points nor tags: `j.doe+x` is `jdoe`."""

LONGEST: Final = 500
"""Longer texts than this are stories, not contacts (an address has 254 characters at most)."""

_NO_HANDLES = (
    "address chat contact discord email facebook form forum irc list mail mastodon matrix na "
    "pending phone private same see slack tbc tbd telephone unavailable via web"
)
NO_HANDLES: Final = NO_NAMES | {*BY_WORD, *_NO_HANDLES.split()}
"""Single words in a contact cell that are nobody's handle."""

_KEPT = r"https?://[^\s;,<>]+|\([^()\n]*\)"
_CUT = r"[;；,，&、\n\r\v\f\x85\u2028\u2029]|\s/\s|(?:(?<=\s)|^)(?i:and)(?=\s|$)"
_PIECES = re.compile(f"(?P<kept>{_KEPT})|(?P<cut>{_CUT})")
_AROUND = "()[]{}<>\"'.,:"
_EXPUNGED = re.compile(r"expunged(\s*\(\s*\d+\s*\))?[.,]?", re.IGNORECASE)

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SPACED_AT = re.compile(r"[^\s@]+\s*@\s*[^\s@]+\.[^\s@]{2,}")
_ANGLE = re.compile(r"<([^<>]+)>")
_SPELLED_AT = re.compile(r"\s*[(\[{]\s*(?:at|ät|@)\s*[)\]}]\s*", re.IGNORECASE)
_SPELLED_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|\.)\s*[)\]}]\s*", re.IGNORECASE)
_WORD_AT = re.compile(r"^(\S+) at (\S+(?: dot \S+)+)$", re.IGNORECASE)
_WORD_DOT = re.compile(r"\s+dot\s+", re.IGNORECASE)
_PLAIN_EMAIL = re.compile(
    r"([a-z0-9._%+-]+)@((?!xn--)[a-z0-9-]+(?:\.(?!xn--)[a-z0-9-]+)*\.[a-z]{2,})"
)
_EMAIL = re.compile(r"([^\s@<>()\[\],;:\"/]+)@([^\s@<>()\[\],;:/]+\.[^\s@<>()\[\],;:/.]{2,})")
_FEDERATED = re.compile(r"@([\w.-]+)[@:]([\w.-]+\.[^\W\d_]{2,})")
_HANDLE = re.compile(r"@([\w.#-]+)")
_BARE_HANDLE = re.compile(r"[\w-]+(?:#\d{4})?")
_SITE_HANDLE = re.compile(r"([a-z]+)(?:\s*(?::|user(?:name)?:?)\s*|\s+)@?([\w.-]+)", re.IGNORECASE)
_HANDLE_SITE = re.compile(r"@?([\w.-]+)\s*(?:\(|on\s+)(?:on\s+)?([a-z]+)\)?", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_PHONE = re.compile(r"(?:tel:|phone:?)?\s*(\+?[\d\s()./-]{7,24})", re.IGNORECASE)
_URL = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*):)?//(?:[^/@]*@)?(?P<host>[^/:?#]+)(?::\d+)?"
    r"/*(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:\#(?P<fragment>.*))?",
    re.IGNORECASE,
)
_HOST_PATH = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#].*)?")
_HOST_PREFIXES = ("www.", "m.", "mobile.", "old.", "new.")


def split_contacts(cell_text: str) -> tuple[str, ...]:
    """Every contact in a cell, as it was typed, without words for nobody and `Expunged`.

    Splits as names are split, at every comma as well, and between several addresses that
    only white space separates.
    """
    if not cell_text.strip() or says_nobody(cell_text):
        return ()
    found = [one for piece in _cut(cell_text) for one in _addresses(piece)]
    return tuple(one for one in found if not says_nobody(one) and not _EXPUNGED.fullmatch(one))


def _cut(cell_text: str) -> list[str]:
    pieces, start = [], 0
    for found in _PIECES.finditer(cell_text):
        if found["cut"] is not None:
            pieces.append(cell_text[start : found.start()])
            start = found.end()
    pieces.append(cell_text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _addresses(piece: str) -> list[str]:
    """A piece, or the addresses in it where it holds more than one."""
    if not any(sign.isspace() for sign in piece):
        return [piece]
    words = [word.strip(_AROUND) for word in piece.split()]
    found = [word for word in words if "@" in word[:-1] or "://" in word]
    return found if len(found) > 1 else [piece]


def normalise(contact: str) -> Contact:
    """What a typed contact is, and the key all its spellings share.

    Ignores case, Unicode forms, `mailto:`, `www.`, trailing slashes, a leading `@`, queries
    and fragments. `+tags` of addresses stay distinct: they may be different accounts, except
    at Gmail, where neither tags nor points make another ("Dots don't matter").

    This is the one key of an account: records are joined, lists are screened, access is
    compared and stories are scrubbed by it.
    """
    if len(contact) > LONGEST:
        return OTHER
    plain = contact.lower() if contact.isascii() else ""
    if found := _PLAIN_EMAIL.fullmatch(plain):
        return _mail(found[1], found[2])
    text = (
        unicodedata.normalize("NFKC", _INVISIBLE.sub("", contact)).strip().strip("\"'“”‘’").strip()
    )
    if inside := _ANGLE.search(text):
        text = inside[1]
    text = re.sub(r"^mailto:\s*|^e-?mail:\s*", "", text.rstrip(".,;"), flags=re.IGNORECASE)
    return _email(text) or _url(text) or _account(text) or _phone(text) or OTHER


def _email(text: str) -> Contact | None:
    if _SPACED_AT.fullmatch(text):  # a blank slipped in beside the sign
        text = "".join(text.split())
    spelled = _SPELLED_DOT.sub(".", _SPELLED_AT.sub("@", text))
    if spelled != text or _WORD_AT.fullmatch(text):
        text = _WORD_DOT.sub(".", re.sub(" at ", "@", spelled, flags=re.IGNORECASE))
    address = text.partition("?")[0]
    found = _EMAIL.fullmatch(address) or _EMAIL.fullmatch(_REMARK.sub("", address))
    if found is None:
        return _email_inside(address)
    return _mail(found[1].casefold(), fold_host(found[2]))


def _mail(local: str, host: str) -> Contact:
    key = f"{local}@{host}"
    if host in GMAIL:
        key = f"{(local.partition('+')[0] or local).replace('.', '')}@gmail.com"
    return Contact(ContactKind.EMAIL, f"email:{key}", local, f"{local}@{host}")


def _email_inside(text: str) -> Contact | None:
    """The one address in a piece with other words around it, such as a name."""
    words = [word.strip(_AROUND) for word in text.split()]
    if len(words) < 2 or "://" in text:
        return None
    found = [match for word in words if (match := _EMAIL.fullmatch(word))]
    return _email(found[0][0]) if len(found) == 1 else None


def fold_host(host: str) -> str:
    """A host name in one spelling: lower case, without the final dot, punycode resolved."""
    host = unicodedata.normalize("NFKC", host).casefold().rstrip(".")
    if host.isascii() and "xn--" not in host:
        return host
    try:
        return host.encode("idna").decode("ascii").encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _url(text: str) -> Contact | None:
    text = _REMARK.sub("", text)
    if " " in text:
        found = [word for word in text.split() if "://" in word]
        text = found[0].strip("()<>.,") if len(found) == 1 else text
    if "://" not in text and _HOST_PATH.fullmatch(text):
        text = f"//{text}"
    parts = _URL.fullmatch(text)
    if parts is None:
        return None
    host = _host(parts["host"])
    path = unicodedata.normalize("NFKC", unquote(parts["path"])).strip("/")
    query, fragment = parts["query"] or "", parts["fragment"] or ""
    page = _page(host, path, query, fragment)
    address = f"{host}/{path.casefold()}".rstrip("/") + (f"?{query.casefold()}" if query else "")
    if fragment.startswith("/"):  # a page of its own: `chat.example.org/#/user/@jane`
        address += f"#{fragment.casefold()}"
    return replace(page, address=address)


def _host(host: str) -> str:
    host = fold_host(host)
    for prefix in _HOST_PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
    if host.endswith(".linkedin.com"):  # one host for each country
        return "linkedin.com"
    return SAME_SITE.get(host, host)


def _page(host: str, path: str, query: str, fragment: str) -> Contact:
    """The profile a page is, or THREAD where it is anything else."""
    if host.endswith(BLUESKY) or (host == "bsky.app" and path.endswith(BLUESKY)):
        return _bluesky(path.rpartition("/")[2] if host == "bsky.app" else host)
    if host.endswith(PERSONAL_HOSTS):
        return _profile(host, "", host.partition(".")[0])
    number = re.search(r"(?:^|&)id=([\w-]+)", query)
    if number and (host, path) in {
        ("facebook.com", "profile.php"),
        ("news.ycombinator.com", "user"),
    }:
        return _profile(host, "", number[1])
    if host == "matrix.to" and (found := _FEDERATED.fullmatch(unquote(fragment).strip("/"))):
        return _profile(fold_host(found[2]), "@", found[1])
    if host.endswith(".slack.com") and (member := re.fullmatch(r"team/([UW]\w+)", path)):
        return _profile(host, "", member[1])
    if host in PROFILES:
        found = re.fullmatch(PROFILES[host], path)
        return _profile(host, "", found[1]) if found and _is_account(found[1]) else THREAD
    found = ANYWHERE.fullmatch(path)
    return _profile(host, "@", next(filter(None, found.groups()))) if found else THREAD


def _is_account(segment: str) -> bool:
    return segment.casefold() not in NOT_ACCOUNTS


def _profile(host: str, mark: str, account: str) -> Contact:
    account = account.casefold()
    return Contact(ContactKind.PROFILE, f"profile:{host}/{mark}{account}", account)


def _bluesky(name: str) -> Contact:
    """An account by the name Bluesky gave it: `@jane.bsky.social`, also without the `@`."""
    key = f"profile:bsky.app/{name.casefold()}"
    return Contact(ContactKind.PROFILE, key, name.casefold().partition(".")[0])


def _account(text: str) -> Contact | None:
    """A handle: bare, federated, or with the word for its site beside it."""
    if found := _FEDERATED.fullmatch(text):
        return _profile(fold_host(found[2]), "@", found[1])
    if found := re.fullmatch(r"/?u/([\w-]+)", text):
        return _profile("reddit.com", "", found[1])
    if (found := _SITE_HANDLE.fullmatch(text)) and (site := BY_WORD.get(found[1].casefold())):
        return _profile(site, "", found[2])
    if (found := _HANDLE_SITE.fullmatch(text)) and (site := BY_WORD.get(found[2].casefold())):
        return _profile(site, "", found[1])
    bare = _REMARK.sub("", text)
    if (found := _HANDLE.fullmatch(bare)) or _is_bare_handle(bare):
        handle = (found[1] if found else bare).casefold().rstrip(".")
        if handle.endswith(BLUESKY):
            return _bluesky(handle)
        return Contact(ContactKind.HANDLE, f"handle:{handle}", handle)
    return None


def _is_bare_handle(text: str) -> bool:
    wordlike = len(text) > 1 and not text.isdigit() and text.casefold() not in NO_HANDLES
    return wordlike and bool(_BARE_HANDLE.fullmatch(text))


def _phone(text: str) -> Contact | None:
    found = _PHONE.fullmatch(text)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    if not found or not 7 <= len(digits) <= 15:
        return None
    plus = "+" if found[1].strip().startswith("+") else ""
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    plus = "+" if found[1].strip().startswith("00") else plus
    return Contact(ContactKind.PHONE, f"phone:{plus}{digits}")
