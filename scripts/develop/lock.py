#!/usr/bin/env python3
"""Write `requirements/*.txt` anew: every version and hash the scheduled runs install.

Needs the extra `lock`. The files name no registry: whoever installs them uses their own, and
the hashes hold for all.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = """\
# Every version and hash that {what} installs; made by `python3 scripts/dev.py lock`.
# Do not edit: change pyproject.toml and make it anew.
"""
FILES = {
    "scheduled.txt": ("a scheduled run", ["--extra", "charts"]),
    "audit.txt": ("the audit of these files", ["--extra", "charts", "--extra", "lock"]),
}


def lock(name: str, what: str, options: list[str]) -> int:
    """Resolve one file for every platform and Python that is supported."""
    target = ROOT / "requirements" / name
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options,
        "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header",
        "--annotation-style", "line", "--quiet", "--upgrade", "--output-file", str(target),
    ]  # fmt: skip
    code = subprocess.call(command, cwd=ROOT)
    if code == 0:
        target.write_text(HEADER.format(what=what) + target.read_text("utf-8"), "utf-8")
    return code


def main() -> int:
    """Write every file; the first failure decides the exit code."""
    (ROOT / "requirements").mkdir(exist_ok=True)
    return max(lock(name, what, options) for name, (what, options) in FILES.items())


if __name__ == "__main__":
    sys.exit(main())
