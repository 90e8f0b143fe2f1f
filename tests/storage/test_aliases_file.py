"""The file of aliases: private, readable and editable by hand, and never lost to a mistake."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.errors import AliasesError, SavingError
from securebase_cli.storage import aliases_file as module
from securebase_cli.storage import files, locks
from securebase_cli.storage.aliases_file import AliasesFile, parse_aliases
from support.file_system import contents_of, permissions_of, raises_os_error


@pytest.fixture
def aliases(journal) -> AliasesFile:
    return AliasesFile(journal.internal_folder)


def _written(aliases, text: str) -> None:
    aliases.path.parent.mkdir(parents=True, exist_ok=True)
    aliases.path.write_bytes(text.encode())


def test_a_missing_file_has_no_aliases_and_is_not_made(aliases, journal):
    assert {} == aliases.read()
    assert not journal.folder.exists()


def test_aliases_are_read_back_in_order(aliases):
    assert "" == aliases.update({"Robin Hill": "Worker A", "Zoë": "Worker B"})
    aliases.update({"0191 498 0000": "[left out]", "Monday": "Monday"})
    expected = ["Robin Hill", "Zoë", "0191 498 0000", "Monday"]
    assert expected == list(aliases.read())
    assert "[left out]" == aliases.read()["0191 498 0000"]


@pytest.mark.posix("permission bits")
def test_the_file_is_private_and_explains_itself(aliases):
    aliases.update({"Robin": "Worker A"})
    assert (0o700, 0o600) == (permissions_of(aliases.path.parent), permissions_of(aliases.path))
    (data,) = contents_of(aliases.path.parent).values()
    assert data.startswith(b"# What stands for a name in exports")
    assert data.endswith(b'\nRobin: "Worker A"\n')


def test_an_alias_can_be_changed_and_removed(aliases):
    aliases.update({"Robin": "Worker A", "Kim": "Worker B"})
    aliases.update({"Robin": "Worker C"})
    assert {"Robin": "Worker C", "Kim": "Worker B"} == aliases.read()
    aliases.update({}, remove=["Robin", "nobody"])
    assert {"Kim": "Worker B"} == aliases.read()


def test_other_lines_are_kept(aliases):
    _written(aliases, "# my team\nRobin:   Worker A  # since May\n\n'Kim' : Worker B\nJo: x")
    aliases.update({"Kim": "Worker C", "Sam": "Worker D"})
    expected = (
        '# my team\nRobin:   Worker A  # since May\n\nKim: "Worker C"\nJo: x\nSam: "Worker D"\n'
    )
    assert expected == aliases.path.read_text("utf-8")


KIM_CHANGED_SAM_ADDED = {"Kim": "C", "Sam": "D"}


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("# a\nRobin: A\nJo: A\nKim: B\n", "# a\nRobin: A\nJo: A\nKim: C\nSam: D\n"),
        ("# a\nRobin:\n  A\n# b\nKim: B\n", "# a\nRobin:\n  A\n# b\nKim: C\nSam: D\n"),
        ("Robin: 'A\n  B'\n\n# b\nKim: B # c\n", "Robin: 'A\n  B'\n\n# b\nKim: C # c\nSam: D\n"),
        ("# a\nKim: >\n  B\n  E\n\n# b\nJo: F\n", "# a\nKim: C\n\n# b\nJo: F\nSam: D\n"),
        ("Jo: |\n  Kim: B\nKim:  E  # c", "Jo: |\n  Kim: B\nKim: C  # c\nSam: D\n"),
        ("? Robin\n: A\n# b\n? Kim\n: B\n# c\n", "? Robin\n: A\n# b\nKim: C\n# c\nSam: D\n"),
        ("--- # a\nKim: 'B # b' # c\n", "--- # a\nKim: C # c\nSam: D\n"),
        ("# a\r\nKim: B\r\nJo: A\r\n", "# a\r\nKim: C\r\nJo: A\r\nSam: D\r\n"),
        ('"Kim": "B\n  E" # c\nJo: F\n', "Kim: C # c\nJo: F\nSam: D\n"),
        ("Kim:\n  # b\n  B # c\n", "Kim: C  # b # c\nSam: D\n"),
        ("Kim:\n# b\n  B\n", "# b\nKim: C\nSam: D\n"),
        ("# a\n{Robin: A, Kim: B}\n# b\n", "# a\n# b\nRobin: A\nKim: C\nSam: D\n"),
        ("{Jo: A, # a\n Kim: B} # b\n", "# a\n# b\nJo: A\nKim: C\nSam: D\n"),
        ("  Jo: A # a\n  Kim: '# B'\n", "# a\nJo: A\nKim: C\nSam: D\n"),
        ("---\nJo: A # a\n... # b\n", "# a\n# b\nJo: A\nKim: C\nSam: D\n"),
    ],
)
def test_remarks_are_kept_however_the_aliases_are_spelt_in_yaml(aliases, text, edited):
    _written(aliases, text)
    before = aliases.read()
    aliases.update(KIM_CHANGED_SAM_ADDED)
    assert edited == aliases.path.read_bytes().decode()
    assert {**before, **KIM_CHANGED_SAM_ADDED} == aliases.read()


def test_a_name_that_is_removed_takes_only_its_own_lines_with_it(aliases):
    _written(aliases, "# a\nRobin:\n  A\n# b\nKim: B # c\n\nJo: D\n")
    aliases.update({}, remove=["Robin", "Kim"])
    assert "# a\n# b\n\nJo: D\n" == aliases.path.read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["{Robin: A, Kim: B}\n", "Robin: >\n  A\nKim: B\n", "? Robin\n: A\n", "---\nRobin: A\n"]
)
def test_a_file_in_another_form_of_yaml_is_read_and_its_aliases_are_kept(aliases, text):
    _written(aliases, text)
    before = aliases.read()
    aliases.update({"Sam": "C"})
    assert {**before, "Sam": "C"} == aliases.read()


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(aliases):
    _written(aliases, "\ufeffRobin: A\r\nKim: B\r\n")
    assert {"Robin": "A", "Kim": "B"} == aliases.read()


def test_where_nothing_changes_nothing_is_written(aliases, monkeypatch):
    aliases.update({"Robin": "A"})
    monkeypatch.setattr(files, "replace", raises_os_error(28))
    assert "" == aliases.update({"Robin": "A"}, remove=["Kim"])


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Kim: A\nSecret\n", 3, "not YAML that can be read"),
        ("Kim: A\nSecret: [left out]\n", 2, "goes in quotes"),
        ("Kim: A\nSecret:\n", 2, "not “name: alias”"),
        ("- Secret\n", 1, "not “name: alias”"),
        ("Secret: A\nKim: B\nSecret: C\n", 3, "this name stands there twice"),
        ("'Secret  Name': A\nSecret Name: C\n", 2, "this name stands there twice"),
        ("Secret: &a A\n", 1, "anchors"),
        ("'…': Secret\n", 1, "no name stands before the colon"),
        ("Kim: A\nSecret: 'B\n", 3, "not YAML that can be read"),
    ],
)
def test_a_damaged_file_is_an_error_that_names_the_line_and_not_its_text(aliases, text, line, why):
    _written(aliases, text)
    with pytest.raises(AliasesError) as failed:
        aliases.read()
    message = str(failed.value)
    assert message.startswith(f"{aliases.path}, line {line}: ")
    assert why in message
    assert "Secret" not in message
    with pytest.raises(AliasesError):
        aliases.update({"Robin": "A"})
    assert text == aliases.path.read_text("utf-8")


def test_what_is_not_utf_8_is_an_error_with_its_line(aliases):
    _written(aliases, "")
    aliases.path.write_bytes(b"Robin: A\nKim: \xff\n")
    with pytest.raises(AliasesError, match="line 2: not text in UTF-8"):
        aliases.read()


def test_a_file_that_is_too_large_is_neither_read_nor_written(aliases, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 200)
    with pytest.raises(SavingError, match="at most"):
        aliases.update({"Robin": "A" * 200})
    assert {} == aliases.read()
    _written(aliases, "# " + "x" * 200)
    with pytest.raises(AliasesError, match="larger than"):
        aliases.read()


def test_the_largest_number_of_names_is_read_back(aliases, monkeypatch):
    monkeypatch.setattr(module, "MAX_NAMES", 3)
    three = {str(number): "A" for number in range(3)}
    aliases.update(three)
    assert three == aliases.read()
    with pytest.raises(SavingError, match="3 names at most"):
        aliases.update({"3": "A"})
    assert three == aliases.read()


@pytest.mark.posix("links that everyone may make")
def test_a_link_is_not_followed(aliases, tmp_path):
    (tmp_path / "other").write_text("Robin: A\n", "utf-8")
    aliases.path.parent.mkdir(parents=True)
    aliases.path.symlink_to(tmp_path / "other")
    with pytest.raises(AliasesError, match="it is a link"):
        aliases.read()


@pytest.mark.parametrize("operation", ["open", "write", "fsync", "replace"])
def test_a_failed_update_leaves_the_file_as_it_was(aliases, journal, monkeypatch, operation):
    aliases.update({"Robin": "A"})
    before = contents_of(aliases.path.parent)
    with monkeypatch.context() as broken:
        broken.setattr(os, operation, raises_os_error(28))
        with pytest.raises((SavingError, AliasesError)) as failed:
            aliases.update({"Secret": "B"})
    assert "Secret" not in str(failed.value)
    assert before == contents_of(aliases.path.parent)


def test_a_change_in_another_window_is_waited_for_but_not_forever(aliases, monkeypatch):
    aliases.update({"Robin": "A"})
    monkeypatch.setattr(locks, "_PAUSE_SECONDS", 0)
    with locks.lock_file(aliases.path.with_suffix(locks.LOCK_SUFFIX)) as free:
        assert free
        with pytest.raises(SavingError, match="another window"):
            aliases.update({"Kim": "B"})
    aliases.update({"Kim": "B"})
    assert {"Robin": "A", "Kim": "B"} == aliases.read()


NAMES = st.text(min_size=1, max_size=20).map(to_one_line).filter(lambda t: any(map(str.isalnum, t)))
ALIASES = st.text(min_size=1, max_size=20).map(to_one_line).filter(bool)


@given(st.dictionaries(NAMES, ALIASES, max_size=5), st.dictionaries(NAMES, ALIASES, max_size=3))
def test_any_names_and_aliases_are_read_back(before, more):
    text = module._edit_text(module._HEADER, before)
    assert before == parse_aliases(text)
    after = {**before, **more}
    assert after == parse_aliases(module._edit_text(text, after))
