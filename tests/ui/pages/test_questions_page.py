"""The questions of some domains."""

from securebase_cli.ui.page import Line
from securebase_cli.ui.pages.questions_page import questions_page
from support.builders import ANSWER
from support.pages import line_texts


def test_a_follow_up_is_indented_below_its_parent(content):
    lines = [part for part in questions_page(content.domains[:1]) if isinstance(part, Line)]
    indents = {line.text: line.indent for line in lines}
    assert indents[content.find_question("asked-directly").text] > indents[ANSWER.question_text] > 0
    assert indents["asked-directly · follows call-on-support · self"] > 0


def test_every_question_has_its_id_and_its_themes(content):
    texts = line_texts(questions_page(content.domains))
    for question in content.questions:
        assert question.text in texts
        assert any(text.startswith(f"{question.id} ·") for text in texts)
