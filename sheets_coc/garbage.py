"""Making very many small objects without looking for garbage among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the garbage collector out while what is made holds no cycles.

    Each few thousand new objects make it look at all the others, the whole sheet, again and
    again: at 100,000 records a third of the time, and several times the time it takes to read
    a large answer of Google's.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
