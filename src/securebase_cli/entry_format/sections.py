"""The sections below the front matter: answers, the takeaway and actions.

Each is opened by a marker comment. The takeaway is what the user takes from the entry.

Only the markers divide a file: a section begins at the heading above its marker and ends where
the next one begins. Text that is in no section is read as the other text of the entry.

Markers in exactly the form that `write_body` gives them are found by one expression. A body in
which anything else may be a marker is searched by `markers`. Both ways give the same result.
"""

import re
from collections.abc import Iterable
from itertools import zip_longest

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.cleanup import strip_blank_lines
from securebase_cli.model import TAKEAWAY_HEADING, Action, Answer, OtherText, OtherTextReason

# Other modules of this room are imported where they are used: few entries need them to be read.

ACTIONS_MARKER = "<!-- securebase actions -->"
TAKEAWAY_MARKER = "<!-- securebase takeaway -->"
# A line with any marker; the group `question` takes part only in the marker of a question.
MARKER_LINE = (
    r"<!-- securebase (?:question (?P<question>[a-z0-9-]++)|(?P<kind>actions|takeaway)) -->[ \t]*+"
)
# The beginning of a section: its marker, with the heading above it if there is one. Measured for
# an entry: looking at the first character of a line before all others saves 0.7 µs of 5.3.
_SECTION_START = re.compile(
    rf"\n(?=[#<])(?:#++(?P<heading>[^\n]*+)\n(?>(?:[^\S\n]*+\n)*)|){MARKER_LINE}(?=\n|\Z)"
)
# A heading, with a `#` or underlined, as that of the entry can be.
_TOP_HEADING = re.compile(r"^(?:#[^\n]*|[^\n=]+\n=+[ \t]*)$", re.MULTILINE)
# The entities for `<`, with which a formatter can spell a marker.
LESS_THAN_ENTITY = re.compile(r"&(?:lt|#0*60|#x0*3c);", re.IGNORECASE)


# The answers, the takeaway, the actions and the other text of a body.
Body = tuple[tuple[Answer, ...], str, tuple[Action, ...], tuple[OtherText, ...]]


def question_marker(question_id: str) -> str:
    """Return the marker that opens the section of a question's answer."""
    return f"<!-- securebase question {question_id} -->"


def write_body(
    title: str,
    answers: Iterable[Answer],
    takeaway: str,
    actions: Iterable[Action],
    actions_heading: str,
    other_text: Iterable[OtherText] = (),
) -> str:
    """Return the text below the front matter, which `read_body` reads back.

    Other text goes above the title, in one piece, and is read back as text outside the sections.
    """
    from securebase_cli.entry_format import action_line
    from securebase_cli.entry_format.escaping import escape

    blocks = [escape(other.text) for other in other_text]
    # A title that was edited by hand can have several lines; a heading has one.
    blocks.append(f"# {' '.join(title.splitlines())}")
    for answer in answers:
        marker = question_marker(answer.question)
        blocks += [f"## {answer.question_text}\n{marker}", escape(answer.text)]
    if takeaway:
        blocks += [f"## {TAKEAWAY_HEADING}\n{TAKEAWAY_MARKER}", escape(takeaway)]
    if lines := [action_line.format_line(action) for action in actions]:
        blocks += [f"## {actions_heading}\n{ACTIONS_MARKER}", "\n".join(lines)]
    return "\n" + "\n\n".join(blocks) + "\n"


def read_body(text: str, body_start: int, title: str) -> Body:
    """Return what stands in the body of a file, without answers that are empty.

    `body_start` is the index of the line end before the first line of the body. A heading with the
    title above the sections is not other text. Raises EntryFormatError if a merge is unresolved.
    """
    answers: list[Answer] = []
    takeaways: list[str] = []
    actions: list[Action] = []
    other_text: list[OtherText] = []
    pieces = iter(_split(text[body_start:]))
    above = next(pieces)
    if above != f"\n\n# {title}\n":
        other_text += _read_above_sections(above or "", title)
    for heading, question, kind, text_below in zip(pieces, pieces, pieces, pieces, strict=True):
        content = text_below or ""
        if kind == "actions":
            from securebase_cli.entry_format.actions_section import read_section

            section = read_section(content)
            actions += (task.action for task in section.tasks)
            for piece in section.other_text:
                other_text += _as_other_text(piece, "not-a-task")
        elif kind == "not-a-marker":
            other_text += _as_other_text(content, "not-a-marker")
        elif text_typed := strip_blank_lines(content):
            if "\\" in text_typed:
                from securebase_cli.entry_format.escaping import unescape

                text_typed = unescape(text_typed)
            if question:
                answers.append(Answer(question, heading.strip() if heading else "", text_typed))
            else:
                takeaways.append(text_typed)
    return tuple(answers), "\n\n".join(takeaways), tuple(actions), tuple(other_text)


def find_action_lines(text: str) -> list[range]:
    """Return the numbers of the lines of each action, from 0, in the whole file."""
    from securebase_cli.entry_format.actions_section import read_section
    from securebase_cli.entry_format.markers import find_markers

    _, _, text, body_start = front_matter.split(text)
    body = text[body_start:]
    markers = find_markers(body)
    action_lines: list[range] = []
    for marker, next_marker in zip_longest(markers, markers[1:]):
        if marker.kind == "actions":
            content = body[marker.end : next_marker.start if next_marker else None]
            first_line = text.count("\n", 0, body_start + marker.end)
            for _, lines in read_section(content).tasks:
                action_lines.append(range(first_line + lines.start, first_line + lines.stop))
    return action_lines


def _split(body: str) -> list[str | None]:
    """Return the text above the first section, then four texts for each section.

    These are its heading, its question or None, its kind if it has no question, and its content.
    Below something that looks like a marker but is none, the content begins with the heading.
    Raises EntryFormatError if a merge is unresolved.
    """
    # Measured: `split` takes 7 µs an entry, `finditer` 14.
    pieces: list[str | None] = _SECTION_START.split(body)
    # The contents and the headings; None stands for a heading that a marker lacks. Measured: to
    # join them and look takes 0.5 µs an entry, to count each `<` in the body 2.5.
    texts = pieces[::4] + pieces[1::4]
    between_markers = "" if None in texts else "".join(filter(None, texts))
    is_canonical = between_markers and not (
        "<" in between_markers or ("&" in between_markers and LESS_THAN_ENTITY.search(body))
    )
    if not is_canonical:
        from securebase_cli.entry_format.markers import split_at_markers
        from securebase_cli.entry_format.unmerged import raise_if_unmerged

        raise_if_unmerged(body)
        return split_at_markers(body)
    return pieces


def _read_above_sections(above: str, title: str) -> list[OtherText]:
    """Return the text above the first section as other text, without the heading of the entry."""
    title_letters = _letters(title)
    for heading in _TOP_HEADING.finditer(above):
        if _letters(heading[0]) == title_letters:
            before, after = above[: heading.start()], above[heading.end() :]
            return [*_as_other_text(before, "outside"), *_as_other_text(after, "outside")]
    return _as_other_text(above, "outside")


def _as_other_text(text: str, reason: OtherTextReason) -> list[OtherText]:
    """Return a text as other text; nothing if it is blank."""
    stripped = strip_blank_lines(text)
    if not stripped:
        return []
    from securebase_cli.entry_format.escaping import unescape

    return [OtherText(unescape(stripped), reason)]


def _letters(text: str) -> str:
    """Return the letters and digits of a text, which no formatter of Markdown changes.

    The identifier that Pandoc writes after a heading is left out.
    """
    without_identifier = re.sub(r"\{#[^{}]*\}\s*$", "", text)
    return "".join(filter(str.isalnum, without_identifier)).casefold()
