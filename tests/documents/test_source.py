"""An export reads each file once; only a journal that is too large for that is read again."""

from collections import Counter
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

from securebase_cli.commands.export import export
from securebase_cli.documents.source import CachedEntries
from securebase_cli.entry_format.quick_checks import may_have_actions
from securebase_cli.model import Action
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.pseudonyms.value_texts import texts_of_entry
from securebase_cli.storage import scan as scan_module
from support.builders import MOMENT, an_entry
from support.context import context


@pytest.fixture
def app(app):
    """Fill a journal with four entries on two domains; every second one has an action."""
    app.journal.prepare()
    for number, entry_id in enumerate(("aaaa", "bbbb", "cccc", "dddd")):
        app.journal.add(
            an_entry(
                id=entry_id,
                moment=MOMENT + timedelta(weeks=number),
                domain=("availability", "acceptance")[number % 2],
                actions=(Action("Rest"),) * (number % 2),
            )
        )
    return app


@pytest.fixture
def counts(monkeypatch):
    """Count how often each file is read, and how many entries and outlines are parsed."""
    counted: Counter[str] = Counter()

    def count(name, key):
        original = getattr(scan_module, name)

        def counting(argument, files=None):
            counted[key(argument)] += 1
            return original(argument) if files is None else original(argument, files)

        monkeypatch.setattr(scan_module, name, counting)

    count("read_bytes", lambda path: Path(path).stem[-4:])
    count("read_entry", lambda _: "entries")
    count("read_outline", lambda _: "outlines")
    return counted


ONCE = {"aaaa": 1, "bbbb": 1, "cccc": 1, "dddd": 1, "entries": 4}


@pytest.mark.parametrize("format_", ["markdown", "html", "docx", "json", "csv"])
@pytest.mark.parametrize("by", ["date", "domain"])
def test_every_file_is_read_and_parsed_once(app, counts, tmp_path, format_, by):
    export(context(app), format_=format_, output=tmp_path / "out", by=by)
    assert counts == ONCE


@pytest.mark.parametrize(
    "options",
    [
        {"layout": "cpd"},
        {"layout": "supervision"},
        {"answers": False},
        {"leave_out": ["call-on-support"]},
    ],
)
def test_so_it_is_in_every_layout_and_whatever_is_left_out(app, counts, tmp_path, options):
    export(context(app), output=tmp_path / "out.md", no_input=True, **options)
    assert counts == ONCE


@pytest.mark.parametrize("format_", ["markdown", "html", "json", "csv"])
def test_a_document_holds_the_very_entries_whose_names_were_decided_on(
    app, counts, tmp_path, format_
):
    texts = chain.from_iterable(texts_of_entry(stored.entry) for stored in app.journal.scan())
    names = [candidate.text for candidate in Pseudonyms({}).candidates(texts)]
    app.aliases.update({name: name for name in names})
    counts.clear()
    output = tmp_path / "out"
    export(context(app), format_=format_, output=output, pseudonymise=True, no_input=True)
    assert counts == ONCE


def _ids(stored_entries) -> list[str]:
    return [stored.entry.id for stored in stored_entries]


@pytest.mark.parametrize(
    ("max_bytes", "cached"), [(1, 1), (2_000, 2), (1 << 20, 4)], ids=["one", "two", "all"]
)
def test_the_same_entries_come_in_each_pass_however_many_are_cached(app, counts, max_bytes, cached):
    entries = CachedEntries(app.journal.scan(oldest_first=True), max_bytes)
    in_order = ["aaaa", "bbbb", "cccc", "dddd"]
    assert not entries.is_empty()
    assert in_order == [stored.outline.id for stored in entries.outlines()]
    assert (cached, 4 - cached) == (counts["entries"], counts["outlines"])
    assert in_order == _ids(entries.entries())
    assert ["bbbb", "dddd"] == _ids(entries.entries(domain="acceptance"))
    with_actions = [stored for stored in entries.entries(may_have_actions) if stored.entry.actions]
    assert ["bbbb", "dddd"] == _ids(with_actions)
    for number, entry_id in enumerate(in_order):
        assert (counts[entry_id] == 1) == (number < cached)


def test_a_pass_that_ends_early_leaves_the_rest_for_the_next(app, counts):
    entries = CachedEntries(app.journal.scan(oldest_first=True))
    first = entries.entries()
    assert "aaaa" == next(first).entry.id
    assert ["aaaa", "bbbb", "cccc", "dddd"] == _ids(entries.entries())
    assert ["bbbb", "cccc", "dddd"] == _ids(first)
    assert counts == ONCE


def test_of_an_empty_journal_there_is_nothing(app):
    for name in app.journal.names():
        (app.journal.folder / name.file_name).unlink()
    entries = CachedEntries(app.journal.scan(oldest_first=True))
    assert entries.is_empty()
    assert [] == list(entries.outlines())
