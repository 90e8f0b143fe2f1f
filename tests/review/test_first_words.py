"""The first words of entries, by which a person knows which is which."""

from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.model import Action, Answer
from securebase_cli.review.first_words import first_words, summarise
from support.builders import an_entry


def an_answer(text: str) -> Answer:
    return Answer("praise", "Do you praise?", text)


def test_the_first_answer_counts_before_the_first_action():
    actions = (Action("Pair them"), Action("Ask Jo"))
    assert "We talk." == first_words((an_answer("We talk."), an_answer("More.")), actions)
    assert "Pair them" == first_words((), actions)
    assert "" == first_words(())


@given(st.text(alphabet="abcé \n\t", min_size=1, max_size=200))
def test_they_are_one_short_line_cut_after_a_word(text):
    words = first_words((an_answer(text),))
    assert len(words) <= 61
    assert words == " ".join(words.split())
    whole = " ".join(text.split())
    assert whole == words or whole.startswith(words.removesuffix("…"))


def test_an_entry_that_can_t_be_read_is_named_without_words(app, prepared_journal):
    prepared_journal.add(an_entry(answers=(an_answer("We talk."),)))
    broken = prepared_journal.add(an_entry(id="m2aa")).path
    broken.write_bytes(b"\xff")
    found = {
        summary.name.id: summary.first_words
        for summary in summarise(
            prepared_journal.folder, prepared_journal.names(), prepared_journal.files
        )
    }
    assert {"k3f7": "We talk.", "m2aa": ""} == found
