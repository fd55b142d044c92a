"""Which endpoint a path belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter, Rule

from sheets_coc.local.errors import lacking
from sheets_coc.local.wire.endpoint import Endpoint


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint there is."""
    from sheets_coc.local import drive
    from sheets_coc.local.sheets import spreadsheets as sheets
    from sheets_coc.local.sheets import values as sheets_values

    return (*sheets.ENDPOINTS, *sheets_values.ENDPOINTS, *drive.ENDPOINTS)


@cache
def _map() -> MapAdapter:
    rules = [
        Rule(endpoint.rule, methods=[endpoint.method], endpoint=endpoint)
        for endpoint in endpoints()
    ]
    return Map(rules, strict_slashes=False, merge_slashes=False).bind("localhost")


def find(method: str, path: str) -> tuple[Endpoint, Mapping[str, str]]:
    """The endpoint and the variable parts of a path.

    Raises:
        ApiError: 501 with the method and the path, there is no such endpoint here.
    """
    path = path.replace("/:", ":")  # a slash before the colon makes no difference
    try:
        endpoint, params = _map().match(path, method=method)
    except HTTPException:
        raise lacking(f"{method} {path}") from None
    found: Endpoint = endpoint
    return found, params
