"""Team sessions are entries of their own kind, counted apart from reflections."""

import json

import pytest

from securebase_cli.model import Action, Answer
from support.builders import ANSWER, MOMENT, an_entry

pytestmark = pytest.mark.usefixtures("notice_shown")

ALREADY = "team-session-already-availability"
THINNER = "team-session-thinner-availability"
SHARED = "diversity-and-availability"

OWN = an_entry(
    id="own2",
    moment=MOMENT.replace(year=2024),
    title="Availability, 23 November 2024",
    answers=(Answer(SHARED, "How might diversity?", "My own view."),),
)
SESSION = an_entry(
    id="team",
    moment=MOMENT.replace(year=2025),
    title="Availability, 23 November 2025, team session",
    answers=(
        Answer(ALREADY, "What do we do already?", "We ring each other."),
        Answer(SHARED, "How might diversity?", "Parents leave at three."),
    ),
    skipped=(THINNER,),
    actions=(Action("A buddy list, Kim"),),
    kind="team-session",
)


@pytest.fixture
def program_with_entries(program):
    """Add a reflection, and a later team session."""
    program.add_entries(OWN, SESSION)
    return program


def _as_json(program, *arguments: str):
    return json.loads(program.run(*arguments, "--json").out)


# A sitting on a pipe, and from a file.


def test_a_team_session_on_a_pipe_becomes_an_entry(program):
    done = program.run(
        "reflect", "av", "--team",
        input="We ring.\n.\nAt night.\n.\n.\nA rota.\n.\n\nKim asks around\n2w\n",
    )  # fmt: skip
    assert "What the team said, not who said it." in done.out
    assert "4 of 4" in done.out
    assert "What shall we try? Who, by when?" in done.out
    assert "each person" not in done.out, "a scale is for one's own reflection"
    saved = program.latest_entry()
    assert {
        ALREADY: "We ring.",
        THINNER: "At night.",
        "everyone-contributes": "A rota.",
    } == program.latest_answers()
    assert ([SHARED], "team-session") == (saved["skipped"], saved["kind"])
    assert saved["title"].endswith(", team session")
    assert "Kim asks around" == saved["actions"][0]["text"]
    assert "\ndomain: availability\nkind: team-session\ntags: []\n" in program.entry_texts()[0]
    assert "\n## What we will try\n" in program.entry_texts()[0]


def test_each_domain_makes_an_entry(program):
    program.run("reflect", "co-op", "team-m", "--team", input="One.\n.\n.\nThree.\n.\n.\n")
    assert {
        ("co-operation", "team-session", "One."),
        ("team-membership", "team-session", "Three."),
    } == {
        (one["domain"], one["kind"], one["answers"][0]["answer"]) for one in program.saved_entries()
    }


def test_the_menu_shows_the_last_team_session_of_each_domain(program_with_entries):
    done = program_with_entries.run("reflect", "--team", "--plain", input="1\nWe ring.\n.\n")
    assert "1. Availability · People are there for me · 23 Nov 2025\n" in done.out
    assert "2. Sensitivity · My feelings are manageable · not yet\n" in done.out
    assert {ALREADY: "We ring."} == program_with_entries.latest_answers()


def test_the_menu_of_a_reflection_shows_the_last_reflection_of_each_domain(program_with_entries):
    done = program_with_entries.run("reflect", "--plain", input="\n")
    assert "1. Availability · People are there for me · 23 Nov 2024\n" in done.out


@pytest.mark.parametrize("named", [["availability", "acceptance"], []])
def test_answers_can_come_from_a_file(program, named):
    answers = f"{ALREADY}: We ring.\n{SHARED}: Parents.\nmanaging-judgements: Kindly.\n"
    done = program.run("reflect", *named, "--team", "--answers", "-", "--no-input", input=answers)
    assert 0 == done.code
    assert [{"availability": "team-session", "acceptance": "team-session"}] == [
        {one["domain"]: one["kind"] for one in program.saved_entries()}
    ]


def test_an_answer_to_a_question_that_is_not_for_a_team_is_refused(program):
    done = program.run("reflect", "co-op", "--team", "--answers", "-", input="praise: Often.\n")
    assert 2 == done.code
    assert "Choose from: team-session-already-co-operation, team-session-thinner-" in done.err
    assert [] == program.saved_entries()


def test_a_team_prompt_is_not_asked_in_a_reflection(program):
    done = program.run("reflect", "av", "--answers", "-", input=f"{ALREADY}: We ring.\n")
    assert 2 == done.code
    assert [] == program.saved_entries()


def test_a_paused_team_session_resumes_as_one(program):
    program.run("reflect", "av", "--team", input="We ring.\n.\nAt ni\n.pause\n")
    assert "\nkind: team-session\nplan: [" in program.draft_texts()[0]
    assert "Unfinished team session: Availability, begun on " in program.run().out
    done = program.run("resume", input="\nght\n.\nParents.\n")
    assert "What the team said, not who said it." in done.out
    assert {
        ALREADY: "We ring.",
        THINNER: "At ni\nght",
        SHARED: "Parents.",
    } == program.latest_answers()
    assert "team-session" == program.latest_entry()["kind"]


def test_a_paused_team_session_can_be_saved(program):
    program.run("reflect", "av", "--team", input="We ring.\n.\n.pause\n")
    program.run("resume", "--save", "--no-input")
    assert {ALREADY: "We ring."} == program.latest_answers()
    assert "team-session" == program.latest_entry()["kind"]


# Looking back.


def test_list_marks_team_sessions(program_with_entries):
    lines = program_with_entries.run("list").out.splitlines()
    assert "23 Nov 2025  team  Availability, team session  2 of 3  1" == lines[0]
    assert "23 Nov 2024  own2  Availability                1 of 1" == lines[1]
    assert ["team-session", "reflection"] == [
        one["kind"] for one in _as_json(program_with_entries, "list")
    ]


def test_a_skipped_prompt_is_shown_in_words(program_with_entries):
    assert (
        "Skipped\n  Where does it wear thin? When, and for whom might it be harder (no names)?\n"
        in program_with_entries.run("show", "team").out
    )


def test_home_counts_reflections_and_shows_open_actions_of_both_kinds(program_with_entries):
    told = _as_json(program_with_entries)
    assert ("own2", "2024-11-23T14:30:12+00:00") == (told["last"]["id"], told["last"]["date"])
    assert ["team.1"] == [one["handle"] for one in told["open_actions"]]
    assert "sensitivity" == told["waiting_longest"]["domain"]


def test_home_after_only_a_team_session_is_not_the_first_run_page(program):
    program.add_entries(SESSION)
    done = program.run()
    assert "Has waited longest: Availability, not reflected on yet" in done.out
    assert "Last reflection" not in done.out
    assert "Before you write" not in done.out


def test_coverage_counts_team_sessions_apart(program_with_entries):
    told = _as_json(program_with_entries, "coverage")
    assert ("2024-11-23", 1) == (told["domains"][0]["last"], told["domains"][0]["count"])
    assert {"domain": "availability", "last": "2025-11-23", "count": 1} == told["team_sessions"][0]
    (question,) = [one for one in told["questions"] if one["id"] == SHARED]
    assert ("2024-11-23", 1) == (question["last"], question["count"])


def test_a_team_session_does_not_change_the_suggested_question(program_with_entries):
    everything = [one["id"] for one in _as_json(program_with_entries, "questions")]
    others = tuple(
        Answer(one, "Asked?", "Lately.") for one in everything if one not in {SHARED, ALREADY}
    )
    program_with_entries.add_entries(OWN._replace(id="new2", moment=MOMENT, answers=others))
    done = program_with_entries.run("reflect", "--quick", input="Now.\n.\n")
    assert "One of the ten on diversity and power." in done.out
    assert {SHARED: "Now."} == program_with_entries.latest_answers()


def test_compare_marks_answers_of_the_team(program_with_entries):
    lines = program_with_entries.run("compare", SHARED).out.splitlines()
    assert "23 November 2024 · own2" in lines
    assert "23 November 2025 · team · team session" in lines
    found = _as_json(program_with_entries, "compare", SHARED)["answers"]
    assert ["reflection", "team-session"] == [one["kind"] for one in found]


def test_answers_to_a_team_prompt_can_be_compared(program_with_entries):
    done = program_with_entries.run("compare", ALREADY)
    assert done.out.startswith("What do we do already?\nAvailability\n")
    done = program_with_entries.run("compare", THINNER)
    assert done.err.startswith("You have not answered “Where does it wear thin?")
    assert done.err.endswith("yet.\nTo begin: securebase reflect availability --team\n")
    assert 0 == done.code


def test_search_finds_answers_of_the_team(program_with_entries):
    done = program_with_entries.run("search", "parents")
    assert done.out.startswith("Availability, 23 November 2025, team session · team\n")


def test_actions_of_the_team_are_listed_with_their_session(program_with_entries):
    assert (
        "  Availability, 23 November 2025, team session\n"
        in program_with_entries.run("actions").out
    )
    assert ["team-session"] == [one["kind"] for one in _as_json(program_with_entries, "actions")]


def test_an_export_has_team_sessions_by_title_and_as_json_by_kind(program_with_entries):
    assert (
        "\n## Availability, 23 November 2025, team session\n"
        in program_with_entries.run("export").out
    )
    by_domain = program_with_entries.run("export", "--by", "domain").out
    assert "\n### 23 November 2024\n" in by_domain
    assert "\n### 23 November 2025, team session\n" in by_domain
    entries = json.loads(program_with_entries.run("export", "-f", "json").out)["entries"]
    assert ["reflection", "team-session"] == [one["kind"] for one in entries]


# Files edited by hand.


def _edit(program, old: str, new: str):
    (path,) = program.journal.glob("*.md")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


@pytest.mark.parametrize(
    "written", ["team session", "Team Session", '"team-session"', "[team-session]"]
)
def test_a_kind_is_read_in_several_spellings(program, written):
    program.add_entries(an_entry(answers=(ANSWER,)))
    _edit(program, "\ntags:", f"\nkind: {written}\ntags:")
    assert "team-session" == program.latest_entry()["kind"]
    assert "team session" in program.run("list").out


def test_an_unknown_kind_counts_as_a_reflection_and_stays_in_the_file(program):
    program.add_entries(an_entry(actions=(Action("Ask"),)))
    path = _edit(program, "\ntags:", "\nkind: supervision\ntags:")
    assert "reflection" == program.latest_entry()["kind"]
    assert 1 == _as_json(program, "coverage")["domains"][0]["count"]
    assert 0 == program.run("actions", "tried", "k3f7", "--note", "Done").code
    text = path.read_text("utf-8")
    assert "\ndomain: availability\nkind: supervision\ntags: []\n" in text
    assert "- [x] Ask" in text
