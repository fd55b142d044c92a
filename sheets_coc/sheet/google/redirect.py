"""Sending every request for Google to a server on this machine instead.

`SHEETS_COC_API_ROOT=http://127.0.0.1:PORT` means all of them: the API's, the token's, and
whatever google-auth asks by itself. The path stays as it is.
"""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from sheets_coc.errors import UsageError

GOOGLE = ("googleapis.com", "google.com", "google.internal")
METADATA_ADDRESSES = {"169.254.169.254", "fd20:ce::254"}


def check_api_root(root: str) -> str:
    """The root without a trailing slash, if it is plain http on this machine.

    Raises:
        UsageError: for any other address.
    """
    try:
        parts = urlsplit(root.strip())
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        parts = urlsplit("")
    plain = parts.scheme == "http" and not (parts.query or parts.fragment or "@" in parts.netloc)
    if not plain or parts.path not in {"", "/"} or not _is_loopback(parts.hostname):
        raise UsageError(
            "SHEETS_COC_API_ROOT must be an address on this machine, like http://127.0.0.1:8080",
            code="api-root",
        )
    return f"http://{parts.netloc}"


def _is_loopback(host: str | None) -> bool:
    """Whether a host is this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_google(host: str | None) -> bool:
    """Whether a host is one of Google's, the metadata server included."""
    host = (host or "").lower().rstrip(".")
    return host in METADATA_ADDRESSES or any(
        host == name or host.endswith("." + name) for name in GOOGLE
    )


class ApiRootAdapter(HTTPAdapter):
    """An adapter that sends what is meant for Google to a server on this machine.

    Args:
        root: the server, as `check_api_root` returned it.
    """

    def __init__(self, root: str) -> None:
        super().__init__(max_retries=0)
        self._root = root

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """Send a request, to the root if it is for Google, its path and query unchanged."""
        parts = urlsplit(request.url or "")
        if is_google(parts.hostname):
            there = urlsplit(self._root)
            request = request.copy()
            request.url = urlunsplit((there.scheme, there.netloc, parts.path, parts.query, ""))
        return super().send(request, *args, **kwargs)


def mount(session: requests.Session, adapter: BaseAdapter) -> None:
    """Make a session send everything through one adapter, whatever the environment says."""
    session.trust_env = False
    session.mount("https://", adapter)
    session.mount("http://", adapter)
