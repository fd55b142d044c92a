"""A local Google whose accounts have their keys already: keys take their time to make."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sheets_coc.local import LocalGoogle


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.local"
        google = LocalGoogle(path)
        for who in ("tool", "owner", "editor"):
            google.identities.key_file(who)
        google.identities.client_secret()
        del google
        return path.read_bytes()


def local_google(path: Path, variants: Iterable[str] = ()) -> LocalGoogle:
    """A new local Google in a file, with keys and without any spreadsheet."""
    path.write_bytes(_made())
    return LocalGoogle(path, variants=variants)
