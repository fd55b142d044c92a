"""A Google that has a bad day, on demand: quota, server errors, lost answers, people editing.

A `Rule` says which requests it is about and what happens to them:

    door = Misbehaviour()
    door.add(Rule("drop_after", method="POST", path=r":batchUpdate$", nth=2))
    door.add(Rule("quota", limit=60))
    door.add(Rule("edit_before", nth=3, edit=PersonEdit("sort", tab="Records", column="B")))
    ...
    door.rules[0].fired          # how often it has happened

Requests are counted apart for each rule, from 1, among those its method and path fit. `nth`
picks one of them (or several); `times` is how often the rule may fire in all. Rules are tried in
the order they were added, and each that fits does its part: an edit, then a delay, then the first
answer that takes the place of the real one. The door is apart from the API: `control` answers
the paths below `/_control/` for tests in other processes.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sheets_coc.local.auth.identities import PROJECT_NUMBER
from sheets_coc.local.errors import ApiError
from sheets_coc.local.person.edits import PersonEdit

Json = dict[str, Any]

ACTIONS = {
    "status": "answer with an error of `code` (429, 500, 503, 400, 401, 403, 404) as Google does",
    "html": "answer 502 with a page of HTML, as a proxy does",
    "delay": "wait `seconds` before doing what was asked",
    "drop_before": "close the connection without doing anything",
    "drop_after": "do what was asked and close the connection without an answer",
    "timeout_before": "do nothing and never answer (close after `seconds`, or when stopped)",
    "timeout_after": "do what was asked and never answer (close after `seconds`)",
    "error_after": "do what was asked and answer with an error of `code`",
    "truncate": "do what was asked, break the connection in the middle of the answer",
    "half": "do what was asked and answer with the first half of the JSON, as if it were all",
    "reshape": "do what was asked and answer with JSON of another form (`body`)",
    "quota": "allow `limit` requests a minute to each user, reads and writes apart, then 429",
    "edit_before": "somebody (`who`) does `edit` just before the request",
    "edit_after": "somebody (`who`) does `edit` once the request is done, before its answer",
}
"""Everything a rule can do."""
_EDITS = ("edit_before", "edit_after")
HTML_PAGE = (
    b"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 502 (Server Error)!!1"
    b"</title>\n<p><b>502.</b> <ins>That's an error.</ins>\n<p>The server encountered a temporary "
    b"error and could not complete your request.<p>Please try again in 30 seconds.\n"
)
"""What a proxy answers in place of the API."""
FOR_EVER = 600.0
"""Seconds of silence where a rule does not say how many."""
_SENTENCES = {
    400: "HttpRequest contains an invalid argument.",
    401: "HttpRequest had invalid authentication credentials. Expected OAuth 2 access token, login "
    "cookie or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    409: "The operation was aborted.",
    500: "Internal error encountered.",
    503: "The service is currently unavailable.",
}


@dataclass(repr=False)
class Rule:
    """What goes wrong, and when.

    Attributes:
        action: one of `ACTIONS`.
        method: the HTTP method it is about; None for any.
        path: a pattern found in the path with its query; None for any but the control door.
        nth: which of the fitting requests, from 1; None for all.
        times: how often at most; None without end.
        code: the status of an error.
        seconds: how long a delay or a silence lasts.
        body: what to answer instead.
        limit: requests a minute for each user; None takes Google's 60 (and 300 for the project).
        edit: what somebody does.
        who: `owner`, `editor` or an address.
        spreadsheet: the id of the one they edit; else the request's own, or the main one.
        fired: how often it has happened.
        refused: how often Google refused the edit (a protected range), or it could not be done.
    """

    action: str
    method: str | None = None
    path: str | None = None
    nth: int | Sequence[int] | None = None
    times: int | None = None
    code: int = 503
    seconds: float = 0.0
    body: Any = None
    limit: int | None = None
    edit: PersonEdit | None = None
    who: str = "owner"
    spreadsheet: str | None = None
    fired: int = 0
    refused: int = 0
    _seen: int = 0

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"no such action; there are: {', '.join(ACTIONS)}")
        if (self.edit is not None) != (self.action in _EDITS):
            raise ValueError("an edit goes with edit_before and edit_after only")
        if self.code not in (*_SENTENCES, 429):
            raise ValueError(f"no error of that code; there are: {[*_SENTENCES, 429]}")
        if self.action.startswith("timeout_") and not self.seconds:
            self.seconds = FOR_EVER
        self._path = re.compile(self.path or "")

    def __repr__(self) -> str:
        return f"<Rule {self.action}, fired {self.fired}>"

    def wants(self, method: str, target: str) -> bool:
        """Whether it is this request's turn; counts the request if it fits."""
        if self.method is not None and self.method.upper() != method:
            return False
        if not self._path.search(target):
            return False
        self._seen += 1
        if self.times is not None and self.fired >= self.times:
            return False
        if self.nth is None:
            return True
        return self._seen in ([self.nth] if isinstance(self.nth, int) else self.nth)

    def told(self) -> Json:
        """The rule's state, for the control door."""
        return {"action": self.action, "fired": self.fired, "refused": self.refused}


@dataclass(frozen=True, repr=False)
class Mishaps:
    """What is to happen to one request.

    Attributes:
        edits_before: what somebody does first.
        edits_after: what somebody does once the request is done.
        delay: seconds to wait first.
        before: the rule that takes the place of doing anything.
        after: the rule that takes the place of the answer, once it is done.
        error: the error that `before` or `after` answers with, if it does.
    """

    edits_before: tuple[Rule, ...] = ()
    edits_after: tuple[Rule, ...] = ()
    delay: float = 0.0
    before: Rule | None = None
    after: Rule | None = None
    error: ApiError | None = None


@dataclass(repr=False)
class Misbehaviour:
    """The control door of one server."""

    rules: list[Rule] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _spent: dict[tuple[str, str, str], deque[float]] = field(default_factory=dict)

    def add(self, rule: Rule) -> Rule:
        """Put a rule behind those there are."""
        with self._lock:
            self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Behave again."""
        with self._lock:
            self.rules.clear()
            self._spent.clear()

    def plan(self, method: str, target: str, email: str, now: datetime) -> Mishaps:
        """What is to happen to a request; counts it.

        Args:
            method: the HTTP method.
            target: the path with its query.
            email: the caller, for quotas; empty where unknown.
            now: the server's time.
        """
        with self._lock:
            wanted = [rule for rule in self.rules if rule.wants(method, target)]
            return self._plan(wanted, method, target, email, now)

    def _plan(
        self, wanted: list[Rule], method: str, target: str, email: str, now: datetime
    ) -> Mishaps:
        edits: dict[str, list[Rule]] = {name: [] for name in _EDITS}
        delay, before, after, error = 0.0, None, None, None
        for rule in wanted:
            if rule.action in _EDITS:
                edits[rule.action].append(rule)
            elif rule.action == "delay":
                delay += rule.seconds
                rule.fired += 1
            elif rule.action == "quota":
                if before is None and self._over_quota(rule, method, target, email, now):
                    before, error = rule, quota_error(target, method)
            elif before is None and after is None:
                if rule.action in ("status", "html", "drop_before", "timeout_before"):
                    before = rule
                else:
                    after = rule
        chosen = before or after
        if chosen is not None:
            chosen.fired += 1
            error = error or error_of(chosen.code, target, method)
        kept = edits if before is None else {**edits, "edit_after": []}
        for rule in (*kept["edit_before"], *kept["edit_after"]):
            rule.fired += 1
        return Mishaps(
            tuple(kept["edit_before"]), tuple(kept["edit_after"]), delay, before, after, error
        )

    def _over_quota(self, rule: Rule, method: str, target: str, email: str, now: datetime) -> bool:
        """Whether a request is one too many in its minute; refused ones do not count."""
        if "/v4/" not in target:
            return False
        kind = "Read" if _reads(method, target) else "Write"
        limits = {email: rule.limit or 60, "": (rule.limit or 60) * 5}
        moment = now.timestamp()
        books = [
            (self._spent.setdefault((kind, who, str(id(rule))), deque()), limit)
            for who, limit in limits.items()
        ]
        for book, _limit in books:
            while book and book[0] <= moment - 60:
                book.popleft()
        if any(len(book) >= limit for book, limit in books):
            return True
        for book, _limit in books:
            book.append(moment)
        return False


def error_of(code: int, target: str, method: str) -> ApiError:
    """An error of that code as Google words it."""
    return quota_error(target, method) if code == 429 else ApiError(code, _SENTENCES[code])


def quota_error(target: str, method: str) -> ApiError:
    """The 429 of too many requests in a minute; no `Retry-After` comes with it."""
    kind = "Read" if _reads(method, target) else "Write"
    metric = f"sheets.googleapis.com/{kind.lower()}_requests"
    return ApiError(
        429,
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute "
        "per user' of service 'sheets.googleapis.com' for consumer "
        f"'project_number:{PROJECT_NUMBER}'.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                    "service": "sheets.googleapis.com",
                    "consumer": f"projects/{PROJECT_NUMBER}",
                    "quota_location": "global",
                    "quota_metric": metric,
                    "quota_limit": f"{kind}RequestsPerMinutePerUser",
                    "quota_limit_value": "60",
                },
            }
        ],
    )


def _reads(method: str, target: str) -> bool:
    return method == "GET" or "ByDataFilter" in target or target.endswith(":search")
