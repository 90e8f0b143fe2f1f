"""The questions of some domains."""

from securebase_cli.ui.page import Line
from securebase_cli.ui.pages.questions_page import questions_page
from support.builders import ANSWER


def _texts(page):
    return [part.text for part in page if isinstance(part, Line)]


def test_a_follow_up_is_set_in_below_what_it_follows(content):
    lines = [part for part in questions_page(content.domains[:1]) if isinstance(part, Line)]
    depths = {line.text: line.indent for line in lines}
    assert depths[content.find_question("asked-directly").text] > depths[ANSWER.asked] > 0
    assert depths["asked-directly · follows call-on-support · self"] > 0


def test_every_question_has_its_id_and_its_themes(content):
    texts = _texts(questions_page(content.domains))
    for question in content.questions:
        assert question.text in texts
        assert any(text.startswith(f"{question.id} ·") for text in texts)
