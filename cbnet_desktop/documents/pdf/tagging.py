"""Marks what is drawn on a page as content of an element or as an artifact (ISO 32000-1, 14.6 to 14.8).

Drawing code is wrapped in `with canvas.tagging.element(node)` or `.artifact()`; tagged_tree writes the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFStream, PDFString

from cbnet_desktop.documents.pdf.structure import Node

Rectangle = tuple[float, float, float, float]
_PRINTED = 4
#: Flags of fields (ISO 32000-1, 12.7.4).
_MULTILINE, _NEVER_OFF, _RADIO = 1 << 12, 1 << 14, 1 << 15
#: In which font and size viewers show what is typed.
TEXT_LOOK = "/Helv 10 Tf 0 g"


@dataclass(frozen=True, slots=True)
class Field:
    """A form field: its name in the file, without dots, and what it is for in Danish, which screen readers say."""

    name: str
    description: str

    def __post_init__(self) -> None:
        if not self.name or "." in self.name:
            raise ValueError(f"not a name for a field: {self.name!r}")


@dataclass(frozen=True, slots=True)
class SignatureField(Field):
    """A place for a digital signature."""


@dataclass(frozen=True, slots=True)
class TextField(Field):
    """A place to write in, of one or several lines and at most so many letters."""

    most: int
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceField(Field):
    """A choice of one: by the name that the file keeps, what each option is called in Danish."""

    options: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Content:
    """The drawn content of an element: (page, MCID) of pieces, (page, annotation) of links and fields."""

    pieces: list[tuple[int, int]] = field(default_factory=list)
    annotations: list[tuple[int, str]] = field(default_factory=list)
    box: Rectangle | None = None


class Tagging:
    """Records the element of everything that a canvas draws; pages are counted from 0."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._is_artifact = False
        self._begun: set[Node] = set()
        self.content: dict[Node, Content] = {}
        #: The elements by page and MCID, and those of the annotations by StructParent.
        self.pages: dict[int, list[Node]] = {}
        self.annotated: list[Node] = []
        #: A reference to each field, by field name, and whether any can be filled in.
        self.fields: dict[str, Any] = {}
        self.is_filled_in = False
        self.form_key = ""

    def begins(self, node: Node) -> bool:
        """Whether this is the first call for the element; repeated content, such as a table's head, is an artifact."""
        is_first = node not in self._begun
        self._begun.add(node)
        return is_first

    @contextmanager
    def element(self, node: Node) -> Iterator[None]:
        """Marks what is painted within as content of the element."""
        if self._is_artifact:
            yield
            return
        self._canvas._code.append(self._mark(node))
        yield
        self._canvas._code.append("EMC")

    @contextmanager
    def artifact(self, subtype: str = "") -> Iterator[None]:
        """Marks what is painted within as an artifact: layout, or with a subtype a Header, Footer or Watermark."""
        if self._is_artifact:
            yield
            return
        kind = f"/Type/Pagination/Subtype/{subtype}" if subtype else "/Type/Layout"
        self._canvas._code.append(f"/Artifact <<{kind}>> BDC")
        self._is_artifact = True
        yield
        self._is_artifact = False
        self._canvas._code.append("EMC")

    @contextmanager
    def texts(self, nodes: Sequence[Node | None]) -> Iterator[None]:
        """Marks the texts painted within as content of the nodes in order, as an artifact for None."""
        code, start, following = self._canvas._code, len(self._canvas._code), iter(nodes)
        yield
        if self._is_artifact:
            return
        for index in range(start, len(code)):
            if code[index].startswith("BT") and " Tj" in code[index]:
                node = next(following)
                begin = self._mark(node) if node else "/Artifact <</Type/Layout>> BDC"
                code[index] = f"{begin} {code[index]} EMC"

    def boxed(self, node: Node, width: float, height: float) -> None:
        """Records the bounding box of a figure of this size at the canvas's origin."""
        self._content(node).box = self._absolute((0, 0, width, height))

    def link(self, node: Node, words: str, key: str, box: Rectangle) -> None:
        """Adds a link from a box to the bookmark key; words describe it."""
        destination = self._canvas._bookmarkReference(key)
        link = {"Subtype": "/Link", "Contents": PDFString(plain(words)), "Dest": destination, "Border": "[0 0 0]"}
        self._annotate(node, box, link)

    def signature(self, node: Node, wanted: SignatureField, box: Rectangle) -> None:
        """Adds an empty field for a digital signature; raises ValueError if there is one of that name."""
        self._add(wanted, self._widget(node, wanted.description, box, {"FT": "/Sig", "T": PDFString(wanted.name)}))

    def text_field(self, node: Node, wanted: TextField, box: Rectangle) -> None:
        """Adds an empty field to write in; raises ValueError if there is one of that name."""
        entries = {
            "FT": "/Tx",
            "T": PDFString(wanted.name),
            "Ff": _MULTILINE if wanted.is_long else 0,
            "DA": PDFString(TEXT_LOOK),
            "MaxLen": wanted.most,
        }
        self.is_filled_in = True
        self._add(wanted, self._widget(node, wanted.description, box, entries))

    def choice(self, wanted: ChoiceField, places: Sequence[tuple[Node, Rectangle]]) -> None:
        """Adds a button for each option, of which one can be crossed; raises ValueError if there is one of that name.

        The cross is drawn in lines, since the font that viewers would take for it is not embedded.
        """
        document = self._canvas._doc
        kids = PDFArray([])
        head = {
            "FT": "/Btn",
            "T": PDFString(wanted.name),
            "TU": PDFString(plain(wanted.description)),
            "Ff": _RADIO | _NEVER_OFF,
            "V": "/Off",
            "Kids": kids,
        }
        parent = document.Reference(PDFDictionary(head))
        for (value, words), (node, box) in zip(wanted.options, places, strict=True):
            width, height = box[2] - box[0], box[3] - box[1]
            cross = f"q 1.3 w 2 2 m {width - 2:g} {height - 2:g} l 2 {height - 2:g} m {width - 2:g} 2 l S Q"
            looks = PDFDictionary({value: self._looks(box, cross), "Off": self._looks(box)})
            entries = {"Parent": parent, "AS": "/Off"}
            kids.sequence.append(self._widget(node, f"{wanted.description}: {words}", box, entries, looks))
        self.is_filled_in = True
        self._add(wanted, parent)

    def _add(self, wanted: Field, reference: Any) -> None:
        if wanted.name in self.fields:
            raise ValueError(f"a second field of the name {wanted.name!r}")
        self.fields[wanted.name] = reference

    def _widget(self, node: Node, words: str, box: Rectangle, entries: dict[str, Any], looks: Any = None) -> Any:
        document = self._canvas._doc
        common = {
            "Subtype": "/Widget",
            "TU": PDFString(plain(words)),
            "P": document.thisPageRef(),
            "AP": PDFDictionary({"N": looks or self._looks(box)}),
        }
        return document.refAnnotation(self._annotate(node, box, {**common, **entries}))

    def _looks(self, box: Rectangle, drawn: str = " ") -> Any:
        """What a field shows, in a box at the origin."""
        size = PDFArray([0, 0, box[2] - box[0], box[3] - box[1]])
        form = {"Type": "/XObject", "Subtype": "/Form", "BBox": size, "Resources": PDFDictionary()}
        return self._canvas._doc.Reference(PDFStream(PDFDictionary(form), drawn))

    def _annotate(self, node: Node, box: Rectangle, entries: dict[str, Any]) -> str:
        key = len(self.annotated)
        name = f"tagged{key}"
        common = {"Type": "/Annot", "F": _PRINTED, "Rect": PDFArray(self._absolute(box)), "StructParent": key}
        self._canvas._addAnnotation(PDFDictionary({**common, **entries}), name)
        self.annotated.append(node)
        self._content(node).annotations.append((self._canvas.page_index, name))
        return name

    def _mark(self, node: Node) -> str:
        page = self._canvas.page_index
        on_page = self.pages.setdefault(page, [])
        self._content(node).pieces.append((page, len(on_page)))
        on_page.append(node)
        return f"/{node.tag} <</MCID {len(on_page) - 1}>> BDC"

    def _content(self, node: Node) -> Content:
        return self.content.setdefault(node, Content())

    def _absolute(self, box: Rectangle) -> Rectangle:
        left, bottom = self._canvas.absolutePosition(box[0], box[1])
        right, top = self._canvas.absolutePosition(box[2], box[3])
        return left, bottom, right, top


def plain(words: str) -> str:
    """The text on one line, without control characters, for a PDF text string."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())
