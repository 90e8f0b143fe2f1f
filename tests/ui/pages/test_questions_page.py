"""The questions of some domains."""

from securebase_cli.ui.page import Line
from securebase_cli.ui.pages.questions_page import questions_page
from support.builders import ANSWER
from support.pages import line_texts


def test_a_follow_up_is_indented_below_its_parent(content):
    lines = [part for part in questions_page(content.domains[:1]) if isinstance(part, Line)]
    indents = {line.text: line.indent for line in lines}
    assert indents[content.find_question("asked-directly").text] > indents[ANSWER.question_text] > 0


def test_ids_stand_below_the_questions_only_where_they_are_asked_for(content):
    texts = line_texts(questions_page(content.domains))
    with_ids = line_texts(questions_page(content.domains, with_ids=True))
    for question in content.questions:
        assert question.text in texts
        assert question.id not in texts
        assert question.id == with_ids[with_ids.index(question.text) + 1]
