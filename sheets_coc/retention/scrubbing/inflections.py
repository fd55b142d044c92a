"""Names with the endings that Slavic languages and Finnish put on them: `Novákem`, `Virtaselle`.

Only endings of two letters or more count that no other name is made with: `Roberta` and
`Martini` are names of their own, and one letter at the end is flagged as a slip anyway.
"""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST = 5
_ENDINGS = (
    *("ovi", "owi", "em", "iem", "om", "ovou", "owej", "ej", "iej", "ego", "iego", "emu", "iemu"),
    *("ymi", "imi", "ami", "ach", "lle", "lla", "lta", "ssa", "sta"),
    *("ом", "ем", "ои", "еи", "ою", "ого", "ому", "ым", "ами", "ах", "ову", "овои", "ові", "еві"),
)
_ENDINGS_OF_SE = ("n", "en", "lle", "lla", "lta", "ssa", "sta")
_ENDINGS_OF_OVA = ("e", "u", "ou", "ej")
_VOWELS = tuple("aeiouyая")


class Inflections:
    """Finds the name that an inflected word is a form of."""

    def __init__(self, names: Iterable[str]) -> None:
        self._bases: dict[str, str] = {}
        for name in names:
            for stem, endings in _stems(name):
                self._bases.update((stem + ending, name) for ending in endings)
        self.forms = frozenset(self._bases)

    def of(self, word: str) -> str | None:
        """The known name a folded word is a form of, if any."""
        return self._bases.get(word)


def _stems(name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """What endings are put on: the name, or what is left of it without its last vowel."""
    if len(name) >= _SHORTEST:
        yield name, _ENDINGS
    if name.endswith("nen") and len(name) > _SHORTEST:
        yield f"{name[:-3]}se", _ENDINGS_OF_SE
    if name.endswith("ova") and len(name) > _SHORTEST:
        yield name[:-1], _ENDINGS_OF_OVA
    elif name.endswith(_VOWELS) and len(name) > _SHORTEST:
        yield name[:-1], _ENDINGS
