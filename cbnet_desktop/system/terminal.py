"""What a terminal or pipe is sent: UTF-8, but its own code page where an old shell of Windows reads a pipe."""

from __future__ import annotations

import codecs
import ctypes
import io
import os
import stat
import sys
import unicodedata
from pathlib import Path
from typing import TextIO

_ERRORS = "cbnet"
_UTF8 = 65001
#: What code pages of Windows lack, as one would type it there.
_TYPED = str.maketrans({"–": "-", "—": "-", "…": "...", "’": "'", "“": '"', "”": '"', "▸": ">", "•": "*", "−": "-"})
_TYPED |= str.maketrans({"»": '"', "«": '"', "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE"})


def prepare(code_page: int | None = None) -> None:
    """Makes stdout and stderr take every letter; a closed one becomes the null device.

    code_page is that of the shell, by default the one that Windows tells.
    """
    page = shells_code_page() if code_page is None else code_page
    codecs.register_error(_ERRORS, _replaced)
    sys.stdout = sys.stdout or _null_device()
    sys.stderr = sys.stderr or _null_device()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=_encoding(stream, page), errors=_ERRORS)


def takes_all() -> bool:
    """Whether stdout takes every letter as it is, so that JSON need not write it by its number."""
    return codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"


def shells_code_page() -> int:
    """The number of the code page in which a shell of Windows reads a pipe; 0 where there is none."""
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetConsoleOutputCP())
    return 0


def encoding_of(mode: int, code_page: int) -> str:
    """The encoding for a stream of this mode (as of fstat): terminals and files get UTF-8, pipes the code page."""
    if not stat.S_ISFIFO(mode) or code_page in (0, _UTF8):
        return "utf-8"
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "utf-8"


def _encoding(stream: TextIO, code_page: int) -> str:
    try:
        return encoding_of(os.fstat(stream.fileno()).st_mode, code_page)
    except (OSError, ValueError):
        return "utf-8"


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """Writes what an encoding lacks as one would type it, and half a letter of UTF-16 by its number."""
    assert isinstance(error, UnicodeEncodeError)
    text = error.object[error.start : error.end]
    return "".join(_typed(char, error.encoding) for char in text), error.end


def _typed(char: str, encoding: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return f"\\u{ord(char):04x}"
    typed = unicodedata.normalize("NFD", char.translate(_TYPED)).encode(encoding, "ignore").decode(encoding)
    return typed or "?"


def _null_device() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
