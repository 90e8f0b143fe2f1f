"""An action is one line of a task list, as Obsidian Tasks writes it."""

import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from securebase_cli.entry_format.action_line import (
    ActionMark,
    format_line,
    insert_after_text,
    parse_task,
    rewrite_task,
)
from securebase_cli.entry_format.actions_section import read_section
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.model import Action
from support.corpus import FRAGMENTS

DAY = date(2026, 12, 1)
NEXT = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (Action("Ask Sam"), "- [ ] Ask Sam"),
        (Action("Ask Sam", due=DAY), "- [ ] Ask Sam 📅 2026-12-01"),
        (Action("Ask Sam", "tried", closed=DAY), "- [x] Ask Sam ✅ 2026-12-01"),
        (Action("Ask Sam", "dropped", closed=DAY), "- [-] Ask Sam ❌ 2026-12-01"),
        (Action("Ask Sam", "tried"), "- [x] Ask Sam"),
        (
            Action("Ask Sam", "tried", due=DAY, closed=NEXT, note="It went well"),
            "- [x] Ask Sam 💬 It went well 📅 2026-12-01 ✅ 2026-12-02",
        ),
    ],
)
def test_an_action_is_written_as_a_task_and_read_back(action, line):
    assert line == format_line(action)
    assert action == parse_task(line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("by 📅 2026-12-01", "- [ ] by \\📅 2026-12-01"),
        ("done✅2026-12-01", "- [ ] done\\✅2026-12-01"),
        ("say 💬 hello", "- [ ] say \\💬 hello"),
        ("a \\💬 b", "- [ ] a \\\\💬 b"),
        ("a ❌\ufe0f 2026-12-01", "- [ ] a \\❌\ufe0f 2026-12-01"),
        ("a 📅 calendar", "- [ ] a 📅 calendar"),
    ],
)
def test_signs_that_are_meant_as_text_get_a_backslash(text, line):
    assert line == format_line(Action(text))
    assert Action(text) == parse_task(line)


lines = (st.lists(st.sampled_from(FRAGMENTS)).map("".join) | st.text(st.characters())).map(
    to_one_line
)
signs = st.lists(
    st.sampled_from(
        [
            *("📅", "📆", "✅", "❌", "⏳", "💬", "\ufe0f", "2026-12-01", "2026-13-41"),
            *("⏫", "🔁", "⛔", "🆔", "🏁", "^", "#", "[due::", "(x ::", "]", ")", "2026-12-02]"),
            *(" ", " ", "\xa0", "\\", "- [ ]", "a", "a1", ","),
        ]
    )
).map(lambda parts: to_one_line("".join(parts)))


@given(
    text=(lines | signs).filter(bool),
    note=lines | signs,
    due=st.none() | st.dates(),
    closed=st.none() | st.dates(),
    state=st.sampled_from(["tried", "dropped"]),
)
def test_every_action_is_read_back_as_it_was_written(text, note, due, closed, state):
    over = Action(text, state, due, closed, note)
    still_open = Action(text, "open", due, None, note)
    assert over == parse_task(format_line(over))
    assert still_open == parse_task(format_line(still_open))


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("  * [X]  Ask Sam   ", Action("Ask Sam", "tried")),
        ("+ [ ] Ask Sam 📅2026-12-01", Action("Ask Sam", due=DAY)),
        ("- [x] Ask ✅ 2026-12-02 📅 2026-12-01", Action("Ask", "tried", DAY, NEXT)),
        ("- [ ] Ask Sam 📅\ufe0f 2026-12-01  ", Action("Ask Sam", due=DAY)),
        ("- [/] Half done", Action("Half done")),
        ("- [ ] Ask 📅 2026-12-01 📅 2026-12-02", Action("Ask", due=NEXT)),
        ("- [x] Ask ❌ 2026-12-01", Action("Ask", "tried")),
        ("- [ ] Ask 📅 2026-13-41", Action("Ask 📅 2026-13-41")),
        ("- [ ] Ask 📅 2026-12-01 tomorrow", Action("Ask tomorrow", due=DAY)),
        ("- [ ] Ask 📅 2026-12-011", Action("Ask 📅 2026-12-011")),
        ("- [ ] Ask 📅 tomorrow", Action("Ask 📅 tomorrow")),
        ("- [ ] Ask 💬 a note 💬 of two", Action("Ask", note="a note 💬 of two")),
    ],
)
def test_a_task_that_was_edited_by_hand_is_understood(line, action):
    assert action == parse_task(line)


WORDS_AFTER_A_DATE = (
    *(
        " (moved)",
        " @home",
        ".",
        "!",
        "?",
        ", if Sam is there",
        " %%a remark%%",
        " 10:00",
        " ~~x~~",
    ),
    *("(moved)", "@home", "x", " [[Sam]]", " ⏫ (moved)", "#team @home", " 🔁 every week."),
)


@pytest.mark.parametrize("words", WORDS_AFTER_A_DATE)
@pytest.mark.parametrize("sign", ["📅", "📆", "🗓\ufe0f", "✅", "❌"])
def test_a_date_is_read_before_other_words_which_stay_as_they_are(words, sign):
    state = {"✅": "tried", "❌": "dropped"}.get(sign, "open")
    box = {"tried": "x", "dropped": "-", "open": " "}[state]
    line = f"- [{box}] Ask {sign} 2026-12-01{words}"
    space = "" if words[0] in " .,!?" else " "
    due, closed = (DAY, None) if state == "open" else (None, DAY)
    assert Action(f"Ask{space}{words}", state, due, closed) == parse_task(line)
    if state == "open":
        assert line.replace(str(DAY), str(NEXT)) == rewrite_task(line, LATER)
        then = rewrite_task(line, TRIED._replace(note="Yes"))
        added = then.removeprefix(f"- [x] Ask {sign} 2026-12-01")
        assert words == added.replace(" 💬 Yes", "").replace(" ✅ 2026-12-02", "")


@pytest.mark.parametrize(
    "field",
    [
        *("📅 **2026-12-01**", "📅 *2026-12-01*", "📅 __2026-12-01__", "📅 `2026-12-01`"),
        *("📅 [[2026-12-01]]", "📅 [[2026-12-01|Tuesday]]", "📅 [[days/2026-12-01#Tasks]]"),
        *("📅 [2026-12-01](x)", "📅 [2026-12-01](2026-12-01.md)", "📅 **[[2026-12-01]]**"),
        *("📅 ==2026-12-01==", "📅 (2026-12-01)", '📅 "2026-12-01"', "📅 <2026-12-01>"),
        *(
            "**📅 2026-12-01**",
            "(📅 2026-12-01)",
            "[📅 2026-12-01](x)",
            "_📅\ufe0f [[2026-12-01]]_",
        ),
        *("[due:: [[2026-12-01]]]", "(due:: **2026-12-01**)"),
    ],
)
@pytest.mark.parametrize("words", ["", " ", " ⏫", *WORDS_AFTER_A_DATE])
def test_a_date_that_is_bold_or_a_link_is_a_date(field, words):
    line = f"- [ ] Ask {field}{words}"
    action = parse_task(line)
    assert (DAY, "Ask", "") == (
        action.due,
        action.text.removesuffix(words.strip()).strip(),
        action.note,
    )
    assert line.replace(str(DAY), str(NEXT)) == rewrite_task(line, LATER)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("📅 **2026-12-01 (moved)**", "(moved)**"),
        ("📅 (2026-12-01, moved)", ", moved)"),
        ("(by 📅 2026-12-01)", "(by)"),
        ("[due:: 2026-12-01 moved]", "moved]"),
        ("[due:: 2026-12-01T10:00]", ""),
    ],
)
def test_of_a_date_among_bold_words_or_in_brackets_no_word_is_lost(words, text):
    assert Action(f"Ask {text}".replace(" ,", ",").strip(), due=DAY) == parse_task(
        f"- [ ] Ask {words}"
    )


@pytest.mark.parametrize(
    ("line", "text", "tried"),
    [
        (
            "Ask ⏫🔁 every week📅 2026-12-01",
            "Ask ⏫🔁 every week",
            "Ask ✅ 2026-12-02 ⏫🔁 every week📅 2026-12-01",
        ),
        (
            "Ask 📅 2026-12-01🔁 every week⏫",
            "Ask 🔁 every week⏫",
            "Ask 📅 2026-12-01 ✅ 2026-12-02🔁 every week⏫",
        ),
        (
            "Ask🔁 every week📅2026-12-01",
            "Ask🔁 every week",
            "Ask🔁 every week📅2026-12-01 ✅ 2026-12-02",
        ),
        ("Ask 🆔 k2📅 2026-12-01^k2", "Ask 🆔 k2 ^k2", "Ask ✅ 2026-12-02 🆔 k2📅 2026-12-01^k2"),
    ],
)
def test_fields_that_touch_are_fields_and_no_space_is_added_to_them(line, text, tried):
    assert Action(text, due=DAY) == parse_task(f"- [ ] {line}")
    assert f"- [x] {tried}" == rewrite_task(f"- [ ] {line}", TRIED)
    assert f"- [ ] {line}".replace(str(DAY), str(NEXT)) == rewrite_task(f"- [ ] {line}", LATER)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Ask Sam",
        "- Ask Sam",
        "- [ ]",
        "- [ ]  ",
        "- [x](Sam)",
        "- [x][Sam]",
        "- [x]: Sam",
        "[ ] Ask Sam",
        "- [  ] Ask Sam",
        "- [ ] 📅 2026-12-01",
        "- [ ] 💬 a note alone",
    ],
)
def test_what_is_no_task_with_text_is_passed_over(line):
    assert parse_task(line) is None


def test_of_a_long_row_of_dates_all_are_read_and_the_last_counts():
    line = "- [ ] Ask" + " 📅 2026-12-01" * 10 + " 📅 2026-12-02"
    assert Action("Ask", due=NEXT) == parse_task(line)


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("- [ ] Ask", "- [ ] Ask (Title)"),
        ("- [ ] Ask 📅 2026-12-01", "- [ ] Ask (Title) 📅 2026-12-01"),
        ("- [x] Ask 💬 Yes ✅ 2026-12-01", "- [x] Ask (Title) 💬 Yes ✅ 2026-12-01"),
        ("- [ ] Ask 📅 2026-12-01 ⏫ ^k2", "- [ ] Ask (Title) 📅 2026-12-01 ⏫ ^k2"),
    ],
)
def test_words_can_be_put_before_the_note_and_the_fields(line, then):
    assert then == insert_after_text(line, "(Title)")


# Marking one: what must change changes, and nothing else.

TRIED = ActionMark("tried", NEXT)
DROPPED = ActionMark("dropped", NEXT)
LATER = ActionMark("open", NEXT)


@pytest.mark.parametrize(
    ("line", "mark", "then"),
    [
        ("- [ ] Ask Sam", TRIED, "- [x] Ask Sam ✅ 2026-12-02"),
        ("- [ ] Ask Sam", DROPPED, "- [-] Ask Sam ❌ 2026-12-02"),
        ("- [ ] Ask Sam", LATER, "- [ ] Ask Sam 📅 2026-12-02"),
        ("- [ ] Ask 📅 2026-12-01", TRIED, "- [x] Ask 📅 2026-12-01 ✅ 2026-12-02"),
        ("- [ ] Ask 📅 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
        ("- [x] Ask ✅ 2026-12-01", DROPPED, "- [-] Ask ❌ 2026-12-02"),
        ("- [-] Ask ❌ 2026-12-01", TRIED, "- [x] Ask ✅ 2026-12-02"),
        ("- [x] Ask ✅ 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
        ("- [-] Ask 📅 2026-12-01 ❌ 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
        ("- [x] Ask ✅ 2026-12-01 📅 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
    ],
)
def test_box_and_dates_say_what_became_of_it(line, mark, then):
    assert then == rewrite_task(line, mark)


@pytest.mark.parametrize(
    ("line", "mark", "then"),
    [
        ("- [ ] Ask", "It went well", "- [x] Ask 💬 It went well ✅ 2026-12-02"),
        (
            "- [ ] Ask 📅 2026-12-01",
            "It went well",
            "- [x] Ask 💬 It went well 📅 2026-12-01 ✅ 2026-12-02",
        ),
        (
            "- [ ] Ask 💬 Not yet 📅 2026-12-01",
            "Now I did",
            "- [x] Ask 💬 Not yet · Now I did 📅 2026-12-01 ✅ 2026-12-02",
        ),
        ("- [ ] Ask 💬", "Now I did", "- [x] Ask 💬 Now I did ✅ 2026-12-02"),
        ("- [ ] Ask", "see 📅 2026-12-01", "- [x] Ask 💬 see \\📅 2026-12-01 ✅ 2026-12-02"),
        ("- [ ] Ask", " two\n  lines\x07 ", "- [x] Ask 💬 two lines ✅ 2026-12-02"),
    ],
)
def test_a_note_stands_before_the_dates_and_never_in_the_place_of_another(line, mark, then):
    assert then == rewrite_task(line, TRIED._replace(note=mark))


@pytest.mark.parametrize(
    ("line", "mark", "then"),
    [
        ("\t*   [ ]  Ask  Sam ", TRIED, "\t*   [x]  Ask  Sam ✅ 2026-12-02 "),
        ("+ [ ] Ask 📅2026-12-01\r", LATER, "+ [ ] Ask 📅2026-12-02\r"),
        ("- [ ] Ask  📅\ufe0f  2026-12-01  \r", LATER, "- [ ] Ask  📅\ufe0f  2026-12-02  \r"),
        ("- [x] Ask ✅ 2026-12-01 \r", LATER, "- [ ] Ask 📅 2026-12-02 \r"),
        (
            "- [ ] Ask ⏫ 🔁 every week #team [[Sam]]",
            TRIED,
            "- [x] Ask ⏫ 🔁 every week #team [[Sam]] ✅ 2026-12-02",
        ),
        (
            "- [ ] Ask 📅 2026-12-01 ⏫",
            TRIED,
            "- [x] Ask 📅 2026-12-01 ✅ 2026-12-02 ⏫",
        ),
        ("- [ ] a \\\\ \\💬 b", DROPPED, "- [-] a \\\\ \\💬 b ❌ 2026-12-02"),
        ("- [ ] Ask 📅 2026-12-01\xa0", TRIED, "- [x] Ask 📅 2026-12-01\xa0 ✅ 2026-12-02"),
        ("- [/] Half done", LATER, "- [/] Half done 📅 2026-12-02"),
        ("- [ ] Ask 📅 2026-11-01 📅 2026-12-01", LATER, "- [ ] Ask 📅 2026-11-01 📅 2026-12-02"),
    ],
)
def test_what_need_not_change_stays_as_it_was_typed(line, mark, then):
    assert then == rewrite_task(line, mark)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("- [X] Ask ✅ 2026-12-01", TRIED),
        ("- [x] Ask", TRIED),
        ("- [-] Ask ❌ 2026-12-01", DROPPED),
        ("- [ ] Ask 📅 2026-12-02", LATER),
        ("- [/] Ask 📅 2026-12-02 ✅ 2026-12-01", ActionMark("open")),
        ("Ask", TRIED),
        ("- [ ] 📅 2026-12-01", TRIED),
    ],
)
def test_what_is_marked_so_already_or_is_no_action_stays(line, mark):
    assert line == rewrite_task(line, mark)


def test_a_note_to_what_was_tried_already_leaves_its_day():
    then = rewrite_task("- [x] Ask ✅ 2026-12-01", TRIED._replace(note="It helped"))
    assert "- [x] Ask 💬 It helped ✅ 2026-12-01" == then


marks = st.builds(
    ActionMark, st.sampled_from(["open", "tried", "dropped"]), st.none() | st.dates(), lines | signs
)


@given(
    text=(lines | signs).filter(bool),
    note=lines | signs,
    due=st.none() | st.dates(),
    closed=st.none() | st.dates(),
    state=st.sampled_from(["open", "tried", "dropped"]),
    mark=marks,
)
def test_of_every_action_only_what_was_marked_is_another(text, note, due, closed, state, mark):
    action = Action(text, state, due, closed if state != "open" else None, note)
    assert mark.apply_to(action) == parse_task(rewrite_task(format_line(action), mark))


blanks = st.sampled_from(["", " ", "  ", "\t", "\r", "\xa0", " \x0b"])
dates_by_hand = st.tuples(
    *(st.sampled_from([" ", "  ", "\t", ""]), st.sampled_from("📅📆🗓✅❌⏳🛫➕")),
    *(st.sampled_from(["", "\ufe0f"]), st.sampled_from(["", " ", "  ", "\xa0"])),
    st.sampled_from(["{}", "{}", "**{}**", "[[{}]]", "[{}](x)", "*{}"]).flatmap(
        lambda form: (st.dates().map(str) | st.just("2026-13-41")).map(form.format)
    ),
).map("".join)
OTHER_FIELDS = (
    *("⏫", "🔼\ufe0f", "🔁 every week", "🔁 every 2 weeks, when done", "🆔 k2-x", "⛔ k2, k3"),
    *("🏁 delete", "#team", "#team/away-day", "\\#team", "^k2", "\\^k2"),
    *("[due:: 2026-12-01]", "(due::2026-12-01)", "[completion:: 2026-12-03]"),
    *("[cancelled:: 2026-12-03]", "[priority:: high]", "(start:: 2026-11-20)"),
)
fields_by_hand = st.lists(
    dates_by_hand | st.sampled_from(OTHER_FIELDS).map(" ".__add__), max_size=6
).map("".join)
fields_and_words = st.lists(
    dates_by_hand
    | st.sampled_from([*OTHER_FIELDS, *WORDS_AFTER_A_DATE, " ", "\\", "*", "2026-12-02", "💬 "]),
    max_size=8,
).map("".join)
heads = st.tuples(
    st.sampled_from(["", "  ", "\t", "> ", ">> - "]),
    st.sampled_from(["-", "*", "+", "1.", "12)", "\\-", "3\\."]),
    st.sampled_from([" [", "  [", " \\["]),
    st.sampled_from([*" xX-/?", ""]),
    st.sampled_from(["] ", "]\t ", "]", "\\] "]),
).map("".join)
in_one_line = st.characters(exclude_characters="\n", exclude_categories=["Cs"])


@given(
    head=heads,
    words=lines | signs | st.text(in_one_line),
    between=blanks,
    note=st.just("") | st.text(in_one_line, max_size=5).map(" 💬 ".__add__) | signs,
    fields=fields_by_hand | fields_and_words,
    end=blanks,
    mark=marks,
)
def test_a_line_written_by_hand_means_the_same_besides(
    head, words, between, note, fields, end, mark
):
    line = head + words + between + note + fields + end
    action = parse_task(line)
    then = rewrite_task(line, mark)
    assert "\n" not in then
    assert (action and mark.apply_to(action)) == parse_task(then)


@given(
    head=st.just("- [ ] ") | st.just("- [x] ") | heads,
    words=lines | signs | st.text(in_one_line),
    note=st.just("") | st.text(in_one_line, max_size=5).map(" 💬 ".__add__) | signs,
    due=st.sampled_from(["", " 📅 2026-12-01", " 📅 2026-13-01"]),
    closed=st.sampled_from(["", " ✅ 2026-12-01", " ❌ 2026-12-01"]),
    end=blanks,
)
@example(head="- [x] ", words="Ask", note=" 💬 Well", due=" 📅 2026-12-01", closed="", end="")
def test_a_task_in_a_section_is_read_as_it_is_by_itself(head, words, note, due, closed, end):
    line = head + words + note + due + closed + end
    tasks = read_section(f"\n{line}\n\n- [ ] Ask Sam\n").tasks
    expected = [action for action in (parse_task(line), Action("Ask Sam")) if action]
    assert expected == [action for action, _ in tasks]


@given(
    head=heads,
    words=st.text(st.sampled_from("ab⏫🔁#[]\\ \t\xa0")).map("{}b.".format),
    fields=fields_by_hand,
    mark=marks,
)
def test_up_to_the_end_of_the_words_only_the_box_is_another(head, words, fields, mark):
    line = head + words
    then = rewrite_task(line + fields, mark)
    after_box = line[line.index("]") :]
    assert then[: then.index("[") + 1] == line[: line.index("[") + 1]
    assert then[then.index("]") :].startswith(after_box)


# A task over several lines, as formatters wrap it.

wraps = st.sampled_from([" ", "\n  ", "\n      ", "\n", "\r\n  ", " \n\t", "\\\n  "])
pieces = st.sampled_from(
    ["Ask", "Sam,", "*now*", "#team", "-", "💬", "\\📅", "⏫x", "✅2026", "2026-12-01", "[[Sam]]"]
)
CLOSING = ("✅", "[completion", "[cancelled")
fields_with_space = st.sampled_from(
    ["📅 2026-12-01", "✅ 2026-12-03", "➕ 2026-11-20", *OTHER_FIELDS]
)


@given(
    words=st.lists(pieces, max_size=8),
    fields=st.lists(fields_with_space, max_size=4),
    mark=marks,
    data=st.data(),
)
def test_a_wrapped_task_is_read_and_rewritten_like_one_line(words, fields, mark, data):
    first, *others = ["Ask", *words, *" ".join(fields).split()]
    line = wrapped = f"- [ ] {first}"
    for piece in others:
        line += f" {piece}"
        wrapped += data.draw(wraps if piece != "-" else st.just(" ")) + piece
    action = parse_task(line)
    assert action == parse_task(wrapped)
    section = read_section(f"{wrapped}\n\nA remark")
    assert section.tasks[0] == (action, range(wrapped.count("\n") + 1))
    then = rewrite_task(wrapped, mark)
    assert mark.apply_to(action) == parse_task(then)
    if mark.state == "tried" and not any(field.startswith(CLOSING) for field in fields):
        # Nothing is taken away but the space in the box.
        characters = iter(then)
        assert all(character in characters for character in wrapped.replace("[ ]", "[x]", 1))


@pytest.mark.parametrize("first", ["- [ ] ", ""])
@pytest.mark.parametrize(
    "part",
    [
        *("a ", "#a ", "⏫ ", "📅 2026-12-01 ", "\\", " ", "[", "[a:: ", "🔁 a ", "(a", "💬", "> "),
        *(
            "📅 2026-12-01 a",
            "📅 **2026-12-01#",
            "📅*",
            "✅[[a/",
            "📅 [2026-12-01](",
            "a📅",
            "*",
            "/",
        ),
        *("- ", "1. ", "\n ", "\n > ", "a\n", "\n📅", "⏫\n", "a\\\n  ", "\n- [ ] a", "\n- [ ] "),
    ],
)
def test_a_hostile_section_takes_linear_time(first, part):
    content = first + part * (200_000 // len(part))
    start = time.process_time()
    lines = content.split("\n")
    for _, task in read_section(content).tasks:
        rewrite_task("\n".join(lines[task.start : task.stop]), TRIED)
    # Linear time is at most 3 seconds, quadratic time several minutes.
    assert time.process_time() - start < 20
