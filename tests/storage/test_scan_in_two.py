"""Of very many files a second process takes its half; that changes nothing but the time."""

import contextlib
import itertools
import os
import signal
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.model import Action, Answer, Scaling
from securebase_cli.storage import parallel, scan
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.platform_files import background_worker
from support.builders import ANSWER, MOMENT, an_entry

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows can't divide a process"),
    # From 3.12 on Python warns of forks beside threads, and pytest-xdist has threads.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

HANDLES = ["".join(letters) for letters in itertools.product("abcdefghijklmn", repeat=4)]
# Most files have a word of their own, and all but the first few are worth dividing.
KINGFISHER = b"kingfisher"
FEW = 4
MANY = 24


@contextlib.contextmanager
def alone(_pieces):
    """Have no second process, as on most systems."""
    yield bytes


def failing(pieces):
    """Have a second process that comes upon an error at once."""
    return background_worker(_cut_off(pieces, 0))


def killed(pieces):
    """Have a second process that is killed after a while, as when the memory is short."""
    return background_worker(_cut_off(pieces, 2))


def _cut_off(pieces, number: int):
    yield from itertools.islice(pieces, number)
    if number:
        os.kill(os.getpid(), signal.SIGKILL)
    raise ZeroDivisionError


each_company = pytest.mark.parametrize("company", [background_worker, failing, killed])
PASSES = {
    "entries": lambda one: one.entries(),
    "entries of some": lambda one: one.entries(lambda data: KINGFISHER in data),
    "outlines": lambda one: one.outlines(),
    "outlines of some": lambda one: one.outlines(lambda data: KINGFISHER in data),
}
each_pass = pytest.mark.parametrize("passing", PASSES.values(), ids=PASSES)


class Opened(Journal):
    """A journal that remembers the names of the files that this process opened, in order."""

    def __init__(self, folder) -> None:
        super().__init__(folder)
        self.opened: list[str] = []

    def read_bytes_at(self, path: str) -> bytes:
        self.opened.append(os.path.basename(path))
        return super().read_bytes_at(path)


@pytest.fixture
def journal(tmp_path, monkeypatch) -> Opened:
    """Let few files be many, and let there be a processor and a process to spare."""
    by_two = parallel.by_two
    monkeypatch.setattr(parallel, "ALONE", FEW)
    monkeypatch.setattr(
        scan, "by_two", lambda files, how, **do: by_two(files, how._replace(handful=3), **do)
    )
    monkeypatch.setattr("securebase_cli.storage.platform_files._can_spare_a_process", lambda: True)
    journal = Opened(tmp_path / "journal")
    journal.prepare()
    return journal


def _texts() -> list[str]:
    """Return files as the program and people write them, each another one."""
    bird = Answer("praise", "Do you?", "A kingfisher – ‘seen’ by Zoë.")
    east = timezone(timedelta(hours=5, minutes=45))
    written = [
        an_entry(answers=(bird,), tags=("rota", "away-day"), skipped=("induction",)),
        an_entry(answers=(ANSWER, bird), scaling=Scaling(7, "observed"), title="Zoë’s “day”"),
        an_entry(answers=(), scaling=Scaling(0), tags=("Rota",)),
        an_entry(answers=(bird,), actions=(Action("Ask"), Action("Tell", "tried"))),
        an_entry(actions=(Action("Tell", "dropped", closed=MOMENT.date()),)),
        an_entry(answers=(bird,), moment=MOMENT.astimezone(east), domain="long-gone", id="other"),
        an_entry(answers=(bird,), moment=datetime(1, 1, 1, tzinfo=UTC)),
        an_entry(answers=(bird._replace(text="[ ] a\n\n## kingfisher\n<!-- b -->"),)),
    ]
    texts = [write_entry(entry) for entry in written]
    bare = texts[0].replace("tags: [rota, away-day]", "tags: rota, away-day")
    return [
        *texts,
        *("\ufeff" + texts[0], texts[1].replace("\n", "\r\n"), bare),
        texts[0].replace("id: k3f7\n", "id: [a]\n"),
        texts[1].replace("---\n\n", "\n"),
        *("", "A kingfisher.", "---\nsecurebase: 2\n---\nkingfisher"),
    ]


def _fill(journal: Journal, texts, count: int = MANY) -> list[str]:
    names = [
        f"{2000 + number // 12}-{number % 12 + 1:02}-05-0900-{domain}-{handle}.md"
        for number, handle, domain in zip(
            range(count), HANDLES, itertools.cycle(["availability", "acceptance"]), strict=False
        )
    ]
    for name, text in zip(names, itertools.cycle(texts), strict=False):
        with open(journal.folder / name, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return names


def _found(journal: Journal, passing, query: Filter, *, oldest_first: bool):
    """Return what a pass gives, in its order, and the files that it could not read."""
    one = journal.scan(query, oldest_first=oldest_first)
    return [*passing(one)], one.unreadable


@each_company
@each_pass
@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize(
    "query",
    [Filter(), Filter(domains=frozenset({"availability"})), Filter(tags=frozenset({"rota"}))],
    ids=["all", "a domain", "a tag"],
)
def test_two_find_what_one_finds_whatever_becomes_of_the_second(
    journal, monkeypatch, company, passing, oldest_first, query
):
    _fill(journal, _texts(), 2 * MANY)
    monkeypatch.setattr(parallel, "background_worker", alone)
    expected = _found(journal, passing, query, oldest_first=oldest_first)
    assert len(expected[0]) > FEW
    monkeypatch.setattr(parallel, "background_worker", company)
    assert expected == _found(journal, passing, query, oldest_first=oldest_first)


@each_pass
def test_the_second_process_reads_what_is_not_read_here(journal, passing):
    newest_first = _fill(journal, [write_entry(an_entry())])[::-1]
    found = len([*passing(journal.scan())])
    assert found in {0, MANY}
    assert newest_first[:FEW] == journal.opened[:FEW]
    assert sorted(set(journal.opened), reverse=True) == journal.opened
    assert FEW < len(journal.opened) < MANY


@each_pass
def test_whatever_the_second_process_did_not_do_is_done_here(journal, monkeypatch, passing):
    newest_first = _fill(journal, [write_entry(an_entry())])[::-1]
    monkeypatch.setattr(parallel, "background_worker", failing)
    assert len([*passing(journal.scan())]) in {0, MANY}
    assert newest_first == journal.opened
    journal.opened.clear()
    monkeypatch.setattr(parallel, "background_worker", killed)
    assert len([*passing(journal.scan())]) in {0, MANY}
    assert MANY - 2 * 3 == len(journal.opened)


@each_pass
@pytest.mark.parametrize("count", [0, 1, FEW, 2 * FEW])
def test_a_few_files_are_not_divided(journal, monkeypatch, passing, count):
    def refuse() -> int:
        raise AssertionError("there is too little to do for two")

    monkeypatch.setattr(os, "fork", refuse)
    _fill(journal, [write_entry(an_entry(answers=(Answer("a", "b", "kingfisher"),)))], count)
    assert count == len([*passing(journal.scan())])


@each_pass
def test_whoever_needs_only_the_first_begins_no_second_process(journal, monkeypatch, passing):
    monkeypatch.delattr(os, "fork")
    _fill(journal, [write_entry(an_entry(answers=(Answer("a", "b", "kingfisher"),)))])
    found = passing(journal.scan())
    assert FEW == len([*itertools.islice(found, FEW)])
    assert FEW == len(set(journal.opened))


@each_pass
def test_whoever_leaves_early_leaves_no_process_behind(journal, monkeypatch, passing):
    fork, begun = os.fork, []

    def remembering() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", remembering)
    _fill(journal, [write_entry(an_entry(answers=(Answer("a", "b", "kingfisher"),)))])
    found = passing(journal.scan())
    assert FEW + 1 == len([*itertools.islice(found, FEW + 1)])
    found.close()
    (process,) = begun
    with pytest.raises(ChildProcessError):
        os.waitpid(process, 0)


class Counting(scan.ProgressCallbacks):
    """Somebody who counts the files."""

    counted = 0

    def advance(self) -> None:
        self.counted += 1


@each_company
@each_pass
def test_whoever_watches_hears_of_each_file_once(journal, monkeypatch, passing, company):
    monkeypatch.setattr(parallel, "background_worker", company)
    _fill(journal, _texts())
    watch = Counting()
    assert [*passing(journal.scan(watch=watch))]
    assert MANY == watch.counted


@each_pass
def test_thousands_of_files_are_found_by_two_as_by_one(journal, monkeypatch, passing):
    monkeypatch.undo()
    written = [an_entry(title=title) for title in (KINGFISHER.decode(), "Wren")]
    _fill(journal, [*map(write_entry, written), ""], 2_400)
    monkeypatch.setattr("securebase_cli.storage.platform_files._can_spare_a_process", lambda: False)
    expected = _found(journal, passing, Filter(), oldest_first=False)
    assert len(expected[0]) in {800, 1_600}
    assert 800 == len(expected[1])
    monkeypatch.setattr("securebase_cli.storage.platform_files._can_spare_a_process", lambda: True)
    journal.opened.clear()
    assert expected == _found(journal, passing, Filter(), oldest_first=False)
    assert 800 < len(set(journal.opened)) < 2_400
