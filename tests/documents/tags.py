"""Reads a finished PDF by its tags, as a screen reader does: the tree, the words of each element, and the way back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf

#: Operators that leave something on the page.
PAINTING = frozenset(["f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "EI"])
Place = tuple[int, int]


@dataclass
class Element:
    """A structure element: its tag, its own words in reading order, what it says of itself and its children.

    annotations are its links' and fields' descriptions.
    """

    tag: str
    words: str = ""
    alt: str = ""
    scope: str = ""
    pages: list[int] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, *tags: str) -> list[Element]:
        """The elements of these tags in reading order."""
        return [element for element in self.walk() if element.tag in tags]

    @property
    def text(self) -> str:
        """Its whole text on one line, with spaces between elements."""
        return " ".join(" ".join(element.words for element in self.walk()).split())


@dataclass
class Painted:
    """A piece of a page: its operator, its mark (none, Artifact or a tag) and its text."""

    page: int
    operator: str
    mark: str
    mcid: int
    words: str


@dataclass
class Tagged:
    """A PDF read by its tags; pages are counted from 1."""

    root: Element
    painted: list[Painted]
    #: By page and MCID the tag of the element that the parent tree names, and of the one that claims the piece.
    named: dict[Place, int]
    claimed: dict[Place, int]


def read(pdf: bytes) -> Tagged:
    """The root element."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _Reading(document).tagged()


class _Reading:
    def __init__(self, document: Pdf) -> None:
        self._document = document
        self._numbers = {sheet.obj.objgen: number for number, sheet in enumerate(document.pages, 1)}
        self._painted = [piece for number in self._numbers.values() for piece in self._paint(number)]
        self._words: dict[Place, str] = {}
        for piece in self._painted:
            if piece.mcid >= 0:
                place = (piece.page, piece.mcid)
                self._words[place] = self._words.get(place, "") + piece.words
        self._claimed: dict[Place, int] = {}

    def tagged(self) -> Tagged:
        root = self._element(self._document.Root.StructTreeRoot.K)
        return Tagged(root, self._painted, self._named(), self._claimed)

    def _element(self, source: Object) -> Element:
        made = Element(str(source.S)[1:], alt=str(source.get("/Alt", "")))
        if "/A" in source:
            made.scope = str(source.A.get("/Scope", ""))[1:]
        kids = source.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            self._add(made, source, kid)
        return made

    def _add(self, made: Element, source: Object, kid: Object) -> None:
        if isinstance(kid, int):
            self._claim(made, source, source.Pg, kid)
        elif "/S" in kid:
            made.children.append(self._element(kid))
        elif kid.Type == "/MCR":
            self._claim(made, source, kid.Pg, int(kid.MCID))
        else:
            made.annotations.append(str(kid.Obj.get("/Contents", kid.Obj.get("/TU", ""))))

    def _claim(self, made: Element, source: Object, sheet: Object, mcid: int) -> None:
        place = (self._numbers[sheet.objgen], mcid)
        assert place not in self._claimed, "two elements claim one piece"
        self._claimed[place] = source.objgen[0]
        made.words += self._words.get(place, "")
        made.pages.append(place[0])

    def _named(self) -> dict[Place, int]:
        nums = self._document.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
        assert list(tree) == sorted(tree)
        found: dict[Place, int] = {}
        for number, sheet in enumerate(self._document.pages, 1):
            if "/StructParents" in sheet.obj:
                parents = tree[int(sheet.obj.StructParents)]
                found.update({(number, mcid): parent.objgen[0] for mcid, parent in enumerate(parents)})
        return found

    def _paint(self, number: int) -> Iterator[Painted]:
        sheet = self._document.pages[number - 1]
        fonts = {name: _decoding(font) for name, font in sheet.Resources.Font.items()}
        marks: list[tuple[str, int]] = []
        decoding: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(sheet):
            operands, operator = instruction.operands, instruction.operator
            name = str(operator)
            if name in ("BDC", "BMC"):
                properties = operands[1] if name == "BDC" else Dictionary()
                marks.append((str(operands[0])[1:], int(properties.get("/MCID", -1))))
            elif name == "EMC":
                marks.pop()
            elif name == "Tf":
                decoding = fonts[str(operands[0])]
            elif name in PAINTING:
                mark, mcid = marks[-1] if marks else ("", -1)
                shown = "".join(decoding[code] for code in bytes(operands[0])) if name == "Tj" else ""
                yield Painted(number, name, mark, mcid, shown)
        assert not marks, "a mark without an end"


def _decoding(font: Object) -> dict[int, str]:
    """By code the characters that the font's own map says."""
    entries = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4,})>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in entries}
