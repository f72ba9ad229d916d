"""Characters that nobody sees: they come along when text is copied from web pages, phones, Word and mail.

The one list of them. They are dropped from short texts, keys, addresses and whatever is compared or searched for; a
long text keeps those that shape words (soft hyphens, joiners, directions).
"""

from __future__ import annotations

#: Control characters that are no white space; they have no meaning in any text.
_CONTROLS = ((0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F))
#: Soft hyphen, joiners, marks of direction, selectors of variants, fillers, tags and places of objects (UAX #44,
#: Default_Ignorable_Code_Point, and the interlinear and object characters of the specials).
_FORMATS = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFC), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip


def _points(*ranges: tuple[int, int]) -> list[int]:
    return [point for first, last in ranges for point in range(first, last + 1)]


CODE_POINTS = frozenset(_points(*_CONTROLS, *_FORMATS))
#: Those without any effect of their own; the others steer a line, and paper shows them by their code.
HARMLESS = CODE_POINTS - frozenset(_points(*_CONTROLS, (0x202A, 0x202E), (0x2066, 0x2069)))
_DROPPED = dict.fromkeys(CODE_POINTS, "")
#: Line and page breaks of Word and of older systems.
_IN_LONG = {**dict.fromkeys(_points(*_CONTROLS), ""), **dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")}


def visible(text: str) -> str:
    """The text without characters that nobody sees."""
    return text if text.isascii() and text.isprintable() else text.translate(_DROPPED)


def readable(text: str) -> str:
    """A text of several lines without control characters, every break of a line written in the same way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_IN_LONG)
