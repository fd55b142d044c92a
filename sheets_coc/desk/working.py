"""Long work beside the pages, with a page that says how far it is.

The page asks again every second, so that it needs no script; work that is done at once is never
seen waiting.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

Told = Callable[[int, int], None]
"""Told how much is done, and of how much."""

AT_ONCE = 0.5
"""Seconds that a page waits for work before it shows a bar instead."""


@dataclass
class Work:
    """Something that takes a while.

    Attributes:
        title: what is done, as a heading.
        then: the page that shows what came of it.
        done: how much is done.
        total: of how much; 0 where nobody knows.
        error: what went wrong.
    """

    title: str
    then: str
    done: int = 0
    total: int = 0
    error: Exception | None = field(default=None, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def begin(self, job: Callable[[Told], object]) -> None:
        """Begin, and wait a moment: most work is done by then."""

        def run() -> None:
            try:
                job(self._tell)
            except Exception as error:  # shown by the page, in our words
                self.error = error

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        self._thread.join(AT_ONCE)

    @property
    def finished(self) -> bool:
        """Whether it is over, well or not."""
        return self._thread is not None and not self._thread.is_alive()

    def _tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total
