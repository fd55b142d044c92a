"""Where the real data stands that some tests try things on; it is not part of the product."""

from pathlib import Path

import pytest


def shared_data(*parts: str) -> Path:
    """A file of the shared data, or a skipped test where it is absent."""
    for folder in Path(__file__).resolve().parents:
        for candidate in (folder / "shared" / "data", folder.parent / "shared" / "data"):
            if candidate.joinpath(*parts).exists():
                return candidate.joinpath(*parts)
    pytest.skip("the shared data is not beside this checkout")
