"""Scripts: what people and faults do during a run, drawn from a seed or spelled out."""

from dataclasses import dataclass, replace
from random import Random

from tests.harness.people import EDITORS, KINDS, Deed

FAULTS = ("drop_before", "drop_after", "timeout_after", "status", "error_after", "half", "html")
"""What may happen to a request besides people. All of these pass: Google answers the next one."""


@dataclass(frozen=True)
class Script:
    """What happens during a run.

    Attributes:
        deeds: before which request to Sheets (from 1) who does what.
        faults: what happens to which request.
        ten: whether the sheet has only the ten columns of old.
        second: before which request another run comes, from beginning to end; 0 for none. Its
            requests count as well.
        broken: before which requests somebody deletes all locks and hidden tabs.
    """

    deeds: tuple[tuple[int, Deed], ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    ten: bool = False
    second: int = 0
    broken: tuple[int, ...] = ()

    def __str__(self) -> str:
        said = [f"before request {n}: {deed}" for n, deed in self.deeds]
        said += [f"request {n}: {fault}" for n, fault in self.faults]
        said += [f"before request {n}: locks and hidden tabs deleted" for n in self.broken]
        said += [f"before request {self.second}: another run"] if self.second else []
        return "; ".join([*said, "ten columns"] if self.ten else said) or "undisturbed"


def at_random(seed: int, *, longest: int = 6) -> Script:
    """A script drawn from a seed."""
    rng = Random(seed)
    deeds = []
    for _ in range(rng.randint(1, longest)):
        who = "owner" if rng.random() < 0.7 else "editor"
        kind = rng.choice(list(KINDS) if who == "owner" else list(EDITORS))
        step = rng.choice((1, 2, 3, 4, 4, 4, 5, 6, 7, 8))
        deeds.append((step, Deed(kind, who, rng.randrange(10**6))))
    deeds.sort(key=lambda item: item[0])
    faults: list[tuple[int, str]] = []
    if rng.random() < 0.25:
        faults.append((rng.randint(1, 6), rng.choice(FAULTS)))
    return Script(tuple(deeds), tuple(faults), ten=rng.random() < 0.15)


def before_each(seed: int) -> Script:
    """A script of six things the owner does, one before each request from the lock on."""
    rng = Random(seed)
    kinds = list(KINDS)
    return Script(tuple(
        (step, Deed(rng.choice(kinds), "owner", rng.randrange(10**6)))
        for step in range(3, 9)
    ))  # fmt: skip


def beside_another(seed: int) -> Script:
    """A script of two runs at once, with locks and hidden tabs deleted and a person at work."""
    rng = Random(seed)
    second = rng.randint(1, 6)
    at = range(1, second + 9)
    broken = [rng.choice(at) for _ in range(rng.randint(1, 3))]
    deeds = [
        (rng.choice(at), Deed(rng.choice(list(KINDS)), "owner", rng.randrange(10**6)))
        for _ in range(rng.randint(0, 3))
    ]
    deeds.sort(key=lambda item: item[0])
    return Script(tuple(deeds), second=second, broken=tuple(sorted(broken)))


def shorter(script: Script) -> list[Script]:
    """The scripts with one thing less, for finding what matters."""
    less = [
        replace(script, deeds=script.deeds[:i] + script.deeds[i + 1 :])
        for i in range(len(script.deeds))
    ]
    return (
        less
        + [
            replace(script, faults=script.faults[:i] + script.faults[i + 1 :])
            for i in range(len(script.faults))
        ]
        + [
            replace(script, broken=script.broken[:i] + script.broken[i + 1 :])
            for i in range(len(script.broken))
        ]
    )
