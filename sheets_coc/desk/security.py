"""Who may look at the desk: the person who started it, in their own browser, and nobody else.

The page shows the most sensitive data a community has, so every request must pass four checks:

1. It comes from this machine, and names this machine: another name in `Host` is another site's
   attempt to be this one (DNS rebinding).
2. It carries the cookie that the one-time link was exchanged for. The link works once; whoever
   finds it in a history or a list of processes finds it used.
3. What changes something carries a token that only our own pages hold, and an `Origin` that is
   ours: another site's form has neither.
4. Nothing is kept: no page is stored by the browser, none may be framed, and none loads
   anything from elsewhere.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field

from flask import Flask, Response, abort, request

FIELD = "token"
_SAFE = ("GET", "HEAD")


def cookie_name(host: str) -> str:
    """The name of the cookie of the desk that is asked for under a host and port.

    Browsers keep cookies by host and not by port, so two desks that are open at once (the sheet
    and a practice copy) would otherwise put each other out.
    """
    return f"sheets-coc-desk-{host.rpartition(':')[2]}"


POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    # With no-referrer, browsers send "null" as the origin of our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
}


@dataclass
class Keys:
    """The secrets of one desk; none outlives it.

    Attributes:
        link: what the one-time link carries; empty once it was used.
        cookie: what the browser carries after that.
        token: what every form of ours carries.
    """

    link: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def exchange(self, offered: str) -> bool:
        """Whether an offered link is the one; from then on it is none."""
        if not self.link or not _same(self.link, offered):
            return False
        self.link = ""
        return True


def _same(ours: str, offered: str) -> bool:
    return hmac.compare_digest(ours.encode(), offered.encode("utf-8", "surrogatepass"))


def guard(app: Flask, keys: Keys, hosts: frozenset[str]) -> None:
    """Put every request of an application through the checks.

    Args:
        app: the application. Its view `enter` is where the one-time link leads.
        keys: the desk's secrets.
        hosts: the names, with the port, under which the desk may be asked for.
    """
    origins = frozenset(f"http://{host}" for host in hosts)

    @app.before_request
    def check() -> None:
        if request.host not in hosts:
            abort(421)
        if request.endpoint == "enter":
            return
        if not _same(keys.cookie, request.cookies.get(cookie_name(request.host), "")):
            abort(403)
        if request.method in _SAFE:
            return
        origin = request.headers.get("Origin")
        if origin is not None and origin not in origins:
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            abort(403)
        if not _same(keys.token, request.form.get(FIELD, "")):
            abort(403)

    @app.after_request
    def seal(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers.pop("Server", None)
        return response


def admit(response: Response, keys: Keys) -> Response:
    """Give the browser the cookie: of this session, for this site, out of scripts' reach."""
    name = cookie_name(request.host)
    response.set_cookie(name, keys.cookie, httponly=True, samesite="Strict", path="/")
    return response
