#!/usr/bin/env python3
"""Run every example of the documentation and put what it prints below it.

An example is a fenced block marked `console`; lines that begin with `$ ` are commands, what
follows them is their output. All blocks of a page run in one empty folder, in order.
Without `--write` nothing is changed: exit code 1 says that a page is out of date. Case names
are drawn at random, so they, plan ids and the width of columns do not count.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md",)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
MARK = "@@ what follows was printed by command"


def commands(block: str) -> list[str]:
    """The commands of a block."""
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def outputs(page: str, folder: Path) -> Iterator[list[str]]:
    """What the commands of each block of a page print on standard output."""
    blocks = [commands(found[1]) for found in BLOCK.finditer(page)]
    script = ["exec 2> /dev/null"]  # errors would come in any order; `2>&1` shows them
    for number, command in enumerate(c for block in blocks for c in block):
        script += [f"echo; echo '{MARK} {number}'", command]
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "NO_GCE_CHECK": "true",
    }
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    printed = re.split(rf"\n{MARK} \d+\n", "\n" + done.stdout.lstrip("\n"))[1:]
    each = iter(printed)
    for block in blocks:
        yield [next(each) for _ in block]


def renewed(page: str, folder: Path) -> str:
    """The page with the output of its examples as it is now."""
    texts = outputs(page, folder)

    def block(found: re.Match[str]) -> str:
        lines = []
        for command, printed in zip(commands(found[1]), next(texts), strict=True):
            lines += [f"$ {command}", *(line.rstrip() for line in printed.rstrip().splitlines())]
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(block, page)


def comparable(page: str) -> list[str]:
    """The lines of a page without what differs from run to run."""
    page = re.sub(r"\b[a-z]+-[a-z]+(/\d+)?\b", "case-name", page)
    page = re.sub(r"\b(?=[a-f]*\d)[0-9a-f]{10}\b", "plan", page)
    return [re.sub(r"[\s-]{2,}", " ", line).rstrip() for line in page.splitlines()]


def main(write: bool) -> int:
    """Look at every page; with `write`, bring it up to date."""
    stale = []
    for name in PAGES:
        path = ROOT / name
        page = path.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            now = renewed(page, Path(folder))
        if comparable(now) != comparable(page):
            stale.append(name)
            if write:
                path.write_text(now, "utf-8")
    for name in stale:
        print(f"{name}: {'written anew' if write else 'an example prints something else'}")
    return int(bool(stale) and not write)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
