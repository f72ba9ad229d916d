"""What users typed, made fit for paper: never lost, in composed letters that the font has."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cbnet_desktop.documents.pdf import style

#: Same look on paper, or none at all: no reader loses anything by these.
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
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10))), ""),
    }
)


def printable(text: str) -> str:
    """The text as it is set: NFC, and each run of characters that the font lacks as their codes, »[U+1F600]«."""
    return _lacking().sub(_codes, _composed(text))


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
    """The characters that the font lacks, each once, in the order of the text."""
    return list(dict.fromkeys("".join(_lacking().findall(_composed(text)))))


def code(char: str) -> str:
    """A character's code point as »U+1F600«."""
    return f"U+{ord(char):04X}"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_ALIKE)


def _codes(match: re.Match[str]) -> str:
    return f"[{' '.join(code(char) for char in match[0])}]"


@cache
def _lacking() -> re.Pattern[str]:
    """Runs of what the font has no visible glyph for; control and direction characters are never let through."""
    known = (chr(point) for point in sorted(style.code_points()))
    shown = "".join(char for char in known if unicodedata.category(char)[0] != "C")
    return re.compile(f"[^\n{re.escape(shown)}]+")
