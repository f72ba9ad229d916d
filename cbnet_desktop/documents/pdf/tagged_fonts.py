"""A TrueType font whose text every reader can take out again, with reportlab's way from glyph to character mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

#: A block of a character map holds at most as many entries (Adobe technical note 5014).
_BLOCK = 100
_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
)
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


class TaggedFont(TTFont):
    """As TTFont, but no code stands for U+0000, which PDF/UA forbids (7.21.7), and no block of the map is too long."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Adds the subsets to reportlab's document."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for index, subset in enumerate(subsets):
            name = (SUBSETN(index) + b"+" + self.face.name + self.face.subfontNameX).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(subset)


def to_unicode(subset: Sequence[int]) -> str:
    """The character map of a subset: the code point of each code, 0 where it has none."""
    entries = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset) if point]
    blocks = (entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK))
    return _HEAD + "".join(map(_block, blocks)) + _FOOT


def _block(entries: Sequence[str]) -> str:
    return f"{len(entries)} beginbfchar\n" + "\n".join(entries) + "\nendbfchar\n"


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be").hex().upper()
