#!/usr/bin/env python3
"""Measure speed and quality: `bench.py NAME`, or all without a name."""

import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Run the named benchmarks, each a module of the folder `bench` with a `main()`."""
    sys.path.insert(0, str(FOLDER))
    known = sorted(p.stem for p in FOLDER.glob("*.py") if not p.stem.startswith("_"))
    wanted = sys.argv[1:2] or known
    if unknown := [name for name in wanted if name not in known]:
        print(f"No benchmark {unknown[0]}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    code = 0
    for name in wanted:
        print(f"# {name}", flush=True)
        code = importlib.import_module(name).main() or code
    return code


if __name__ == "__main__":
    sys.exit(main())
