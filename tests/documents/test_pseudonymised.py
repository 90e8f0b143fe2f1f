"""No name that has an alias leaves, whichever field it stands in."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest

from securebase_cli.documents import journal_layout, look_back, records, supervision
from securebase_cli.documents.formats.table import FORMATS
from securebase_cli.documents.pseudonymised import pseudonymise
from securebase_cli.documents.source import DocumentSource, Record
from securebase_cli.instrument.content import Content
from securebase_cli.instrument.record_layout import RecordField, RecordLayout
from securebase_cli.model import Action, Answer, Domain, Lens, OtherText, Question, Scaling
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.scan import StoredEntry
from support.builders import MOMENT, EntriesInMemory, a_stored_entry

PSEUDONYMS = Pseudonyms({"Robin": "Worker A", "Robin Hill": "Worker B"})

QUESTIONS = (
    Question("robin-asks", "robin", "What does Robin ask?", None, ("robin",)),
    Question("and-robin", "robin", "And what else, Robin?", "robin-asks", ("robin",)),
    Question("left-robin", "robin", "What is left of Robin?", None, ("robin",)),
)
CONTENT = Content(
    "The model of Robin",
    (Domain("robin", "With Robin", "Robin is there", "We are there for Robin.", QUESTIONS),),
    Lens("Robin’s lens", ("robin",)),
    introduction=("Robin began it.",),
    about="By Robin",
    sources=("Robin Hill (2026)",),
)
DAY = MOMENT.date()


def _entry(number: int, **changes: Any) -> StoredEntry:
    """Return an entry with a name in every field that a person can fill."""
    return a_stored_entry(
        id=f"aaa{number}",
        moment=MOMENT.replace(month=number),
        **{
            "domain": "robin",
            "title": "Robin’s day",
            "tags": ("robin", "team/robin-hill"),
            "skipped": ("left-robin", "Robin"),
            "scaling": Scaling(number, "observed"),
            "answers": (
                Answer("robin-asks", "What does Robin ask?", f"Robin asks **Robin** {number}."),
                Answer("robin-too", "", "[Robin](https://robin.example/robin)"),
            ),
            "takeaway": "Robin is right",
            "actions": (
                Action("Ask Robin", due=DAY),
                Action("Ring Robin", "tried", None, DAY, "Robin said yes"),
            ),
            "other_text": (OtherText("Robin, outside", "outside"),),
            **changes,
        },
    )


ENTRIES = (
    _entry(1),
    _entry(2, domain="robin-gone", title="", kind="team-session"),
    _entry(3, domain="robin-gone"),
    _entry(4),
)
SOURCE = DocumentSource(
    EntriesInMemory(*ENTRIES),
    CONTENT,
    entry_filter=Filter(
        frozenset({"robin", "robin-gone"}), tags=frozenset({"robin", "team/robin"})
    ),
    made_on=DAY,
    made_for="Robin’s team",
    since=date(2026, 3, 1),
    record_layout=RecordLayout(
        "form",
        "Robin’s form",
        (
            RecordField("What Robin asks", "questions", "What does Robin ask?", "about-robin"),
            RecordField("What I took from Robin", "takeaway"),
            RecordField("What Robin did", "tried"),
            RecordField("What Robin said", "answers"),
        ),
    ),
    records=(Record("aaa1", MOMENT.replace(month=1), (Answer("about-robin", "Robin?", "Robin"),)),),
)

LAYOUTS = {
    "full": journal_layout.build_full,
    "entries only": journal_layout.build_entries_only,
    "overview": journal_layout.build_overview,
    "records": records.build,
    "supervision": lambda source: supervision.build(source._replace(with_unanswered=True)),
    "look-back": look_back.build,
}


def _text(pieces) -> str:
    """Return a document as text: of a Word file all its parts, with their names."""
    data = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(
            name + parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
        )


def _pseudonymised(**changes: Any) -> DocumentSource:
    return pseudonymise(SOURCE._replace(**changes), PSEUDONYMS, ["robin", "robin-gone"])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("format_", ["markdown", "html", "docx"])
@pytest.mark.parametrize("order", ["date", "domain"])
def test_no_name_is_in_a_document_whatever_its_format_and_layout(format_, layout, order):
    build = LAYOUTS[layout]
    with_names = _text(FORMATS[format_].render(build(SOURCE._replace(order=order))))
    assert "robin" in with_names.casefold()
    document = _text(FORMATS[format_].render(build(_pseudonymised(order=order))))
    assert "robin" not in document.casefold()
    assert "Worker A" in document


@pytest.mark.parametrize("format_", ["csv", "json"])
@pytest.mark.parametrize("order", ["date", "domain"])
def test_no_name_is_in_the_data_for_other_programs(format_, order):
    document = _text(FORMATS[format_].render_journal(_pseudonymised(order=order)))
    assert "robin" not in document.casefold()
    assert "Worker A" in document


def test_every_entry_is_there_and_its_file_is_named_after_the_new_domain():
    document = json.loads(_text(FORMATS["json"].render_journal(_pseudonymised(order="domain"))))
    assert ["aaa1", "aaa4", "aaa2", "aaa3"] == [entry["id"] for entry in document["entries"]]
    assert "2026-01-23-1430-worker-a-aaa1.md" == document["entries"][0]["path"]


def test_two_domains_that_become_one_are_listed_as_one_oldest_first():
    both = Pseudonyms({"Robin": "Worker A", "Kim": "Worker A"})
    entries = EntriesInMemory(_entry(1, domain="robin"), _entry(2, domain="kim"), _entry(3))
    source = pseudonymise(SOURCE._replace(entries=entries), both, ["robin", "kim"])
    found = source.entries.entries(domain="worker-a")
    assert ["aaa1", "aaa2", "aaa3"] == [stored.entry.id for stored in found]


def test_the_document_counts_which_names_are_replaced_and_how_often():
    entry = a_stored_entry(
        title="Robin and Kim",
        answers=(Answer("q", "Do you?", "Robin, ROBIN’s team, and the Robins. Monday, 3 May."),),
        takeaway="To ask Pri",
        tags=("team/robin",),
    )
    names = {"Robin": "Worker A", "Pri": "Worker B", "May": "Worker C", "Monday": "Monday"}
    source = SOURCE._replace(entries=EntriesInMemory(entry), made_for="Jo", records=())
    omissions = pseudonymise(source, Pseudonyms({**names, "Jo": "Worker D"}), []).omissions
    assert (3, 7) == (omissions.replaced_names, omissions.replacements)
    assert (
        "No name has been replaced."
        in pseudonymise(source, Pseudonyms({}), []).omissions.sentences()
    )
