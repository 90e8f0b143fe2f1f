"""`securebase` alone in a terminal: everything can be done from its menu."""

from datetime import datetime, timedelta

import pytest

from securebase_cli.dates import long_date
from securebase_cli.model import Action
from support.builders import an_entry
from support.terminal import (
    CTRL_C,
    CTRL_D,
    CTRL_U,
    DOWN,
    ENTER,
    ESCAPE,
    Terminal,
    needs_terminal,
)

pytestmark = needs_terminal

ASKED = "What would you like to do?"


@pytest.fixture
def begun(program) -> None:
    """Let there be entries of yesterday and of a year ago, with something to try."""
    now = datetime.now().astimezone().replace(microsecond=0)
    actions = (Action("Pair them with a buddy", due=now.date()), Action("Ask Jo"))
    program.add_entries(
        an_entry(moment=now - timedelta(days=1), actions=actions),
        an_entry(id="old2", domain="sensitivity", moment=now - timedelta(days=366)),
    )
    program.skip_notice()


def choose(terminal: Terminal, *typed: str) -> None:
    """Choose from one menu after the other."""
    for words in typed:
        terminal.wait_for_reply("Esc: ")
        terminal.type(f"{words}{ENTER}")


def choose_and_name_file(terminal: Terminal, *typed: str, file: object) -> None:
    """Choose what is written to a file or read from it, and type the path of the file."""
    choose(terminal, *typed)
    terminal.wait_for_reply("Which file?")
    terminal.type(f"{file}{ENTER}")


def test_the_first_run_begins_a_sitting_and_shows_the_notice_once(start, program):
    terminal = start()
    terminal.wait_for("Esc: leave")
    assert "Before you write" in terminal.screen_text
    assert "> 1 Reflect on Availability securebase reflect availability" in (terminal.screen_text)
    terminal.type(f"one question{ENTER}")
    terminal.wait_for("1 of 1")
    assert 1 == terminal.output_text.count("Before you write")
    terminal.type("We talk.")
    terminal.wait_for("> We talk.")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert 1 == len(program.draft_texts())


def test_the_first_page_has_the_model_and_then_the_notice(start, content):
    terminal = start(columns=80, rows=40)
    terminal.wait_for("Esc: leave")
    for sentence in (content.title, *content.introduction, "Before you write"):
        assert sentence in terminal.screen_text


@pytest.mark.parametrize("arguments", [[], ["reflect", "availability"]])
@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (50, 16), (40, 15)])
def test_in_a_small_window_the_first_page_is_read_piece_by_piece(
    start, content, arguments, columns, rows
):
    terminal = start(*arguments, columns=columns, rows=rows)
    terminal.wait_for("Any key: go on")
    for sentence in (content.title, *content.introduction):
        assert sentence in terminal.screen_text
    pages = ""
    while "Esc: leave" not in terminal.screen_text and "1 of 7" not in terminal.screen_text:
        pages += terminal.screen_text
        terminal.type(" ")
        # The sequence with which the rows of the menu, the question or the key begin.
        terminal.wait_for_reply("\x1b[K")
    for sentence in ("Before you write", "Leave names out.", "Read this again: securebase privacy"):
        assert sentence in pages


def test_the_notice_that_is_left_is_shown_again(start, program):
    for _ in range(2):
        terminal = start("reflect", "availability", columns=60, rows=20)
        terminal.wait_for("Any key: go on")
        terminal.type(CTRL_C)
        assert 130 == terminal.exit_code()
        assert terminal.is_restored
    assert [] == program.draft_texts()


@pytest.mark.parametrize(
    ("arguments", "begin"),
    [(["reflect", "availability"], "1 of 7"), (["reflect"], "Esc: leave"), ([], "Esc: leave")],
)
def test_at_24_rows_the_model_is_read_first_and_then_the_whole_notice_is_in_view(
    start, content, arguments, begin
):
    terminal = start(*arguments, columns=80, rows=24)
    terminal.wait_for("Any key: go on")
    for sentence in (content.title, *content.introduction):
        assert sentence in terminal.screen_text
    terminal.type(" ")
    terminal.wait_for(begin)
    assert "Before you write" in terminal.screen_text


@pytest.mark.parametrize(("keys", "code"), [(ESCAPE, 0), (CTRL_C, 130), (f"leave{ENTER}", 0)])
def test_leaving_home_changes_nothing(start, program, keys, code):
    terminal = start()
    terminal.wait_for("Esc: leave")
    terminal.type(keys)
    assert code == terminal.exit_code()
    assert terminal.is_restored
    assert not program.journal.exists()


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20), (50, 12), (40, 15), (120, 40)])
def test_how_things_stand_and_the_whole_menu_fit_in_a_window(start, columns, rows):
    terminal = start(columns=columns, rows=rows)
    terminal.wait_for("> 1 Reflect on Acceptance, not yet")
    if rows >= 20:
        for words in (
            "A year ago you wrote on Sensitivity.",
            "Last reflection: Availability",
            "securebase reflect --quick",
            "What there is to try: 2 open, 1 due",
            "Leave",
        ):
            assert words in terminal.screen_text


@pytest.mark.usefixtures("begun")
def test_an_unfinished_sitting_is_gone_on_with_at_one_key(start, program):
    program.run("--plain", "reflect", "co-operation", input="We talk.\n.\n.pause\n")
    terminal = start()
    terminal.wait_for("> 1 Go on with Co-operation, begun today")
    terminal.type(ENTER)
    terminal.wait_for("2 of 4")
    assert "put it away" not in terminal.output_text


@pytest.mark.usefixtures("begun")
def test_an_unfinished_sitting_can_be_saved_as_it_is_from_home(start, program):
    program.run("--plain", "reflect", "co-operation", input="We talk.\n.\n.pause\n")
    terminal = start()
    choose(terminal, "else", "save what", "save")
    terminal.wait_for_reply("That's kept.")
    assert {"problem-solving": "We talk."} == program.latest_answers()


@pytest.mark.usefixtures("begun")
def test_once_a_quarter_home_asks_who_supports_the_writer(start, program):
    terminal = start()
    terminal.wait_for("And who is this for you?")
    choose(terminal, "who is this")
    terminal.wait_for_reply("Tried it (1)")
    terminal.type(ENTER)
    terminal.wait_for_reply("This one is ours, not the model’s.")
    terminal.type(f"My own manager, on Mondays.{CTRL_D}")
    terminal.wait_for_reply("What do you take from this?")
    terminal.type(ENTER)
    terminal.wait_for_reply("Is there one thing you want to try?")
    terminal.type(ENTER)
    assert 0 == terminal.exit_code()
    assert {"who-for-you": "My own manager, on Mondays."} == program.latest_answers()
    assert "who is this" not in program.run().out
    assert "My own manager" in program.run("compare", "who-for-you").out


@pytest.mark.usefixtures("begun")
def test_something_is_marked_as_tried_and_home_comes_back(start, program):
    terminal = start()
    choose(terminal, "try", "tried", "buddy")
    terminal.wait_for_reply("What happened?")
    terminal.type(f"They liked it{ENTER}")
    terminal.wait_for_reply("What there is to try: 1 open")
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()
    assert "tried" == program.latest_entry()["actions"][0]["state"]


@pytest.mark.usefixtures("begun")
def test_an_entry_is_chosen_and_read_deleted_and_brought_back(start, program):
    terminal = start(rows=60)
    choose(terminal, "look", "choose an entry", "sensi")
    terminal.wait_for_reply("Most of them do.")
    choose(terminal, "else", "delete an", "sensi")
    terminal.wait_for_reply("yes or no")
    terminal.type(f"yes{ENTER}")
    terminal.wait_for_reply("Moved to the journal’s trash")
    assert 1 == len(program.saved_entries())
    choose(terminal, "else", "bring", "sensi")
    terminal.wait_for_reply("Restored: old2")
    assert 2 == len(program.saved_entries())


@pytest.mark.usefixtures("begun")
def test_esc_goes_back_where_it_says_so(start):
    terminal = start()
    choose(terminal, "else")
    terminal.wait_for_reply("Esc: back")
    terminal.type(f"delete an{ENTER}")
    terminal.wait_for_reply("Delete which one?")
    terminal.wait_for_reply("Esc: back")
    terminal.type(ESCAPE)
    terminal.wait_for_reply("Esc: leave")
    for words in (["look"], ["look", "choose an entry"]):
        choose(terminal, *words)
        terminal.wait_for_reply("Esc: back")
        terminal.type(ESCAPE)
        terminal.wait_for_reply("Esc: leave")
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (50, 20)])
def test_what_a_command_shows_can_be_read_before_the_menu_comes_back(start, columns, rows):
    terminal = start(columns=columns, rows=rows)
    choose(terminal, "look", "latest entry")
    terminal.wait_for_reply("Any key: go on")
    assert "Most of them do." in terminal.screen_text
    assert ASKED not in terminal.screen_text.partition("Most of them do.")[2]
    terminal.type(" ")
    terminal.wait_for_reply("Esc: leave")
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()


@pytest.mark.usefixtures("begun")
def test_words_are_found_and_the_journal_is_exported(start, program, tmp_path):
    terminal = start(rows=60)
    choose(terminal, "look", "find words")
    terminal.wait_for_reply("Which words?")
    terminal.type(f"most{ENTER}")
    terminal.wait_for_reply(" of them do.")
    terminal.wait_for("to `securebase search WORDS`.")
    file = tmp_path / "my journal.md"
    choose_and_name_file(terminal, "export", "all you wrote", file=file)
    terminal.wait_for_reply("Since when?")
    terminal.type(ENTER)
    terminal.wait_for_reply("Which name and team")
    terminal.type(ENTER)
    terminal.wait_for_reply("Written: ")
    assert "Name and team: …" in file.read_text("utf-8")
    assert 2 == file.read_text("utf-8").count("Most of them do.")


@pytest.mark.usefixtures("begun")
def test_an_export_without_answers_begins_on_the_day_that_is_typed(start, tmp_path):
    terminal = start()
    file = tmp_path / "recent.md"
    choose_and_name_file(terminal, "word", "without", file=file)
    terminal.wait_for_reply("Since when?")
    terminal.type(f"sometime{ENTER}")
    terminal.wait_for_reply("is not a date that can be read")
    terminal.type(f"{CTRL_U}three months{ENTER}")
    terminal.wait_for_reply("Which name and team")
    terminal.type(f"Sam Hill, the North team{ENTER}")
    terminal.wait_for_reply("Written: ")
    text = file.read_text("utf-8")
    assert "Name and team: Sam Hill, the North team" in text
    year_ago = datetime.now().astimezone() - timedelta(days=366)
    assert long_date(datetime.now().astimezone() - timedelta(days=1)) in text
    assert long_date(year_ago) not in text
    assert "Most of them do." not in text


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("question", ["Since when?", "Which name and team"])
def test_an_export_that_is_left_at_a_question_writes_nothing(start, tmp_path, question):
    terminal = start()
    choose_and_name_file(terminal, "export", "supervision", file=tmp_path / "mine.md")
    terminal.wait_for_reply("Since when?")
    if question != "Since when?":
        terminal.type(ENTER)
        terminal.wait_for_reply(question)
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert not (tmp_path / "mine.md").exists()


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("compare", "Look back"),
        ("backup", "Export or back up"),
        ("word", "Export or back up"),
        ("delete", "Something else"),
    ],
)
def test_the_words_of_what_is_behind_a_line_find_it(start, typed, line):
    terminal = start()
    terminal.wait_for("Esc: leave")
    terminal.type(typed)
    terminal.wait_for(f"{ASKED} {typed} > ")
    shown = terminal.screen_text
    assert line in shown[shown.index(f"{ASKED} {typed}") :]
    assert "Choose a domain" not in shown[shown.index(f"{ASKED} {typed}") :]


@pytest.mark.usefixtures("begun")
def test_a_mistake_is_told_and_home_comes_back(start, program):
    terminal = start()
    file = program.home / "no" / "backup.json"
    choose_and_name_file(terminal, "export", "back everything", file=f"'{file}'")
    terminal.wait_for_reply("there is no such folder")
    terminal.wait_for_reply(ASKED)


@pytest.mark.usefixtures("begun")
def test_a_file_may_be_in_the_home_folder_and_where_it_is_written_is_said(start, program):
    terminal = start(columns=120)
    choose_and_name_file(terminal, "export", "back everything", file="~/backup.json")
    terminal.wait_for(f"Written: {program.home / 'backup.json'}")
    assert program.home.joinpath("backup.json").exists()


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("lines", "typed", "name"),
    [
        (["export", "all you wrote"], "my work", "my work.docx"),
        (["export", "sheet"], "sheet.html", "sheet.html"),
        (["export", "cards"], "cards", "cards.docx"),
        (["export", "back everything"], "all", "all.json"),
        (["else", "calendar"], "reminder", "reminder.ics"),
    ],
)
def test_a_file_that_is_named_without_an_ending_gets_one(start, program, lines, typed, name):
    terminal = start(columns=120, rows=60)
    choose_and_name_file(terminal, *lines, file=f"~/{typed}")
    if "all you wrote" in lines:
        for question in ("Since when?", "Which name and team"):
            terminal.wait_for_reply(question)
            terminal.type(ENTER)
    terminal.wait_for(f"Written: {program.home / name}")


@pytest.mark.usefixtures("begun")
def test_a_backup_without_an_ending_is_read_as_it_is_named(start, program):
    program.run("export", "-o", str(program.home / "backup"), "--format", "json")
    terminal = start(rows=60)
    choose_and_name_file(terminal, "export", "prove", file="~/backup")
    terminal.wait_for_reply("There already: 2 entries.")


@pytest.mark.usefixtures("begun")
def test_back_leads_to_the_menu_before(start):
    terminal = start()
    choose(terminal, "look")
    terminal.wait_for_reply("List the entries")
    terminal.type(ESCAPE)
    terminal.wait_for_reply("Choose a domain")


@pytest.mark.usefixtures("begun")
def test_plain_the_menu_has_numbers_and_names(start):
    terminal = start("--plain", columns=120)
    terminal.wait_for_reply("1. Reflect on Acceptance, not yet · securebase reflect acceptance")
    terminal.wait_for_reply(f"{ASKED} A number or a name; empty: none for now.")
    terminal.type(f"look{ENTER}")
    terminal.wait_for_reply("List the entries")
    terminal.type(f"list the{ENTER}")
    terminal.wait_for_reply("Entry: old2")
    terminal.wait_for_reply(ASKED)
    terminal.type(ENTER)
    assert 0 == terminal.exit_code()


@pytest.mark.usefixtures("begun")
def test_entries_older_than_they_are_to_be_kept_are_removed_for_good_once_that_is_typed(
    start, program
):
    config = program.home / "config" / "securebase" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('keep = "6m"\n')
    page = program.run().out
    assert "1 entry is older than the 6 months for which you keep them." in page
    assert "securebase delete --before 6m --purge" in page
    terminal = start(rows=60)
    choose(terminal, "remove what is older")
    terminal.wait_for_reply("remove 1")
    terminal.type(f"remove 1{ENTER}")
    terminal.wait_for_reply("Removed for good: 1 entry.")
    assert ["k3f7"] == [entry["id"] for entry in program.saved_entries()]
    terminal.wait_for_reply(ASKED)


@pytest.mark.usefixtures("begun")
def test_on_a_pipe_home_asks_nothing(program):
    done = program.run(input=f"1{DOWN}\n")
    assert 0 == done.code
    assert ASKED not in done.out + done.err
