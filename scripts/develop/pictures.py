#!/usr/bin/env python3
"""Pictures of the desk's pages, made from the demo's invented sheet in a real browser.

    pictures.py FOLDER    every page, at 360 and 1400 pixels, light and dark, to look at
    pictures.py --write   the ones that stand in the documentation

Needs Chromium and its driver.
"""

from __future__ import annotations

import base64
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import sheets_coc as coc  # noqa: E402
from sheets_coc.demo import sheet as demo_sheet  # noqa: E402
from sheets_coc.desk.desk import Desk  # noqa: E402
from sheets_coc.desk.serving import serve  # noqa: E402
from sheets_coc.desk.starting import Starting  # noqa: E402
from sheets_coc.local.files.xlsx import exported  # noqa: E402
from sheets_coc.plain_files import write_private  # noqa: E402
from tests.desk.browser import browser, narrow  # noqa: E402

NOW = datetime.now(UTC)
LIST = (
    "Order code;Attendee name;E-mail;Ticket\n"
    "AB12;Ossian Fictum;o.fictum@post.example;Conference\n"
    "AB13;Jane Roe;jane@roe.example;Conference\n"
    "AC01;Stub, Rosalind;;Sprint\n"
    "AC02;P. Lorem;;Conference\n"
)
REPORTS = (
    "When did it happen?;Your name;Name of the person being reported;What happened?;Their mail\n"
    "2026-11-02;Rita Reporter;Nils Nowhere;Nils shouted at a volunteer.;nn@post.example\n"
    "2026-11-03;Rita Reporter;Otto Other;Otto would not leave when asked.;oo@post.example\n"
)
PAGES = (
    "start", "today", "going", "cases", "screening", "screened", "letter", "intake",
    "intake_columns", "rota", "swap", "figures", "access", "practice",
)  # fmt: skip
DOCUMENTED = {
    "start": "desk-start", "today": "desk-today", "going": "desk-going",
    "screened": "desk-screening", "rota": "desk-rota",
}  # fmt: skip


@contextmanager
def sitting(folder: Path) -> Iterator[str]:
    """A desk over the demo's sheet, set up, its questions answered."""
    path = folder / "records.sheets-coc"
    demo_sheet.make(path)
    with coc.open(path, now=NOW) as book:
        book.setup(apply=True)
        asked = {line.ref: "erase" for line in book.todo() if line.ref.startswith("column/")}
        book.answer(asked)
        book.dates(apply=True)
        book.oncall.plan(apply=True)
    with serving(Desk(lambda: coc.open(path, now=NOW), practice=True)) as url:
        yield url


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """A desk that is served; its link."""
    server = serve(desk)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.url
    finally:
        server.stop()
        thread.join()


def paste(driver: Any, text: str, **fields: str) -> None:
    """Paste a list into the page's form, fill in its fields, and send it."""
    from selenium.webdriver.support.ui import WebDriverWait

    script = "document.querySelector(`[name=${arguments[0]}]`).value = arguments[1]"
    for name, value in {"pasted": text, **fields}.items():
        driver.execute_script(script, name, value)
    before = driver.current_url
    driver.execute_script("document.querySelector('main form button').click()")
    WebDriverWait(driver, 60).until(
        lambda d: (
            "/working" not in d.current_url
            and (d.current_url != before or "pasted" not in d.page_source)
        )
    )


def visit(driver: Any, base: str, page: str) -> None:
    """Go to a page, doing what leads there."""
    if page == "screened":
        driver.get(f"{base}/screening")
        paste(driver, LIST, event="Conference 2026", event_date=NOW.date().isoformat())
    elif page == "letter":
        driver.execute_script(
            "for (const e of document.querySelectorAll('[value=yes],[value=no]')) "
            "if (e.name == 'a-0' ? e.value == 'yes' : e.value == 'no') e.click();"
            "document.querySelector('[name=then]').click()"
        )
    elif page == "intake_columns":
        driver.get(f"{base}/intake")
        paste(driver, REPORTS, event="Conference 2026")
    elif page == "swap":
        driver.get(f"{base}/rota")
        driver.execute_script("document.querySelectorAll('.board a')[5].click()")
    else:
        driver.get(base + ("/" if page == "today" else f"/{page}"))


def opened(address: Any, policy: Any) -> coc.Book:
    """A practice copy, on the day the pictures are taken."""
    return coc.open(address, policy=policy, now=NOW)


def start(driver: Any, folder: Path) -> None:
    """Begin with the demo's sheet, as somebody downloads it, up to its questions."""
    from selenium.webdriver.support.ui import WebDriverWait

    path = folder / "as-it-is.sheets-coc"
    demo_sheet.make(path)
    write_private(folder / "records.xlsx", exported(path))
    driver.find_element("name", "file").send_keys(str(folder / "records.xlsx"))
    driver.execute_script("document.querySelector('main form button').click()")
    WebDriverWait(driver, 60).until(lambda d: "about your sheet" in d.page_source)


def loaded(driver: Any) -> None:
    """Wait until every chart that is drawn for the page is there."""
    from selenium.webdriver.support.ui import WebDriverWait

    driver.execute_script("for (const i of document.images) i.loading = 'eager'")
    script = "return [...document.images].every(i => i.complete)"
    WebDriverWait(driver, 90).until(lambda d: d.execute_script(script))


def shoot(driver: Any, path: Path, *, whole: bool) -> None:
    """Take a picture of the page."""
    wanted: dict[str, Any] = {"format": "png", "captureBeyondViewport": whole}
    if whole:
        size = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 4000)}
        wanted["clip"] = {**clip, "scale": 1}
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", wanted)
    path.write_bytes(base64.b64decode(taken["data"]))


def main(arguments: list[str]) -> int:
    """Take the pictures."""
    write = "--write" in arguments
    wanted = DOCUMENTED if write else {page: page for page in PAGES}
    out = ROOT / "docs" / "images" if write else Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    looks = [("", 1100, False)] if write else [
        ("-1400", 1400, False), ("-360", 360, False), ("-dark", 1400, True)
    ]  # fmt: skip
    for suffix, width, dark in looks:
        with (
            tempfile.TemporaryDirectory() as kept,
            serving(Desk(None, starting=Starting(opened))) as url,
            browser(Path(kept) / "profile", dark=dark) as driver,
        ):
            narrow(driver, width, 760 if write else 900)
            driver.get(url)
            start(driver, Path(kept))
            shoot(driver, out / f"{wanted['start']}{suffix}.png", whole=not write)
        with (
            tempfile.TemporaryDirectory() as kept,
            sitting(Path(kept)) as url,
            browser(Path(kept) / "profile", dark=dark) as driver,
        ):
            narrow(driver, width, 760 if write else 900)
            driver.get(url)
            base = url.rpartition("/enter/")[0]
            for page, name in wanted.items():
                if page == "start":
                    continue  # which needs a desk that has no sheet yet
                visit(driver, base, page)
                loaded(driver)
                if write and page == "going":  # to where the page shows what it is for
                    driver.execute_script(
                        "document.documentElement.style.scrollBehavior = 'auto';"
                        "document.querySelector('.record:has(.pair)').scrollIntoView()"
                    )
                shoot(driver, out / f"{name}{suffix}.png", whole=not write)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
