"""Names are found and replaced in every text of a value, whichever field it is in."""

import pytest

from securebase_cli.dates import Period
from securebase_cli.instrument.content import Content
from securebase_cli.model import (
    Action,
    Answer,
    Domain,
    Lens,
    OtherText,
    Problem,
    Question,
    Scaling,
)
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.pseudonyms.value_texts import (
    replace_names,
    replace_names_in_entry,
    texts_of,
    texts_of_entry,
)
from securebase_cli.storage.filter import Filter
from support.builders import MOMENT, an_entry

PSEUDONYMS = Pseudonyms({"Robin Hill": "Worker B", "Robin": "Worker A"})

ENTRY = an_entry(
    domain="robins-team",
    title="Robin’s day",
    tags=("robin-hill", "away-day", "team/robin"),
    skipped=("how-is-robin", "Robin"),
    scaling=Scaling(7, "observed"),
    answers=(Answer("how-is-robin", "Does Robin?", "Robin does."),),
    takeaway="To ask Robin",
    actions=(Action("Ask Robin", "tried", MOMENT.date(), note="Robin said no"),),
    other_text=(OtherText("Robin, too", "outside"),),
    problems=(Problem("`robin` can’t be read", is_loss=False),),
)
CONTENT = Content(
    "The model of Robin",
    (
        Domain(
            "robins-team",
            "Robin’s team",
            "Robin is there",
            "We are there for Robin.",
            (
                Question("how-is-robin", "robins-team", "How is Robin?", None, ("robin",)),
                Question("why", "robins-team", "Why, Robin?", "how-is-robin", ("robin",)),
            ),
        ),
    ),
    Lens("Robin’s lens", ("robin",)),
    introduction=("Robin began it.",),
    about="By Robin",
    sources=("Robin Hill (2026)",),
)


def test_names_are_replaced_in_every_text_of_an_entry():
    assert an_entry(
        domain="worker-as-team",
        title="Worker A’s day",
        tags=("worker-b", "away-day", "team/worker-a"),
        skipped=("how-is-worker-a", "worker-a"),
        scaling=Scaling(7, "observed"),
        answers=(Answer("how-is-worker-a", "Does Worker A?", "Worker A does."),),
        takeaway="To ask Worker A",
        actions=(Action("Ask Worker A", "tried", MOMENT.date(), note="Worker A said no"),),
        other_text=(OtherText("Worker A, too", "outside"),),
        problems=(Problem("`Worker A` can’t be read", is_loss=False),),
    ) == replace_names_in_entry(ENTRY, PSEUDONYMS)


def test_the_entry_and_the_content_of_these_tests_have_a_name_in_every_field():
    assert all(ENTRY)
    assert all(CONTENT)


def test_names_are_replaced_in_every_text_of_the_content():
    replaced = replace_names(CONTENT, PSEUDONYMS)
    assert not [text for text in texts_of(replaced) if "robin" in text.casefold()]
    (domain,) = replaced.domains
    assert {domain.id} == {question.domain for question in domain.questions}
    assert domain.questions[0].id == domain.questions[1].follows
    assert domain.questions[0].themes == replaced.lens.themes


def test_names_are_replaced_in_the_tags_and_domains_of_a_filter():
    tagged = Filter(frozenset({"robins-team"}), Period(MOMENT.date(), None), frozenset({"robin"}))
    replaced = replace_names(tagged, PSEUDONYMS)
    assert (frozenset({"worker-as-team"}), frozenset({"worker-a"})) == (
        replaced.domains,
        replaced.tags,
    )
    assert tagged.period == replaced.period


@pytest.mark.parametrize(
    ("text", "alias", "replaced"),
    [
        ("how-is-robin", "Zoë M.", "how-is-zoe-m"),
        ("how-is-robin", "支え", "how-is"),
        ("robin", "支え", "name"),
    ],
)
def test_an_id_stays_an_id_whatever_the_alias(text, alias, replaced):
    assert replaced == replace_names(text, Pseudonyms({"Robin": alias}), "id")


def test_what_the_program_wrote_stays_whatever_the_names():
    program_words = ("Availability", "23 November 2026", "open", "reflection", "Call", "k3f7")
    pseudonyms = Pseudonyms(dict.fromkeys(program_words, "Worker A"))
    entry = an_entry(actions=(Action("Ask"),), skipped=("induction",))
    assert entry == replace_names_in_entry(entry, pseudonyms)
    session = an_entry(title="Ours, 23 November 2026, team session", kind="team-session")
    assert session == replace_names_in_entry(session, pseudonyms)


def test_nothing_of_the_content_that_is_shipped_is_replaced(content):
    words = {
        word: "Worker A" for text in ("Team", "Availability", "Bowlby", "Do") for word in [text]
    }
    assert content == replace_names(content, Pseudonyms(words))
    assert [] == texts_of(content)


def test_two_tags_that_become_the_same_are_one_and_one_of_signs_alone_goes():
    signs = Pseudonyms({"Robin": "Worker", "Kim": "worker", "Jo": "…"})
    entry = an_entry(tags=("robin", "kim", "jo"))
    assert ("worker",) == replace_names_in_entry(entry, signs).tags


def test_the_texts_of_an_entry_are_those_that_people_wrote():
    entry = an_entry(tags=("away",), takeaway="Ask!", actions=(Action("Ask", note="Robin said"),))
    expected = ["#away", entry.answers[0].text, "Ask!", "Ask", "Robin said"]
    assert expected == texts_of_entry(entry)
    own = an_entry(
        title="Ours, 23 November 2026", domain="own", answers=(Answer("q", "Do I?", "Yes"),)
    )
    assert ["own", "Ours", "q", "Do I?", "Yes"] == texts_of_entry(own)
