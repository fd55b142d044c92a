"""A transport for `requests` that sends what is meant for Google to a server of this machine."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

_HERE = ("127.0.0.1", "localhost", "::1")


class Redirect(HTTPAdapter):
    """Mount it on `https://` of a session: the host changes, path and query stay.

    Args:
        root: `http://127.0.0.1:PORT`, as `serve` gives it.

    Raises:
        ValueError: the root is not on this machine.
    """

    def __init__(self, root: str) -> None:
        super().__init__()
        parts = urlsplit(root)
        if parts.scheme != "http" or parts.hostname not in _HERE:
            raise ValueError("the root must be http:// on this machine")
        self._root = f"{parts.scheme}://{parts.netloc}"

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request to the root instead; never through a proxy."""
        parts = urlsplit(request.url or "")
        request.url = self._root + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, stream=stream, timeout=timeout, verify=verify, cert=cert)
