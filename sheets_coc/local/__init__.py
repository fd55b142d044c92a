"""A local Google: the Sheets v4, Drive v3 and OAuth token APIs over one file.

It knows nothing of the rest of the product and can stand alone:

    google = LocalGoogle("sheets.local")
    session.mount("https://", google.adapter())     # any `requests` session, in this process
    with serve.serve("sheets.local") as served: ... # any client, over HTTP on 127.0.0.1
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheets_coc.local.server.google import LocalGoogle

__all__ = ["LocalGoogle"]


def __getattr__(name: str) -> Any:
    """Loads what is asked for when it is asked for; the command line shows help without it."""
    if name == "LocalGoogle":
        from sheets_coc.local.server.google import LocalGoogle

        return LocalGoogle
    raise AttributeError(name)
