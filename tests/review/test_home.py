"""The home page and its JSON record."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.cli import COMMANDS
from securebase_cli.dates import parse_past_day
from securebase_cli.instrument.content import read_content
from securebase_cli.json_records import home_record
from securebase_cli.model import Action, Answer, Draft, Step
from securebase_cli.review.home import Retention, build_home
from securebase_cli.storage.scan import StoredOutline
from securebase_cli.ui.page import Gap
from securebase_cli.ui.pages import home_page
from securebase_cli.ui.pages.home_page import format_age
from securebase_cli.ui.pages.notice_page import notice_page
from support.builders import MOMENT, a_draft, an_entry, an_entry_name

TODAY = date(2026, 11, 25)
CONTENT = read_content()
OF_LENS = (
    "One of the ten on diversity and power. "
    "They come last in each domain, so time runs out on them."
)


def outlined(day: date | str = "2026-11-23", **about: Any) -> StoredOutline:
    """Return an entry of that day that answers every question, unless it is told otherwise."""
    when = date.fromisoformat(str(day))
    moment = MOMENT.replace(year=when.year, month=when.month, day=when.day)
    entry = an_entry(**{"moment": moment, "answers": to_all_but()} | about)
    return StoredOutline(an_entry_name(str(day), entry.domain, entry.id), entry.outline)


def to_all_but(*names: str) -> tuple[Answer, ...]:
    return tuple(Answer(q.id, "Asked?", "So.") for q in CONTENT.questions if q.id not in names)


def shown(
    *newest_first: StoredOutline,
    unfinished: tuple[Draft, ...] = (),
    retention: Retention | None = None,
) -> list[str]:
    """Return the lines of the page, each set in as it is shown."""
    found = build_home(newest_first, CONTENT, unfinished, TODAY, retention)
    page = home_page.home_page(found, CONTENT.domain_title, TODAY)
    return ["" if isinstance(part, Gap) else " " * part.indent + part.text for part in page]


def below(heading: str, lines: list[str]) -> list[str]:
    """Return the lines from below a heading to the next gap."""
    after = lines[lines.index(heading) + 1 :]
    return after[: after.index("")]


# The first page of all.


def test_the_first_page_of_all_is_the_notice_and_how_to_begin():
    texts = [part for part in home_page.first_run_page(notice_page()) if part]
    assert notice_page() == tuple(texts[: len(notice_page())])
    begin = [(part.text, part.label) for part in texts[-6:]]
    assert [
        ("To begin", ""),
        ("securebase reflect", "Command"),
        ("a menu of the domains; ten minutes for one of them", ""),
        ("securebase reflect --quick", "Command"),
        ("one question, and one thing to try; two minutes", ""),
        ("All commands: securebase --help", ""),
    ] == begin


def test_the_parts_come_in_the_order_of_what_is_most_pressing():
    lines = shown(outlined(actions=(Action("Ask"),)), unfinished=(a_draft(),))
    first = [line for at, line in enumerate(lines) if at == 0 or lines[at - 1] == ""]
    assert [
        "Unfinished: Availability, Acceptance, begun on 23 November 2026",
        "Last reflection: Availability, 23 November 2026, 2 days ago",
        "Has waited longest: Sensitivity, not reflected on yet",
        CONTENT.find_question("call-on-support").text,
        "Open to try",
        "All commands: securebase --help",
    ] == first


# The last reflection.


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "yesterday"), (2, "2 days ago"), (7, "7 days ago"), (13, "13 days ago"),
        (14, "2 weeks ago"), (20, "2 weeks ago"), (21, "3 weeks ago"), (59, "8 weeks ago"),
        (60, "2 months ago"), (364, "12 months ago"), (729, "24 months ago"),
        (730, "2 years ago"), (3650, "10 years ago"), (-1, "on 26 November 2026"),
        (-400, "on 30 December 2027"),
    ],
)  # fmt: skip
def test_how_long_ago_a_day_was_is_said_as_people_say_it(days, words):
    assert words == format_age(TODAY - timedelta(days=days), TODAY)


def test_the_last_reflection_is_the_newest_entry():
    lines = shown(outlined(), outlined("2026-01-01", id="old2", title="Long ago"))
    last = "Last reflection: Availability, 23 November 2026, 2 days ago"
    assert ["  securebase show k3f7"] == below(last, lines)


@pytest.mark.parametrize(("domain", "called"), [("acceptance", "Acceptance"), ("trust", "trust")])
def test_an_entry_without_a_title_is_called_after_its_domain_and_its_day(domain, called):
    lines = shown(outlined("2026-11-24", title="", domain=domain))
    assert f"Last reflection: {called}, 24 November 2026, yesterday" == lines[0]


# The domain that has waited longest.


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-23", "2 days ago"),
        ("2026-10-23", "4 weeks ago"),
        ("2026-11-28", "on 28 November 2026"),
    ],
)
def test_the_domain_that_has_waited_longest_is_named_with_when_it_was(day, words):
    later = date.fromisoformat(day) + timedelta(days=1)
    others = [outlined(later, domain=one.id) for one in CONTENT.domains if one.id != "acceptance"]
    lines = shown(*others, outlined(day, domain="acceptance"))
    waited = f"Has waited longest: Acceptance, {words}"
    assert ["  securebase reflect acceptance"] == below(waited, lines)


def test_a_domain_that_was_never_reflected_on_has_waited_longest_the_first_of_several():
    lines = shown(outlined())
    assert "Has waited longest: Sensitivity, not reflected on yet" in lines


def test_a_domain_that_left_the_content_is_not_waiting():
    found = build_home([outlined("2001-01-01", domain="trust")], CONTENT, (), TODAY)
    assert "availability" == found.neglected.id


# What to take up.


def test_one_question_is_suggested_with_why_and_with_the_one_it_follows():
    lines = shown(outlined(answers=to_all_but("managing-judgements")))
    assert [
        "How could this be managed?",
        f"  {OF_LENS}",
        "  securebase reflect --quick",
    ] == below(f"After: {CONTENT.find_question('diversity-and-judgements').text}", lines)


def test_a_question_that_follows_none_stands_alone():
    lines = shown(outlined(answers=to_all_but("praise")))
    assert CONTENT.find_question("praise").text in lines
    assert not any(line.startswith("After: ") for line in lines)


# A year ago, and what is older than it is to be kept.


@pytest.mark.parametrize(
    ("days", "is_said"), [(364, False), (365, True), (380, True), (395, True), (396, False)]
)
def test_what_one_wrote_a_year_ago_is_named_once_a_year_has_passed(days, is_said):
    day = TODAY - timedelta(days=days)
    lines = shown(outlined(), outlined(day, id="old2", domain="sensitivity"))
    assert is_said == ("A year ago you wrote on Sensitivity." in lines)
    assert is_said == ("  securebase show old2" in lines)


def test_of_several_entries_the_one_nearest_to_a_year_is_named():
    older = outlined("2025-11-03", id="old2", domain="acceptance")
    found = build_home([outlined("2025-11-24", id="near"), older], CONTENT, (), TODAY)
    assert "near" == found.year_ago.name.id


def test_a_team_session_is_not_what_one_wrote_a_year_ago():
    session = outlined("2025-11-24", kind="team-session")
    assert build_home([session], CONTENT, (), TODAY).year_ago is None


@pytest.mark.parametrize(
    ("retention", "words"),
    [
        (Retention("2y", 12), "12 entries are older than the 2 years for which you keep them."),
        (Retention("18m", 1), "1 entry is older than the 18 months for which you keep them."),
    ],
)
def test_how_many_entries_are_older_than_they_are_to_be_kept_is_said_with_the_command(
    retention, words
):
    lines = shown(outlined(), retention=retention)
    assert [f"  securebase delete --before {retention.keep} --purge"] == below(words, lines)


def test_where_no_entry_is_older_nothing_is_said_of_it():
    assert "older" not in "\n".join(shown(outlined(), retention=Retention("2y", 0)))


# The question about who supports the writer.


def _with_ids(field: str, ids: tuple[str, ...]) -> dict[str, Any]:
    """Return the field of an entry in which these questions are answered or skipped."""
    return {
        field: tuple(Answer(name, "Asked?", "So.") for name in ids) if field == "answers" else ids
    }


@pytest.mark.parametrize(
    ("entries", "is_due"),
    [
        ([], False),
        ([(1, ()), (80, ())], False),
        ([(100, ())], True),
        ([(1, ()), (100, ("who-for-you",))], True),
        ([(1, ()), (80, ("who-for-you",)), (100, ())], False),
        ([(0, ("praise", "who-for-you")), (100, ())], False),
    ],
)
@pytest.mark.parametrize("field", ["answers", "skipped"])
def test_who_supports_the_writer_is_asked_every_three_months_but_not_in_the_first(
    entries, is_due, field
):
    newest_first = [
        outlined(TODAY - timedelta(days=days), **_with_ids(field, ids)) for days, ids in entries
    ]
    assert is_due == build_home(newest_first, CONTENT, (), TODAY).is_support_due
    line = "And who is this for you?: reflect -q who-for-you"
    assert is_due == (line in labels(*newest_first))
    page = shown(*newest_first)
    assert is_due == ("And who is this for you? (ours, once a quarter)" in page)


def test_who_supports_the_writer_is_not_asked_beside_an_unfinished_sitting_that_asks_it():
    draft = a_draft(plan=(Step("availability", "who-for-you"),))
    long_ago = outlined(TODAY - timedelta(days=100))
    assert not build_home([long_ago], CONTENT, (draft,), TODAY).is_support_due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 100))
def test_two_days_of_one_quarter_are_never_three_months_apart(first, days):
    second = first + timedelta(days=days)
    same_quarter = first.year == second.year and (first.month - 1) // 3 == (second.month - 1) // 3
    assert not (same_quarter and first <= parse_past_day("3m", second))


# The menu.


def labels(*newest_first: StoredOutline, unfinished: tuple[Draft, ...] = ()) -> list[str]:
    """Return the labels of the menu's lines, each with its command."""
    found = build_home(newest_first, CONTENT, unfinished, TODAY)
    steps = home_page.home_steps(found, CONTENT.domain_title, TODAY)
    return [f"{step.label}: {step.arguments}" for step in steps]


def test_a_journal_without_entries_offers_what_a_backup_has_and_nothing_to_export():
    steps = home_page.home_steps(build_home((), CONTENT, (), TODAY), CONTENT.domain_title, TODAY)
    *_, others, leave = steps
    assert ("Something else", "Leave") == (others.label, leave.label)
    assert ["worksheet", "worksheet", "import"] == [
        step.arguments.split()[0] for step in others.steps[:3]
    ]
    assert "Export or back up" not in {step.label for step in steps}


def test_the_menu_begins_with_the_unfinished_sitting_and_ends_with_leaving():
    actions = (Action("Ask", due=date(2026, 11, 25)), Action("Pair them"))
    assert [
        "Go on with Availability, Acceptance, begun 2 days ago: resume d2r4 --go-on",
        "Reflect on Sensitivity, not yet: reflect sensitivity",
        "One question, two minutes: reflect --quick",
        "Choose a domain: reflect",
        "What there is to try: 2 open, 1 due: actions",
        "Look back: list",
        "Export or back up: export",
        "Something else: --help",
        "Leave: ",
    ] == labels(outlined(actions=actions), unfinished=(a_draft(),))


def test_where_there_is_nothing_yet_the_menu_has_nothing_to_look_back_on():
    assert [
        "Reflect on Availability: reflect availability",
        "One question, two minutes: reflect --quick",
        "Choose a domain: reflect",
        "Something else: --help",
        "Leave: ",
    ] == labels()


def test_every_command_of_the_menus_is_one_of_the_program():
    older = outlined("2025-11-24", id="old2")
    found = build_home([outlined(actions=(Action("Ask"),)), older], CONTENT, (), TODAY)
    steps = home_page.home_steps(found, CONTENT.domain_title, TODAY)
    inner = [step for outer in steps for step in outer.steps]
    names = {step.arguments.split()[0] for step in (*steps, *inner) if step.arguments}
    assert names <= {*COMMANDS, "--help"}
    assert {"edit", "delete", "restore", "export", "search", "compare", "coverage"} <= names


# What is open to try.


def test_open_actions_come_with_when_to_look_again_oldest_due_first():
    actions = (
        Action("No date"),
        Action("Later", due=date(2026, 12, 1)),
        Action("Done", "tried"),
        Action("Overdue", due=date(2026, 11, 1)),
    )
    assert [
        "  Overdue · was due on 1 November 2026 · k3f7.4",
        "  Later · look again on 1 December 2026 · k3f7.2",
        "  securebase actions (1 more)",
    ] == below("Open to try", shown(outlined(actions=actions)))


def test_of_many_open_actions_two_are_shown_and_how_many_more_there_are():
    older = outlined("2026-11-01", id="m2aa", actions=tuple(map(Action, "ab")))
    newer = outlined(actions=tuple(map(Action, "cde")))
    lines = below("Open to try", shown(newer, older))
    assert ["a", "b"] == [line.split()[0] for line in lines[:2]]
    assert ["  securebase actions (3 more)"] == lines[2:]


@pytest.mark.parametrize(
    ("text", "beginning"),
    [("word " * 400, "word word word word word word word…"), ("w" * 400, f"{'w' * 36}…")],
    ids=["whole words", "a part of an endless word"],
)
def test_of_a_long_one_there_is_as_much_as_fits_a_row(text, beginning):
    lines = below("Open to try", shown(outlined(actions=(Action(text.strip()),))))
    assert 80 > max(map(len, lines))
    assert f"  {beginning} · no date · k3f7.1" == lines[0]


def test_of_a_sitting_of_many_domains_two_are_named():
    plan = tuple(Step(one.id, "why") for one in CONTENT.domains)
    entries = tuple((one.id, "m2aa") for one in CONTENT.domains)
    lines = shown(outlined(), unfinished=(a_draft(plan=plan, entry_ids=entries),))
    assert "Unfinished: Availability, Sensitivity and 3 more, begun on 23 November 2026" == lines[0]


def test_where_nothing_is_open_or_unfinished_neither_is_spoken_of():
    text = "\n".join(shown(outlined(actions=(Action("Done", "tried"), Action("Not", "dropped")))))
    assert not re.search("Open to try|resume|Done|Not", text)


# Team sessions.


def test_the_last_reflection_and_what_waits_longest_are_ones_own():
    session = outlined("2026-11-24", id="team", kind="team-session", actions=(Action("Ask"),))
    found = build_home([session, outlined()], CONTENT, (), TODAY)
    assert ("k3f7", "sensitivity") == (found.last.name.id, found.neglected.id)
    assert build_home([outlined()], CONTENT, (), TODAY).suggestion == found.suggestion
    assert ["team.1"] == [one.handle for one in found.open_actions]


def test_with_a_team_session_a_journal_has_begun():
    found = build_home([outlined(kind="team-session")], CONTENT, (), TODAY)
    assert (True, None) == (found.has_entries, found.last)
    assert not build_home([], CONTENT, (), TODAY).has_entries


# What is unfinished.


def test_an_unfinished_team_session_is_called_one_and_fits_a_row():
    plan = tuple(Step(one.id, "why") for one in CONTENT.domains)
    entries = tuple((one.id, "m2aa") for one in CONTENT.domains)
    draft = a_draft(plan=plan, entry_ids=entries, kind="team-session")
    line = "Unfinished team session: Availability and 4 more, begun on 23 November 2026"
    assert line == shown(unfinished=(draft,))[0]
    assert 80 >= len(line.replace("Availability", "Team membership"))


def test_of_several_unfinished_sittings_the_first_is_named_and_the_others_are_counted():
    trust = a_draft(plan=(Step("trust", "why"),), entry_ids=(("trust", "m2aa"),))
    lines = shown(outlined(), unfinished=(trust, a_draft(id="e3e3"), a_draft(id="e4e4")))
    assert "Unfinished: trust, begun on 23 November 2026" == lines[0]
    assert "  securebase resume (2 more)" == lines[1]


def test_a_paused_first_sitting_is_shown_with_the_command_to_resume():
    lines = shown(unfinished=(a_draft(),))
    assert "  securebase resume" == lines[1]
    assert not any(line.startswith("Last reflection") for line in lines)


# The record.


def test_the_record_describes_all_of_it():
    actions = tuple(Action(f"Try {number}") for number in range(5))
    others = [outlined("2026-11-01", domain=one.id) for one in CONTENT.domains[1:]]
    found = build_home(
        [outlined(actions=actions), *others], CONTENT, (a_draft(), a_draft(id="e3e3")), TODAY
    )
    told = home_record(found)
    assert [f"k3f7.{number}" for number in range(1, 6)] == [
        one["handle"] for one in told.pop("open_actions")
    ]
    assert {
        "last": {
            "id": "k3f7",
            "date": "2026-11-23T14:30:12+00:00",
            "domain": "availability",
            "title": "Availability, 23 November 2026",
        },
        "waiting_longest": {"domain": "sensitivity", "last": "2026-11-01"},
        "next": {
            "question": "call-on-support",
            "domain": "availability",
            "why": "Longest since you looked.",
        },
        "unfinished": ["d2r4", "e3e3"],
    } == told


def test_before_the_first_entry_the_record_has_only_what_to_take_up():
    assert {
        "last": None,
        "waiting_longest": {"domain": "availability", "last": None},
        "next": {
            "question": "call-on-support",
            "domain": "availability",
            "why": "New to you.",
        },
        "open_actions": [],
        "unfinished": [],
    } == home_record(build_home([], CONTENT, (), TODAY))
