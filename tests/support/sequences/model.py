"""A model of a journal: what it holds, and what each command has to say about that.

An entry is known by the path of its file in the journal, such as 2025/…. It is the bytes of the
file, and its record: what the file says, in the shape of `show --json` (docs/json.md) without the
path. All that commands show follows from the records.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Record = dict[str, Any]
# Takes the bytes of a file, its record, and words to write; returns both as they are then.
HandEdit = Callable[[bytes, Record, str], tuple[bytes, Record | None]]

_ENTRY_NAME = re.compile(r"(?:.+/)?(\d{4}-\d\d-\d\d-\d{4})-([a-z0-9-]+)-([a-z0-9]{4})\.md")

# `id:` as it stands in an entry's file.
_ID_INSIDE = re.compile(rb"^id: \"?([a-z0-9]{4})\"?\r?$", re.MULTILINE)
_NOT_LISTED = frozenset({"answers", "takeaway", "actions", "other_text"})
_COPY = re.compile(r"\d{4}-\d\d-\d\d-.+\.md")


class Stored(NamedTuple):
    """An entry's file; its record is None if the file can't be read."""

    data: bytes
    record: Record | None
    mode: int = 0o600

    def edited(self, edit: HandEdit, words: str) -> Stored:
        """Return the file after an edit by hand."""
        data, record = edit(self.data, self.record, words)
        return self._replace(data=data, record=record)

    def renamed(self, name: str) -> Stored:
        return self._replace(record=self.record and under_name(self.record, name))


class UnfinishedSitting(NamedTuple):
    """What a draft holds: the records that its entries will have, but for their ids.

    It was left in the middle of an answer, or else where one thing to try is asked for.
    """

    id: str
    records: list[Record]
    is_in_an_answer: bool


class JournalModel:
    """The entries and deleted entries by the paths of their files, and all else in the journal."""

    def __init__(self, written_at: Callable[[str], int]) -> None:
        """Take a function that says when the file of an entry was last written."""
        self._written_at = written_at
        self.entries: dict[str, Stored] = {}
        self.trash: dict[str, Stored] = {}
        self.unfinished: list[UnfinishedSitting] = []
        self.set_aside: list[bytes] = []
        self.other_files: dict[str, bytes] = {}
        # Files that a crash left over, and the entries for which they were made.
        self.left_over: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        # What people wrote between the aliases.
        self.remarks: list[str] = []
        # For each question, the ids of the entries whose answers were shown.
        self.compared: dict[str, set[str]] = {}

    def remove_left_over(self, name: str) -> None:
        """Remove the files that a crash left over of an entry, as removing it for good does."""
        for left_over in [file for file, entry in self.left_over.items() if entry == name]:
            del self.left_over[left_over]
            del self.other_files[left_over]

    # What can be read, and in which order.

    def day(self, name: str) -> str:
        """Return the day of an entry: that of its date or, if it can't be read, of its name."""
        record = self.entries[name].record
        return (record["date"] if record else file_name(name))[:10]

    def readable(self) -> dict[str, Record]:
        """Return the records by file name, newest first.

        Of two of one second, the one that was written later is the newer. Where the name and the
        date in the file differ by more than a day, the entry stands where its name stands.
        """
        records = {
            name: stored.record
            for name, stored in self.entries.items()
            if stored.record is not None
        }
        by_instant = sorted(
            records,
            key=lambda name: (_place(name, records[name]), self._written_at(name), name),
            reverse=True,
        )
        return {name: records[name] for name in by_instant}

    def names_of(self, domain: str) -> list[str]:
        return [name for name in self.entries if domain_of(name) == domain]

    def unreadable(self, names: Iterable[str] | None = None) -> list[str]:
        """Return the files that commands name: entries, of these or of all, and all copies."""
        chosen = self.entries if names is None else names
        broken = [name for name in chosen if self.entries[name].record is None]
        copies = [path for path in self.other_files if _COPY.fullmatch(file_name(path))]
        return [*broken, *copies]

    def reading_code(self, names: Iterable[str] | None = None) -> int:
        """Return the exit code of a command that reads these entries, or all."""
        return 4 if self.unreadable(names) else 0

    def doctor_code(self, *, fix: bool) -> int:
        """Return the exit code of the check-up, which can `fix` who may read a file."""
        ids = [id_of(name) for name in self.entries]
        are_doubled = len(ids) > len(set(ids))
        stored_entries = [*self.entries.values(), *self.trash.values()]
        are_open_to_others = any(stored.mode != 0o600 for stored in stored_entries)
        return self.reading_code() or int(are_doubled or (are_open_to_others and not fix))

    def handle(self, name: str, names: dict[str, Stored]) -> str:
        """Return what names an entry among others: its id, or its file if another has that id."""
        is_only_one = [id_of(other) for other in names].count(id_of(name)) == 1
        return id_of(name) if is_only_one else name

    def has_file(self, name: str) -> bool:
        """Whether an entry has this file name, in whatever folder."""
        return file_name(name) in map(file_name, self.entries)

    # What commands show.

    def exported(self) -> list[Record]:
        records = reversed(self.readable().items())
        return [{**record, "path": file_name(name)} for name, record in records]

    def listed(self, folder: Path) -> list[Record]:
        return [
            {
                **{key: record[key] for key in record if key not in _NOT_LISTED},
                "path": str(folder / name),
                "answered": len(record["answers"]),
                "questions": len(record["answers"]) + len(record["skipped"]),
                "open_actions": sum(action["state"] == "open" for action in record["actions"]),
            }
            for name, record in self.readable().items()
        ]

    def open_actions(self) -> list[tuple[str, str]]:
        """Return the handles and texts of the open actions, oldest due first."""
        found = [
            (action["due"] or "9999", _instant(record), name, number, action["text"])
            for name, record in self.readable().items()
            for number, action in enumerate(record["actions"], 1)
            if action["state"] == "open"
        ]
        return [(f"{id_of(name)}.{number}", text) for *_, name, number, text in sorted(found)]

    def has_due_actions(self, domain: str, today: date) -> bool:
        """Whether a sitting on a domain begins with the question what became of an action."""
        return any(
            action["state"] == "open" and _is_due(action, record, today)
            for record in self.readable().values()
            if record["domain"] == domain
            for action in record["actions"]
        )

    def found(self, word: str) -> list[str]:
        """Return the ids of the entries in which a search finds a word, newest first."""
        return [id_of(name) for name, record in self.readable().items() if word in texts_of(record)]

    def answers_to(self, question: str) -> list[tuple[str, str, bool]]:
        """Return the answers to a question, oldest first: entry, answer, whether it is new."""
        compared = self.compared.get(question)
        return [
            (id_of(name), answer["answer"], compared is not None and id_of(name) not in compared)
            for name, record in reversed(self.readable().items())
            for answer in record["answers"]
            if answer["question"] == question
        ]

    def counted(self, domain: str, kind: str) -> int:
        return sum(
            (record["domain"], record["kind"]) == (domain, kind)
            for record in self.readable().values()
        )

    def scalings(self, domain: str) -> list[tuple[str, int]]:
        """Return the entries and values on the scale of a domain, oldest first."""
        return [
            (record["id"], record["scaling"]["value"])
            for _, record in sorted(
                self.readable().items(), key=lambda item: (_instant(item[1]), item[0])
            )
            if (record["domain"], record["kind"]) == (domain, "reflection") and "scaling" in record
        ]

    def times_answered(self, question: str) -> int:
        return sum(
            record["kind"] == "reflection"
            and question in [answer["question"] for answer in record["answers"]]
            for record in self.readable().values()
        )

    # What commands do.

    def name_when_restored(self, name: str) -> str:
        """Return the name that a deleted entry gets back.

        The trash gives an entry another id if it has another version of it; the old one still
        stands in the file.
        """
        own_name = f"{name[:-7]}{id_inside(self.trash[name].data)}.md"
        known = map(file_name, [*self.trash, *self.entries])
        return own_name if file_name(own_name) in known else name

    def versions_in_trash(self, name: str) -> list[str]:
        """Return the deleted versions of an entry, under whatever id."""
        files = [stored[name].data for stored in (self.entries, self.trash) if name in stored]
        ids = {id_of(name), *map(id_inside, files)}
        ids -= {id_of(other) for other in self.entries} - {id_of(name)}
        return [
            other
            for other, stored in self.trash.items()
            if file_name(other) == file_name(name)
            or (domain_of(other) == domain_of(name) and id_inside(stored.data) in ids)
        ]

    def comparison_with(self, document: list[Record]) -> dict[str, list[Record]]:
        """Return what importing a document finds.

        That is records to add, there already, and different, and those only in the journal.

        An entry is known by its file's name, or else by its id: that in the name, or that inside
        a file of the same minute and domain, which was renamed.
        """
        names = {record["path"] for record in document}
        groups: dict[str, list[Record]] = {"added": [], "present": [], "different": []}
        only_here = sorted(self.entries, reverse=True)
        for record in document:
            name = record["path"]
            same_name = {path for path in self.entries if file_name(path) == name}
            others = same_name or {path for path in self.entries if file_name(path) not in names}
            candidates = {
                other: stored.record
                for other, stored in self.entries.items()
                if other in others
                and (
                    id_of(other) == id_of(name)
                    or (
                        file_name(other)[:-7] == name[:-7] and id_inside(stored.data) == id_of(name)
                    )
                )
            }
            only_here = [other for other in only_here if other not in candidates]
            expected = without_path(record)
            found = candidates.values()
            if any(one and {**one, "id": record["id"]} == expected for one in found):
                groups["present"].append(record)
            else:
                groups["different" if candidates else "added"].append(record)
        groups["only_in_journal"] = [{"id": id_of(name)} for name in only_here]
        return groups


def file_name(path: str) -> str:
    """Return the name of a file without its folder."""
    return path.rpartition("/")[2]


def id_of(name: str) -> str:
    return _ENTRY_NAME.fullmatch(name)[3]


def id_inside(data: bytes) -> str | None:
    """Return the id that stands in a file."""
    match = _ID_INSIDE.search(data)
    return match[1].decode() if match else None


def domain_of(name: str) -> str:
    return _ENTRY_NAME.fullmatch(name)[2]


def _instant(record: Record) -> datetime:
    return datetime.fromisoformat(record["date"])


def _place(name: str, record: Record) -> datetime:
    in_name = datetime.strptime(file_name(name)[:15], "%Y-%m-%d-%H%M").replace(tzinfo=UTC)
    instant = _instant(record)
    is_far_away = abs(instant.replace(tzinfo=UTC) - in_name) > timedelta(days=1)
    return in_name if is_far_away else instant


def under_name(record: Record, name: str) -> Record:
    """Return a record as the file with this name has it: the id and domain of the name count."""
    _, domain, entry_id = _ENTRY_NAME.fullmatch(name).groups()
    return {**record, "id": entry_id, "domain": domain}


def without_path(record: Record) -> Record:
    return {key: value for key, value in record.items() if key != "path"}


def _is_due(action: Record, record: Record, today: date) -> bool:
    days = (today - datetime.fromisoformat(record["date"]).date()).days
    due = action["due"]
    return days > 0 and date.fromisoformat(due) <= today if due else days > 7


def texts_of(record: Record) -> str:
    """Return all that a person wrote in an entry."""
    answers = [answer["answer"] for answer in record["answers"]]
    answers.append(record["takeaway"] or "")
    actions = [f"{action['text']} {action['note'] or ''}" for action in record["actions"]]
    others = [other["text"] for other in record.get("other_text", [])]
    return "\n".join([*answers, *actions, *record["tags"], *others])


def open_action(text: str, due: str | None = None) -> Record:
    return {"text": text, "state": "open", "due": due, "closed": None, "note": None}


def marked(action: Record, state: str, day: str | None, note: str) -> Record:
    """Return an action after `actions tried`, `dropped` or `later` (then the state is “open”)."""
    note = " · ".join(filter(None, [action["note"], note])) or None
    if state == "open":
        return {**open_action(action["text"], day), "note": note}
    closed = action["closed"] if action["state"] == state else day
    return {**action, "state": state, "closed": closed, "note": note}


def cleaned(text: str) -> str:
    """Return a text after the clean-up that docs/entries.md describes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text).split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def on_one_line(text: str) -> str:
    return " ".join(cleaned(text).split())
