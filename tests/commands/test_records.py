"""What is asked for records of professional development, and that it is kept."""

import errno
import stat
from typing import Any

import pytest

from securebase_cli.commands.export import export
from securebase_cli.errors import RecordError, UserQuitError
from securebase_cli.model import Answer, Scaling
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.storage.copies import find_copies
from securebase_cli.ui.prompts.asker import Reply
from securebase_cli.ui.prompts.signals import EndedBySignalError
from support.askers import RecordAsker, TypedReply
from support.builders import MOMENT, an_entry
from support.context import context

FORM = """\
title: Our form
fields:
  - heading: Relevance
    ask: Why was it relevant?
    id: relevance
  - heading: Learning
    from: takeaway
    ask: What did you learn?
    id: learning
"""


@pytest.fixture
def export_records(app, tmp_path, use_asker):
    """Fill a journal; return a function that exports records to a file and returns its text."""
    app.journal.prepare()
    app.journal.add(an_entry(takeaway="Ask first."))
    (tmp_path / "form.yaml").write_text(FORM, "utf-8")

    def run(person=None, name="out.md", **options: Any) -> str:
        if person:
            use_asker(person)
        output = tmp_path / name
        options = {"layout": str(tmp_path / "form.yaml"), "force": True, **options}
        export(context(app), output=output, no_input=person is None, **options)
        return output.read_text("utf-8")

    return run


def _kept(app, layout="form") -> list[str]:
    return [path.read_text("utf-8") for path in app.records(layout).folder.glob("*.md")]


def test_several_lines_can_be_typed_and_the_takeaway_is_offered(export_records):
    person = RecordAsker("One\n\nTwo", "Ask first, then wait.")
    written = export_records(person)
    assert ["", "Ask first."] == [prompt.text for prompt in person.prompts]
    assert "Availability, 23 November 2026" == person.prompts[0].location
    assert ["1 of 2", "2 of 2"] == [prompt.progress for prompt in person.prompts]
    assert "**Relevance**\n\nOne\n\nTwo\n" in written
    assert "**Learning**\n\nAsk first, then wait.\n" in written


def test_what_was_typed_is_in_the_next_format_without_asking(export_records):
    export_records(RecordAsker("My work", "To wait"))
    written = export_records(name="out.html")
    assert "My work" in written
    assert "To wait" in written


def test_only_its_owner_can_read_what_is_kept(app, export_records):
    export_records(RecordAsker("My work", "To wait"))
    folder = app.records("form").folder
    (path,) = folder.glob("*.md")
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    for parent in (folder, folder.parent):
        assert 0o700 == stat.S_IMODE(parent.stat().st_mode)


def test_at_the_next_export_what_is_kept_is_offered(export_records):
    export_records(RecordAsker("My work", "To wait"))
    person = RecordAsker(choices=["use what is kept"])
    assert "My work" in export_records(person)
    assert ["go through all of it", "use what is kept"] == [
        line.label for line in person.menus[0].lines
    ]
    changed = RecordAsker("My own work", "To wait", choices=["go through all of it"])
    written = export_records(changed)
    assert ["My work", "To wait"] == [prompt.text for prompt in changed.prompts]
    assert "My own work" in written


def test_who_leaves_the_menu_writes_nothing(export_records, tmp_path):
    export_records(RecordAsker("My work", "To wait"))
    with pytest.raises(UserQuitError, match="kept"):
        export_records(RecordAsker(choices=[""]), "second.md")
    assert not (tmp_path / "second.md").exists()


@pytest.mark.parametrize(
    ("ending", "error"),
    [
        (TypedReply("Wai", KeyboardInterrupt()), EndedBySignalError),
        (Reply("pause", "Wai"), UserQuitError),
    ],
    ids=["Ctrl-C", "pause"],
)
def test_what_was_typed_before_a_break_is_kept_and_asked_for_again(
    app, export_records, tmp_path, ending, error
):
    with pytest.raises(error):
        export_records(RecordAsker("My work", ending))
    assert not (tmp_path / "out.md").exists()
    (kept,) = _kept(app)
    assert "My work" in kept
    assert "Wai" in kept
    person = RecordAsker("Wait", choices=["go on"])
    assert "**Learning**\n\nWait\n" in export_records(person)
    assert ["Wai"] == [prompt.text for prompt in person.prompts]
    assert "1 question is left" == person.menus[0].lines[0].about


def test_what_was_filled_in_after_a_break_is_asked_for_no_more(export_records):
    with pytest.raises(UserQuitError):
        export_records(RecordAsker(Reply("pause", "My w")))
    export_records(RecordAsker("My work", "To wait"))
    person = RecordAsker(choices=["use what is kept"])
    assert "My work" in export_records(person)
    assert [] == person.prompts


def test_of_several_entries_those_become_records_that_are_chosen(app, export_records):
    for number, words in enumerate(("Nobody rang.", "We rang.")):
        answers = (Answer("praise", "Do you?", words),)
        app.journal.add(an_entry(id=f"m2a{number + 2}", domain="acceptance", answers=answers))
    person = RecordAsker("One", "Two", choices=["23 Nov 2026 · Availability", "No, go on"])
    written = export_records(person)
    assert "All 3 of them" == person.menus[0].lines[0].label
    assert {"Nobody rang.", "We rang."} < {line.excerpt for line in person.menus[0].lines}
    assert 3 == len(person.menus[1].lines)
    assert "The same without this menu: --only k3f7" in person.messages
    assert "Made from 1 chosen entry." in written
    assert 1 == written.count("**Relevance**")


def test_who_leaves_the_choice_of_entries_writes_nothing(app, export_records, tmp_path):
    app.journal.add(an_entry(id="m2aa", domain="acceptance"))
    with pytest.raises(UserQuitError):
        export_records(RecordAsker(choices=[""]))
    assert not (tmp_path / "out.md").exists()


def test_after_a_break_only_what_is_missing_is_asked_for(export_records):
    with pytest.raises(UserQuitError):
        export_records(RecordAsker("My work", Reply("pause", "Ask first.")))
    person = RecordAsker("To wait", choices=["go on"])
    assert "My work" in export_records(person)
    assert ["What did you learn?"] == [prompt.question for prompt in person.prompts]
    assert "1 question is left" == person.menus[0].lines[0].about


def test_an_offer_that_was_emptied_stays_empty_if_nothing_was_typed(export_records):
    for person in (RecordAsker("", ""), None):
        assert "Ask first." not in export_records(person)


def test_an_offer_that_was_emptied_stays_empty(export_records):
    assert "**Learning**\n\n____" in export_records(RecordAsker("My work", ""))
    person = RecordAsker("My work", "", choices=["go through all of it"])
    export_records(person)
    assert "" == person.prompts[1].text


def test_back_leads_to_the_question_before_also_of_another_record(app, export_records):
    app.journal.add(an_entry(id="m2aa", domain="acceptance", title="Second"))
    back = Reply("back", "")
    person = RecordAsker(
        "One", "Two", back, "Two again", "Three", "Four", choices=["All 2 of them"]
    )
    written = export_records(person)
    assert "Two again" in written
    assert 6 == len(person.prompts)
    assert "2 records. F4 or .enough leaves the rest to be filled in." in person.messages
    assert ["Second", "Availability, 23 November 2026"] == [
        prompt.location for prompt in person.prompts[2:4]
    ]


def test_enough_leaves_the_rest_to_be_filled_in(export_records):
    written = export_records(RecordAsker(Reply("enough", "My work")))
    assert "**Relevance**\n\nMy work\n" in written
    assert "**Learning**\n\nAsk first.\n" in written


def test_fields_that_the_form_no_longer_has_stay_kept(app, export_records, tmp_path):
    export_records(RecordAsker("My work", "To wait"))
    renamed = FORM.replace("id: relevance", "id: why")
    (tmp_path / "form.yaml").write_text(renamed, "utf-8")
    person = RecordAsker("My team", choices=["go on"])
    written = export_records(person)
    assert "My team" in written
    assert "My work" not in written
    (kept,) = _kept(app)
    assert "My work" in kept
    assert "My team" in kept


def test_what_is_kept_is_found_when_the_date_of_the_entry_was_changed(app, export_records):
    export_records(RecordAsker("My work", "To wait"))
    (name,) = app.journal.names()
    path = app.journal.folder / name.path
    path.write_text(path.read_text("utf-8").replace("2026-11-23T", "2026-11-22T"), "utf-8")
    assert "My work" in export_records()


def test_what_was_typed_for_an_entry_is_not_that_of_another_file_with_its_id(app, export_records):
    export_records(RecordAsker("My work", "To wait"))
    app.journal.add(an_entry(moment=MOMENT.replace(year=2025)))
    assert 1 == export_records().count("My work")


def test_what_cannot_be_kept_is_said_and_goes_into_the_document(export_records, monkeypatch):
    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("securebase_cli.storage.drafts.files.replace", full)
    person = RecordAsker("My work", Reply("pause", "To wait"))
    # The document, which is a new file, is created and not replaced.
    written = export_records(person, "new.md", force=False)
    assert any("No space left on device" in message for message in person.messages)
    assert "My work" in written
    assert "To wait" in written


def test_what_cannot_be_read_is_named_and_left_alone(app, export_records):
    export_records(RecordAsker("My work", "To wait"))
    (path,) = app.records("form").folder.glob("*.md")
    path.write_bytes(b"\xff")
    for person in (None, RecordAsker()):
        with pytest.raises(RecordError, match="can’t be read"):
            export_records(person)
    assert b"\xff" == path.read_bytes()


def test_a_record_that_is_open_in_another_window_is_not_written_there(app, export_records):
    export_records(RecordAsker("My work", "To wait"))
    drafts = app.records("form")
    with drafts.lock(drafts.folder), pytest.raises(RecordError, match="open in another window"):
        export_records(RecordAsker())


def test_names_that_are_typed_are_decided_on_as_well(export_records, monkeypatch):
    asked = []

    def decide_names(_app, texts, *, no_input):
        asked.extend(texts)
        return Pseudonyms({"Farida": "Worker F"})

    monkeypatch.setattr("securebase_cli.commands._decide_names.decide_names", decide_names)
    written = export_records(RecordAsker("Thanks to Farida", "To wait"), pseudonymise=True)
    assert "Thanks to Farida" in asked
    assert "Thanks to Worker F" in written
    assert "Farida" not in written


def test_the_words_of_a_shipped_layout_are_no_names_to_decide_on(export_records, monkeypatch):
    asked = []

    def decide_names(_app, texts, *, no_input):
        asked.extend(texts)
        return Pseudonyms({})

    monkeypatch.setattr("securebase_cli.commands._decide_names.decide_names", decide_names)
    for layout in ("cpd", "nmc"):
        export_records(layout=layout, pseudonymise=True)
    assert not [text for text in asked if "practice" in text or "Code" in text]


def test_removing_an_entry_for_good_removes_what_was_typed_about_it(app, export_records):
    other = an_entry(id="m2aa", domain="acceptance", answers=(Answer("praise", "Do you?", "Yes."),))
    app.journal.add(other)
    export_records(RecordAsker("One", "Two", "Three", "Four", choices=["All 2 of them"]))
    names = [name for name in app.journal.names() if name.id == "k3f7"]
    copies = find_copies(app.journal, app.trash, names)
    (path,) = copies.others
    assert "One" in path.read_text("utf-8")
    assert [] == list(copies.not_ours)


def test_what_goes_out_is_said_by_the_fields_of_the_form(app, export_records, capsys):
    app.journal.add(an_entry(id="m2aa", scaling=Scaling(3)))
    export_records(takeaways=False)
    said = capsys.readouterr().err
    assert "In it" not in said
    assert "Left out: the answers, what was taken from the entries, " in said
    export_records()
    assert (
        "In it, where there are any: what was taken from the entries.\n" in capsys.readouterr().err
    )
