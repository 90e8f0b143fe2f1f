"""Looking back, documents and the check-up: what is shown, what is left out, what comes back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from support.sequences.machine import JournalMachine, any_one, words_in
from support.sequences.model import Record, Stored, domain_of, texts_of, without_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from support.sequences.programs import ProgramInThisProcess

WORKS = ("path --json", "privacy", "questions availability", "worksheet acceptance")
WORKS += ("delete --before 1999 --yes", "delete --before 1999 --purge --dry-run")
CANNOT_BE_MEANT = (
    *("show zzzz", "edit zzzz", "delete zzzz --yes", "restore zzzz", "actions tried zzzz.1"),
    *("export --format nothing", "export --leave-out zzzz", "import nothing.json", "search -only"),
    *("reflect nowhere --answers -", "compare no-such-question", "list --since 2026 --until 2025"),
)

any_format = st.sampled_from(["markdown", "html", "json", "csv"])


class Looking(JournalMachine):
    def __init__(self, program: ProgramInThisProcess) -> None:
        super().__init__(program)
        self.backups: list[str] = []

    @rule(command=st.sampled_from(WORKS))
    def run_what_changes_nothing(self, command):
        self.run(*command.split())

    @rule(command=st.sampled_from(CANNOT_BE_MEANT))
    def run_what_cannot_be_meant(self, command):
        self.run(*command.split(), code=2)

    @rule()
    def see_how_things_stand(self):
        home = self.json("--json", code=self.model.reading_code())
        reflections = [
            record["id"]
            for record in self.model.readable().values()
            if record["kind"] == "reflection"
        ]
        assert (reflections or [None])[0] == (home["last"] or {"id": None})["id"]
        handles = [handle for handle, _ in self.model.open_actions()]
        assert handles == [action["handle"] for action in home["open_actions"]]
        assert {sitting.id for sitting in self.model.unfinished} == {*home["unfinished"]}

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one)
    def list_a_domain_and_a_tag(self, number):
        record = self.model.readable()[self.pick_entry(number)]
        options = ["--domain", record["domain"], *(f"--tag={tag}" for tag in record["tags"][:1])]
        code = self.model.reading_code(self.model.names_of(record["domain"]))
        shown = self.json("list", "--json", *options, code=code)
        assert [row["id"] for row in shown] == [
            other["id"]
            for other in self.model.readable().values()
            if other["domain"] == record["domain"] and set(record["tags"][:1]) <= set(other["tags"])
        ]

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one)
    def compare(self, number):
        """Show the answers to a question; they are not new the next time."""
        for answer in self.model.readable()[self.pick_entry(number)]["answers"][:1]:
            question = answer["question"]
            page = self.run("compare", question, code=self.model.reading_code()).out
            answers = self.model.answers_to(question)
            assert words_in("\n".join(text for _, text, _ in answers)) <= words_in(page)
            self.model.compared[question] = {entry for entry, _, _ in answers}

    @rule()
    def check_up(self):
        self._run_doctor(fix=False)

    @rule()
    def check_up_and_put_right(self):
        """Put aside what was left over by a crash, or remove it if the entry has it all.

        Only the owner can read the files then.
        """
        self._run_doctor(fix=True)
        for stored_entries in (self.model.entries, self.model.trash):
            for name, stored in stored_entries.items():
                stored_entries[name] = stored._replace(mode=0o600)
        for name, entry in self.model.left_over.items():
            data = self.model.other_files.pop(name)
            if entry not in self.model.entries or data != self.model.entries[entry].data:
                self.model.set_aside.append(data)
        self.model.left_over.clear()

    def _run_doctor(self, *, fix: bool) -> None:
        command = ("doctor", "--fix", "--json") if fix else ("doctor", "--json")
        report = self.json(*command, code=self.model.doctor_code(fix=fix))
        problems = {row["path"] for row in report["findings"] if row["level"] == "problem"}
        assert {str(self.folder / name) for name in self.model.unreadable()} <= problems
        left_over = [row for row in report["findings"] if row["kind"] == "left-over"]
        assert bool(self.model.left_over) == bool(left_over)

    # Documents.

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, file_format=any_format)
    def export_without_a_question(self, number, file_format):
        for answer in self.model.readable()[self.pick_entry(number)]["answers"][:1]:
            left_out = answer["question"]
            shared = [
                {**record, "answers": [a for a in record["answers"] if a["question"] != left_out]}
                for record in self.model.readable().values()
            ]
            is_unclear = any(
                "other_text" in record
                or left_out in "".join(a["answer"] for a in record["answers"])
                for record in shared
            )
            if is_unclear:
                # Text that no question claims may be an answer to this one.
                self.run("export", "--format", file_format, "--leave-out", left_out, code=1)
            else:
                self._export_a_part(("--leave-out", left_out), shared, file_format)

    @precondition(JournalMachine.has_readable_entries)
    @rule(file_format=any_format)
    def export_without_answers(self, file_format):
        shared = [{**record, "answers": []} for record in self.model.readable().values()]
        self._export_a_part(("--no-answers",), shared, file_format)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, file_format=any_format)
    def export_one_entry(self, number, file_format):
        name = self.pick_entry(number)
        shared = [self.model.readable()[name]]
        self._export_a_part(("--only", self.handle(name)), shared, file_format, names=[name])

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, file_format=any_format)
    def export_without_an_entry(self, number, file_format):
        name = self.pick_entry(number)
        names = [other for other in self.model.entries if other != name]
        shared = [record for other, record in self.model.readable().items() if other != name]
        self._export_a_part(("--leave-out", self.handle(name)), shared, file_format, names=names)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, file_format=any_format)
    def export_a_domain(self, number, file_format):
        domain = domain_of(self.pick_entry(number))
        shared = [row for row in self.model.readable().values() if row["domain"] == domain]
        names = self.model.names_of(domain)
        self._export_a_part(("--domain", domain), shared, file_format, names=names)

    def _export_a_part(
        self,
        options: Sequence[str],
        shared: list[Record],
        file_format: str,
        names: Iterable[str] | None = None,
    ) -> None:
        """Export what the options choose: what is left out is not in it, and all the rest is."""
        target = self.program.home / f"shared.{file_format}"
        target.unlink(missing_ok=True)
        self.run(
            *("export", "--format", file_format, *options, "-o", str(target)),
            code=self.model.reading_code(names),
        )
        if not shared and self.model.unreadable(names):
            assert not target.exists()
            return
        words = words_in(target.read_text("utf-8"))
        expected = words_in("\n".join(map(texts_of, shared)))
        assert words <= expected
        # A table has no answers, and an overview without answers has no tags.
        assert words == expected or file_format == "csv" or "--no-answers" in options

    # A table has no answers, so the names in them need no decision.
    @rule(file_format=any_format.filter(lambda name: name != "csv"))
    def export_with_pseudonyms(self, file_format):
        """Write a document only if all names are decided on; it has none of those with an alias."""
        code = self.model.reading_code()
        undecided = self.json("aliases", "check", "--json", code=code)
        done = self.run(
            *("export", "--format", file_format, "--pseudonymise", "--no-input"),
            code=1 if undecided else code,
        )
        for name in self.model.aliases:
            assert not re.search(rf"\b{name}\b", done.out), name

    @precondition(JournalMachine.has_readable_entries)
    @rule()
    def export_a_backup(self):
        self.backups.append(self.export("--format", "json"))

    @precondition(lambda self: self.backups)
    @rule(number=any_one, dry_run=st.booleans())
    def import_a_backup(self, number, dry_run):
        backup = self.pick(number, self.backups)
        path = self.program.home / "backup.json"
        path.write_text(backup, "utf-8")
        groups = self.model.comparison_with(json.loads(backup)["entries"])
        options = ["--dry-run"] if dry_run else []
        done = self.json(
            "import", "--json", *options, str(path), code=int(bool(groups["different"]))
        )
        assert done == {
            group: [record["id"] for record in records] for group, records in groups.items()
        }
        for record in [] if dry_run else groups["added"]:
            name = record["path"]
            self.model.entries[name] = Stored(self.data(name), without_path(record))
