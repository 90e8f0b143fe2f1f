"""The keys of the editor vi, for a field whose keys are set to “vi”.

One begins by writing; Esc leads to the commands, and `i`, `a` or `o` back. The commands are the
usual ones on letters, words and lines; a number before them repeats them.
"""

import re
from collections.abc import Callable, Mapping

from securebase_cli.ui.graphemes import next_letter, previous_letter
from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.text_field import TextField

# A longer text that arrives at once is pasted, not typed.
_MAX_TYPED = 4
_WORD = re.compile(r"\w+|[^\w\s]+")
_MAX_COUNT = 1000


def _line_start(field: TextField) -> int:
    return field.text.rfind("\n", 0, field.cursor) + 1


def _line_end(field: TextField) -> int:
    end = field.text.find("\n", field.cursor)
    return len(field.text) if end < 0 else end


def _indent_end(field: TextField) -> int:
    line = field.text[_line_start(field) : _line_end(field)]
    return _line_start(field) + len(line) - len(line.lstrip())


def _next_word(field: TextField) -> int:
    starts = (match.start() for match in _WORD.finditer(field.text, field.cursor))
    within_word = _WORD.match(field.text, field.cursor)
    after = within_word.end() if within_word else field.cursor
    return next(
        (start for start in starts if start >= after and start > field.cursor), len(field.text)
    )


def _word_end(field: TextField) -> int:
    """Return the position after the word that ends next, as the motion “e”."""
    match = _WORD.search(field.text, next_letter(field.text, field.cursor))
    return match.end() if match else len(field.text)


def _previous_word(field: TextField) -> int:
    before = [match.start() for match in _WORD.finditer(field.text[: field.cursor])]
    return before[-1] if before else 0


# The position that each motion leads to.
_MOTIONS: Mapping[str, Callable[[TextField], int]] = {
    "h": lambda field: max(previous_letter(field.text, field.cursor), _line_start(field)),
    "l": lambda field: min(next_letter(field.text, field.cursor), _line_end(field)),
    "0": _line_start,
    "^": _indent_end,
    "$": _line_end,
    "w": _next_word,
    "b": _previous_word,
    "e": _word_end,
    "g": lambda _: 0,
    "G": lambda field: len(field.text),
}
_ROW_KEYS = {"j": "down", "k": "up"}
# Commands that stand for an operator and a motion.
_SHORT = {
    "x": ("d", "l"),
    "X": ("d", "h"),
    "D": ("d", "$"),
    "C": ("c", "$"),
    "s": ("c", "l"),
    "S": ("c", "c"),
    "Y": ("y", "y"),
}
_BEGIN_TO_WRITE: Mapping[str, Callable[[TextField], int]] = {
    "i": lambda field: field.cursor,
    "a": lambda field: min(next_letter(field.text, field.cursor), _line_end(field)),
    "I": _indent_end,
    "A": _line_end,
    "o": _line_end,
    "O": _line_start,
}


class ViKeys:
    """Does in a field what keys do in vi; `writes` says whether letters are written now."""

    def __init__(self, field: TextField) -> None:
        self.writes = True
        self._field = field
        self._count = ""
        # An operator that waits for a motion, or another key that waits for a letter.
        self._waiting = ""
        self._register = ""

    def handle(self, key: Keystroke) -> None:
        if key.name in {"escape", "alt"}:
            if self.writes:
                self._field.move_to(_MOTIONS["h"](self._field))
            self.writes, self._count, self._waiting = False, "", ""
            # Esc and a letter that follows at once arrive like a letter with Alt.
            if key.name == "alt":
                self._command(key.text)
        elif key.name == "text" and not self.writes and len(key.text) <= _MAX_TYPED:
            for letter in key.text:
                if self.writes:
                    self._field.insert(letter)
                else:
                    self._command(letter)
        else:
            self._field.handle(key)

    def _command(self, letter: str) -> None:
        if letter.isdigit() and (letter != "0" or self._count) and self._waiting != "r":
            self._count += letter
            return
        waiting, self._waiting = self._waiting, ""
        if not waiting and letter in "dcyrg":
            self._waiting = letter
            return
        count, self._count = min(int(self._count or 1), _MAX_COUNT), ""
        for _ in range(count):
            self._run(waiting, letter)

    def _run(self, waiting: str, letter: str) -> None:
        field = self._field
        if waiting == "r":
            field.replace(field.cursor, _MOTIONS["l"](field), letter)
            field.move_to(previous_letter(field.text, field.cursor))
        elif waiting == "g":
            field.move_to(0 if letter == "g" else field.cursor)
        elif waiting == letter:
            self._operate_on_line(waiting)
        elif waiting:
            self._operate(waiting, letter)
        elif letter in _SHORT:
            self._run(*_SHORT[letter])
        elif letter in _MOTIONS:
            field.move_to(_MOTIONS[letter](field) - (letter == "e"))
        elif letter in _ROW_KEYS:
            field.handle(Keystroke(_ROW_KEYS[letter]))
        elif letter in _BEGIN_TO_WRITE:
            field.move_to(_BEGIN_TO_WRITE[letter](field))
            self.writes = True
            if letter in "oO":
                field.insert("\n")
            if letter == "O":
                field.move_to(field.cursor - 1)
        elif letter in "pP":
            self._put(after=letter == "p")
        elif letter == "u":
            field.handle(Keystroke("ctrl-_"))

    def _operate(self, operator: str, motion: str) -> None:
        if motion not in _MOTIONS:
            return
        # As in vi, “cw” does not remove the space after the word.
        motion = "e" if operator + motion == "cw" else motion
        start, end = sorted((self._field.cursor, _MOTIONS[motion](self._field)))
        self._register = self._field.text[start:end]
        if operator == "y":
            self._field.move_to(start)
        else:
            self._field.replace(start, end, "")
        self.writes = operator == "c"

    def _operate_on_line(self, operator: str) -> None:
        field = self._field
        start, end = _line_start(field), _line_end(field)
        self._register = f"{field.text[start:end]}\n"
        if operator == "c":
            field.replace(start, end, "")
            self.writes = True
        elif operator == "d" and end < len(field.text):
            field.replace(start, end + 1, "")
        elif operator == "d":
            field.replace(max(start - 1, 0), end, "")
            field.move_to(_line_start(field))

    def _put(self, *, after: bool) -> None:
        """Insert the text that was removed or copied last; whole lines go above or below."""
        field = self._field
        if not self._register.endswith("\n"):
            position = _MOTIONS["l"](field) if after else field.cursor
            field.replace(position, position, self._register)
        elif after:
            position = _line_end(field)
            field.replace(position, position, f"\n{self._register[:-1]}")
        else:
            position = _line_start(field)
            field.replace(position, position, self._register)
