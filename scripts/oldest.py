#!/usr/bin/env python3
"""Run the tests on the oldest versions that pyproject.toml allows.

Needs the extra `lock`. Everything is installed into a folder that goes afterwards; further
arguments go to pytest.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Resolve downwards, install, run the tests."""
    uv = [sys.executable, "-m", "uv"]
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        steps = (
            [*uv, "venv", "--quiet", "--python", sys.executable, folder],
            [
                *uv, "pip", "install", "--quiet", "--python", str(python),
                "--resolution", "lowest-direct", "--editable", f"{ROOT}[test]",
            ],
            [str(python), "-m", "pytest", "-q", "-m", "not soak and not live", *arguments],
        )  # fmt: skip
        for step in steps:
            code = subprocess.call(step, cwd=ROOT)
            if code:
                return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
