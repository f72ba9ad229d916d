"""Prepares users' text for paper: composed letters, and codes for characters that the font lacks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cbnet_desktop.documents.pdf import style
from cbnet_desktop.domain.words import unseen

#: Replacements that look the same on paper, and invisible characters.
_ALIKE = str.maketrans(
    {
        "\t": " ",
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\x85": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u2011": "-",
        **dict.fromkeys(map(chr, unseen.HARMLESS), ""),
    }
)


def printable(text: str) -> str:
    """The text in NFC with runs of characters that the font lacks replaced by their codes, like »[U+1F600]«."""
    return _lacking().sub(lambda run: f"[{' '.join(map(code, run[0]))}]", _composed(text))


def written(text: str) -> str:
    """The text in NFC for programs with fonts of their own: only control characters are replaced by their codes."""
    return "".join(
        char if char == "\n" or unicodedata.category(char)[0] != "C" else f"[{code(char)}]" for char in _composed(text)
    )


def replaced(text: str, placeholder: str) -> str:
    """The text on one line with a placeholder for each run of characters that the font lacks."""
    return " ".join(_lacking().sub(placeholder, _composed(text)).split())


def fitted(text: str, face: str, size: float, width: float) -> str:
    """The text on one line, shortened with an ellipsis where it is wider than width points."""
    line = " ".join(printable(text).split())
    if style.text_width(line, face, size) <= width:
        return line
    line = line[: int(width)]
    while line and style.text_width(f"{line}…", face, size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def missing(text: str) -> list[str]:
    """The distinct characters that the font lacks, in order."""
    return list(dict.fromkeys("".join(_lacking().findall(_composed(text)))))


def code(char: str) -> str:
    """A character's code point, like »U+1F600«."""
    return f"U+{ord(char):04X}"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_ALIKE)


@cache
def _lacking() -> re.Pattern[str]:
    """Matches runs of characters without a visible glyph, and control and bidi characters."""
    known = (chr(point) for point in sorted(style.code_points()))
    shown = "".join(char for char in known if unicodedata.category(char)[0] != "C")
    return re.compile(f"[^\n{re.escape(shown)}]+")
