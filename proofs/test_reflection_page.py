"""The page that holds a sitting, in browsers: nothing is lost, and its entries are the same."""

import json
import os
import random
import re
from pathlib import Path

import pytest

from chromium import CHROMIUM, Chromium
from firefox import FIREFOX, Firefox
from reflection_page import ReflectionPage
from securebase_cli.entry_format.cleanup import clean
from securebase_cli.sitting.deeper import deeper_question
from support.corpus import HOSTILE

BROWSERS = [
    pytest.param(Chromium, marks=pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")),
    pytest.param(Firefox, marks=pytest.mark.skipif(FIREFOX is None, reason="no Firefox here")),
]
SITTINGS = int(os.environ.get("SECUREBASE_PROOF_SITTINGS", "20"))
ANSWERS = (
    "Most of them do.",
    "Yes",
    "Not yet.\n\nI ask on Tuesday.",
    "  indented\n\ttab",
    "# A heading\n\n- a list\n---",
    "<!-- securebase question praise -->",
    "<script>alert(1)</script>",
    "مرحبا שלום 👩‍👧‍👦 é",
    "``` \n~~~",
)
# Whatever another page from a file keeps takes room from this one.
FILL_THE_STORAGE = """(() => {
  for (let size = 2 ** 22; size >= 1; size /= 2) {
    try {
      localStorage.setItem(`other ${size}`, "x".repeat(size));
    } catch {}
  }
})()"""
LINES = ("", "To ask first.", "*Ask* <b>Sam</b>", "👍 #tag", "- [ ] twice")


@pytest.fixture(scope="module", params=BROWSERS, ids=lambda browser_class: browser_class.__name__)
def browser_class(request):
    return request.param


@pytest.fixture(scope="module")
def browser(browser_class, tmp_path_factory):
    with browser_class(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def make_page(program, tmp_path):
    """Return a function that makes a page, and returns its file."""

    def make(*options: str) -> Path:
        target = tmp_path / "reflect.html"
        done = program.run("page", *options, "--force", "-o", str(target))
        assert 0 == done.code, done.err
        return target

    return make


@pytest.fixture
def open_page(make_page, browser, tmp_path):
    """Return a function that makes a page and opens it."""

    def open_(*options: str) -> ReflectionPage:
        page = ReflectionPage(browser, make_page(*options), tmp_path / "downloads")
        page.open()
        return page

    yield open_
    browser.evaluate("localStorage.clear()")
    requests, said = list(browser.requests), list(browser.said)
    browser.requests.clear()
    browser.said.clear()
    # Firefox has a font of its own, as data, for its own first page.
    assert [] == [url for url in requests if not url.startswith(("file:", "blob:", "data:font/"))]
    assert [] == said


# Nothing is lost.


def test_a_page_that_is_closed_in_the_middle_of_a_word_goes_on_there(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.type("Most of th")
    page.open()
    assert "Most of th" == page.field()
    page.type("em do so.")
    page.browser.press("Enter", control=True)
    page.open()
    assert "Availability · 2 of 7" in page.text()
    page.click("Back")
    assert "Most of them do so." == page.field()


def test_a_browser_that_quits_in_the_middle_of_a_word_goes_on_there(
    browser_class, make_page, tmp_path
):
    page_file = make_page("availability")
    with browser_class(tmp_path / "profile") as browser:
        page = ReflectionPage(browser, page_file, tmp_path / "downloads")
        page.open()
        page.click("Availability")
        page.type("Most of th")
        browser.quit()
    with browser_class(tmp_path / "profile") as browser:
        page = ReflectionPage(browser, page_file, tmp_path / "downloads")
        page.open()
        assert "Most of th" == page.field()


def test_what_is_wiped_is_gone(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.type("Kingfisher")
    page.click("Wipe what I wrote")
    page.click("Keep it")
    assert "Kingfisher" == page.sitting()["questions"][0]["answer"]
    page.click("Wipe what I wrote")
    page.click("Wipe it")
    assert 0 == page.browser.evaluate("localStorage.length")
    page.open()
    assert "Kingfisher" not in page.text()
    assert "Before you write" in page.text()


def test_where_the_browser_has_no_room_left_a_draft_can_be_saved_and_opened(open_page):
    page = open_page("availability")
    page.browser.evaluate(FILL_THE_STORAGE)
    page.click("Availability")
    page.type("Most do.")
    assert "This browser does not keep what you write here" in page.text()
    saved = page.download("Save a draft to a file")
    page.open()
    assert "Before you write" in page.text()
    page.browser.choose_file("input[type=file]", saved)
    page.wait_for("document.activeElement.value === 'Most do.'")


def test_without_words_there_is_nothing_to_save(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.leave_the_rest()
    assert "Nothing was written." in page.text()


def test_what_another_window_has_written_is_shown(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.type("Most do.")
    kept = json.dumps(page.sitting()).replace("Most do.", "All do.")
    page.browser.evaluate(
        f"(localStorage.setItem(draft.key, {json.dumps(kept)}),"
        " dispatchEvent(new StorageEvent('storage', {key: draft.key})))"
    )
    assert "All do." == page.field()


def test_words_stay_when_another_page_clears_the_storage(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.type("Most do.")
    page.browser.evaluate("(localStorage.clear(), dispatchEvent(new StorageEvent('storage')))")
    page.open()
    assert "Most do." == page.field()


def test_who_goes_back_from_another_page_finds_the_words(open_page, tmp_path):
    page = open_page("availability")
    page.click("Availability")
    page.type("Most do.")
    other = tmp_path / "other.html"
    other.write_text("<!DOCTYPE html><title>Other</title>")
    page.browser.open(other)
    page.browser.evaluate("history.back()")
    page.wait_for("document.activeElement.value === 'Most do.'")


def test_the_page_as_a_browser_saves_it_opens_at_the_same_step(open_page, browser, tmp_path):
    page = open_page("availability")
    page.click("Availability")
    page.click("Skip")
    copy = tmp_path / "copy.html"
    copy.write_text(browser.evaluate("document.documentElement.outerHTML"), "utf-8")
    begun = page.sitting()
    browser.open(copy)
    browser.evaluate(
        f"(localStorage.setItem(draft.key, {json.dumps(json.dumps(begun))}), showNewest())"
    )
    assert "Availability · 2 of 7" in page.text()
    page.type("Often.")
    assert "Often." == page.sitting()["questions"][1]["answer"]


# The flow of a sitting.


def test_back_from_the_first_question_leads_to_the_first_screen_and_drops_no_words(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.click("Back")
    assert "Before you write" in page.text()
    page.click("Availability")
    page.type("Most do.")
    page.click("Back")
    assert "Wipe everything you wrote on this page?" in page.text()
    page.click("Keep it")
    assert "Most do." == page.sitting()["questions"][0]["answer"]


def _open_closing(open_page):
    """Return a page at the first step of the closing, with nothing written."""
    page = open_page("availability")
    page.click("Availability")
    page.click("Enough for today")
    return page


def test_lines_pasted_into_one_line_are_joined_and_the_paste_can_be_undone(open_page, browser):
    page = _open_closing(open_page)
    page.type("Before. ")
    page.type("One\nTwo")
    assert "Before. One Two" == page.sitting()["takeaway"]
    browser.press("z", control=True)
    assert "\n" not in page.field()
    assert page.field().strip() == page.sitting()["takeaway"].strip()


def test_the_day_to_look_again_stands_there_in_words(open_page, browser):
    page = _open_closing(open_page)
    page.click("Next")
    page.click("in two weeks")
    assert browser.evaluate("longDate(inDays(14))") in page.text()
    page.click("no date")
    assert browser.evaluate("longDate(inDays(14))") not in page.text()


def test_a_short_answer_is_asked_one_step_deeper_once(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.type("yes")
    page.click("Next")
    assert "What have you seen that tells you so?" in page.text()
    page.click("Next")
    assert "Availability · 2 of 7" in page.text()
    page.click("Back")
    page.click("Next")
    assert "Availability · 2 of 7" in page.text()


def test_an_answer_can_be_changed_at_the_end(open_page):
    page = open_page("availability")
    page.click("Availability")
    page.type("Most of them do so.")
    page.leave_the_rest()
    page.click("Change")
    page.type(" And more.")
    page.click("Next")
    assert "Thank you for taking the time." in page.text()
    assert "Most of them do so. And more." == page.sitting()["questions"][0]["answer"]


def test_the_scale_is_kept_with_its_basis_in_whatever_order_they_are_chosen(open_page):
    page = open_page("co-operation")
    page.click("Co-operation")
    page.type("We sit down together.")
    page.click("Next")
    for _ in range(3):
        page.click("Skip")
    page.choose("basis", "observed")
    page.choose("value", "7")
    assert [{"domain": "co-operation", "value": 7, "basis": "observed"}] == (
        page.sitting()["scalings"]
    )


# What is given back.


def test_random_sittings_give_the_entries_of_the_same_sittings_typed(program, open_page, content):
    program.skip_notice()
    page = open_page()
    titles = {domain.title: domain for domain in content.domains}
    for number in range(SITTINGS):
        chance = random.Random(number)
        title = chance.choice([*titles, "All of them, one after the other"])
        chosen = [titles[title]] if title in titles else content.domains
        typed = _sit(page, title, chosen, chance)
        saved = page.download("Save my reflection")
        page.click("Wipe what I wrote")
        page.click("Wipe it")

        names = [domain.id for domain in chosen]
        written = program.home / f"typed-{number}"
        done = program.run("reflect", *names, "--journal", written, input=typed)
        assert 0 == done.code, done.err
        imported = program.home / f"imported-{number}"
        done = program.run("import", saved, "--then-remove", "--journal", imported)
        assert 0 == done.code, done.err
        assert not saved.exists()
        assert _without_ids(written) == _without_ids(imported), number


def test_what_is_copied_can_be_imported_and_what_is_saved_as_markdown_is_escaped(
    program, open_page, browser
):
    page = open_page("availability")
    page.click("Availability")
    page.type("# One\n## Two of them")
    page.leave_the_rest()
    page.click("Copy")
    done = program.run("import", "-", input=page.field())
    assert 0 == done.code, done.err
    assert {"call-on-support": "# One\n## Two of them"} == program.latest_answers()
    saved = page.download("Save as Markdown")
    assert f"Look for {saved.name} among your downloads." in page.text()
    markdown = saved.read_text("utf-8")
    assert "\n\n\\# One\n\\## Two of them\n" in markdown


def _sit(page, title, domains, chance) -> str:
    """Go through a sitting on the page; return what is typed for the same one on a pipe."""
    page.click(title)
    questions = [question for domain in domains for question in domain.questions]
    end = chance.choice([len(questions), chance.randrange(len(questions))])
    first_answer = chance.randrange(end + 1) if end < len(questions) else 0
    typed = ""
    reached = {}
    for place, question in enumerate(questions):
        text = chance.choice(ANSWERS) if place == first_answer or chance.random() < 0.4 else ""
        half = len(text) // 2
        page.type(text[:half])
        if chance.random() < 0.1:
            page.open()
        page.type(text[half:])
        if place == end:
            page.click("Enough for today")
            typed += f"{text}\n.enough\n" if text else ".enough\n"
            if text:
                reached[question.domain] = True
            break
        page.click("Next" if text else "Skip")
        if deeper_question(question, clean(text).text):
            page.click("Next")
        if chance.random() < 0.1:
            page.click("Back")
            page.click("Next" if text else "Skip")
        typed += f"{text}\n.\n" if text else ".\n"
        reached[question.domain] = True
    if "Where is your team with" in page.text():
        page.click("Leave it out")
    takeaway, action = chance.choice(LINES), chance.choice(LINES)
    page.type(takeaway)
    page.browser.press("Enter")
    page.type(action)
    typed += f"{takeaway}\n{action}\n"
    if action:
        if len(reached) > 1:
            choice = chance.randrange(len(reached))
            page.choose("domain", list(reached)[choice])
            typed += f"{choice + 1}\n"
        page.click("in two weeks")
        typed += "in two weeks\n"
    page.click("Done")
    return typed


def _without_ids(journal) -> list[str]:
    """Return the texts of the entries, without what differs each time: the id and the time."""
    texts = []
    for path in sorted(journal.glob("*.md"), key=lambda path: path.name.split("-")[4:]):
        text = path.read_text("utf-8")
        text = re.sub(r"(?m)\Aid: .*|^(id|date): .*$", r"\1", text, count=2)
        texts.append(text)
    return sorted(texts)


def test_hostile_texts_come_back_unchanged(program, open_page):
    texts = [text for text in HOSTILE.values() if clean(text).text and "\ud800" > max(text)]
    page = open_page("co-operation")
    for begin in range(0, len(texts), 4):
        page.click("Co-operation")
        for text in texts[begin : begin + 4]:
            page.browser.evaluate(
                f"document.activeElement.value = {json.dumps(text)},"
                "document.activeElement.dispatchEvent(new Event('input'))"
            )
            page.click("Enough for today" if text == texts[-1] else "Next")
            if "· " in page.text() and "One moment is enough" in page.text():
                page.click("Next")
        saved = page.download("Save a draft to a file")
        page.click("Wipe what I wrote")
        page.click("Wipe it")
        done = program.run("import", saved)
        assert 0 == done.code, done.err
        saved.unlink()
        (answers,) = {tuple(program.latest_answers().values())}
        expected = [clean(text).text for text in texts[begin : begin + 4]]
        assert expected == list(answers)
        for path in program.journal.glob("*.md"):
            path.unlink()


# The parts of the page.


def test_the_parts_of_the_page(open_page, content, browser):
    open_page("availability")
    expected = {
        "longDate('2026-11-23T14:30:12+00:00')": "23 November 2026",
        "isoDay(new Date(2026, 0, 5))": "2026-01-05",
        "isBlank(' \\n\\u00a0')": True,
        "isBlank('\\uFEFF')": False,
        "escapeMarkdown('# a\\n  - b\\n1. c\\n===\\nd')": "\\# a\n  \\- b\n1\\. c\n\\===\nd",
        "parseSitting('{', CONTENT)": None,
        "parseSitting('{\"securebase_sitting\": 1}', CONTENT)": None,
        "parseSitting(null, CONTENT)": None,
        "parseSitting(JSON.stringify(beginSitting(CONTENT, CONTENT.domains)), CONTENT).step": 0,
    }
    assert expected == {code: browser.evaluate(code) for code in expected}
    question = content.find_question("call-on-support")
    first = "questionOf(beginSitting(CONTENT, CONTENT.domains).questions[0])"
    for answer in ("yes", "No.", "no idea", "Mostly, yes", "not yet", "I think so", "Yes, so far"):
        asked = browser.evaluate(f"deeperQuestion({first}, {json.dumps(answer)})")
        assert deeper_question(question, answer) == asked, answer
