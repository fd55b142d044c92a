#!/usr/bin/env python3
"""Everyday tasks, with nothing but Python 3.11 and pip: `python3 scripts/dev.py --help`.

Makes `.venv` beside this checkout when it is missing or out of date, installs the package
and what the task needs, says what it does, and runs the task there. No activation needed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in words before any newer syntax is read
    sys.exit(
        "sheets-coc needs Python 3.11 or newer; this is Python "
        + ".".join(str(part) for part in sys.version_info[:3])
        + ". Try: python3.11 scripts/dev.py"
    )

import argparse
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

TASKS = {
    "demo": "make a local spreadsheet, run the whole cycle on it, show before and after",
    "test": "run the whole test suite, or `--quick` what finds most in half a minute",
    "lint": "ruff, mypy strict and the docstring check",
    "bench": "measure speed and quality (`bench scrub`, `bench screen`, …)",
    "soak": "the long runs: interleavings, faults, canaries; `soak year`: a year of nights",
    "docs": "build the documentation into site/",
    "oldest": "run the tests on the oldest versions of everything that are allowed",
    "lock": "write requirements/*.txt anew: what the scheduled runs install",
}
EXTRAS = {
    "demo": "",
    "test": "[test]",
    "lint": "[test,lint]",
    "bench": "[test]",
    "soak": "[test]",
    "docs": "[docs]",
    "oldest": "[lock]",
    "lock": "[lock]",
}


SLOW = (
    "book",
    "cli",
    "desk",
    "leaks",
    "library",
    "live",
    "local",
    "mail",
    "oncall/test_fairness.py",
    "oncall/test_rota.py",
    "oncall/test_rota_brute_force.py",
    "oncall/test_rota_fairness.py",
    "oncall/test_rota_spread.py",
    "publishing",
    "records/test_row_memory.py",
    "redaction",
    "reporting/test_deduction.py",
    "reporting/test_disclosure.py",
    "reporting/test_documents.py",
    "reporting/test_events.py",
    "reporting/test_redaction_changes_nothing.py",
    "retention/test_simulation.py",
    "safety",
    "screening/test_matching.py",
    "screening/test_quality.py",
    "scrubbing/test_measured.py",
    "scrubbing/test_properties.py",
    "setup",
    "shape",
    "sheet/transaction/test_hidden_tab.py",
    "sheet/transaction/test_lost_answers.py",
    "sheet/transaction/test_other_runs.py",
    "sheet/transaction/test_people_meanwhile.py",
    "sheet/transaction/test_rollback.py",
    "sheet/transaction/test_transaction.py",
    "start",
    "unattended",
    "year",
)
"""What `test --quick` leaves out: whole commands, browsers, interleavings, measures, pictures.

What is left takes less than a minute of processor time; `--durations` says what grew."""


def say(text: str) -> None:
    """Tell the person what happens now."""
    print(f"==> {text}", flush=True)


def environment() -> dict[str, str]:
    """The surrounding environment, without what would let its packages in."""
    kept = {
        k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }
    kept["PYTHONNOUSERSITE"] = "1"
    kept["NO_MKDOCS_2_WARNING"] = "1"  # a page of advertising at every build
    return kept


def run(*command: str | Path) -> int:
    """Run one program in the checkout and return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment())


def make_venv() -> None:
    """Create `.venv`, seeing nothing of the surrounding machine's packages.

    Raises:
        SystemExit: where this Python cannot make virtual environments.
    """
    made = VENV / "made-with"
    version = ".".join(str(part) for part in sys.version_info[:2])
    if PYTHON.exists() and made.exists() and made.read_text() == version:
        return
    say(f"making {VENV.name} with Python {version}")
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of python3
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python cannot make virtual environments. "
            "On Debian or Ubuntu: apt install python3-venv"
        )
    if run(sys.executable, "-m", "venv", "--clear", VENV):
        sys.exit("The virtual environment could not be made; see the lines above.")
    made.write_text(version)


def install(extra: str) -> None:
    """Install the package with an extra, unless exactly that was done before."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    name = "-".join(["installed", *extra.strip("[]").split(",")]).rstrip("-")
    marker = VENV / name
    if marker.exists() and marker.read_text() == wanted:
        return
    say(f"installing sheets-coc{extra} and what it needs (once; this takes a minute)")
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    if run(*command, "--editable", f"{ROOT}{extra}"):
        sys.exit("The installation failed; see pip's lines above. Is there a network?")
    marker.write_text(wanted)


def lint() -> int:
    """Run every check of style and types; the first failure decides the exit code."""
    code = 0
    for command in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ):
        say(" ".join(command))
        code = run(BIN / command[0], *command[1:]) or code
    return code


def main() -> int:
    """Prepare the environment and run the task named on the command line."""
    parser = argparse.ArgumentParser(
        description="Everyday tasks of sheets-coc.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<6} {what}" for name, what in TASKS.items()),
    )
    parser.add_argument("task", choices=list(TASKS))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to the task")
    options = parser.parse_args()

    make_venv()
    install(EXTRAS[options.task])
    if options.task == "lint":
        return lint()
    if options.task == "demo":
        say("sheets-coc demo")
        code = run(PYTHON, "-m", "sheets_coc", "demo", *options.arguments)
        if not code and shutil.which("sheets-coc") is None:
            activate = r".venv\Scripts\activate" if os.name == "nt" else ". .venv/bin/activate"
            say(f"To type sheets-coc in your terminal: {activate}")
        return code
    if options.task == "bench":
        return run(PYTHON, ROOT / "scripts" / "develop" / "bench", *options.arguments)
    if options.task in ("lock", "oldest"):
        return run(PYTHON, ROOT / "scripts" / "develop" / f"{options.task}.py", *options.arguments)
    if options.task == "docs":
        return run(PYTHON, "-m", "mkdocs", "build", "--strict", *options.arguments)
    if options.task == "soak":
        say("pytest -m soak (long)")
        rooms = [f"tests/{a}" if (ROOT / "tests" / a).is_dir() else a for a in options.arguments]
        long = ["-m", "soak", "--hypothesis-profile", "soak", "-rP"]
        return run(PYTHON, "-m", "pytest", *long, *rooms)
    say("pytest")
    everything = ["-m", "not soak and not live", "-n", "auto", "--dist", "worksteal"]
    if "--quick" in options.arguments:
        options.arguments.remove("--quick")
        everything += ["--hypothesis-profile", "quick"]
        everything += [f"--ignore=tests/{part}" for part in SLOW]
    return run(PYTHON, "-m", "pytest", *everything, *options.arguments)


if __name__ == "__main__":
    sys.exit(main())
