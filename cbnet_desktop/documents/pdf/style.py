"""The design of paper: fonts, colours by role, paragraph styles, and the dimensions of an A4 page in points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from cbnet_desktop.documents.pdf import font_files
from cbnet_desktop.documents.pdf.tagged_fonts import TaggedFont

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Lato", "Lato-Bold", "Lato-Italic", "Lato-BoldItalic"
_FACES = dict(zip((REGULAR, BOLD, ITALIC, BOLD_ITALIC), font_files.FACES, strict=True))

#: The margin at the spine is wider, so that a duplex print can be bound.
SPINE_MARGIN, OUTER_MARGIN = 25 * mm, 20 * mm
TOP_MARGIN, BOTTOM_MARGIN = 29 * mm, 25 * mm
HEAD_ROOM, FOOT_BASELINE = 17 * mm, 13 * mm
HAIRLINE = 0.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of paper and the room for text on it, in points."""

    width: float
    height: float

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return float(self.width - SPINE_MARGIN - OUTER_MARGIN)

    @property
    def text_height(self) -> float:
        """The height between head and foot."""
        return float(self.height - TOP_MARGIN - BOTTOM_MARGIN)


UPRIGHT, SIDEWAYS = Sheet(*A4), Sheet(*reversed(A4))
TEXT_WIDTH, TEXT_HEIGHT = UPRIGHT.text_width, UPRIGHT.text_height

#: The same roles as in the window's theme, so that pictures work on both. Text colours have a contrast of 4.5:1.
COLOURS = MappingProxyType(
    {
        "text": "#1c2126",
        "muted": "#56616b",
        "hairline": "#c3cad0",
        "accent": "#0b5c8c",
        "on_accent": "#ffffff",
        "base": "#ffffff",
        "alternate": "#f1f4f6",
        "selection": "#cfe1ec",
        "on_selection": "#10202b",
        "watermark": "#ebeff2",
    }
)


@cache
def colour(role: str) -> Color:
    """The colour of a role on paper."""
    return HexColor(COLOURS[role])


@cache
def register_fonts() -> None:
    """Registers the four faces of Lato with reportlab, once in a process."""
    for name, face in _FACES.items():
        pdfmetrics.registerFont(TaggedFont(name, str(font_files.of(face)), asciiReadable=False))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)


def code_points(face: str = REGULAR) -> frozenset[int]:
    """Every code point that a face of the font has a glyph for."""
    register_fonts()
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)


def text_width(text: str, face: str, size: float) -> float:
    """The width of a line of text in points."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, face, size))


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    more.setdefault("fontName", REGULAR)
    more.setdefault("textColor", colour("text"))
    return ParagraphStyle(
        name,
        fontSize=size,
        leading=leading,
        bulletFontName=REGULAR,
        bulletFontSize=size,
        bulletColor=colour("muted"),
        allowWidows=0,
        allowOrphans=0,
        spaceShrinkage=0,
        **more,
    )


@cache
def styles() -> MappingProxyType[str, ParagraphStyle]:
    """The paragraph styles by name, all in Lato."""
    register_fonts()
    strong: dict[str, Any] = {"fontName": BOLD}
    quiet: dict[str, Any] = {"textColor": colour("muted")}
    accent: dict[str, Any] = {"fontName": BOLD, "textColor": colour("accent")}
    measure = {"rightIndent": 26 * mm}
    found = [
        _style("network", 12.5, 17, **strong, **measure),
        _style("title", 38, 43, **accent, spaceBefore=18, spaceAfter=10),
        _style("long_title", 20, 25, **accent, spaceBefore=18, spaceAfter=10),
        _style("version", 15, 20, **strong),
        _style("state", 12, 17, spaceAfter=4),
        _style("mark", 10, 14, **strong, spaceBefore=8),
        _style("fact", 10, 14, leftIndent=92, spaceAfter=4, **measure),
        _style("small", 7, 9.6, **quiet),
        _style("H1", 19, 24, **accent, spaceBefore=26, spaceAfter=8),
        _style("H2", 13, 17, **strong, spaceBefore=18, spaceAfter=5),
        _style("H3", 10.5, 14.5, **strong, spaceBefore=13, spaceAfter=4),
        _style("H4", 10, 14, **strong, spaceBefore=11, spaceAfter=3),
        _style("H5", 9.5, 13.5, **strong, **quiet, spaceBefore=10, spaceAfter=3),
        _style("body", 10, 14.5, spaceAfter=6, **measure),
        _style("bullet", 10, 14.5, leftIndent=12, bulletIndent=1, spaceAfter=3, **measure),
        _style("step", 10, 14.5, leftIndent=18, bulletIndent=1, spaceAfter=3, **measure),
        _style("date", 9, 12.2, leftIndent=19),
        _style("date_small", 7.6, 10, leftIndent=17),
        _style("date_tiny", 6.2, 7.8, leftIndent=15),
        _style("note", 8.5, 12, **quiet, spaceAfter=5),
        _style("warning", 10, 14.5, **strong, spaceAfter=6, **measure),
        _style("cell", 9, 12.2, alignment=TA_LEFT),
        _style("cell_strong", 9, 12.2, **strong),
        _style("cell_quiet", 9, 12.2, **quiet),
        _style("cell_note", 8, 11, **quiet, spaceBefore=1.2),
        _style("cell_head", 8, 10.5, **strong, **quiet),
        _style("number", 9, 12.2, alignment=TA_RIGHT),
        _style("number_strong", 9, 12.2, **strong, alignment=TA_RIGHT),
        _style("number_head", 8, 10.5, **strong, **quiet, alignment=TA_RIGHT),
    ]
    return MappingProxyType({style.name: style for style in found})
