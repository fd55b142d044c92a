"""The local Google answers as the real one did when somebody recorded it.

Made with `sheets-coc local record tests/live/recordings/NAME.json`, and kept there.
"""

import json
from pathlib import Path

import pytest

from tests.live.playing import differences

RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("*.json"))

if RECORDINGS:  # it takes an account with Google to make one

    @pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
    def test_the_local_google_answers_as_recorded(path, tmp_path):
        assert differences(json.loads(path.read_text("utf-8"))["exchanges"], tmp_path) == []
