"""Turn what a terminal sends into keystrokes.

Only text and the keys in `KEYS` come out. Everything else vanishes whole: other keys, combinations
with Alt or Ctrl, and what a terminal says by itself, such as its version or that it has the focus.

A paste comes out as text, with the line ends and tabs in it. A terminal that was asked to puts
marks around a paste; without them, a line end or tab that is followed by text at once is part of a
paste, for nobody types that fast. A line end or tab that nothing follows is a key.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from string import ascii_lowercase
from typing import NamedTuple

from securebase_cli.entry_format.characters import CONTROLS


class Keystroke(NamedTuple):
    """A key by its name, or “text” with the text that was typed or pasted.

    “alt” is a letter that was pressed together with Alt, or just after Esc.
    """

    name: str
    text: str = ""


BRACKETED_PASTE_ON, BRACKETED_PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"

# Seconds without input after which a line end is a key, a sequence is taken as it is, and a paste
# without an end mark ends.
_PAUSE_AFTER_LINE_END = 0.005
_PAUSE_IN_SEQUENCE = 0.03
_PAUSE_IN_PASTE = 0.5

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_PARTIAL_END_MARK = re.compile(r"\x1b(?:\[(?:2(?:01?)?)?)?\Z")
_CTRL_C = "\x03"

_LETTER_KEYS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
_TILDE_KEYS = {
    "1": "home",
    "3": "delete",
    "4": "end",
    "5": "page-up",
    "6": "page-down",
    "7": "home",
    "8": "end",
    "11": "f1",
    "14": "f4",
}
# The keys of the CSI-u form, by the number of their character.
_LETTER_NUMBERS = frozenset(str(ord(letter)) for letter in ascii_lowercase)
_NUMBERED_KEYS = {"9": "tab", "13": "enter", "27": "escape", "32": "space", "127": "backspace"}
_SEQUENCE_KEYS: Mapping[str, str] = {
    **{f"\x1bO{letter}": key for letter, key in _LETTER_KEYS.items()},
    "\x1bOP": "f1",
    "\x1b[[A": "f1",
    "\x1bOS": "f4",
    "\x1b[[D": "f4",
    "\x1bOM": "enter",
    "\x1bOa": "ctrl-up",
    "\x1bOb": "ctrl-down",
    "\x1bOc": "ctrl-right",
    "\x1bOd": "ctrl-left",
    "\x1b[Z": "shift-tab",
    # Shift-Tab on the console of Linux.
    "\x1b\t": "shift-tab",
}
_CONTROL_KEYS: Mapping[str, str] = {
    **{chr(ord(letter) - 96): f"ctrl-{letter}" for letter in "bcdkoruwyz"},
    "\x01": "home",  # Ctrl-A
    "\x05": "end",  # Ctrl-E
    "\x08": "backspace",
    "\x7f": "backspace",
    "\x1f": "ctrl-_",
    "\t": "tab",
    "\r": "enter",
    "\n": "enter",
    "\x1b": "escape",
}
KEYS = frozenset(
    {
        *_LETTER_KEYS.values(),
        *_TILDE_KEYS.values(),
        *_SEQUENCE_KEYS.values(),
        *_CONTROL_KEYS.values(),
    }
)

# A CSI sequence with its parameters. Some rxvt keys end with $; an answer about a mode, such as
# “[?2026;2$y”, goes on after it. Three characters follow “[M”, a click of the mouse.
_CSI = r"\[(?:\[[A-E]|M[^\x00-\x1f]{3}|\d+\$(?!y)|[0-?]*[ -/]*(?:[@-~]|(?![ -~])))"
_SS3 = r"O[\d;]*[ -:<-~]"
# An OSC, DCS, SOS, PM or APC string.
_STRING = r"[\]PX^_][^\x00-\x1f]*(?:\x07|\x1b\\|\x9c)"
_TOKEN = re.compile(
    # `CONTROLS` has neither tab nor line feed.
    rf"(?P<text>(?:[^{CONTROLS}]|\r)+)"
    rf"|(?P<sequence>\x1b(?:{_CSI}|{_SS3}|{_STRING}|\t))"
    # Some terminals put one more Esc before a key that is pressed with Alt.
    rf"|(?P<escape>\x1b)(?:\x1b(?:{_CSI}|{_SS3})|(?=\x1b))"
    rf"|\x1b(?P<alt>[^\x1b])"
    rf"|(?P<control>.)",
    re.DOTALL,
)
# A sequence of which more may follow.
_UNFINISHED = re.compile(
    r"\x1b{1,2}(?:\[(?:\[|M.{0,2}|[0-?]*[ -/]*)|O[\d;]*|[\]PX^_][^\x00-\x1f]*\x1b?)?"
)
# A string that does not end, but can only have come from a terminal.
_CUT_OFF_REPLY = re.compile(r"\x1b(?:\[|O|\]\d|P[\d>=!$+])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_END_OR_TAB = re.compile(r"\r\n|\r|\n|\t")
_CSI_KEY = re.compile(
    r"\x1b\[(?:27;(?P<modifiers_first>\d+);(?P<number_last>\d+)~"
    r"|(?P<number>\d*)(?::\d*)*(?:;(?P<modifiers>\d*)(?::(?P<event>\d))?)?(?:;[\d:]*)?"
    r"(?P<final>[A-Za-z~]))"
)
_SHIFT, _CTRL, _LOCKS = 1, 4, 64 | 128
_RELEASED = "3"


class KeyDecoder:
    """Decodes the bytes of a terminal, which arrive in pieces.

    `patience` is how many seconds to wait for more input before `flush`, or None for ever.
    `undecodable` counts bytes that are not text in the terminal's encoding, and `removed` control
    characters in pastes; the text has � for the former and nothing for the latter.
    """

    def __init__(self, encoding: str) -> None:
        # The error handler maps each byte that can't be decoded to a surrogate.
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self._rest = ""
        self._in_paste = False
        self.undecodable = 0
        self.removed = 0

    @property
    def patience(self) -> float | None:
        if self._in_paste:
            return _PAUSE_IN_PASTE
        if self._rest and "\x1b" not in self._rest:
            return _PAUSE_AFTER_LINE_END
        return _PAUSE_IN_SEQUENCE if self._rest or self._decoder.getstate()[0] else None

    @property
    def has_unfinished_key(self) -> bool:
        """Whether more input, or a pause, decides what the last input was."""
        return self._in_paste or bool(self._rest)

    def feed(self, data: bytes) -> list[Keystroke]:
        """Return the keystrokes that are complete with this data."""
        self._rest += self._replace_undecodable(self._decoder.decode(data))
        return list(self._decode(is_all=False))

    def flush(self) -> list[Keystroke]:
        """Return the keystrokes of all data so far, because no more followed for some time."""
        self._rest += self._replace_undecodable(self._decoder.decode(b"", final=True))
        keys = list(self._decode(is_all=True))
        # All of a paste may have come out already.
        self._in_paste = False
        return keys

    def _replace_undecodable(self, text: str) -> str:
        if text.isprintable():
            return text
        text, count = re.subn("[\udc80-\udcff]", "\N{REPLACEMENT CHARACTER}", text)
        self.undecodable += count
        return text

    def _decode(self, *, is_all: bool) -> Iterator[Keystroke]:
        """Yield what is complete, and keep the rest; with `is_all` nothing is kept."""
        while self._rest:
            if self._in_paste:
                yield from self._decode_paste(is_all=is_all)
                if self._in_paste:
                    return
                continue
            unfinished = _UNFINISHED.fullmatch(self._rest)
            if unfinished and not is_all:
                return
            if unfinished and _CUT_OFF_REPLY.match(self._rest):
                self._rest = ""
                return
            token = _TOKEN.match(self._rest)
            if token is None:
                return
            if token["text"]:
                text = token["text"].rstrip("\t\r\n")
                ends = token["text"][len(text) :]
                if text:
                    yield Keystroke("text", _LINE_END.sub("\n", text))
                if ends and token.end() == len(self._rest) and not is_all:
                    self._rest = ends
                    return
                for end in _LINE_END_OR_TAB.findall(ends):
                    yield Keystroke("tab" if end == "\t" else "enter")
            self._rest = self._rest[token.end() :]
            yield from self._decode_token(token)

    def _decode_token(self, token: re.Match[str]) -> Iterator[Keystroke]:
        if token[0] == _PASTE_BEGINS:
            self._in_paste = True
        elif token["sequence"]:
            yield from _decode_sequence(token[0])
        elif token["escape"]:
            yield Keystroke("escape")
        elif token["alt"] in {"\r", "\n"}:
            yield Keystroke("text", "\n")
        elif token["alt"]:
            yield Keystroke("alt", token["alt"])
        elif token["control"] and token["control"] in _CONTROL_KEYS:
            yield Keystroke(_CONTROL_KEYS[token["control"]])

    def _decode_paste(self, *, is_all: bool) -> Iterator[Keystroke]:
        """Yield pasted text as it arrives, so that it is saved even if the paste never ends."""
        text, end_mark, after = self._rest.partition(_PASTE_ENDS)
        if end_mark:
            self._in_paste, self._rest = False, after
        elif text.endswith(_CTRL_C):
            # The end mark was lost, and the user wants to stop.
            self._in_paste, text, self._rest = False, text[:-1], _CTRL_C
        elif is_all:
            self._in_paste, self._rest = False, ""
            text = _PARTIAL_END_MARK.sub("", text)
        else:
            # More may follow of an end mark, or of a line end of two characters.
            held = _PARTIAL_END_MARK.search(text)
            self._rest = held[0] if held else "\r" * text.endswith("\r")
            text = text.removesuffix(self._rest)
        text = _LINE_END.sub("\n", text.replace(_PASTE_BEGINS, ""))
        text, removed = re.subn(f"[{CONTROLS}]", "", text)
        self.removed += removed
        if text:
            yield Keystroke("text", text)


def _decode_sequence(sequence: str) -> Iterator[Keystroke]:
    """Yield the keystroke of an escape sequence; none if it is not one of `KEYS`."""
    if sequence in _SEQUENCE_KEYS:
        yield Keystroke(_SEQUENCE_KEYS[sequence])
        return
    match = _CSI_KEY.fullmatch(sequence)
    if match is None or match["event"] == _RELEASED:
        return
    number = match["number_last"] or match["number"]
    modifiers = int(match["modifiers_first"] or match["modifiers"] or 1) - 1 & ~_LOCKS
    if match["number_last"] or match["final"] == "u":
        yield from _decode_numbered_key(number, modifiers)
        return
    key = _TILDE_KEYS.get(number) if match["final"] == "~" else _LETTER_KEYS.get(match["final"])
    # Without a modifier, rxvt and others send the number 5 for Ctrl.
    if match["final"] != "~" and match["modifiers"] is None and number == "5":
        modifiers = _CTRL
    if key and modifiers == _CTRL:
        key = f"ctrl-{key}"
    elif modifiers:
        return
    if key in KEYS:
        yield Keystroke(key)


def _decode_numbered_key(number: str, modifiers: int) -> Iterator[Keystroke]:
    """Yield the key of a sequence that has the number of a character, such as “[99;5u”, Ctrl-C."""
    key = _NUMBERED_KEYS.get(number)
    if key == "enter" and modifiers:
        yield Keystroke("text", "\n")
    elif key == "space" and modifiers == _SHIFT:
        # Shift is often still down from a capital letter.
        yield Keystroke("text", " ")
    elif key == "tab" and modifiers == _SHIFT:
        yield Keystroke("shift-tab")
    elif key and key != "space" and not modifiers:
        yield Keystroke(key)
    elif modifiers == _CTRL and number in _LETTER_NUMBERS:
        control = chr(int(number) & 0x1F)
        if control in _CONTROL_KEYS and control not in "\t\r\n":
            yield Keystroke(_CONTROL_KEYS[control])
