"""The page that holds a sitting is one file; it fetches nothing and runs its own scripts only."""

import base64
import hashlib
import json
import re

import html5lib
import pytest

from securebase_cli.instrument.content import Content, read_content
from securebase_cli.instrument.team_questions import CARE, SESSION_NOTE, session_questions
from securebase_cli.model import REFLECTION, TEAM_SESSION, Domain, Lens, Question
from securebase_cli.web_page.assemble import PageContent, assemble_page
from support.corpus import HOSTILE

CONTENT = read_content()
HTML = "{http://www.w3.org/1999/xhtml}"
MAX_BYTES = 300_000
HOSTILE_TEXTS = (
    *("</script><script>alert(1)</script>", "<!--<script>", "]]>", "$style ${scripts} $$"),
    *("<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "\u2028\u2029", "{}"),
    *HOSTILE.values(),
)


def _page(content: Content = CONTENT, *, actions=(), kind=REFLECTION) -> str:
    questions = {domain: domain.questions for domain in content.domains}
    if kind == TEAM_SESSION:
        questions = {domain: session_questions([domain]) for domain in content.domains}
    page = PageContent(content, questions, kind, has_scale=True, actions=actions)
    return "".join(assemble_page(page))


def _parse(page: str):
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(page)


def _data_of(page: str):
    return json.loads(_parse(page).find(f".//{HTML}script[@id='content']").text)


def _content_with(text: str) -> Content:
    question = Question("a-question", "a-domain", text)
    domain = Domain("a-domain", text, text, text, (question,))
    return Content(text, (domain,), Lens("Lens", ()), (text,), text, (text,))


def test_the_page_is_small_and_has_no_address_in_it():
    page = _page()
    assert len(page.encode()) <= MAX_BYTES
    assert not re.search(r"https?:|//[a-z]|url\(|@import|\bsrc=|\bhref=", page.replace("// ", ""))


def test_the_policy_allows_the_style_and_the_scripts_of_the_page_alone():
    page = _parse(_page())
    meta = page.find(f".//{HTML}meta[@http-equiv='Content-Security-Policy']")
    policy = dict(
        directive.strip().split(" ", 1) for directive in meta.attrib["content"].split(";")
    )
    scripts = [item.text for item in page.iter(f"{HTML}script") if "type" not in item.attrib]
    assert {
        "default-src": "'none'",
        "connect-src": "'none'",
        "style-src": _hash(page.find(f".//{HTML}style").text),
        "script-src": " ".join(map(_hash, scripts)),
        "base-uri": "'none'",
        "form-action": "'none'",
    } == policy


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_every_question_is_on_the_page_and_in_the_form_for_paper():
    page = _page()
    data = _data_of(page)
    expected = [question.id for question in CONTENT.questions]
    assert expected == [q["id"] for domain in data["domains"] for q in domain["questions"]]
    labels = ["".join(label.itertext()) for label in _parse(page).iter(f"{HTML}label")]
    assert {question.text for question in CONTENT.questions} <= set(labels)


def test_a_question_that_follows_another_has_the_text_of_the_other():
    first, second = _data_of(_page())["domains"][0]["questions"][:2]
    assert first["text"] == second["parent"]


def test_a_team_session_says_that_a_note_is_kept_and_where_care_is_needed():
    data = _data_of(_page(kind=TEAM_SESSION))
    assert SESSION_NOTE in data["notice"]
    notes = {question["note"] for domain in data["domains"] for question in domain["questions"]}
    assert {"", CARE} == notes


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=repr)
def test_a_content_file_can_put_nothing_but_text_into_the_page(text):
    text = text.encode("utf-8", "replace").decode()
    expected = _parse(_page(_content_with("Plain")))
    page = _page(_content_with(text), actions=[text])
    assert [item.tag for item in expected.iter()] == [item.tag for item in _parse(page).iter()]
    data = _data_of(page)
    assert text == data["title"] == data["domains"][0]["questions"][0]["text"]
    assert [text] == data["actions"]
