"""A Windows console as a terminal, in a mode in which it uses the sequences of other terminals.

An old console does not send them for keys, so `windows_keys` makes them.
"""

import codecs
import shutil
import sys
import time
from typing import TextIO

from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.signals import raise_if_signalled
from securebase_cli.ui.prompts.terminal import RESIZED, Terminal
from securebase_cli.ui.prompts.windows_keys import read_character

if sys.platform != "win32":
    raise ImportError("There are consoles on Windows only.")

import ctypes
import msvcrt

# Numbers and modes of the functions GetStdHandle and SetConsoleMode.
_INPUT, _OUTPUT = -10, -11
_PROCESSED_INPUT, _LINE_INPUT, _ECHO_INPUT = 0x1, 0x2, 0x4
_SEQUENCES_IN_INPUT, _SEQUENCES_IN_OUTPUT = 0x200, 0x4

_POLL_SECONDS = 0.005


class WindowsConsole(Terminal):
    """A console whose keys arrive as a terminal on Linux sends them."""

    def __init__(self, output: TextIO, *, marks_pastes: bool) -> None:
        super().__init__(output, "utf-8", marks_pastes=marks_pastes)
        self._original_modes = {number: _console_mode(number) for number in (_INPUT, _OUTPUT)}
        # An emoji arrives as two keys, each with one half of a surrogate pair.
        self._halves = codecs.getincrementaldecoder("utf-16-le")("replace")
        self._size = shutil.get_terminal_size()

    def suspend(self) -> None:
        """Do nothing: Windows can't suspend a program."""

    def _change_modes(self) -> None:
        input_mode = self._original_modes[_INPUT]
        input_mode &= ~(_PROCESSED_INPUT | _LINE_INPUT | _ECHO_INPUT)
        # If a console does not know one of the modes, it sets none of them.
        if not _set_console_mode(_INPUT, input_mode | _SEQUENCES_IN_INPUT):
            _set_console_mode(_INPUT, input_mode)
        _set_console_mode(_OUTPUT, self._original_modes[_OUTPUT] | _SEQUENCES_IN_OUTPUT)

    def _restore_modes(self, *, drop_input: bool) -> None:
        while drop_input and msvcrt.kbhit():
            msvcrt.getwch()
        for number, mode in self._original_modes.items():
            _set_console_mode(number, mode)

    def _has_input(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not msvcrt.kbhit():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def _wait_for_keys(self) -> list[Keystroke]:
        patience = self._decoder.patience
        deadline = float("inf") if patience is None else time.monotonic() + patience
        while not self._has_input(_POLL_SECONDS):
            raise_if_signalled()
            if time.monotonic() >= deadline:
                return self._decoder.flush()
            if self._size != (size := shutil.get_terminal_size()):
                self._size = size
                return [RESIZED]
        typed = ""
        while msvcrt.kbhit():
            typed += read_character(msvcrt.getwch, msvcrt.ungetwch)
        text = self._halves.decode(typed.encode("utf-16-le", "surrogatepass"))
        return self._decode(text.encode())


def _console_mode(number: int) -> int:
    mode = ctypes.c_ulong()
    kernel = ctypes.windll.kernel32
    kernel.GetConsoleMode(kernel.GetStdHandle(number), ctypes.byref(mode))
    return mode.value


def _set_console_mode(number: int, mode: int) -> bool:
    kernel = ctypes.windll.kernel32
    return bool(kernel.SetConsoleMode(kernel.GetStdHandle(number), mode))
