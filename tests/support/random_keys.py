"""Random keys, and what they write: text, bursts, pastes, and all that means nothing."""

from __future__ import annotations

import string
import time
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.ui.graphemes import graphemes
from support.terminal import BACKSPACE, CTRL_C, Terminal, pasted

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from support.program import Program

_QUESTION = "skills-sharing"
_END = "THE-END"

# Seconds after which half a sequence is over, and a paste without an end mark.
_PAUSE, _LONG_PAUSE = 0.15, 0.8

_LETTERS = [*string.ascii_letters, *"0123456789,;-#é’支", "e\u0301", "👨‍👩‍👧", "🇬🇧", "👍🏽"]
_MEANINGLESS = [
    *("\x1b[I", "\x1b[O", "\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[24;80R", "\x1b[?2026;2$y"),
    *("\x1b]11;rgb:1111/2222/3333\x07", "\x1b]10;rgb:ff/ff/ff\x1b\\", "\x1b]52;c;eA==\x07"),
    *("\x1bP>|XTerm(370)\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b[<0;3;4M"),
    *("\x1b[15~", "\x1b[24;5~", "\x1bOX", "\x1b[1;2A", "\x1b[2$", "\x1b[97;3u", "\x1b[120;7u"),
    *("\x1b[97;5:3u", "\x1b[57358u", "\x1b[3;5~", "\x1b[[E", "\x1b[201~", "\x1b[31m", "\x1b\x1b[A"),
    *("\x00", "\x06", "\x07", "\x0c", "\x0e", "\x10", "\x11", "\x13", "\x14", "\x16", "\x18"),
    *("\x1c", "\x1d", "\x1e"),
    # A letter with Alt; those that can begin a sequence are in `_CUT_OFF`.
    *(f"\x1b{letter}" for letter in {*string.printable[:94]} - {*"[]OPX^_"}),
]
_CUT_OFF = [
    "\x1b",
    "\x1b[",
    "\x1b[1;",
    "\x1bO",
    "\x1b]",
    "\x1b]11;rgb:1",
    "\x1bP1$r",
    "\x1bX",
    "\x1b_",
]


_KINDS = [
    "word",
    "nothing",
    "nothing",
    "cut off",
    "burst",
    "paste",
    "half a paste",
    "line",
    "erased",
]


class Piece(NamedTuple):
    """What is sent at once, the text that it writes, and the seconds until the next piece."""

    sent: str
    text: str
    pause: float = 0


def random_pieces(chance: Random, count: int) -> list[Piece]:
    """Return this many pieces; each writes its text, and nothing else, whatever is around it."""
    return [_random_piece(chance) for _ in range(count)]


def type_and_compare(
    start: Callable[..., Terminal], program: Program, pieces: list[Piece], *, plain: bool
) -> None:
    """Type the pieces into an answer and pause; compare the screen, the draft and the entry."""
    expected = "".join(piece.text for piece in pieces) + _END
    options = ["--plain"] if plain else []
    terminal = start("reflect", "-q", _QUESTION, *options, rows=300)
    terminal.wait_for_reply("1 of 1")
    terminal.wait_for_reply("> " if plain else "F1: more")
    for piece in pieces:
        terminal.type(piece.sent)
        # Only time tells half a sequence from a whole one.
        time.sleep(piece.pause)
    terminal.type(_END)
    terminal.wait_for_reply(_END)
    if not plain:
        shown = terminal.screen_text.partition("> ")[2].partition(" Tab: next")[0]
        assert _visible(expected) == _visible(shown)
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert terminal.is_restored
    assert 0 == program.run("resume", "--save", "--no-input").code
    assert clean(expected).text == program.latest_answers()[_QUESTION]


def _visible(text: str) -> str:
    """Return the letters that the emulated screen can show, without white space."""
    letters = unicodedata.normalize("NFC", "".join(text.split()))
    return "".join(letter for letter in letters if letter.isascii() or letter in "é’")


def _random_piece(chance: Random) -> Piece:
    first, second, third = (_word(chance) for _ in range(3))
    kind = chance.choice(_KINDS)
    match kind:
        case "word":
            return Piece(first, first)
        case "nothing":
            return Piece(chance.choice(_MEANINGLESS), "")
        case "cut off":
            return Piece(chance.choice(_CUT_OFF), "", _PAUSE)
        case "burst":
            end = chance.choice(["\r", "\n", "\r\n"])
            text = f"{first}\n.\n\n.pause\n\t{second}\t{third}"
            return Piece(text.replace("\n", end), text)
        case "paste":
            return Piece(pasted(f"{first}\r.\r{second}\t"), f"{first}\n.\n{second}\t")
        case "half a paste":
            return Piece(f"\x1b[200~{first}\r.\r{second}", f"{first}\n.\n{second}", _LONG_PAUSE)
        case "line":
            return Piece(chance.choice(["\x1b[13;2u", "\x1b[27;5;13~", "\x1b\r"]), "\n")
    return Piece(f"{first.strip()}{BACKSPACE * _letters(first.strip())}", "")


def _word(chance: Random) -> str:
    return "".join(chance.choices(_LETTERS, k=chance.randint(1, 9))) + " "


def _letters(word: str) -> int:
    return len(list(graphemes(word)))
