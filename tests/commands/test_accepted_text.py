"""Text that a command accepts can be read, changed, exported and imported; or it is refused."""

import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from securebase_cli.app import App
from securebase_cli.cli import program
from securebase_cli.commands.export import export
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.model import Action
from securebase_cli.storage.drafts import RECORDS, Drafts
from securebase_cli.storage.journal import Journal
from support.askers import RecordAsker
from support.builders import an_entry
from support.context import context
from support.corpus import CORPUS, FRAGMENTS
from support.streams import TerminalStream

# Standard input and arguments are UTF-8, which has no lone surrogates.
short = [
    text
    for text in CORPUS.values()
    if len(text) < 2_000 and text == text.encode("utf-8", "ignore").decode()
]
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
texts = (
    st.sampled_from(short)
    | st.lists(st.sampled_from(FRAGMENTS), max_size=4).map("".join)
    | any_text
    | st.builds(str.__mul__, st.sampled_from("aé-#💬"), st.integers(90, 450))
)
few = settings(max_examples=40, deadline=None)
# The questions of a record of professional development that are asked.
FIELDS = ("relevance", "learnt", "impact", "peer")


@contextmanager
def new_journal():
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal")
        journal.prepare()
        yield journal


def _run(journal, *arguments: str, text: str = ""):
    return CliRunner().invoke(program, ["--journal", str(journal.folder), *arguments], input=text)


def _assert_usable(journal):
    """Assert that the journal can be read, and that its export is the same after an import."""
    for command in (["list"], ["show", "last"], ["actions", "--all"], ["doctor"]):
        assert 0 == _run(journal, *command).exit_code, command
    document = _run(journal, "export", "--format", "json")
    with new_journal() as other:
        assert 0 == _run(other, "import", "-", text=document.stdout).exit_code
        assert document.stdout == _run(other, "export", "--format", "json").stdout


def _assert_refused(journal, done, before):
    assert done.exit_code in {1, 2}
    assert done.stderr.strip()
    assert "mistake in securebase" not in done.stderr
    assert before == [path.read_bytes() for path in journal.folder.glob("*.md")]


@few
@given(st.dictionaries(st.sampled_from(["praise", "call-on-support"]), texts, min_size=1))
def test_any_answer_of_a_file_is_saved_as_it_is(answers):
    with new_journal() as journal:
        done = _run(journal, "reflect", "--answers", "-", text=json.dumps(answers))
        assert 0 == done.exit_code
        kept = {name: clean(text).text for name, text in answers.items() if clean(text).text}
        exported = json.loads(_run(journal, "export", "--format", "json").stdout)["entries"]
        assert kept == {
            answer["question"]: answer["answer"]
            for entry in exported
            for answer in entry["answers"]
        }
        if kept:
            _assert_usable(journal)


@few
@given(texts)
def test_any_tag_is_kept_as_one_or_refused(tag):
    with new_journal() as journal:
        done = _run(journal, "reflect", "-q", "praise", f"--tag={tag}", text="Yes.\n")
        if done.exit_code != 0:
            _assert_refused(journal, done, [])
            return
        (record,) = json.loads(_run(journal, "list", "--json").stdout)
        (kept,) = record["tags"]
        assert 1 == len(json.loads(_run(journal, "list", "--json", f"--tag={kept}").stdout))
        _assert_usable(journal)


@few
@given(texts)
def test_any_note_of_an_action_is_kept_and_can_be_changed(note):
    with new_journal() as journal:
        journal.add(an_entry(actions=(Action("Ask Sam"),)))
        for typed, command in ((note, "tried"), ("Another.", "dropped")):
            done = _run(journal, "actions", command, "k3f7.1", "--note", "-", text=typed)
            assert 0 == done.exit_code
            (action,) = json.loads(_run(journal, "show", "--json").stdout)["actions"]
            assert ("Ask Sam", command) == (action["text"], action["state"])
            # A byte order mark at the beginning is none of the text.
            assert to_one_line(typed.removeprefix("\ufeff")) in (action["note"] or "")
            _assert_usable(journal)


@few
@given(texts.map(to_one_line).filter(lambda line: line and not line.startswith(".")))
def test_any_thing_to_try_is_kept_as_it_is_typed(action):
    with new_journal() as journal:
        # The answer, what is taken from it, the action, and no day to look again.
        typed = f"Most of them do.\n.\n\n{action}\n\n"
        assert 0 == _run(journal, "reflect", "-q", "praise", text=typed).exit_code
        (record,) = json.loads(_run(journal, "show", "--json").stdout)["actions"]
        assert (action, "open") == (record["text"], record["state"])
        _assert_usable(journal)


@few
@given(texts, texts)
def test_any_alias_is_kept_and_can_be_removed_or_is_refused(name, alias):
    with new_journal() as journal:
        journal.add(an_entry())
        before = [path.read_bytes() for path in journal.folder.glob("*.md")]
        done = _run(journal, "aliases", "add", "--", name, alias)
        if done.exit_code != 0:
            _assert_refused(journal, done, before)
            assert [] == json.loads(_run(journal, "aliases", "--json").stdout)
            return
        (record,) = json.loads(_run(journal, "aliases", "--json").stdout)
        assert {to_one_line(name), to_one_line(alias)} == {record["name"], record["alias"]}
        _assert_usable(journal)
        assert 0 == _run(journal, "aliases", "remove", "--", name).exit_code
        assert [] == json.loads(_run(journal, "aliases", "--json").stdout)


@few
@given(texts, texts, texts)
def test_a_content_file_of_any_titles_and_questions_can_be_used_or_is_refused(
    title, summary, question
):
    with new_journal() as journal:
        domain = {"id": "own", "title": title, "quality": title, "summary": summary}
        domain["questions"] = [{"id": "own-question", "text": question}]
        path = journal.folder.parent / "content.yaml"
        path.write_text(json.dumps({"title": title, "domains": [domain]}), "utf-8")
        with_content = ("--content", str(path))
        done = _run(journal, *with_content, "reflect", "-q", "own-question", text="Yes.\n")
        if done.exit_code != 0:
            _assert_refused(journal, done, [])
            return
        (record,) = json.loads(_run(journal, "show", "--json").stdout)["answers"]
        assert (to_one_line(question), "Yes.") == (record["text"], record["answer"])
        for command in ("list", "coverage", "questions", "compare"):
            assert 0 == _run(journal, *with_content, command).exit_code, command
        for file_format in ("markdown", "html", "docx", "csv"):
            exported = _run(journal, *with_content, "export", "--format", file_format)
            assert 0 == exported.exit_code, file_format
        _assert_usable(journal)


@settings(few, max_examples=15)
@given(st.tuples(*(texts for _ in FIELDS)))
def test_any_text_typed_for_a_record_is_kept_as_it_is_and_goes_into_each_format(typed):
    with new_journal() as journal:
        journal.add(an_entry())
        first = _export_record(journal, "first.md", RecordAsker(*typed))
        cleaned = (clean(text).text for text in typed)
        kept = {field: text for field, text in zip(FIELDS, cleaned, strict=True) if text}
        assert kept == _kept_record(journal)
        assert first == _export_record(journal, "second.md")
        for name in ("record.html", "record.docx"):
            assert _export_record(journal, name)
        _assert_usable(journal)


def _export_record(journal: Journal, name: str, asker: RecordAsker | None = None) -> bytes:
    """Export the records of a journal to a new file, and return what is in it."""
    app = App()
    app.options.journal = journal.folder
    path = journal.folder.parent / name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", TerminalStream())
        patch.setattr(App, "asker", lambda _: asker)
        export(context(app), output=path, layout="cpd", no_input=asker is None)
    return path.read_bytes()


def _kept_record(journal: Journal) -> dict[str, str]:
    """Return what is kept of the only record, by the ids of the fields; empty if nothing is."""
    records = Drafts(journal.internal_folder, f"{RECORDS}/cpd", "Record")
    drafts = [records.read(path) for path in records.folder.glob("*.md")]
    return {answer.question: answer.text for draft in drafts for answer in draft.answers}
