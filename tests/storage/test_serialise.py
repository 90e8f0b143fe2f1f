"""What one process hands to another arrives as it was."""

from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.model import BASIS_WORDS, Action, Answer, Entry, Scaling
from securebase_cli.storage import serialise
from support.builders import MOMENT, an_entry

words = st.text(max_size=8)
actions = st.builds(
    Action,
    words,
    st.sampled_from(["open", "tried", "dropped"]),
    st.none() | st.dates(),
    st.none() | st.dates(),
    words,
)
entries = st.builds(
    Entry,
    id=words,
    moment=st.datetimes(timezones=st.just(MOMENT.tzinfo)).map(lambda day: day.replace(fold=0)),
    domain=words,
    title=words,
    tags=st.lists(words, max_size=2).map(tuple),
    answers=st.lists(st.builds(Answer, words, words, words), max_size=3).map(tuple),
    skipped=st.lists(words, max_size=2).map(tuple),
    actions=st.lists(actions, max_size=3).map(tuple),
    scaling=st.none() | st.builds(Scaling, st.integers(0, 10), st.sampled_from(["", *BASIS_WORDS])),
    kind=st.sampled_from(["reflection", "team-session"]),
)


@given(st.lists(st.none() | entries, max_size=3))
def test_entries_arrive_as_they_were_and_none_where_there_was_none(found):
    assert found == list(serialise.entries_in(serialise.of_entries(found)))


@given(st.lists(st.none() | entries.map(lambda entry: entry.outline), max_size=3))
def test_outlines_arrive_as_they_were_and_none_where_there_was_none(found):
    assert found == list(serialise.outlines_in(serialise.of_outlines(found)))


def test_what_arrives_is_of_the_same_kinds():
    entry = an_entry(actions=(Action("Ask", due=MOMENT.date()),), scaling=Scaling(7, "observed"))
    (arrived,) = serialise.entries_in(serialise.of_entries([entry]))
    assert (type(entry), Answer, Action, Scaling) == (
        type(arrived),
        type(arrived.answers[0]),
        type(arrived.actions[0]),
        type(arrived.scaling),
    )
    assert entry.moment.utcoffset() == arrived.moment.utcoffset()
