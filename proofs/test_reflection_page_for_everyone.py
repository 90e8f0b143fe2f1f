"""The page that holds a sitting, for everyone: on a phone, in the dark, by keyboard, by ear.

SECUREBASE_AXE=axe.min.js has axe-core judge each screen; SECUREBASE_PICTURES=FOLDER keeps pictures.
"""

import os
from pathlib import Path

import pytest

from chromium import CHROMIUM, Chromium
from reflection_page import ReflectionPage

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

AXE = os.environ.get("SECUREBASE_AXE")
PICTURES = os.environ.get("SECUREBASE_PICTURES")
# The sizes of a small phone, a phone, and a laptop.
WINDOWS = ((320, 640), (390, 844), (1280, 800))
PAGES = {
    "all": (),
    "one-domain": ("availability",),
    "short": ("--short",),
    "team": ("sensitivity", "--team"),
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def open_page(program, browser, tmp_path):
    """Return a function that makes a page and opens it."""

    def open_(*options: str) -> ReflectionPage:
        target = tmp_path / "reflect.html"
        done = program.run("page", *options, "--force", "-o", str(target))
        assert 0 == done.code, done.err
        page = ReflectionPage(browser, target, tmp_path / "downloads")
        page.open()
        return page

    yield open_
    browser.evaluate("localStorage.clear()")


def _screens(page):
    """Go through a sitting, and yield the name of each screen while it is there."""
    yield "start"
    page.browser.evaluate("document.querySelector('.choices button').click()")
    yield "question"
    page.type("yes")
    yield "answer"
    page.click("Next")
    yield "deeper"
    while "Before you go" not in page.text():
        page.click("Next" if page.field() else "Skip")
    if "Where is your team with" in page.text():
        page.choose("value", "7")
        page.choose("basis", "observed")
        yield "scale"
        page.click("Next")
    page.type("Being asked feels good. It isn’t the same as being a team.")
    yield "takeaway"
    page.click("Next")
    page.type("Pair the newer two with a buddy for duty days")
    page.click("in two weeks")
    yield "action"
    page.click("Done")
    yield "end"
    page.click("Copy")
    yield "copied"
    page.click("Wipe what I wrote")
    yield "wipe"
    page.click("Wipe it")
    yield "wiped"


@pytest.mark.parametrize("options", PAGES.values(), ids=PAGES)
def test_every_screen_fits_and_can_be_used_by_everyone(open_page, browser, options, request):
    page = open_page(*options)
    name = request.node.callspec.id
    for screen in _screens(page):
        _check_screen(browser, f"{name}-{screen}")


def test_the_form_without_scripts_fits_and_can_be_used_by_everyone(open_page, browser):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    page = open_page("availability")
    assert "Scripts are turned off here" in page.text()
    assert 10 == browser.evaluate("document.querySelectorAll('textarea').length")
    # Scripts of the page have not run, and will not; axe-core may.
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    _check_screen(browser, "form")


def _check_screen(browser, name):
    for width, height in WINDOWS:
        for dark in (False, True):
            picture = browser.picture(width, height, dark=dark)
            if PICTURES:
                scheme = "dark" if dark else "light"
                (Path(PICTURES) / f"{name}-{width}-{scheme}.png").write_bytes(picture)
            fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert browser.evaluate(fits), (name, width)
            if AXE:
                browser.evaluate(f"(() => {{ {Path(AXE).read_text('utf-8')} }})()")
                found = browser.evaluate(_RUN_AXE)
                assert [] == found, (name, width, dark)


# Best practices are judged, too.
_RUN_AXE = """axe.run(document, {resultTypes: ['violations']}).then(({violations}) =>
  violations.map(({id, nodes}) => `${id}: ${nodes.map(node => node.html).join(' ')}`))"""


def test_a_whole_sitting_needs_the_keyboard_alone(open_page, browser):
    page = open_page("acceptance")
    _press_tab_until(browser, "Acceptance")
    browser.press("Enter")
    page.type("Most do so, and I say so.")
    _press_tab_until(browser, "Enough for today")
    browser.press(" ")
    page.type("Ask first.")
    browser.press("Enter")
    page.type("Ask Sam")
    _press_tab_until(browser, "in a week")
    browser.press("Enter")
    _press_tab_until(browser, "Done")
    browser.press("Enter")
    assert "Thank you for taking the time." == browser.evaluate("document.activeElement.innerText")
    sitting = page.sitting()
    assert ("Ask first.", "Ask Sam") == (sitting["takeaway"], sitting["action"]["text"])
    assert sitting["action"]["due"]


def _press_tab_until(browser, label):
    for _ in range(20):
        browser.press("Tab")
        if label == browser.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(label)


def test_wiping_is_never_the_answer_that_enter_gives(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.type("Most do.")
    page.click("Wipe what I wrote")
    page.browser.press("Enter")
    page.wait_for("document.querySelector('dialog') === null")
    assert "Most do." == page.sitting()["questions"][0]["answer"]
