"""A TrueType font whose text can be extracted: corrects the ToUnicode maps that reportlab writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

#: The most entries in a block of a character map (Adobe technical note 5014).
_BLOCK = 100
_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
)
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


class TaggedFont(TTFont):
    """A TTFont that maps no code to U+0000, which PDF/UA forbids (7.21.7), and keeps the blocks short enough."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Adds the subsets to reportlab's document."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for index, subset in enumerate(subsets):
            name = (SUBSETN(index) + b"+" + self.face.name + self.face.subfontNameX).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(subset)


def to_unicode(subset: Sequence[int]) -> str:
    """The ToUnicode map of a subset, which lists the code point of each code, 0 for none."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point
    ]
    blocks = (entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK))
    parts = (f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return _HEAD + "".join(parts) + _FOOT
