"""An exported page in Chromium: it runs nothing, requests nothing, and is legible."""

import os
from pathlib import Path

import pytest

from chromium import CHROMIUM, Chromium
from securebase_cli.model import Action, Answer, Entry, Scaling
from securebase_cli.storage.journal import Journal
from support.builders import MOMENT, an_entry
from support.corpus import HOSTILE
from support.program import Program

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

# The sizes of a phone, a laptop, and a large screen.
WINDOWS = ((390, 844), (1280, 800), (1920, 1080))


@pytest.fixture
def browser(tmp_path):
    with Chromium(tmp_path / "profile") as browser:
        yield browser


@pytest.fixture
def page(program: Program, tmp_path):
    """Return a function that exports entries as a page."""

    def export(*entries: Entry) -> Path:
        journal = Journal(program.journal)
        journal.prepare()
        for entry in entries:
            journal.add(entry)
        target = tmp_path / "journal.html"
        done = program.run("export", "-o", str(target))
        assert 0 == done.code, done.err
        return target

    return export


def _hostile(texts):
    """Yield entries with these texts as answers, 40 in each."""
    for number, begin in enumerate(range(0, len(texts), 40)):
        answers = tuple(
            Answer(f"a-{place}", f"Asked {place}?", text.encode(errors="ignore").decode() or "x")
            for place, text in enumerate(texts[begin : begin + 40])
            if text.strip()
        )
        yield an_entry(id=f"aa{number:02}".replace("0", "b").replace("1", "c"), answers=answers)


def _lifelike():
    for month in range(1, 12):
        yield an_entry(
            id=f"aaa{'bcdefghijklmn'[month]}",
            moment=MOMENT.replace(month=month),
            title="",
            answers=(Answer("call-on-support", "Do they?", f"In month {month}: *most* do."),),
            actions=(Action("Ask in the meeting", "tried"),) if month % 2 else (),
            scaling=Scaling(month % 11, "observed"),
        )


def test_hostile_answers_run_nothing_and_request_nothing(browser, page):
    target = page(*_hostile(list(HOSTILE.values())))
    browser.open(target)
    for width, height in WINDOWS:
        browser.picture(width, height)
    # Trigger handlers of events, if there are any.
    browser.evaluate(
        "document.querySelectorAll('main *').forEach(one => {"
        "for (const kind of ['mouseover', 'focus', 'error', 'load'])"
        " one.dispatchEvent(new Event(kind)) })"
    )
    assert [target.as_uri()] == browser.requests
    assert [] == browser.said
    assert 0 == browser.evaluate("document.querySelectorAll('main script, main img').length")


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window[0]}x{window[1]}")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_fits_its_window_and_has_enough_contrast(browser, page, window, dark):
    browser.open(page(*_lifelike()))
    picture = browser.picture(*window, dark=dark)
    assert picture.startswith(b"\x89PNG")
    if folder := os.environ.get("SECUREBASE_PICTURES"):
        name = f"page-{window[0]}-{'dark' if dark else 'light'}.png"
        (Path(folder) / name).write_bytes(picture)
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert browser.evaluate(wide)
    assert browser.evaluate(_CONTRAST) >= 4.5
    assert [] == browser.said


# The lowest contrast ratio of a text, as defined in WCAG 2.
_CONTRAST = """(() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(part => {
      const one = part / 255;
      return one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const inks = [...document.querySelectorAll('main :is(h1, h2, h3, p, li, a, td, th, .quiet)')]
    .map(one => light(getComputedStyle(one).color));
  return Math.min(...inks.map(ink =>
    (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)));
})()"""


def test_it_prints_on_a4(browser, page):
    browser.open(page(*_lifelike()))
    pdf = browser.printed()
    if folder := os.environ.get("SECUREBASE_PICTURES"):
        (Path(folder) / "page.pdf").write_bytes(pdf)
    assert pdf.startswith(b"%PDF")
    # A4 in points.
    assert b"594.95996 841.91998" in pdf or b"595" in pdf


def test_no_heading_is_torn_over_two_pages_of_paper(browser, page):
    browser.open(page(*_lifelike()))
    headings = "[...document.querySelectorAll('h1, h2, h3, h4')]"
    breaks = "({breakInside, breakAfter}) => `${breakInside} ${breakAfter}`"
    styles = browser.evaluate(f"{headings}.map(one => getComputedStyle(one)).map({breaks})")
    assert {"avoid avoid"} == set(styles)


def test_a_screen_reader_finds_headings_a_named_picture_and_the_contents(browser, page):
    browser.open(page(*_lifelike()))
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    roles = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and "role" in node
    ]
    assert ("heading", "Reflection journal") in roles
    assert ("navigation", "Contents") in roles
    assert any(role in {"image", "img", "graphics-document"} and name for role, name in roles)
    assert ("main", "") in roles


def test_the_tab_key_reaches_every_link(browser, page):
    browser.open(page(*_lifelike()))
    links = browser.evaluate("document.querySelectorAll('a[href]').length")
    reached = set()
    for _ in range(links + 2):
        browser.press("Tab")
        reached.add(browser.evaluate("document.activeElement.getAttribute('href')"))
    assert links <= len(reached - {None}) + 1
