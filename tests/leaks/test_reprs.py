"""No object of the product shows what it holds: neither people nor keys stand in any repr."""

import gc
from typing import Any

import pytest

from tests.leaks.scenarios import USES
from tests.leaks.trying import Try, Trying


def _ours() -> dict[str, str]:
    """What every living object of the product shows of itself, by its class."""
    shown: dict[str, str] = {}
    for thing in gc.get_objects():
        kind = type(thing)
        module = getattr(kind, "__module__", "")
        if not isinstance(module, str) or not module.startswith("sheets_coc."):
            continue
        if module.startswith("sheets_coc.local"):  # the other side: Google itself
            continue
        name = f"{module}.{kind.__qualname__}"
        shown[name] = shown.get(name, "") + f"{thing!r}\n"[:2_000]
    return shown


@pytest.mark.parametrize(
    ("command", "typed"),
    [("redact", "--apply"), ("oncall plan", ""), ("screen", "{list} --event-date 2026-12-01"),
     ("access", ""), ("person", ""), ("status", ""), ("statistics", "")],
)  # fmt: skip
def test_no_repr_shows_anything(
    command: str, typed: str, trying: Trying, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}
    use = next(use for use in USES[command] if use.typed == typed)

    def watching(*_: Any) -> None:
        for name, text in _ours().items():
            seen[name] = seen.get(name, "")[:100_000] + text

    monkeypatch.setattr(trying, "_fault", lambda attempt: watching)
    from sheets_coc.cli import output

    original = output.outcome
    monkeypatch.setattr(output, "outcome", lambda *a, **k: (watching(), original(*a, **k))[1])
    gc.freeze()  # what was there before the command is not looked at, which takes seconds
    try:
        trying(Try(command, use))
    finally:
        gc.unfreeze()
    assert len(seen) > 10
    allowed = {"path", "typed", "title"}
    words = trying.library.canaries.words
    told = {
        name: sorted({words[word][0] for word in trying.search(text)
                      if words[word][1] not in allowed})
        for name, text in seen.items()
    }  # fmt: skip
    assert not {name: where for name, where in told.items() if where}
