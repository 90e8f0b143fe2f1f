"""Exported Word documents in LibreOffice: they open and can be printed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from securebase_cli.storage.journal import Journal
from support.corpus import HOSTILE
from support.program import Program
from test_pages_in_chromium import _hostile, _lifelike

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# As LibreOffice prints a page it lays out a paragraph of several pages anew, where the document has
# so many paragraphs that its lines left the cache. So each long text has a document of its
# own: all texts in one take over four minutes, the slowest alone (8,000 emoji) one to two.
_LONG = 20_000
_DOCUMENTS_OF_TEXTS = [
    *([name] for name, text in HOSTILE.items() if len(text) > _LONG),
    [name for name, text in HOSTILE.items() if len(text) <= _LONG],
]
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice here")


def _printed(document: Path, folder: Path) -> bytes:
    """Return a document as LibreOffice prints it (PDF)."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [
            str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder),
            str(document),
        ],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return (folder / document.with_suffix(".pdf").name).read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ("export",),
        ("export", "--by", "domain"),
        ("export", "--no-answers"),
        ("export", "--layout", "cpd"),
        ("export", "--layout", "supervision", "--since", "2026-06"),
        ("export", "--layout", "look-back"),
        ("worksheet", "--cards"),
    ],
    ids=" ".join,
)
def test_each_document_opens_and_prints(program: Program, tmp_path, arguments):
    journal = Journal(program.journal)
    journal.prepare()
    for entry in _lifelike():
        journal.add(entry)
    target = tmp_path / "document.docx"
    done = program.run(*arguments, "-o", str(target))
    assert 0 == done.code, done.err
    pdf = _printed(target, tmp_path)
    assert pdf.startswith(b"%PDF")
    if folder := os.environ.get("SECUREBASE_PICTURES"):
        name = "-".join(arguments).replace("--", "")
        (Path(folder) / f"word-{name}.pdf").write_bytes(pdf)


def test_a_worksheet_has_one_page_for_each_domain(program: Program, tmp_path):
    target = tmp_path / "sheet.docx"
    assert 0 == program.run("worksheet", "-o", str(target)).code
    assert 5 == len(re.findall(rb"/Type\s*/Page\b", _printed(target, tmp_path)))


@pytest.mark.parametrize("names", _DOCUMENTS_OF_TEXTS, ids=lambda names: names[0])
def test_a_document_with_hostile_answers_opens_and_prints(program: Program, tmp_path, names):
    journal = Journal(program.journal)
    journal.prepare()
    for entry in _hostile([HOSTILE[name] for name in names]):
        journal.add(entry)
    target = tmp_path / "document.docx"
    assert 0 == program.run("export", "-o", str(target)).code
    assert _printed(target, tmp_path).startswith(b"%PDF")
