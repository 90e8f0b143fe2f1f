"""Random sequences of commands, edits by hand and mishaps, held against the model of a journal.

After each step: the files are, byte for byte, those of the model; every command that reads says
what the model says; exit codes are as documented; and nothing that a person wrote is on stderr.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import yaml
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from support.corpus import CORPUS, LONG
from support.hand_edits import READABLE_EDITS, save_in_another_encoding
from support.journal_model import (
    JournalModel,
    Record,
    Stored,
    UnfinishedSitting,
    cleaned,
    id_of,
    marked,
    on_one_line,
    texts_of,
    under_name,
    without_path,
)

if TYPE_CHECKING:
    from support.program import CompletedRun

ZONES = ("UTC", "Europe/London", "Asia/Kolkata", "Pacific/Auckland", "America/St_Johns")
# Every text that is written has a word of its own, so that it can be looked for.
WORD = "WORD"
_WORDS_WRITTEN = re.compile(r"written\d{4}")

_HOSTILE = sorted(
    text
    for text in CORPUS.values()
    if len(text) < 200 and text not in LONG.values() and text.isascii() | text.isprintable()
)
texts = st.sampled_from(_HOSTILE).flatmap(
    lambda text: st.sampled_from([WORD, f"{WORD} {text}", f"{text}\n{WORD}", f"{text}\n\n{WORD}"])
)
lines = texts.map(on_one_line)
# By hand, without a backslash: in a file it would make the sign behind it plain.
by_hand = lines.map(lambda line: line.replace("\\", ""))
any_one = st.integers(0, 10_000)


class RunnableProgram(Protocol):
    """The program with a journal of its own, run at a time and in a zone."""

    home: Path
    journal: Path

    def run_at(
        self, now: datetime, zone: str, *arguments: str, input: str, env: dict[str, str]
    ) -> CompletedRun:
        """Run a command to its end."""


class JournalMachine(RuleBasedStateMachine):
    def __init__(self, program: RunnableProgram) -> None:
        super().__init__()
        self.program = program
        self.folder = program.journal
        self.internal_folder = program.journal / ".securebase"
        self.model = JournalModel()
        self.now = datetime(2026, 11, 23, 14, 30, 12, tzinfo=UTC)
        self.zone = "UTC"
        self.words_written = 0
        self.documents: list[bytes] = []
        self.readable_before: dict[str, Stored] = {}
        self.questions = {
            question["id"]: question for question in self.json("questions", "--json")
        }
        self.titles = {domain["id"]: domain["title"] for domain in self.json("model", "--json")}

    def teardown(self) -> None:
        shutil.rmtree(self.program.home)

    # Running the program.

    def run(
        self, *arguments: str, code: int = 0, input: str = "", env: dict[str, str] | None = None
    ) -> CompletedRun:
        """Run a command; check its exit code, and that stderr has nothing that was written."""
        done = self.program.run_at(self.now, self.zone, *arguments, input=input, env=env or {})
        assert code == done.code, (arguments, done)
        assert not _WORDS_WRITTEN.search(done.err), (arguments, done.err)
        return done

    def json(self, *arguments: str, code: int = 0, input: str = "") -> Any:
        return json.loads(self.run(*arguments, code=code, input=input).out)

    # What there is to choose from.

    def written(self, text: str) -> str:
        """Return a text with a word that no other text has."""
        self.words_written += 1
        return text.replace(WORD, f"written{self.words_written:04}")

    def pick(self, number: int, choices: Any) -> Any:
        ordered = list(choices)
        return ordered[number % len(ordered)]

    def entry(self, number: int, *, readable: bool = True) -> str:
        names = self.model.readable() if readable else sorted(self.model.entries)
        return self.pick(number, names)

    def has_readable_entries(self) -> bool:
        return bool(self.model.readable())

    def new_name(self, folder: Path, known: dict[str, Stored]) -> str:
        """Return the name of the only new file in a folder."""
        (name,) = {path.name for path in folder.glob("*.md")} - set(known)
        return name

    # Writing.

    @initialize(answer=texts)
    def first_entry(self, answer):
        self.reflect({"call-on-support": answer}, tag="", day=None, style="yaml")

    @rule(
        minutes=st.sampled_from([0, 1, 90, 60 * 24, -60, -60 * 24 * 3]),
        zone=st.sampled_from(ZONES),
    )
    def time_passes(self, minutes, zone):
        self.now += timedelta(minutes=minutes, seconds=7)
        self.zone = zone

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(ZoneInfo(self.zone))

    @rule(data=st.data())
    def reflect_with_answers(self, data):
        ids = st.sampled_from(sorted(self.questions))
        answers = data.draw(st.dictionaries(ids, texts, min_size=1, max_size=3))
        tag = data.draw(st.sampled_from(["", "away-day", "réunion"]))
        day = data.draw(st.sampled_from([None, "2026-11-20", "2025-03-30", "yesterday"]))
        self.reflect(answers, tag, day, data.draw(st.sampled_from(["yaml", "json"])))

    def reflect(self, answers: dict[str, str], tag: str, day: str | None, style: str) -> None:
        answers = {question: self.written(text) for question, text in answers.items()}
        document = yaml.safe_dump(answers, allow_unicode=True)
        if style == "json":
            document = json.dumps(answers, ensure_ascii=False)
        options = [*(["--tag", tag] if tag else []), *(["--date", day] if day else [])]
        done = self.run("reflect", "--answers", "-", *options, input=document)
        moment = self.local_now
        if day == "yesterday":
            moment -= timedelta(days=1)
        elif day:
            moment = datetime.combine(datetime.fromisoformat(day), moment.time())
        moment = moment.replace(tzinfo=ZoneInfo(self.zone))
        self.saved(
            done,
            [
                self.new_record(
                    domain,
                    moment,
                    {question: text for question, text in answers.items()
                     if self.questions[question]["domain"] == domain},
                    tags=[tag] if tag else [],
                )
                for domain in self.titles
                if any(self.questions[question]["domain"] == domain for question in answers)
            ],
        )

    @rule(data=st.data(), due=st.sampled_from(["", "2w", "2027-01-01"]), action=lines)
    def reflect_line_by_line(self, data, due, action):
        """Type two answers and one thing to try; an empty answer skips its question."""
        ids, texts_typed, plan = self.type_answers(data)
        action = self.written(action)
        done = self.run(
            "reflect", *plan, "--plain", input=f"{texts_typed}{action}\n.\n{due}\n"
        )
        day = {"": None, "2w": str(self.local_now.date() + timedelta(days=14))}.get(due, due)
        records = self.typed_records(ids)
        records[-1]["actions"] = [
            {"text": on_one_line(action), "state": "open", "due": day, "closed": None, "note": None}
        ]
        self.saved(done, records)

    @rule(data=st.data())
    def pause_while_typing(self, data):
        ids, texts_typed, plan = self.type_answers(data)
        self.run("reflect", *plan, "--plain", input=f"{texts_typed}.pause\n")
        known = {sitting.id for sitting in self.model.unfinished}
        (draft_id,) = {path.stem[-4:] for path in self.drafts()} - known
        self.model.unfinished.append(UnfinishedSitting(draft_id, self.typed_records(ids)))

    def type_answers(self, data) -> tuple[dict[str, str], str, list[str]]:
        first = data.draw(st.sampled_from(sorted(self.questions)))
        domain = self.questions[first]["domain"]
        in_domain = [q for q in self.questions if self.questions[q]["domain"] == domain]
        other = data.draw(st.sampled_from([q for q in in_domain if q != first]))
        typed = {first: self.written(WORD + data.draw(texts)), other: ""}
        if data.draw(st.booleans()):
            typed[other] = self.written(WORD + data.draw(texts))
        typed = {question: _typeable(typed[question]) for question in self.questions
                 if question in typed}
        keys = "".join(f"{text}\n.\n" for text in typed.values())
        return typed, keys, [argument for question in typed for argument in ("-q", question)]

    def typed_records(self, typed: dict[str, str]) -> list[Record]:
        domain = self.questions[next(iter(typed))]["domain"]
        answers = {question: text for question, text in typed.items() if text}
        record = self.new_record(domain, self.local_now, answers)
        return [{**record, "skipped": [question for question in typed if not typed[question]]}]

    def new_record(
        self, domain: str, moment: datetime, answers: dict[str, str], tags: list[str] = []
    ) -> Record:
        return {
            "domain": domain,
            "date": moment.replace(microsecond=0).isoformat(),
            "title": f"{self.titles[domain]}, {moment.day} {moment:%B %Y}",
            "kind": "reflection",
            "tags": tags,
            "answers": [
                {
                    "question": question,
                    "text": self.questions[question]["text"],
                    "answer": cleaned(answers[question]),
                }
                for question in self.questions
                if question in answers
            ],
            "skipped": [],
            "actions": [],
        }

    def saved(self, done: CompletedRun, records: list[Record]) -> None:
        """Take over the entries that were saved: their ids, and the bytes of their files."""
        names = {path.name for path in self.folder.glob("*.md")}
        new = names - set(self.model.entries) - set(self.model.other_files)
        assert len(records) == len(new), done
        for record in records:
            stamp = datetime.fromisoformat(record["date"]).strftime("%Y-%m-%d-%H%M")
            (name,) = [name for name in new if name.startswith(f"{stamp}-{record['domain']}-")]
            assert f"({id_of(name)})" in done.out
            data = (self.folder / name).read_bytes()
            self.model.entries[name] = Stored(data, under_name(record, name))

    # Going on with unfinished sittings.

    def drafts(self) -> list[Path]:
        return sorted((self.internal_folder / "drafts").glob("*.md"))

    @precondition(lambda self: self.model.unfinished)
    @rule(number=any_one)
    def resume_and_save(self, number):
        sitting = self.pick(number, self.model.unfinished)
        done = self.run("resume", sitting.id, "--save", "--no-input")
        self.model.unfinished.remove(sitting)
        self.saved(done, sitting.records)

    @precondition(lambda self: self.model.unfinished)
    @rule(number=any_one)
    def resume_and_set_aside(self, number):
        sitting = self.pick(number, self.model.unfinished)
        (path,) = [path for path in self.drafts() if path.stem.endswith(sitting.id)]
        self.model.set_aside.append(path.read_bytes())
        self.model.unfinished.remove(sitting)
        self.run("resume", sitting.id, "--set-aside", "--no-input")

    # Changing.

    @precondition(has_readable_entries)
    @rule(number=any_one, edit=st.sampled_from(sorted(READABLE_EDITS)), words=by_hand)
    def edit_in_an_editor(self, number, edit, words):
        name = self.entry(number)
        stored = self.model.entries[name]
        after = Stored(*READABLE_EDITS[edit](*stored, self.written(words)))
        self.edit(name, after.data)
        self.model.entries[name] = after

    @precondition(has_readable_entries)
    @rule(number=any_one, words=by_hand)
    def edit_to_what_is_no_entry(self, number, words):
        """The entry stays as it was, and what the editor saved is put aside."""
        name = self.entry(number)
        data, _ = save_in_another_encoding(*self.model.entries[name], self.written(words))
        self.edit(name, data, code=1)
        self.model.set_aside.append(data)

    @precondition(has_readable_entries)
    @rule(number=any_one, words=by_hand, more=by_hand)
    def edit_while_another_program_saves(self, number, words, more):
        """What the other program saved stays, and what the editor saved is put aside."""
        name = self.entry(number)
        edit = READABLE_EDITS["write_more_in_an_answer"]
        mine, _ = edit(*self.model.entries[name], self.written(words))
        theirs = Stored(*READABLE_EDITS["add_an_action"](
            *self.model.entries[name], self.written(more)
        ))
        self.edit(name, mine, meanwhile=theirs.data, code=1)
        self.model.entries[name] = theirs
        self.model.set_aside.append(mine)

    def edit(self, name: str, data: bytes, *, meanwhile: bytes | None = None, code: int = 0):
        """Run `edit` with an editor that saves these bytes."""
        prepared = self.program.home / "prepared"
        prepared.write_bytes(data)
        editor = f"cp {shlex.quote(str(prepared))}"
        if meanwhile is not None:
            other = self.program.home / "meanwhile"
            other.write_bytes(meanwhile)
            script = self.program.home / "editor.sh"
            script.write_text(
                f'{editor} "$1"\ncat {shlex.quote(str(other))} >'
                f" {shlex.quote(str(self.folder / name))}\n",
                "utf-8",
            )
            editor = f"sh {shlex.quote(str(script))}"
        handle = self.model.handle(name, self.model.entries)
        self.run("edit", handle, code=code, env={"EDITOR": editor})

    @precondition(has_readable_entries)
    @rule(
        number=any_one,
        which=any_one,
        state=st.sampled_from(["tried", "dropped", "later"]),
        note=st.one_of(st.none(), lines),
    )
    def say_what_became_of_an_action(self, number, which, state, note):
        name = self.entry(number)
        stored = self.model.entries[name]
        actions = stored.record["actions"]
        handle = f"{self.model.handle(name, self.model.entries)}.{which % (len(actions) + 1) + 1}"
        arguments = ["actions", state, handle]
        if state == "later":
            arguments.append("2w")
        note = self.written(note) if note else ""
        arguments += ["--note", note] if note else ["--no-input"]
        if which % (len(actions) + 1) == len(actions):
            self.run(*arguments, code=2)
            return
        self.run(*arguments)
        index = which % (len(actions) + 1)
        day = self.local_now.date() + timedelta(days=14 if state == "later" else 0)
        if not note and actions[index]["state"] == state:
            return
        after = marked(
            actions[index], "open" if state == "later" else state, str(day), on_one_line(note)
        )
        data = (self.folder / name).read_bytes()
        changed_lines = [
            pair
            for pair in zip(stored.data.split(b"\n"), data.split(b"\n"), strict=True)
            if pair[0] != pair[1]
        ]
        assert len(changed_lines) == (after != actions[index]), changed_lines
        changed = [*actions[:index], after, *actions[index + 1 :]]
        self.model.entries[name] = Stored(data, {**stored.record, "actions": changed})

    # Deleting.

    @precondition(lambda self: self.model.entries)
    @rule(number=any_one)
    def delete(self, number):
        name = self.entry(number, readable=False)
        self.run("delete", self.model.handle(name, self.model.entries), "--yes")
        in_trash = self.new_name(self.internal_folder / "trash", self.model.trash)
        stored = self.model.entries.pop(name)
        self.model.trash[in_trash] = stored._replace(
            record=stored.record and under_name(stored.record, in_trash)
        )

    @precondition(lambda self: self.model.entries)
    @rule(number=any_one)
    def say_no_to_deleting(self, number):
        name = self.entry(number, readable=False)
        self.run("delete", self.model.handle(name, self.model.entries), input="no\n")
        self.run("delete", self.model.handle(name, self.model.entries), "--purge", "--dry-run")

    @precondition(lambda self: self.model.trash)
    @rule(number=any_one)
    def restore(self, number):
        name = self.pick(number, sorted(self.model.trash))
        is_taken = name in self.model.entries
        self.run("restore", self.model.handle(name, self.model.trash), code=int(is_taken))
        if not is_taken:
            self.model.entries[name] = self.model.trash.pop(name)

    @precondition(lambda self: self.model.entries)
    @rule(number=any_one)
    def purge(self, number):
        name = self.entry(number, readable=False)
        count = 1 + (name in self.model.trash)
        handle = self.model.handle(name, self.model.entries)
        self.run("delete", "--purge", handle, input=f"remove {count}\n")
        del self.model.entries[name]
        self.model.trash.pop(name, None)

    # Documents.

    @rule()
    def export_a_backup(self):
        done = self.run("export", "--format", "json", code=self.model.reading_code)
        self.documents.append(done.out.encode())

    @precondition(lambda self: self.documents)
    @rule(number=any_one, dry_run=st.booleans())
    def import_a_backup(self, number, dry_run):
        document = self.pick(number, self.documents)
        groups = self.model.comparison_with(json.loads(document)["entries"])
        path = self.program.home / "backup.json"
        path.write_bytes(document)
        options = ["--dry-run"] if dry_run else []
        ids = self.json(
            "import", str(path), "--json", *options, code=int(bool(groups["different"]))
        )
        assert ids == {
            group: [record["id"] for record in records] for group, records in groups.items()
        }
        if not dry_run:
            for record in groups["added"]:
                name = record["path"]
                data = (self.folder / name).read_bytes()
                self.model.entries[name] = Stored(data, without_path(record))

    @precondition(has_readable_entries)
    @rule(number=any_one, format=st.sampled_from(["markdown", "html", "json", "csv"]))
    def export_without_a_question(self, number, format):
        """What is left out is in no document, and the rest is."""
        record = self.model.entries[self.entry(number)].record
        if not record["answers"]:
            return
        question = record["answers"][0]["question"]
        target = self.program.home / f"document.{format}"
        target.unlink(missing_ok=True)
        self.run("export", "--format", format, "--leave-out", question, "-o", str(target),
                 code=self.model.reading_code)
        kept = [
            {**other, "answers": [a for a in other["answers"] if a["question"] != question]}
            for other in self.model.readable().values()
        ]
        words = set(_WORDS_WRITTEN.findall(target.read_text("utf-8")))
        expected = {word for other in kept for word in _WORDS_WRITTEN.findall(texts_of(other))}
        assert words <= expected
        assert format == "csv" or words == expected

    # Behind the program's back.

    @precondition(has_readable_entries)
    @rule(number=any_one, edit=st.sampled_from(sorted(READABLE_EDITS)), words=by_hand)
    def another_program_changes_an_entry(self, number, edit, words):
        name = self.entry(number)
        stored = self.model.entries[name]
        after = Stored(*READABLE_EDITS[edit](*stored, self.written(words)))
        (self.folder / name).write_bytes(after.data)
        self.model.entries[name] = after

    @precondition(has_readable_entries)
    @rule(number=any_one, words=by_hand)
    def another_program_breaks_an_entry(self, number, words):
        name = self.entry(number)
        stored = self.readable_before[name] = self.model.entries[name]
        after = Stored(*save_in_another_encoding(*stored, self.written(words)))
        (self.folder / name).write_bytes(after.data)
        self.model.entries[name] = after

    @precondition(lambda self: any(self.model.entries[n].record is None for n in self.model.entries))
    @rule(number=any_one)
    def mend_a_broken_entry(self, number):
        broken = [n for n, stored in sorted(self.model.entries.items()) if stored.record is None]
        name = self.pick(number, broken)
        if name in self.readable_before:
            good = self.readable_before[name]
            self.edit(name, good.data)
            self.model.entries[name] = good

    @precondition(has_readable_entries)
    @rule(number=any_one, new_id=st.sampled_from(["aaaa", "b2c3"]))
    def someone_renames_an_entry(self, number, new_id):
        name = self.entry(number)
        new_name = f"{name[:-7]}{new_id}.md"
        if not (self.folder / new_name).exists():
            (self.folder / name).rename(self.folder / new_name)
            stored = self.model.entries.pop(name)
            self.model.entries[new_name] = stored._replace(
                record=under_name(stored.record, new_name)
            )

    @precondition(has_readable_entries)
    @rule(number=any_one, minute=st.integers(0, 59))
    def someone_copies_an_entry(self, number, minute):
        """The copy is another entry with the same id."""
        name = self.entry(number)
        copy = f"2024-02-29-11{minute:02}-{name[16:]}"
        shutil.copy(self.folder / name, self.folder / copy)
        self.model.entries[copy] = self.model.entries[name]

    @precondition(has_readable_entries)
    @rule(
        number=any_one,
        ending=st.sampled_from([" (1).md", ".sync-conflict-20261123-143012-ABCDEFG.md"]),
    )
    def a_synchroniser_leaves_a_copy(self, number, ending):
        name = self.entry(number)
        copy = name.removesuffix(".md") + ending
        shutil.copy(self.folder / name, self.folder / copy)
        self.model.other_files[copy] = self.model.entries[name].data

    @precondition(lambda self: self.model.other_files)
    @rule(number=any_one)
    def someone_removes_another_file(self, number):
        name = self.pick(number, sorted(self.model.other_files))
        (self.folder / name).unlink()
        del self.model.other_files[name]

    @precondition(has_readable_entries)
    @rule(number=any_one)
    def someone_removes_an_entry(self, number):
        name = self.entry(number)
        (self.folder / name).unlink()
        del self.model.entries[name]

    @rule(name=st.sampled_from(["notes.txt", "picture.png", ".hidden.md"]), words=lines)
    def someone_keeps_another_file_there(self, name, words):
        data = self.written(words).encode()
        (self.folder / name).write_bytes(data)
        self.model.other_files[name] = data

    # Commands that change nothing.

    @rule(
        command=st.sampled_from(
            [
                (),
                ("--json",),
                ("path", "--json"),
                ("privacy",),
                ("questions", "availability"),
                ("model",),
                ("worksheet", "acceptance"),
                ("restore", "--no-input", "zzzz"),
                ("show", "zzzz"),
                ("edit", "zzzz"),
                ("delete", "zzzz", "--yes"),
                ("delete", "--before", "1999", "--yes"),
                ("delete", "--before", "1999", "--purge", "--dry-run"),
                ("actions", "tried", "zzzz.1", "--no-input"),
                ("reflect", "nowhere", "--answers", "-"),
                ("export", "--format", "nothing"),
                ("import", "nothing.json"),
                ("compare", "no-such-question", "--json"),
                ("list", "--since", "2026-12", "--until", "2026-11"),
                ("search", "-only"),
            ]
        )
    )
    def run_what_changes_nothing(self, command):
        fails = "zzzz" in command or command[:1] in {
            ("reflect",), ("export",), ("import",), ("compare",), ("list",), ("search",)
        }
        self.run(*command, code=2 if fails else 0)

    @precondition(has_readable_entries)
    @rule(number=any_one)
    def list_some(self, number):
        record = self.model.entries[self.entry(number)].record
        options = ["--domain", record["domain"]]
        tag = record["tags"][0] if record["tags"] else None
        shown = self.json(
            *("list", "--json", *options, *(["--tag", tag] if tag else [])),
            code=self.model.reading_code,
        )
        assert [row["id"] for row in shown] == [
            other["id"]
            for other in self.model.readable().values()
            if other["domain"] == record["domain"] and (not tag or tag in other["tags"])
        ]

    # Checking and comparing.

    @rule(fix=st.booleans())
    def check_up(self, fix):
        options = ["--fix"] if fix else []
        (self.folder).chmod(0o700)
        for path in self.folder.glob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        report = self.json("doctor", "--json", *options, code=self.model.doctor_code)
        named = {finding["path"] for finding in report["findings"] if finding["level"] == "problem"}
        assert {str(self.folder / name) for name in self.model.unreadable()} <= named

    @precondition(has_readable_entries)
    @rule(number=any_one)
    def compare(self, number):
        answers = self.model.entries[self.entry(number)].record["answers"]
        if answers:
            question = self.pick(number, answers)["question"]
            done = self.run("compare", question, code=self.model.reading_code)
            shown = self.model.answers_to(question)
            for _, answer, _ in shown:
                assert set(_WORDS_WRITTEN.findall(answer)) <= set(_WORDS_WRITTEN.findall(done.out))
            self.model.compared[question] = {entry for entry, _, _ in shown}

    @rule(name=st.sampled_from(["Robin", "Mary Beek", "J. Ó Súilleabháin"]), remove=st.booleans())
    def decide_on_a_name(self, name, remove):
        if remove:
            known = name in self.model.aliases
            self.run("aliases", "remove", name, code=0 if known else 2)
            self.model.aliases.pop(name, None)
        else:
            alias = f"Worker {len(name)}"
            self.run("aliases", "add", name, alias)
            self.model.aliases[name] = alias

    # What must hold after each step.

    @invariant()
    def the_files_are_those_of_the_model(self):
        files = {path.name: path.read_bytes() for path in self.folder.glob("*") if path.is_file()}
        entries = {name: stored.data for name, stored in self.model.entries.items()}
        assert {**entries, **self.model.other_files} == files
        trash = {path.name: path.read_bytes() for path in self.internal_folder.glob("trash/*")}
        assert {name: stored.data for name, stored in self.model.trash.items()} == trash
        set_aside = [path.read_bytes() for path in self.internal_folder.glob("set-aside/*")]
        assert Counter(self.model.set_aside) == Counter(set_aside)
        assert [] == list(self.internal_folder.glob("editing/*"))
        drafts = {path.stem[-4:]: path.read_text("utf-8") for path in self.drafts()}
        assert {sitting.id for sitting in self.model.unfinished} == set(drafts)
        for sitting in self.model.unfinished:
            words = {w for r in sitting.records for w in _WORDS_WRITTEN.findall(texts_of(r))}
            assert words <= set(_WORDS_WRITTEN.findall(drafts[sitting.id]))
        assert [] == [*self.folder.rglob("*.tmp"), *self.folder.rglob("*.lock")]

    @invariant()
    def all_views_agree(self):
        model, code = self.model, self.model.reading_code
        assert model.listed(str(self.folder)) == self.json("list", "--json", code=code)
        exported = self.json("export", "--format", "json", code=code)["entries"]
        assert model.exported() == exported
        self.the_markdown_has_what_is_written()
        actions = self.json("actions", "--json", code=code)
        shown = [(action["handle"], action["text"]) for action in actions]
        assert model.open_actions() == shown
        self.coverage_counts_the_entries()
        word = f"written{self.words_written:04}"
        hits = self.json("search", word, "--json", code=code)
        assert model.found(word) == [hit["id"] for hit in hits]
        assert model.aliases == {
            row["name"]: row["alias"] for row in self.json("aliases", "--json")
        }

    def the_markdown_has_what_is_written(self):
        markdown = self.run("export", "--format", "markdown", code=self.model.reading_code).out
        written = "\n".join(map(texts_of, self.model.readable().values()))
        assert set(_WORDS_WRITTEN.findall(written)) == set(_WORDS_WRITTEN.findall(markdown))

    def coverage_counts_the_entries(self):
        coverage = self.json("coverage", "--json", code=self.model.reading_code)
        for domain in coverage["domains"]:
            assert self.model.counted(domain["id"]) == domain["count"]
        for question in coverage["questions"]:
            assert self.model.times_answered(question["id"]) == question["count"]

    @invariant()
    def one_entry_shows_what_it_says(self):
        records = self.model.readable()
        if not records:
            return
        name = self.pick(self.words_written, records)
        handle = self.model.handle(name, self.model.entries)
        shown = self.json("show", handle, "--json")
        assert {**records[name], "path": str(self.folder / name)} == shown
        page = self.run("show", handle).out
        words = set(_WORDS_WRITTEN.findall(texts_of(records[name])))
        assert words <= set(_WORDS_WRITTEN.findall(page))
        for answer in records[name]["answers"][:1]:
            compared = self.json(
                "compare", answer["question"], "--json", code=self.model.reading_code
            )
            assert self.model.answers_to(answer["question"]) == [
                (row["entry"], row["answer"], row["new"]) for row in compared["answers"]
            ]


def _typeable(text: str) -> str:
    """Return a text that can be typed: no line of it is a command, and none is cut by a sign."""
    rows = [row for row in re.split(r"[\r\n]", text) if not row.startswith(".")]
    return "\n".join(rows)
