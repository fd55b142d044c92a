"""An invented sheet, and the desk's pages over it."""

import pytest

from tests.desk.pages import Pages, sheet


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return sheet(tmp_path_factory.mktemp("pages") / "r.coc")


@pytest.fixture
def pages(path):
    made = Pages(path)
    yield made
    made.desk.close()
