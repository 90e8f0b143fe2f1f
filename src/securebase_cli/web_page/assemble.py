"""Assemble the page that holds a sitting: one file, which works without a network.

The scripts in this folder are copied into the page as they are. They read the questions and words
as data, so that nothing in a content file can be run.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any, NamedTuple

from securebase_cli.documents.formats.page_style import read_style_sheet, source_hash
from securebase_cli.documents.formats.printable import escape_html
from securebase_cli.instrument.content import Content
from securebase_cli.instrument.team_questions import CARE, SESSION_NOTE, needs_care
from securebase_cli.model import (
    ACTIONS_HEADINGS,
    BASIS_NAMES,
    SCALE_LABEL,
    TAKEAWAY_HEADING,
    TEAM_SESSION,
    Domain,
    EntryKind,
    Question,
)
from securebase_cli.sitting.deeper import DEEPER_QUESTIONS, MAX_WORDS
from securebase_cli.sitting.loop import ACTION, TAKEAWAY, TEAM_ACTION, WHICH_DOMAIN
from securebase_cli.sitting.one_line import LOOK_AGAIN
from securebase_cli.sitting.scale import BASIS, WHERE
from securebase_cli.ui.pages import notice_page

# In the order in which they run.
_SCRIPTS = (
    *("days.js", "sitting.js", "markdown.js", "draft.js", "elements.js", "start_screen.js"),
    *("question_screen.js", "closing_screens.js", "end_screen.js", "footer.js", "page.js"),
)

_WHERE_WORDS_STAY = "What you write stays in this browser on this device; nothing is sent anywhere."
_WITH_ACTIONS = (
    "These come from the journal that this page was made from. Whoever has the page can read them."
)
_NO_SCRIPT = (
    "Scripts are turned off here, so this page is a form: write on it and print it, or print it "
    "and write. Nothing is kept when you close it."
)


class PageContent(NamedTuple):
    """What a page asks: the questions of each domain, and in the closing the scale if `has_scale`.

    `actions` are the things to try that the page shows.
    """

    content: Content
    questions: Mapping[Domain, Sequence[Question]]
    kind: EntryKind
    has_scale: bool
    actions: Sequence[str] = ()


def assemble_page(page: PageContent) -> Iterator[str]:
    """Yield the page in one piece, as `OutputTarget.write` takes it."""
    style = f"\n{read_style_sheet()}\n{_read('sitting.css')}\n"
    scripts = [f"\n{_read(name)}\n" for name in _SCRIPTS]
    yield Template(_read("reflection.html")).substitute(
        title=escape_html(page.content.title),
        style=style,
        style_hash=source_hash(style),
        paper_form="\n".join(_paper_form(page)),
        content=_encode(_data_of(page)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        script_hashes=" ".join(map(source_hash, scripts)),
    )


def _read(name: str) -> str:
    return files("securebase_cli.web_page").joinpath(name).read_text("utf-8").strip()


def _encode(data: object) -> str:
    """Return JSON without `<`, so that it can't end the element that it is in."""
    return json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")


def _data_of(page: PageContent) -> dict[str, Any]:
    """Return the data of the page, in the form of the type `Content` in sitting.js."""
    is_team_session = page.kind == TEAM_SESSION
    parents = page.content.parent_texts()
    return {
        "title": page.content.title,
        "kind": page.kind,
        "introduction": page.content.introduction,
        "notice": [
            _WHERE_WORDS_STAY,
            *notice_page.WHAT_TO_WRITE,
            *([SESSION_NOTE] if is_team_session else []),
        ],
        "domains": [
            {
                "id": domain.id,
                "title": domain.title,
                "quality": domain.quality if page.has_scale else "",
                "summary": domain.summary,
                "questions": [
                    {
                        "id": question.id,
                        "text": question.text,
                        "parent": parents.get(question.id, ""),
                        "note": CARE if is_team_session and needs_care(question) else "",
                        "isClosed": question.is_closed,
                    }
                    for question in questions
                ],
            }
            for domain, questions in page.questions.items()
        ],
        "actions": page.actions,
        "deeper": [
            {"pattern": pattern, "question": question} for pattern, question in DEEPER_QUESTIONS
        ],
        "maxWordsBeforeDeeper": MAX_WORDS,
        "bases": BASIS_NAMES,
        "words": {
            "noticeTitle": notice_page.TITLE,
            "actionsNote": _WITH_ACTIONS,
            "scale": WHERE,
            "basis": BASIS,
            "takeaway": TAKEAWAY,
            "action": TEAM_ACTION if is_team_session else ACTION,
            "whichDomain": WHICH_DOMAIN,
            "lookAgain": LOOK_AGAIN,
            "scaleLabel": SCALE_LABEL,
            "takeawayHeading": TAKEAWAY_HEADING,
            "actionHeading": ACTIONS_HEADINGS[page.kind],
        },
    }


def _paper_form(page: PageContent) -> Iterator[str]:
    """Yield the lines of a form to print, which is seen only if scripts are turned off."""
    yield f'<h1 dir="auto">{escape_html(page.content.title)}</h1>'
    yield f'<p class="remark">{_NO_SCRIPT}</p>'
    for text in notice_page.WHAT_TO_WRITE:
        yield f"<p>{escape_html(text)}</p>"
    for domain, questions in page.questions.items():
        yield f'<h2 dir="auto">{escape_html(domain.title)}</h2>'
        yield f'<p class="quiet" dir="auto">{escape_html(domain.summary)}</p>'
        for question in questions:
            yield _form_field(question.text)
    yield "<h2>Before you go</h2>"
    yield _form_field(TAKEAWAY)
    yield _form_field(TEAM_ACTION if page.kind == TEAM_SESSION else ACTION)
    yield _form_field(LOOK_AGAIN)


def _form_field(text: str) -> str:
    return (
        f'<label class="on-paper" dir="auto">{escape_html(text)}'
        '<textarea rows="4" spellcheck="false"></textarea></label>'
    )
