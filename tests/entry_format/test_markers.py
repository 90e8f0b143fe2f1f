"""A marker divides a file however it is spelt; what a person typed never does."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from securebase_cli.entry_format import quick_checks
from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.draft import read_draft, write_draft
from securebase_cli.entry_format.entry import read_entry, read_outline, write_entry
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import Action, Answer
from support.builders import a_draft, an_entry

FIRST = Answer("call-on-support", "Do team members feel they can?", "Most of them do.")
SECOND = Answer("asked-directly", "Have you asked?", "Not yet.")
ENTRY = an_entry(
    answers=(FIRST, SECOND), takeaway="They can answer each other.", actions=(Action("Ask Sam"),)
)
WRITTEN = write_entry(ENTRY)
MARKER = "<!-- securebase question asked-directly -->"
HEADING = "## Have you asked?"

SPELLINGS = [
    "<!--securebase question asked-directly-->",
    "<!--  securebase  question  asked-directly  -->",
    "<!-- securebase\tquestion asked-directly-->",
    "<!-- Securebase question asked-directly -->",
    "<!-- SECUREBASE QUESTION ASKED-DIRECTLY -->",
    "  <!-- securebase question asked-directly -->",
    "\t<!-- securebase question asked-directly -->",
    "> <!-- securebase question asked-directly -->",
    "- <!-- securebase question asked-directly -->",
    "1. > <!-- securebase question asked-directly -->",
    "\\<!-- securebase question asked-directly --\\>",
    "\\<!-- securebase question asked-directly -->",
    "\\<\\!\\-\\- securebase question asked-directly \\-\\-\\>",
    "&lt;!-- securebase question asked-directly --&gt;",
    "&#60;!-- securebase question asked-directly --&#62;",
    "&#x3C;!-- securebase question asked-directly -->",
    "<!–- securebase question asked-directly –>",
    "<!— securebase question asked-directly —>",
    "<!-- securebase question\nasked-directly -->",
    "<!--\nsecurebase question asked-directly\n-->",
    "> <!-- securebase\n> question asked-directly -->",
    "\\<!-- securebase question\nasked-directly --\\>",
    "\n\n\\<!-- securebase question asked-directly --\\>",
    "\n```{=html}\n<!-- securebase question asked-directly -->\n```",
]
NO_MARKERS = [
    "<!-- secure-base question asked-directly -->",
    "<!-- secure base question asked-directly -->",
    "<!-- securebas question asked-directly -->",
    "<!-- securebase qestion asked-directly -->",
    "<!-- securebase asked-directly -->",
    "<!-- securebase question -->",
    "<!-- securebase question asked_directly -->",
    "<!-- securebase question asked directly -->",
    "<!-- securebase question asked-directly",
    "<!- securebase question asked-directly >",
    "<! securebase question asked-directly >",
    "<!-- question asked-directly -->",
    "<!-- securebase mood -->",
    "\\<!-- secure-base question asked-directly --\\>",
    "&lt;!-- securebase: asked-directly --&gt;",
    "> <!-- securebase mood -->",
]


def _with(marker: str, written: str = WRITTEN) -> str:
    assert MARKER in written
    return written.replace(MARKER, marker)


@pytest.mark.parametrize("marker", SPELLINGS)
def test_a_marker_is_read_however_it_is_spelt(marker):
    assert ENTRY == read_entry(_with(marker))
    assert ENTRY.outline == read_outline(_with(marker))


@pytest.mark.parametrize("marker", [s.lstrip() for s in SPELLINGS if s.lstrip()[0] in "<&\\"])
def test_a_marker_may_stand_in_the_line_of_its_heading(marker):
    assert ENTRY == read_entry(_with(marker).replace(f"{HEADING}\n", f"{HEADING} "))


@pytest.mark.parametrize("marker", SPELLINGS)
@pytest.mark.parametrize(
    "heading", ["Have you asked?\n---", "   # Have you asked?", f"{HEADING} {{#have-you-asked}}"]
)
def test_the_heading_may_have_another_form(marker, heading):
    assert ENTRY == read_entry(_with(marker).replace(HEADING, heading))


def test_the_text_may_begin_in_the_line_of_the_marker():
    assert ENTRY == read_entry(WRITTEN.replace(f"{MARKER}\n\nNot", f"{MARKER} Not"))


def test_a_section_in_a_quotation_is_read_without_its_signs():
    section = f"{HEADING}\n{MARKER}\n\nNot yet."
    quoted = "\n".join(f"> {line}".rstrip() for line in section.split("\n"))
    assert ENTRY == read_entry(WRITTEN.replace(section, quoted))


@pytest.mark.parametrize("kind", ["actions", "takeaway"])
def test_the_markers_of_actions_and_takeaway_are_read_in_the_same_way(kind):
    marker = f"<!-- securebase {kind} -->"
    assert marker in WRITTEN
    text = WRITTEN.replace(marker, f"\\<\\!-- SecureBase {kind} --\\>")
    assert ENTRY == read_entry(text)


def test_a_marker_of_the_takeaway_with_a_mistake_claims_no_text():
    entry = read_entry(WRITTEN.replace("securebase takeaway", "securebase takaway"))
    assert "" == entry.takeaway
    (other,) = entry.other_text
    assert other.text.endswith("They can answer each other.")


@pytest.mark.parametrize("marker", NO_MARKERS)
def test_what_looks_like_a_marker_ends_the_section_above_it(marker):
    entry = read_entry(_with(marker))
    assert (FIRST,) == entry.answers
    (other,) = entry.other_text
    assert "not-a-marker" == other.reason
    assert other.text.startswith(HEADING)
    assert other.text.endswith("Not yet.")
    assert ENTRY.actions == entry.actions
    assert entry.outline == read_outline(_with(marker))


@pytest.mark.parametrize("marker", NO_MARKERS)
def test_what_looks_like_a_marker_may_stand_in_the_line_of_a_heading(marker):
    entry = read_entry(_with(marker.removeprefix("> ")).replace(f"{HEADING}\n", f"{HEADING} "))
    assert (FIRST,) == entry.answers
    assert ["not-a-marker"] == [other.reason for other in entry.other_text]


@pytest.mark.parametrize(
    "line",
    [
        "<!-- my own comment -->",
        "<!-- TODO: ask Sam about the question -->",
        "A line with <!-- securebase question praise --> in it",
        "`<!-- securebase question praise -->`",
        "<b>Secure base</b> is what I mean.",
        "Secure base: a question of trust.",
        "## My own heading\n\nSecure base is a question.",
        "## Actions\n\nActions speak.",
        "&lt;3 and more",
        "a < b and c > d",
    ],
)
def test_a_line_that_is_no_marker_stays_in_its_answer(line):
    text = WRITTEN.replace(FIRST.text, f"{FIRST.text}\n\n{line}")
    assert f"{FIRST.text}\n\n{line}" == read_entry(text).answers[0].text
    assert SECOND == read_entry(text).answers[1]


def test_text_in_a_draft_that_belongs_to_no_question_is_not_dropped():
    written = write_draft(a_draft(answers=(FIRST, SECOND)), "Unfinished")
    with pytest.raises(EntryFormatError, match="it has text that belongs to no question"):
        read_draft(_with(NO_MARKERS[0], written))


# What a person typed.

pieces = st.sampled_from(
    [
        *("\n", "\n\n", " ", "\t", "    ", "\\", "\\\\", ">", "> ", "- ", "1. ", "#", "# ", "## "),
        *("<", ">", "!", "--", "-->", "--\\>", "<!--", "\\<!--", "&lt;", "&gt;", "&#60;"),
        *("securebase", "Securebase ", "secure-base", " question ", " actions ", "praise", "a-b"),
        *("`", "```", "---", "===", "=======", "<<<<<<< ours", ">>>>>>> theirs", "|||||||", "\xa0"),
        *("- [ ] a task", "Have you asked?", "\u200b", "é", "---\n", "...\n", "\r", "# Title\n"),
        *("&lt;!--", HEADING),
        *SPELLINGS,
        *NO_MARKERS,
    ]
)
typed = st.lists(pieces, min_size=1, max_size=8).map("".join).map(lambda text: clean(text).text)


@settings(max_examples=600)
@given(typed, typed)
@example(f"## Mine\n{SPELLINGS[10]}", f"Mine\n---\n{SPELLINGS[13]}")
@example("<<<<<<< ours\n\n=======\n\n>>>>>>> theirs", "=======")
def test_whatever_is_typed_comes_back_and_divides_nothing(first, second):
    answers = (FIRST._replace(text=first), SECOND._replace(text=second))
    entry = ENTRY._replace(answers=tuple(answer for answer in answers if answer.text))
    assert entry == read_entry(write_entry(entry))
    assert entry.outline == read_outline(write_entry(entry))


# Markers as they were typed into answers when only one spelling of them was read.
AS_WRITTEN_BEFORE = [
    "\\<!-- securebase question praise -->",
    "> \\<!-- securebase question praise -->",
    "&lt;!-- securebase question praise --&gt;",
    "Words <!-- securebase question praise -->",
    "\\# Mine\n\\<!-- securebase question praise -->",
    "\\# Mine <!-- securebase question praise -->",
    "#mine\n\\<!-- securebase question praise -->",
    "#mine\n&lt;!-- securebase question praise --&gt;",
    "Mine\n\\---\n\\<!-- securebase question praise -->",
    "\xa0<!-- securebase question praise -->",
    "- [ ] <!-- securebase question praise -->",
]


@pytest.mark.parametrize("line", AS_WRITTEN_BEFORE)
def test_what_earlier_versions_wrote_of_such_a_text_is_read_as_it_was(line):
    text = WRITTEN.replace(FIRST.text, f"{FIRST.text}\n\n{line}")
    entry = read_entry(text)
    assert ["call-on-support", "asked-directly"] == [answer.question for answer in entry.answers]
    assert () == entry.other_text


# Merges.


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("base", ["", "||||||| base\nMost.\n"])
@pytest.mark.parametrize("place", ["Most of them do.", "title: ", "## Have you asked?"])
def test_a_file_that_a_merge_left_in_two_versions_is_refused(place, base, end):
    line = next(line for line in WRITTEN.split("\n") if line.startswith(place))
    versions = f"<<<<<<< HEAD\n{line}\n{base}=======\n{line} Or not.\n>>>>>>> laptop\n"
    text = WRITTEN.replace(f"{line}\n", versions).replace("\n", end)
    for read in (read_entry, read_outline):
        with pytest.raises(EntryFormatError, match="a merge left two versions in it"):
            read(text)


@pytest.mark.parametrize("marker", SPELLINGS)
def test_a_look_at_the_bytes_rules_out_no_spelling(marker):
    for spelling in (marker, marker.replace("asked-directly", r"asked\-directly")):
        assert quick_checks.may_answer(_with(spelling).encode(), [b"asked-directly"])
    actions = WRITTEN.replace("<!-- securebase actions -->", "\\<!-- SecureBase\nActions --\\>")
    assert quick_checks.may_have_actions(actions.encode())
    assert quick_checks.may_have_open_action(actions.encode())


@pytest.mark.parametrize(
    "text", ["asked-directly", "Question praise", "question asked-directly-too"]
)
def test_the_id_of_a_question_in_a_text_is_no_marker(text):
    data = WRITTEN.replace(FIRST.text, text).replace("asked-directly -->", "other -->").encode()
    assert not quick_checks.may_answer(data, [b"asked-directly", b"praise-once"])


@pytest.mark.parametrize("marker", SPELLINGS)
def test_a_title_that_looks_like_a_marker_divides_nothing(marker):
    entry = ENTRY._replace(title=" ".join(f"Mine {marker}".split()))
    assert entry == read_entry(write_entry(entry))


@pytest.mark.parametrize("question_id", ["praise", "call-on-support"])
def test_a_question_that_looks_like_a_marker_divides_nothing(question_id):
    question_text = f"<!-- securebase actions -->> <!-- securebase question {question_id} -->?"
    answer = Answer("praise", question_text, "# A heading")
    entry = an_entry(answers=(answer, answer))
    assert entry == read_entry(write_entry(entry))
