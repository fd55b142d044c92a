"""The search language of `files.list`: `name contains 'plan' and trashed = false`.

    query  = term { ("and" | "or") term }            "and" binds more tightly
    term   = "not" term | "(" query ")" | field operator value | value "in" collection
    value  = 'text' | "text" | true | false

gspread writes `parents in "ID"`, the other way round from the documentation; both are taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sheets_coc.local.auth.access import active
from sheets_coc.local.drive.common import invalid_value, names
from sheets_coc.local.errors import ApiError, lacking
from sheets_coc.local.state.state import timestamp

Json = dict[str, Any]
Test = Callable[[str, Json], bool]
"""Whether a file, given by id and what Drive keeps of it, is looked for."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<sign><=|>=|!=|[=<>()])"""
    r"""|(?P<word>[A-Za-z][A-Za-z0-9]*))"""
)
_TEXTS = {"name": "name", "title": "name", "mimeType": "mimeType"}
_TIMES = ("modifiedTime", "createdTime")
_FLAGS = ("trashed", "starred")
_ROLES = {
    "owners": ("owner",),
    "writers": ("owner", "organizer", "fileOrganizer", "writer"),
    "readers": ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"),
}
_KNOWN_TO_GOOGLE = names(
    """fullText viewedByMeTime sharedWithMe properties appProperties visibility shortcutDetails
    labels"""
)


def parse(text: str, now: datetime) -> Test:
    """A query as a function of a file.

    Args:
        text: the query; blank finds everything.
        now: the server's time, by which permissions have expired or not.

    Raises:
        ApiError: 400, it is not a query; 501, it asks for something not implemented here.
    """
    if not text.strip():
        return lambda _id, _file: True
    reader = _QueryReader(text, now)
    test = reader.alternatives()
    if reader.peek() is not None:
        raise invalid_value("q")
    return test


class _QueryReader:
    """Reads a query from left to right."""

    def __init__(self, text: str, now: datetime) -> None:
        self._now = now
        self._tokens = _split(text)
        self._at = 0

    def peek(self) -> str | None:
        """The next token, or None at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def take(self) -> str:
        """The next token, which must be there."""
        token = self.peek()
        if token is None:
            raise invalid_value("q")
        self._at += 1
        return token

    def accept(self, *words: str) -> bool:
        """Take the next token if it is one of these words, in any case."""
        token = self.peek()
        if token is None or token.lower() not in words:
            return False
        self._at += 1
        return True

    def alternatives(self) -> Test:
        """Terms joined with `or`."""
        tests = [self.conjunction()]
        while self.accept("or"):
            tests.append(self.conjunction())
        return lambda file_id, file: any(test(file_id, file) for test in tests)

    def conjunction(self) -> Test:
        """Terms joined with `and`."""
        tests = [self.term()]
        while self.accept("and"):
            tests.append(self.term())
        return lambda file_id, file: all(test(file_id, file) for test in tests)

    def term(self) -> Test:
        """One condition."""
        if self.accept("not"):
            test = self.term()
            return lambda file_id, file: not test(file_id, file)
        if self.accept("("):
            inner = self.alternatives()
            if not self.accept(")"):
                raise invalid_value("q")
            return inner
        first = self.take()
        operator = self.take().lower()
        second = self.take()
        if operator == "in" and first[0] in "'\"":
            return _member(second, _text(first), self._now)
        if operator == "in":
            return _member(first, _text(second), self._now)
        return _comparison(first, operator, second)


def _split(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise invalid_value("q")
        tokens.append(found.group().strip())
        at = found.end()
    return tokens


def _text(token: str) -> str:
    if token[0] not in "'\"":
        raise invalid_value("q")
    return re.sub(r"\\(.)", r"\1", token[1:-1])


def _member(collection: str, value: str, now: datetime) -> Test:
    """Whether a value is in one of a file's lists."""
    if collection == "parents":
        return lambda _id, file: value in file.get("parents", [])
    if collection not in _ROLES:
        raise _unknown(collection)
    roles = _ROLES[collection]

    def test(_id: str, file: Json) -> bool:
        return any(
            p["role"] in roles and p.get("emailAddress", "").lower() == value.lower()
            for p in active(file, now)
        )

    return test


def _comparison(name: str, operator: str, value: str) -> Test:
    if name in _TEXTS:
        return _of_text(_TEXTS[name], operator, _text(value))
    if name in _TIMES:
        return _of_time(name, operator, _text(value))
    if name in _FLAGS and operator in ("=", "!=") and value.lower() in ("true", "false"):
        wanted = (value.lower() == "true") == (operator == "=")
        return lambda _id, file: bool(file.get(name)) == wanted
    raise _unknown(name)


def _of_text(key: str, operator: str, value: str) -> Test:
    """Drive compares names without regard to case; `contains` looks at beginnings of words."""
    wanted = value.casefold()
    if operator == "=":
        return lambda _id, file: str(file.get(key, "")).casefold() == wanted
    if operator == "!=":
        return lambda _id, file: str(file.get(key, "")).casefold() != wanted
    if operator == "contains":
        start = re.compile(r"(?<!\w)" + re.escape(wanted))
        return lambda _id, file: bool(start.search(str(file.get(key, "")).casefold()))
    raise invalid_value("q")


def _of_time(key: str, operator: str, value: str) -> Test:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise invalid_value("q") from None
    at = timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    compare: dict[str, Callable[[str], bool]] = {
        "=": lambda own: own == at,
        "!=": lambda own: own != at,
        "<": lambda own: own < at,
        "<=": lambda own: own <= at,
        ">": lambda own: own > at,
        ">=": lambda own: own >= at,
    }
    if operator not in compare:
        raise invalid_value("q")
    return lambda _id, file: compare[operator](file[key])


def _unknown(name: str) -> ApiError:
    return lacking(f"searching for {name}") if name in _KNOWN_TO_GOOGLE else invalid_value("q")
