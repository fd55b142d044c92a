"""Where this checkout stands, and the real data that some tests try things on.

The data is not part of the product.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_data(*parts: str) -> Path:
    """A file of the shared data, or a skipped test where it is absent."""
    for folder in Path(__file__).resolve().parents:
        for candidate in (folder / "shared" / "data", folder.parent / "shared" / "data"):
            if candidate.joinpath(*parts).exists():
                return candidate.joinpath(*parts)
    pytest.skip("the shared data is not beside this checkout")
