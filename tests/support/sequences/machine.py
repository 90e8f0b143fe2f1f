"""What every sequence needs: to run the program, and to hold the journal against the model.

After each step the files are, byte for byte, those of the model; every command that reads says
what the model says; exit codes are as documented; and nothing that a person wrote is on stderr.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from support.corpus import CORPUS
from support.sequences.model import JournalModel, Record, Stored, on_one_line, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from support.program import CompletedRun
    from support.sequences.programs import ProgramInThisProcess

# Stands in a text for a word that no other text has, so that it can be looked for.
WORD = "WORD"
_WRITTEN = re.compile(r"written\d{4}")

ZONES = ("UTC", "Europe/London", "Asia/Kolkata", "Pacific/Auckland", "America/St_Johns")
MINUTES = (0, 1, 90, 24 * 60, -60, -3 * 24 * 60)

NAMES = ("Robin", "Mary Beek", "J. Ó Súilleabháin")

_PIECES = sorted(
    {text for text in CORPUS.values() if len(text) < 200 and not re.search("[\ud800-\udfff]", text)}
)
texts = st.one_of(
    st.sampled_from([WORD, *(f"{WORD} of {name}" for name in NAMES)]),
    st.builds(
        str.format,
        st.sampled_from([f"{WORD} {{}}", f"{{}}\n{WORD}", f"{{}}\n\n{WORD}"]),
        st.sampled_from(_PIECES),
    ),
)
lines = texts.map(on_one_line)
# In a file a backslash would make the sign after it plain.
by_hand = lines.map(lambda line: line.replace("\\", ""))
any_one = st.integers(0, 10_000)


def words_in(text: str) -> set[str]:
    """Return the words in a text that no other text has."""
    return set(_WRITTEN.findall(text))


class JournalMachine(RuleBasedStateMachine):
    """A journal that begins empty, the model of it, and a clock."""

    def __init__(self, program: ProgramInThisProcess) -> None:
        super().__init__()
        self.program = program
        self.folder = program.journal
        self.internal_folder = program.journal / ".securebase"
        self.model = JournalModel(lambda name: (self.folder / name).stat().st_mtime_ns)
        self.now = datetime(2026, 11, 23, 14, 30, 12, tzinfo=UTC)
        self.zone = "UTC"
        self.texts_written = 0
        self.questions = {row["id"]: row for row in self.json("questions", "--json")}
        self.titles = {row["id"]: row["title"] for row in self.json("model", "--json")}

    def teardown(self) -> None:
        shutil.rmtree(self.program.home)

    # Running the program.

    def run(
        self, *arguments: str, code: int = 0, typed: str = "", env: dict[str, str] | None = None
    ) -> CompletedRun:
        """Run a command; check its exit code, and that stderr has nothing that was written."""
        done = self.program.run_at(self.now, self.zone, *arguments, typed=typed, env=env or {})
        assert code == done.code, (arguments, done)
        assert not words_in(done.err), (arguments, done.err)
        return done

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self.run(*arguments, code=code).out)

    def export(self, *options: str) -> str:
        """Return the document of all entries; nothing is written if none can be read."""
        document = self.run("export", *options, code=self.model.reading_code()).out
        is_written = bool(self.model.readable()) or not self.model.unreadable()
        assert is_written == bool(document)
        return document

    # The clock.

    @rule(minutes=st.sampled_from(MINUTES), zone=st.sampled_from(ZONES))
    def time_passes_or_the_clock_is_set(self, minutes, zone):
        self.now += timedelta(minutes=minutes, seconds=7)
        self.zone = zone

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(ZoneInfo(self.zone))

    @property
    def today(self) -> date:
        return self.local_now.date()

    # What a rule works with.

    def written(self, text: str) -> str:
        """Return a text with a word that no other text has."""
        self.texts_written += 1
        return text.replace(WORD, f"written{self.texts_written:04}")

    def pick(self, number: int, choices: Iterable[Any]) -> Any:
        """Return one of some things; the order must not depend on ids, which are random."""
        ordered = list(choices)
        return ordered[number % len(ordered)]

    def has_entries(self) -> bool:
        return bool(self.model.entries)

    def has_readable_entries(self) -> bool:
        return bool(self.model.readable())

    def pick_entry(self, number: int) -> str:
        """Return the file name of an entry that can be read."""
        entries = self.model.entries.items()
        return self.pick(number, [name for name, stored in entries if stored.record])

    def handle(self, name: str) -> str:
        """Return what names an entry at the command line."""
        return self.model.handle(name, self.model.entries)

    def data(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def drafts(self) -> dict[str, Path]:
        """Return the drafts by their ids."""
        return {path.stem[-4:]: path for path in self.internal_folder.glob("drafts/*.md")}

    # What must hold after each step.

    @invariant()
    def the_files_are_those_of_the_model(self):
        entries = _bytes_of(self.model.entries)
        assert {**entries, **self.model.other_files} == _contents(self.folder)
        assert _bytes_of(self.model.trash) == _contents(self.internal_folder / "trash")
        for folder, stored_entries in (
            (self.folder, self.model.entries),
            (self.internal_folder / "trash", self.model.trash),
        ):
            for name, stored in stored_entries.items():
                assert stored.mode == (folder / name).stat().st_mode & 0o777
        set_aside = _contents(self.internal_folder / "set-aside")
        assert Counter(self.model.set_aside) == Counter(set_aside.values())
        left_over = ("editing/*", "*.tmp", "*.lock", "drafts/*.tmp", "drafts/*.lock")
        for pattern in left_over:
            assert [] == list(self.internal_folder.glob(pattern))

    @invariant()
    def unfinished_sittings_are_kept(self):
        drafts = self.drafts()
        assert {sitting.id for sitting in self.model.unfinished} == set(drafts)
        for sitting in self.model.unfinished:
            typed = words_in("\n".join(map(texts_of, sitting.records)))
            assert typed <= words_in(drafts[sitting.id].read_text("utf-8"))

    @invariant()
    def every_view_has_what_the_model_has(self):
        model, code = self.model, self.model.reading_code()
        assert model.listed(self.folder) == self.json("list", "--json", code=code)
        exported = self.export("--format", "json")
        assert model.exported() == (json.loads(exported)["entries"] if exported else [])
        actions = self.json("actions", "--json", code=code)
        shown = [(action["handle"], action["text"]) for action in actions]
        assert model.open_actions() == shown
        newest = f"written{self.texts_written:04}"
        hits = self.json("search", newest, "--json", code=code)
        assert model.found(newest) == [hit["id"] for hit in hits]
        markdown = self.export("--format", "markdown")
        written = "\n".join(map(texts_of, model.readable().values()))
        assert words_in(written) == words_in(markdown)

    @invariant()
    def coverage_counts_what_the_model_has(self):
        coverage = self.json("coverage", "--json", code=self.model.reading_code())
        for domain in coverage["domains"]:
            assert self.model.counted(domain["id"], "reflection") == domain["count"]
            scalings = [(scaling["entry"], scaling["value"]) for scaling in domain["scalings"]]
            assert self.model.scalings(domain["id"]) == scalings
        for domain in coverage["team_sessions"]:
            assert self.model.counted(domain["domain"], "team-session") == domain["count"]
        for question in coverage["questions"]:
            assert self.model.times_answered(question["id"]) == question["count"]

    @invariant()
    def an_entry_is_shown_and_compared_as_the_model_has_it(self):
        for name, record in _any_item(self.model.readable(), self.texts_written):
            shown = self.json("show", self.handle(name), "--json")
            assert {**record, "path": str(self.folder / name)} == shown
            page = self.run("show", self.handle(name)).out
            assert words_in(texts_of(record)) <= words_in(page)
            for answer in record["answers"][:1]:
                question = answer["question"]
                compared = self.json("compare", question, "--json", code=self.model.reading_code())
                assert self.model.answers_to(question) == [
                    (row["entry"], row["answer"], row["new"]) for row in compared["answers"]
                ]

    @invariant()
    def aliases_are_those_of_the_model(self):
        shown = {row["name"]: row["alias"] for row in self.json("aliases", "--json")}
        assert self.model.aliases == shown
        if self.model.remarks:
            written = (self.internal_folder / "aliases").read_text("utf-8")
            assert set(self.model.remarks) <= set(written.splitlines())


def _bytes_of(stored_entries: dict[str, Stored]) -> dict[str, bytes]:
    return {name: stored.data for name, stored in stored_entries.items()}


def _contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the files in a folder of entries and its sub-folders, by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".securebase" not in path.relative_to(folder).parts
    }


def _any_item(records: dict[str, Record], number: int) -> list[tuple[str, Record]]:
    """Return one of the items, if there are any."""
    items = list(records.items())
    return [items[number % len(items)]] if items else []
