"""The elements of WordprocessingML (ISO/IEC 29500-1, 17): paragraphs, runs, tables and fields.

Texts are set as the text of elements, so that nothing a user wrote is markup or a field.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

#: Twentieths of a point, Word's measure.
TWIPS = 20
_MUTED = "56616B"
#: In half points.
_SMALL, _SMALLER = 18, 16


def element(tag: str, /, *children: Any, **attributes: str | float) -> Any:
    """An element of WordprocessingML with its children and attributes."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made


def run(text: str, style: str = "") -> Any:
    """A text in the look of one of the styles of paper; its line breaks stay."""
    pieces = []
    for index, line in enumerate(text.split("\n")):
        if index:
            pieces.append(element("br"))
        if line:
            pieces.append(_text("t", line))
    return _run(style, *pieces)


def field(instruction: str, style: str = "") -> list[Any]:
    """A field of Word, such as the number of a page; Word fills it in."""
    *begin, end = field_marks(instruction, style)
    return [*begin, run("1", style), end]


def field_marks(instruction: str, style: str = "") -> list[Any]:
    """The four runs around what a field shows: three before it and one after."""
    begin, middle, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    return [_run(style, piece) for piece in (begin, _text("instrText", f" {instruction} "), middle, end)]


def _run(style: str, *pieces: Any) -> Any:
    properties = look(style)
    return element("r", *([element("rPr", *properties)] if properties else []), *pieces)


def _text(tag: str, text: str) -> Any:
    made = element(tag)
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(runs: Iterable[Any], style: str = "", *properties: Any) -> Any:
    """A paragraph; its properties are given in the order of the standard (17.3.1.26), after the style."""
    named = [element("pStyle", val=style)] if style else []
    found = [*named, *properties]
    return element("p", *([element("pPr", *found)] if found else []), *runs)


def tabs(*stops: tuple[float, str, str]) -> Any:
    """Tab stops: place in points, alignment and leader."""
    return element(
        "tabs",
        *(element("tab", val=kind, leader=leader, pos=round(place * TWIPS)) for place, kind, leader in stops),
    )


def tab() -> Any:
    """A run with a tab."""
    return element("r", element("tab"))


def bookmarked(runs: Iterable[Any], name: str, number: int) -> list[Any]:
    """The runs between the ends of a bookmark."""
    return [element("bookmarkStart", id=number, name=name), *runs, element("bookmarkEnd", id=number)]


def look(style: str) -> list[Any]:
    """What a style of paper says of a run: weight, colour and size; everything else is Word's own style's."""
    found = []
    if style.endswith(("_strong", "_head")) or style in ("network", "mark", "warning"):
        found.append(element("b"))
    if style in ("note", "small", "cell_note", "cell_quiet"):
        found.append(element("color", val=_MUTED))
    if style.startswith(("cell", "number")):
        found.append(element("sz", val=_SMALLER if style == "cell_note" else _SMALL))
    elif style == "small":
        found.append(element("sz", val=_SMALLER))
    return found
