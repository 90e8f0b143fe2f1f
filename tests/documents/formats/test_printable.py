"""Characters that act on a terminal or turn text around get into no document."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from securebase_cli.documents.formats import markdown_document
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.documents.journal_layout import build_entries_only
from securebase_cli.documents.source import DocumentSource
from securebase_cli.model import Action, Answer
from support.builders import a_document_source, a_stored_entry

DIRECTION_CONTROLS = set(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
TEXT = st.text(st.characters() | st.sampled_from("\x1b\x07\x9b\x85\r\u202e\u2066a\n\t"))


def _is_removed(sign: str) -> bool:
    is_control = unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"
    is_no_character = ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"
    return is_control or is_no_character or sign in DIRECTION_CONTROLS


@given(TEXT)
@example("café — 支え 🫶\tand so on\n")
def test_what_is_removed_is_never_left_and_nothing_else_is_touched(text):
    left = remove_unprintable(text)
    assert not [sign for sign in left if _is_removed(sign)]
    kept = "".join(sign for sign in text if not _is_removed(sign))
    assert kept.replace("\ufffd", "") == left.replace("\ufffd", "")


def _markdown(source: DocumentSource) -> str:
    return "".join(markdown_document.render(build_entries_only(source)))


@given(TEXT, TEXT, TEXT)
def test_markdown_holds_none_of_them_whatever_an_entry_holds(title, answer, action):
    entry = a_stored_entry(
        title=title,
        tags=(title,),
        answers=(Answer("q", title, answer),),
        actions=(Action(action, note=title),),
    )
    written = _markdown(a_document_source(entry, titles={"availability": title}))
    assert not [sign for sign in written if _is_removed(sign)]
