"""The desk in a real browser: every page at every width, and by keyboard alone."""

import base64
import re
from pathlib import Path

import pytest

import sheets_coc.desk
from sheets_coc.desk import starting
from tests.desk.beginner import Beginner, workbook
from tests.desk.browser import browser, missing, narrow
from tests.desk.pages import FORM, ROWS, sheet
from tests.desk.sitting import Sitting
from tests.redaction.nights import OTHER, PAST, Nights

LIST = "Attendee;Mail\nBo Marsh;bo@post.example\nJane Roe;jane@roe.example\n"
PAGES = (
    "/", "/going", "/cases", "/case/stunned-bulb", "/screening", "/intake", "/rota", "/figures",
    "/access", "/practice", "/rota/2027-01-04/primary",
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A desk and a browser that followed its link."""
    if why := missing():
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("desk")
    path = sheet(
        folder / "r.coc",
        ({**PAST, "goes_on": "2026-12-01"}, {**OTHER, "decision": "Open"}, ROWS[1]),
    )
    sitting = Sitting(path)
    with sitting.desk.opener() as book:
        book.oncall.plan(apply=True)
    with browser(folder / "profile") as driver:
        driver.get(sitting.serving.url)
        base = f"http://127.0.0.1:{sitting.link.port}"
        driver.execute_cdp_cmd(
            "Browser.grantPermissions",
            {"origin": base, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
        )
        yield driver, base, sitting
    sitting.close()


def reached(driver, text):
    """Wait for a page that says this, as long as work may take."""
    from selenium.webdriver.support.ui import WebDriverWait

    script = "return document.querySelector('main')?.textContent ?? ''"
    WebDriverWait(driver, 60).until(lambda d: text in d.execute_script(script))


def press(driver, text):
    """Press the button that says so, by keyboard."""
    from selenium.webdriver.common.keys import Keys

    button = next(b for b in driver.find_elements("css selector", "main button") if b.text == text)
    button.send_keys(Keys.ENTER)


def test_a_list_is_dropped_answered_by_keyboard_and_the_letter_copied(opened, tmp_path):
    from selenium.webdriver.common.keys import Keys

    driver, base, _ = opened
    narrow(driver, 1200)
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    driver.get(base + "/screening")
    driver.find_element("name", "event").send_keys("Conf")
    driver.execute_script("document.querySelector('[name=event_date]').value = '2026-12-22'")
    driver.find_element("name", "list").send_keys(str(tmp_path / "list.csv"))
    press(driver, "Compare")
    reached(driver, "Screening: Conf")
    assert "Bo Marsh" in driver.page_source
    assert "Bo" not in driver.current_url and "Marsh" not in driver.current_url
    driver.find_element("css selector", "[name=a-0][value=yes]").send_keys(Keys.SPACE)
    press(driver, "Save the answers and word the letter")
    reached(driver, "Row 2 of your list")
    press(driver, "Note it in the Log")
    reached(driver, "Noted in the Log")
    press(driver, "Copy the letter")
    reached(driver, "Copied")
    history = driver.execute_cdp_cmd("Page.getNavigationHistory", {})["entries"]
    assert not [e for e in history if "Marsh" in e["url"] + e["title"]]


def test_reports_are_pasted_and_a_week_is_swapped(opened):
    driver, base, sitting = opened
    driver.get(base + "/intake")
    driver.find_element("css selector", "summary").click()
    driver.execute_script("document.querySelector('[name=pasted]').value = arguments[0]", FORM)
    press(driver, "Read it")
    reached(driver, "Nils Nowhere")
    assert "Nowhere" not in driver.current_url
    driver.get(base + "/rota/2027-01-11/primary")
    other = driver.find_element("css selector", "[name=other]").get_attribute("value")
    press(driver, "Swap")
    reached(driver, "Shares")
    assert driver.current_url.endswith("/rota#w-2027-01-11")
    with sitting.desk.opener() as book:
        tab = book.read().tab("On-call")
    assert any(f"swapped with {other}" in str(cell) for row in tab.values for cell in row)


@pytest.mark.parametrize("width", [360, 1400])
def test_no_page_is_wider_than_the_screen_and_everything_has_a_name(opened, width):
    driver, base, _ = opened
    narrow(driver, width)
    for page in PAGES:
        driver.get(base + page)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width, page
        nameless = driver.execute_script(
            "return [...document.querySelectorAll("
            "'input:not([type=hidden]),select,textarea,button,a,img')].filter("
            "e => !(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.alt "
            "&& !e.getAttribute('aria-labelledby') "
            "&& !(e.tagName != 'SELECT' && e.textContent.trim())).length"
        )
        assert nameless == 0, page
        assert driver.execute_script("return document.querySelectorAll('h1').length") >= 1, page
        assert driver.execute_script("return document.documentElement.lang") == "en"


def test_nothing_is_refused_by_our_own_rules_of_content(opened):
    driver, base, _ = opened
    for page in PAGES:
        driver.get(base + page)
    said = [entry["message"] for entry in driver.get_log("browser")]
    assert not [text for text in said if "Content Security Policy" in text]


def expunge(driver):
    """From the top of "before and after", with the tabulator: tick what there is, and press."""
    from selenium.webdriver.common.keys import Keys

    start = driver.find_element("tag name", "h1").text
    for _ in range(160):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        here = driver.switch_to.active_element
        if here.get_attribute("type") == "checkbox":
            here.send_keys(Keys.SPACE)
        if here.tag_name == "button" and "Expunge" in here.text:
            here.send_keys(Keys.ENTER)
            break
    changed(driver, start)
    assert driver.find_element("tag name", "h1").text == "Expunged"


def changed(driver, heading):
    """Wait for a page with another heading."""
    from selenium.webdriver.support.ui import WebDriverWait

    script = "return document.querySelector('h1')?.textContent ?? arguments[0]"
    WebDriverWait(driver, 60).until(lambda d: d.execute_script(script, heading) != heading)


def test_by_keyboard_alone_from_the_first_key_to_expunged(opened):
    from selenium.webdriver.common.keys import Keys

    driver, base, sitting = opened
    narrow(driver, 1200)
    driver.get(base + "/going")
    driver.switch_to.active_element.send_keys(Keys.TAB)
    assert driver.switch_to.active_element.text == "Skip to the page"
    expunge(driver)
    assert "stunned-bulb" in driver.page_source
    assert "Ada" not in driver.current_url
    assert not sitting.desk.plan().done


def choose(driver, question, answer):
    """Pick an answer of the question that says so, by keyboard."""
    from selenium.webdriver.common.keys import Keys

    (box,) = (
        b for b in driver.find_elements("css selector", "fieldset.question")
        if question in b.text
    )  # fmt: skip
    for more in box.find_elements("tag name", "summary"):
        if more.find_element("xpath", "..").get_attribute("open") is None:
            more.send_keys(Keys.ENTER)
    wanted = next(
        c for c in box.find_elements("css selector", ".choice")
        if c.text.split("\n")[0].startswith(answer)
    )  # fmt: skip
    wanted.find_element("tag name", "input").send_keys(Keys.SPACE)


def test_from_a_downloaded_file_by_keyboard_to_the_record_that_went(tmp_path, monkeypatch):
    """Start in a real browser: the file, its questions, the practice copy, before and after."""
    if why := missing():
        pytest.skip(why)
    (tmp_path / "disk").mkdir()
    monkeypatch.setattr(starting.tempfile, "tempdir", str(tmp_path / "disk"))
    (tmp_path / "Ada Abbot.xlsx").write_bytes(workbook())
    beginner = Beginner()
    with browser(tmp_path / "profile") as driver:
        narrow(driver, 640)
        driver.get(beginner.serving.url)
        reached(driver, "Start with your own sheet")
        driver.find_element("name", "file").send_keys(str(tmp_path / "Ada Abbot.xlsx"))
        press(driver, "Look at the copy")
        reached(driver, "Which one holds the records?")
        choose(driver, "Which one holds the records?", "Reports since 2019")
        press(driver, "Answer")
        reached(driver, "Is column E")
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 640
        choose(driver, "Is column E", "it is Summary of report")
        choose(driver, "Is column H", "it is Summary of outcome")
        choose(driver, "column K", "remove names")
        choose(driver, "3/4/2024", "day first")
        press(driver, "Answer")
        reached(driver, "3 records would be expunged today")
        press(driver, "Practise on the copy")
        reached(driver, "All pages work on the practice copy now")
        driver.find_element("link text", "See what would go: before and after").click()
        reached(driver, "Ada0 Abbot")
        history = driver.execute_cdp_cmd("Page.getNavigationHistory", {})["entries"]
        assert not [e for e in history if "Abbot" in e["url"] + e["title"]]
        pages = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
        assert pages.startswith(b"%PDF")
        paper = driver.find_element("css selector", ".paper")
        assert not paper.is_displayed()
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert paper.text.startswith("Confidential")
        assert not driver.find_element("tag name", "nav").is_displayed()
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        expunge(driver)
        assert "Abbot" not in driver.page_source
    beginner.close()
    assert not list((tmp_path / "disk").rglob("*"))


def test_after_closing_the_way_back_shows_nothing(tmp_path):
    if why := missing():
        pytest.skip(why)
    Nights(tmp_path / "r.coc", PAST)
    sitting = Sitting(tmp_path / "r.coc")
    with browser(tmp_path / "profile") as driver:
        driver.get(sitting.serving.url)
        driver.get(f"http://127.0.0.1:{sitting.link.port}/going")
        assert "Ada Abbot" in driver.page_source
        driver.get("about:blank")
        sitting.close()
        driver.back()
        assert "Ada Abbot" not in driver.page_source
    left = [p for p in (tmp_path / "profile").rglob("*") if p.is_file()]
    assert not [p.name for p in left if b"Ada Abbot" in p.read_bytes()]


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = (
    ("ink", "paper", 4.5), ("ink", "card", 4.5), ("soft", "paper", 4.5), ("soft", "card", 4.5),
    ("accent", "paper", 4.5), ("accent", "card", 4.5), ("accent-ink", "accent", 4.5),
    ("danger-ink", "danger", 4.5), ("danger", "card", 4.5), ("green-ink", "green", 4.5),
    ("red-ink", "red", 4.5), ("amber-ink", "amber", 4.5), ("focus", "paper", 3.0),
    ("focus", "card", 3.0), ("ink", "line", 4.5),
)  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_can_be_read_in_light_and_dark(scheme):
    css = (Path(sheets_coc.desk.__file__).parent / "static" / "desk.css").read_text("utf-8")
    block = re.findall(r":root \{(.*?)\}", css, flags=re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    poor = [(a, b) for a, b, least in PAIRS if contrast(colours[a], colours[b]) < least]
    assert poor == []
