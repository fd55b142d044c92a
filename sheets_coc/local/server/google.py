"""The local Google: one file, one state, two doors (in process, and as a WSGI application)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from sheets_coc.local.auth import signing_in
from sheets_coc.local.auth.identities import Identities
from sheets_coc.local.auth.oauth import Tokens, key_is_not_enough
from sheets_coc.local.auth.scopes import KNOWN_SCOPES, LINKS, OPENED
from sheets_coc.local.cells.fill import filled_tab
from sheets_coc.local.errors import ApiError, internal, lacking
from sheets_coc.local.files import main
from sheets_coc.local.person.edits import PersonEdit, perform
from sheets_coc.local.server.misbehaviour import HTML_PAGE, Misbehaviour, Mishaps, Rule
from sheets_coc.local.server.routes import find
from sheets_coc.local.server.wsgi import Application
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.state import Clock, Store, utc_now
from sheets_coc.local.wire.endpoint import Answer, Call, Endpoint
from sheets_coc.local.wire.http import Dropped, HttpReply, HttpRequest, error_reply
from sheets_coc.local.wire.jsontext import dumps

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

Observer = Callable[[Endpoint, HttpRequest, HttpReply], None]


class LocalGoogle:
    """A Google of one's own, in one file.

    A new file gets one empty spreadsheet, owned by the identity `owner` and shared with `editor`
    and the service account `tool` as writers.

    Args:
        path: the file; made if absent.
        clock: gives the server's time; the machine's by default.
        title: the title of the spreadsheet in a new file.
        variants: which questions that nobody has measured are answered the other way: names out
            of `state.variants.VARIANTS`.

    Attributes:
        store: the file.
        identities: who can sign in, and their key files.
        tokens: signing in.
        misbehaviour: what goes wrong on demand.
        app: the door over HTTP, a WSGI application.
        fault: the last exception that was answered over HTTP with Google's 500, for tests to look
            at; in process such an exception comes through. None while there was none.

    Raises:
        NotALocalSheet: the file is something else.
        ValueError: there is no variant of that name.
    """

    observers: ClassVar[list[Observer]] = []
    """Called with the endpoint, the request and the answer of every answered call to the API, of
    all local Googles in the process; an exception they raise reaches the client's side."""

    def __init__(
        self,
        path: str | Path,
        *,
        clock: Clock = utc_now,
        title: str = "Local spreadsheet",
        variants: Iterable[str] = (),
    ) -> None:
        self.store = Store(path, clock, variants)
        self.clock = clock
        self.identities = Identities(self.store)
        self.tokens = Tokens(self.identities, clock)
        self.misbehaviour = Misbehaviour()
        self.app = Application(self.respond)
        self.fault: Exception | None = None
        self._title = title

    @property
    def main_spreadsheet(self) -> str:
        """The id of the spreadsheet the file was made for; made if there is none yet."""
        return main.main_spreadsheet(self.store, self._title)

    def create_spreadsheet(
        self, title: str, tabs: Mapping[str, Sequence[Sequence[str | float | bool | None]]]
    ) -> str:
        """Makes a spreadsheet of `owner`, shared with `editor` and `tool`, and gives its id.

        Args:
            title: its title.
            tabs: rows of values for each tab, stored as they are; none makes one empty tab.
        """
        return self.create_from(
            title, [filled_tab(number, *item) for number, item in enumerate(tabs.items())]
        )

    def create_from(self, title: str, tabs: Sequence[Tab]) -> str:
        """The same with tabs of cells that are made already."""
        return main.create(self.store, title, tabs)

    def create_document(
        self, title: str, owner: str, shared: Mapping[str, str], file_id: str = ""
    ) -> str:
        """Makes a document of Docs, as Drive knows it, and gives its id.

        Args:
            title: its title.
            owner: the address it belongs to.
            shared: what others may do, by address (`reader`, `commenter`, `writer`); `anyone`
                for whoever has the link.
            file_id: its id; a new one if empty.
        """
        return main.create_document(self.store, title, owner, shared, file_id)

    def adapter(self) -> BaseAdapter:
        """A transport for `requests` sessions that answers in process: mount it on `https://`."""
        from sheets_coc.local.server.adapter import LocalAdapter

        return LocalAdapter(self.app)

    def token(self, who: str = "tool", scopes: Sequence[str] = ("spreadsheets", "drive")) -> str:
        """An access token without ceremony, for use in this process.

        Args:
            who: `tool`, `owner`, `editor` or the address of an account.
            scopes: Google's scopes, with or without the address before them.
        """
        return self.tokens.token(self.identities[who], scopes)

    def edit(self, edit: PersonEdit, who: str = "owner", spreadsheet: str | None = None) -> None:
        """Somebody does something in the sheet, now.

        Args:
            edit: what.
            who: `owner`, `editor`, `tool` or an address.
            spreadsheet: where; the main one if it is not said.

        Raises:
            ApiError: Google would not let them.
            ValueError: there is no such tab or cell.
        """
        email = self.identities[who].email
        target = spreadsheet or self.main_spreadsheet
        with self.store.write() as state:
            perform(state, target, email, edit)

    def respond(self, request: HttpRequest) -> HttpReply:
        """Answers a request, or misbehaves if that was asked for.

        A fault of ours is answered with Google's 500 over HTTP, and comes through in process.

        Raises:
            Dropped: there is no whole answer.
        """
        try:
            return self._answer_or_not(request)
        except Dropped:
            raise
        except Exception as fault:
            if not request.over_http:
                raise
            self.fault = fault
            return self._dated(error_reply(internal()))

    def _answer_or_not(self, request: HttpRequest) -> HttpReply:
        if not self.misbehaviour.rules:
            return self._answer(request)
        email = self._email(request)
        plan = self.misbehaviour.plan(request.method, request.target, email, self.clock())
        self._edits(plan.edits_before, request)
        time.sleep(plan.delay)
        if plan.before is not None:
            return self._instead(plan.before, plan)
        reply = self._answer(request)
        self._edits(plan.edits_after, request)
        return reply if plan.after is None else self._afterwards(plan.after, plan, reply)

    def _email(self, request: HttpRequest) -> str:
        """Who asks, without refusing anybody."""
        try:
            token = request.headers.get("authorization")
            return self.tokens.caller(token, KNOWN_SCOPES, "").identity.email
        except ApiError:
            return ""

    def _edits(self, rules: Sequence[Rule], request: HttpRequest) -> None:
        """People edit; that Google refuses them is theirs to see, not the client's."""
        parts = urlsplit(request.url).path.split("/")
        asked = parts[3].partition(":")[0] if parts[1:3] == ["v4", "spreadsheets"] else ""
        with self.store.read() as state:
            target = asked if asked in state.ids() else None
        for rule in rules:
            try:
                if rule.edit is not None:
                    self.edit(rule.edit, rule.who, rule.spreadsheet or target)
            except (ApiError, KeyError, ValueError):
                rule.refused += 1

    def _instead(self, rule: Rule, plan: Mishaps) -> HttpReply:
        """What is answered without having done anything."""
        if rule.action == "html":
            return self._dated(HttpReply(502, HTML_PAGE, "text/html; charset=UTF-8"))
        if rule.action == "drop_before":
            raise Dropped
        if rule.action == "timeout_before":
            raise Dropped(rule.seconds)
        return self._dated(error_reply(plan.error or lacking(rule.action)))

    def _afterwards(self, rule: Rule, plan: Mishaps, reply: HttpReply) -> HttpReply:
        """What is left of an answer once the request was done."""
        if rule.action == "drop_after":
            raise Dropped
        if rule.action == "timeout_after":
            raise Dropped(rule.seconds)
        if rule.action == "truncate":
            raise Dropped(part=reply)
        if rule.action == "half":
            reply.body = reply.body[: len(reply.body) // 2]
            return reply
        if rule.action == "reshape":
            reply.body = dumps({"unexpected": []} if rule.body is None else rule.body)
            return reply
        return self._dated(error_reply(plan.error or lacking(rule.action)))

    def _answer(self, request: HttpRequest) -> HttpReply:
        """The answer to a request, of a Google that behaves."""
        signed_in = signing_in.respond(self.tokens, request)
        if signed_in is not None:
            return self._dated(signed_in)
        path = unquote(urlsplit(request.url).path)
        try:
            endpoint, params = find(request.method, path)
        except ApiError as error:
            return self._dated(error_reply(error))
        try:
            reply = self._call(endpoint, params, request)
        except ApiError as error:
            reply = error_reply(error)
        for observer in list(self.observers):
            observer(endpoint, request, reply)
        return self._dated(reply)

    def _call(
        self, endpoint: Endpoint, params: Mapping[str, str], request: HttpRequest
    ) -> HttpReply:
        parts = urlsplit(request.url)
        query = parse_qs(parts.query, keep_blank_values=True)
        shown, key = request.headers.get("authorization"), query.get("key", [None])[-1]
        if key and not shown and request.method != "GET":
            raise key_is_not_enough(endpoint.name)
        caller = self.tokens.caller(shown, endpoint.scopes, endpoint.name, key)
        endpoint.check_query(query)
        if query.get("alt", ["json"])[-1] not in ("json", "media"):
            raise lacking(f"alt={query['alt'][-1]}")
        transaction = self.store.write if endpoint.writes else self.store.read
        with transaction() as state:
            state.opened_only = caller.scopes & set(endpoint.scopes) <= {OPENED}
            state.links = bool(caller.scopes & LINKS)
            answer = endpoint.handle(
                Call(
                    state,
                    caller.identity.email,
                    params,
                    query,
                    request.data,
                    f"{parts.scheme}://{parts.netloc}",
                    request.headers.get("content-type", ""),
                )
            )
            if isinstance(answer, Answer):
                return HttpReply(
                    answer.status, answer.body, answer.content_type, list(answer.headers)
                )
            return HttpReply(200, dumps(answer))

    def _dated(self, reply: HttpReply) -> HttpReply:
        moment: datetime = self.clock()
        reply.headers.append(("Date", format_datetime(moment, usegmt=True)))
        return reply
