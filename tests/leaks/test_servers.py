"""Over HTTP, in processes of their own: what a server and its clients print."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.leaks.books import TODAY, Library
from tests.leaks.canaries import Search
from tests.leaks.trying import POLICY

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def _environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LANG")}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "NO_GCE_CHECK": "true",
            "PYTHONUTF8": "1", **more}  # fmt: skip


def test_a_server_and_its_clients(library: Library, search: Search, tmp_path: Path) -> None:
    book = library.copy("fine", tmp_path)
    (tmp_path / "policy.toml").write_text(POLICY)
    program = [sys.executable, "-m", "sheets_coc"]
    temp = tmp_path / "temp"
    temp.mkdir()
    server = subprocess.Popen(
        [*program, "local", "serve", str(book)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(temp), text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        told = json.loads(line)
        done = subprocess.run(
            [*program, "--debug", "validate"],
            capture_output=True, text=True, timeout=60, check=False,
            env=_environment(
                temp,
                SHEETS_COC_API_ROOT=told["url"],
                SHEETS_COC_SPREADSHEET=told["spreadsheet"],
                SHEETS_COC_CREDENTIALS=told["credentials"],
                SHEETS_COC_POLICY=str(tmp_path / "policy.toml"),
                SHEETS_COC_TODAY=TODAY,
                GOOGLE_SDK_PYTHON_LOGGING_SCOPE="google",
            ),
        )  # fmt: skip
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=30)
    assert "8 records" in done.stdout
    assert not search(done.stdout + done.stderr)
    told_of = {library.canaries.words[word][1] for word in search(line + "".join(rest))}
    assert told_of <= {"path"}  # it says where the key files are
    for name in ("credentials", "owner", "editor"):
        key = Path(told[name])
        assert not key.exists() or not key.stat().st_mode & 0o077


def test_what_stands_in_a_key_file_is_not_repeated(
    library: Library, search: Search, tmp_path: Path
) -> None:
    draw = library.canaries
    broken = {
        "no JSON": draw.text("key file", "secret"),
        "another kind": json.dumps({"type": draw.word("key file", "secret")}),
        "no key": json.dumps({"type": "service_account", "private_key": draw.text("key", "secret"),
                              "client_email": draw.email("key", "secret"), "token_uri": "x"}),
        "no strings": json.dumps({"type": "authorized_user", draw.word("key", "secret"): 1}),
    }  # fmt: skip
    for name, content in broken.items():
        key = tmp_path / f"{draw.word('key file name')}.json"
        key.write_text(content)
        done = subprocess.run(
            [sys.executable, "-m", "sheets_coc", "--debug", "validate"],
            capture_output=True, text=True, timeout=60, check=False,
            env=_environment(
                tmp_path,
                SHEETS_COC_API_ROOT="http://127.0.0.1:9",
                SHEETS_COC_SPREADSHEET="abcdefgh",
                SHEETS_COC_CREDENTIALS=str(key),
            ),
        )  # fmt: skip
        assert done.returncode == 2, name
        assert "credentials" in done.stderr
        assert not search(done.stdout + done.stderr), name
