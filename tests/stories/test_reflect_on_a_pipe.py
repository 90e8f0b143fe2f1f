"""Sittings whose answers come from a pipe: the same questions and the same commands."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("notice_shown")

FIRST_OF_CO_OPERATION = "How do you encourage collaborative problem solving?"


# Questions and saved answers.


def test_answers_from_a_pipe_become_an_entry(program):
    done = program.run("reflect", "co-op", input="First.\n.\nSecond.\n.\nThird.\n.\nFourth.\n.\n")
    assert 0 == done.code
    assert "" == done.err
    places = [done.out.index(f"{number} of 4") for number in (1, 2, 3, 4)]
    assert places == sorted(places)
    assert FIRST_OF_CO_OPERATION in done.out
    assert {
        "problem-solving": "First.",
        "skills-sharing": "Second.",
        "sharing-strengths": "Third.",
        "diversity-as-strength": "Fourth.",
    } == program.latest_answers()


def test_the_end_says_what_was_kept_and_how_to_read_it(program):
    done = program.run("reflect", "-q", "skills-sharing", input="We pair up.\n.\n")
    saved = program.latest_entry()
    assert done.out.endswith(
        "\nThat's kept. Thank you for taking the time.\n1 of 1 answered.\n"
        f"securebase show {saved['id']}\n"
    )


def test_the_domain_is_introduced_once(program):
    done = program.run("reflect", "co-operation", input="One.\n.\nTwo.\n.\n")
    assert 1 == done.out.count("“I can work with others to find a solution”")


def test_an_answer_may_have_many_lines_and_blank_ones_between(program):
    program.run("reflect", "-q", "praise", input="One\n\n  two\n.\n")
    assert {"praise": "One\n\n  two"} == program.latest_answers()


def test_an_empty_answer_skips_the_question_and_the_skip_is_recorded(program):
    program.run("reflect", "co-operation", input=".\n\n.\nThird.\n.\n")
    assert ["problem-solving", "skills-sharing"] == program.latest_entry()["skipped"]
    assert {"sharing-strengths": "Third."} == program.latest_answers()


def test_the_closing_asks_for_one_line_each(program):
    program.run("reflect", "-q", "praise", input="Yes.\n.\nTo ask\nSay thank you\n2999-12-01\n")
    assert "To ask" == program.latest_entry()["takeaway"]
    (action,) = program.latest_entry()["actions"]
    assert ("Say thank you", "open", "2999-12-01") == (
        action["text"],
        action["state"],
        action["due"],
    )


def test_a_pipe_gets_no_nudge(program):
    done = program.run("reflect", "-q", "praise", input="Yes\n.\n")
    assert "What have you seen that tells you so?" not in done.out
    assert {"praise": "Yes"} == program.latest_answers()


def test_a_pipe_gets_no_prompt(program):
    done = program.run("reflect", "-q", "praise", input="Yes\n.\n")
    assert "> " not in done.out


# Where the input ends, the sitting ends.


@pytest.mark.parametrize("end", ["", "\n", "\n.\n"])
def test_the_end_of_input_saves_the_answers(program, end):
    done = program.run("reflect", "co-operation", input=f"First.{end}")
    assert 0 == done.code
    assert {"problem-solving": "First."} == program.latest_answers()
    assert [] == program.latest_entry()["skipped"]


@pytest.mark.parametrize("nothing", ["", "\n\n", ".\n.\n.\n.\n.\n"])
def test_a_sitting_without_answers_is_not_saved_with_a_message(program, nothing):
    done = program.run("reflect", "co-operation", input=nothing)
    assert 0 == done.code
    assert "Nothing was written.\n" == done.err
    assert [] == program.entry_texts()
    assert [] == program.draft_texts()


def test_an_action_without_answers_is_saved(program):
    program.run("reflect", "-q", "praise", input=".\n\nSay thank you\n")
    saved = program.latest_entry()
    assert ["Say thank you"] == [action["text"] for action in saved["actions"]]
    assert ["praise"] == saved["skipped"]


def test_without_a_domain_the_menu_reads_from_the_pipe(program):
    done = program.run("reflect", input="4\nFirst.\n")
    assert "All of them" in done.out
    assert "co-operation" == program.latest_entry()["domain"]


def test_an_empty_reply_to_the_menu_starts_no_sitting(program):
    done = program.run("reflect", input="")
    assert (0, "Nothing started.\n") == (done.code, done.err)


# Commands, and lines that only look like them.


def test_back_returns_to_the_previous_question_and_text_is_added(program):
    program.run("reflect", "co-operation", input="First.\n.\n.back\nMore.\n.\nSecond.\n.\n")
    assert {
        "problem-solving": "First.\nMore.",
        "skills-sharing": "Second.",
    } == program.latest_answers()


def test_back_at_the_first_question_has_a_message(program):
    done = program.run("reflect", "co-operation", input=".back\nFirst.\n")
    assert "This is the first question." in done.out
    assert {"problem-solving": "First."} == program.latest_answers()


def test_pause_keeps_the_draft_and_names_the_command_to_resume(program):
    done = program.run("reflect", "co-operation", input="First.\n.\nHalf\n.pause\nnot read\n")
    assert 0 == done.code
    assert "go on with: securebase resume" in done.out
    assert [] == program.entry_texts()
    (draft,) = program.draft_texts()
    assert "First." in draft
    assert "Half" in draft
    assert "not read" not in draft


def test_a_pause_without_text_keeps_no_draft(program):
    done = program.run("reflect", "co-operation", input=".pause\n")
    assert "Nothing was written." in done.out
    assert [] == program.draft_texts()


def test_any_other_line_is_text(program):
    lines = "before\n .\n. \n..\n.BACK\n.back now\n> .\n.quit\nsee .pause\n\t.\nafter"
    program.run("reflect", "-q", "praise", input=f"{lines}\n.\n")
    assert {"praise": lines} == program.latest_answers()


# Text as it comes.


def test_a_line_of_200_000_characters_is_read_whole(program):
    line = "word " * 40_000 + "end"
    program.run("reflect", "-q", "praise", input=f"{line}\n.\n")
    assert {"praise": line} == program.latest_answers()


def test_what_looks_like_structure_or_markup_is_text(program):
    texts = [
        "# A heading\n---\n<!-- securebase question praise -->",
        "```\nnever closed",
        "Grüße, 支え合い, \u05e2\u05d1\u05e8\u05d9\u05ea, 🫶🏽",
        "[red]not markup[/red] and [/x]; &#8238; &amp;",
    ]
    program.run("reflect", "co-operation", input="".join(f"{text}\n.\n" for text in texts))
    assert texts == list(program.latest_answers().values())


def test_other_line_ends_and_a_byte_order_mark_are_removed(program):
    program.run("reflect", "-q", "praise", input=b"\xef\xbb\xbfOne\r\ntwo\r\n.\r\n")
    assert {"praise": "One\ntwo"} == program.latest_answers()


def test_control_characters_are_removed_with_a_message(program):
    done = program.run("reflect", "-q", "praise", input="red \x1b[31malarm\x07\n.\n")
    assert "2 control characters were removed; a text can’t hold them." in done.out
    assert {"praise": "red [31malarm"} == program.latest_answers()


def test_bytes_that_are_not_utf_8_are_replaced_with_a_message(program):
    done = program.run("reflect", "-q", "praise", input=b"caf\xe9 time\n.\n")
    assert "1 byte was not text in UTF-8; you find a � there." in done.out
    assert {"praise": "caf\N{REPLACEMENT CHARACTER} time"} == program.latest_answers()


# What was asked for on the command line.


def test_a_sitting_of_all_domains_saves_an_entry_for_each_answered_domain(program):
    skip = ".\n"
    done = program.run("reflect", "all", input=f"A.\n.\n{skip * 6}S.\n.\n{skip * 7}C.\n")
    assert "\n3 of 36 answered, 13 skipped.\n" in done.out
    assert 3 == done.out.count("\nsecurebase show ")
    assert {"availability", "sensitivity", "acceptance"} == {
        entry["domain"] for entry in program.saved_entries()
    }


def test_a_domain_in_which_all_was_skipped_does_not_look_as_if_it_was_never_asked(program):
    skip = ".\n"
    program.run("reflect", "co-op", "team-m", input=f"A.\n.\n{skip * 14}")
    told = json.loads(program.run("coverage", "--json").out)
    asked = {row["id"]: row["skipped"] for row in told["questions"] if row["skipped"]}
    assert 13 == len(asked)
    shown = program.run("coverage", "--plain").out
    assert "Domain: Team membership\nLast entry: none; skipped on " in shown
    assert "0 of 10 answered, 10 skipped so far" in shown
    quick = program.run("reflect", "--quick", "team-m", "co-op", input="Now.\n")
    assert "You have skipped it so far." in quick.out or "One of the ten" in quick.out


def test_questions_are_asked_in_the_order_of_the_model(program):
    program.run("reflect", "-q", "praise", "-q", "call-on-support", input="A.\n.\nB.\n.\n")
    assert {"availability": "A.", "acceptance": "B."} == {
        entry["domain"]: entry["answers"][0]["answer"] for entry in program.saved_entries()
    }


def test_quick_asks_one_question_with_a_reason_and_reaches_those_of_the_lens(program):
    first = program.run("reflect", "--quick", "co-operation", input="One.\n.\n")
    second = program.run("reflect", "--quick", "co-operation", input="Two.\n.\n")
    assert "1 of 1" in first.out
    assert "New to you." in first.out
    assert FIRST_OF_CO_OPERATION in first.out
    assert "One of the ten on diversity and power. They come last" in second.out
    assert "How do you make it clear that diversity in a team can be a strength?" in second.out


def test_short_asks_three_questions_of_a_domain_with_one_of_the_lens_between(program):
    done = program.run("reflect", "av", "--short", input="One.\n.\nTwo.\n.\nThree.\n.\n")
    assert "3 of 3" in done.out
    assert "One of the ten on diversity and power." in done.out
    assert ["call-on-support", "diversity-and-availability", "asked-directly"] == list(
        program.latest_answers()
    )


def test_short_without_a_domain_opens_the_menu_and_with_several_is_refused(program):
    program.run("reflect", "--short", input="4\nOne.\n")
    assert "co-operation" == program.latest_entry()["domain"]
    assert 2 == program.run("reflect", "av", "co-op", "--short", input="One.\n").code


def test_a_lens_asks_the_questions_of_a_theme_with_their_parents(program):
    done = program.run("reflect", "--lens", "inclusion", "sensitivity", input="One.\n.\nTwo.\n.\n")
    assert "2 of 2" in done.out
    assert "After: How might diversity affect" in done.out
    assert {
        "acknowledged-in-team": "One.",
        "support-despite-power": "Two.",
    } == program.latest_answers()


def test_the_lens_alone_asks_on_diversity_and_power_and_says_so_once(program):
    note = (
        "Ten questions on diversity and power, across all five domains. "
        "You need not write down anyone's characteristics."
    )
    done = program.run("reflect", "--lens", input="One.\n.\n.enough\n")
    assert 1 == done.out.count(note)
    assert {"diversity-and-availability": "One."} == program.latest_answers()
    done = program.run("reflect", "co-op", "--lens", "--no-previous", input="One.\n")
    assert "One question on diversity and power. You need not" in done.out


def test_an_entry_gets_the_date_and_tags_of_the_options(program):
    program.run(
        "reflect", "-q", "praise", "--date", "2024-02-29", "-t", "away-day", "-t", "#rota",
        input="Yes.\n",
    )  # fmt: skip
    saved = program.latest_entry()
    assert "Acceptance, 29 February 2024" == saved["title"]
    assert saved["date"].startswith("2024-02-29T")
    assert ["away-day", "rota"] == saved["tags"]


def test_a_future_date_is_accepted_with_a_warning(program):
    done = program.run("reflect", "-q", "praise", "--date", "2999-01-02", input="Yes.\n")
    assert "Wednesday 2 January 2999 is still to come; the entry gets that date.\n" in done.err
    assert "Acceptance, 2 January 2999" == program.latest_entry()["title"]


# With a sitting that waits.


def test_an_unfinished_sitting_is_mentioned_and_does_not_read_the_pipe(program):
    program.run("reflect", "co-operation", input="Earlier.\n.\n.pause\n")
    done = program.run("reflect", "-q", "praise", input="Yes.\n")
    assert "An unfinished sitting is waiting; go on with: securebase resume\n" == done.err
    assert {"praise": "Yes."} == program.latest_answers()
    assert 1 == len(program.draft_texts())


def test_resume_continues_at_the_paused_question(program):
    program.run("reflect", "co-operation", input="First.\n.\nHalf\n.pause\n")
    done = program.run("resume", input="\nmore\n.\nThird.\n.\n")
    assert "1 of 4" not in done.out
    assert "Half" in done.out
    assert {
        "problem-solving": "First.",
        "skills-sharing": "Half\nmore",
        "sharing-strengths": "Third.",
    } == program.latest_answers()
    assert [] == program.draft_texts()


def test_resume_saves_a_sitting_as_it_is(program):
    program.run("reflect", "co-operation", input="First.\n.\nHalf\n.pause\n")
    done = program.run("resume", "--save", "--no-input")
    assert 0 == done.code
    assert {"problem-solving": "First.", "skills-sharing": "Half"} == program.latest_answers()
    assert [] == program.draft_texts()


def test_resume_sets_a_draft_aside(program):
    program.run("reflect", "co-operation", input="First.\n.pause\n")
    done = program.run("resume", "--set-aside", "--no-input")
    (kept,) = (program.journal / ".securebase" / "set-aside").iterdir()
    assert f"Put away. It is kept here:\n{kept}\n" == done.out
    assert "First." in kept.read_text("utf-8")
    assert [] == program.entry_texts()
    assert "Nothing is unfinished. Begin with: securebase reflect\n" == program.run("resume").err


def test_a_draft_is_chosen_by_its_number(program):
    program.run("reflect", "co-operation", "--date", "2024-03-01", input="Older.\n.pause\n")
    program.run("reflect", "acceptance", "--date", "2024-03-02", input="Newer.\n.pause\n")
    done = program.run("resume", "--save", input="2\n")
    assert "1 Mar 2024" in done.out
    assert {"problem-solving": "Older."} == program.latest_answers()
    assert 1 == len(program.draft_texts())


# Answers in a file.


@pytest.mark.parametrize("way", ["file", "standard input"])
def test_answers_can_come_as_yaml(program, way):
    text = "praise: Often enough.\nskills-sharing: |\n  One\n  two\n"
    file = program.home / "answers.yaml"
    file.write_text(text, "utf-8")
    done = program.run("reflect", "--answers", str(file) if way == "file" else "-", input=text)
    assert (0, "") == (done.code, done.err)
    assert "\n2 of 2 answered.\n" in done.out
    found = "".join(program.entry_texts())
    assert "Often enough." in found
    assert "One\ntwo" in found


def test_answers_that_look_like_other_yaml_types_stay_text(program):
    program.run("reflect", "--answers", "-", input="praise: no\nreacting-to-mistakes: 12:30\n")
    assert {"praise": "no", "reacting-to-mistakes": "12:30"} == program.latest_answers()


def test_answers_ask_nothing(program):
    done = program.run("reflect", "--answers", "-", "--no-input", input="praise: Yes.\n")
    assert "Question" not in done.out


def test_answers_without_any_text_save_nothing(program):
    done = program.run("reflect", "--answers", "-", input="")
    assert (0, "There is no answer in standard input, so nothing was saved.\n") == (
        done.code,
        done.err,
    )
    assert [] == program.entry_texts()
