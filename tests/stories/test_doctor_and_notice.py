"""`doctor` and the notice about privacy at the command line."""

from support.builders import an_entry


def test_doctor_exits_with_4_if_a_problem_is_left(program):
    program.add_entries(an_entry())
    assert 0 == program.run("doctor").code
    path = program.journal / "notes.md"
    path.touch(mode=0o600)
    path.write_text("---\nsecurebase: 1\n---\n", "utf-8")
    done = program.run("doctor")
    assert (4, "1 problem is left; what to do is said above.\n") == (done.code, done.err)
    assert f"File: {path}\n" in program.run("--plain", "doctor", env={"PATH": ""}).out


def test_doctor_notes_an_encoding_other_than_utf_8(program):
    program.add_entries(an_entry())
    done = program.run("doctor", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert "Note: The terminal\\u2019s encoding is ascii, not UTF-8." in done.out


def test_the_notice_is_shown_only_before_the_first_sitting(program):
    first = program.run("reflect", "-q", "praise", input="Some.\n")
    assert "nothing is sent anywhere." in first.err
    second = program.run("reflect", "-q", "praise", input="More.\n")
    assert "" == second.err


def test_an_invalid_command_line_does_not_count_as_showing_the_notice(program):
    program.run("reflect", "-q", "prase")
    assert "nothing is sent" in program.run("reflect", "-q", "praise", input="Some.\n").err


def test_plain_doctor_labels_notes(program):
    program.add_entries(an_entry())
    assert "Note: No editor is set." in program.run("--plain", "doctor", env={"PATH": ""}).out
