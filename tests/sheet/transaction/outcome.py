"""What stands in the records after a run that did all, and after one that did nothing."""

GONE = ("Expunged", "Expunged", "yes", None, 46_000)
BATCH = r":batchUpdate"


def intact(number: int) -> tuple:
    return (
        f"Person {number}",
        f"What {number} did",
        "yes" if number % 3 == 1 else "no",
        None,
        None,
    )


DONE = {f"case-{n}": GONE if n % 3 == 1 else intact(n) for n in range(8)}
UNTOUCHED = {f"case-{n}": intact(n) for n in range(8)}
