"""Writes the structure tree, the parent tree and the form fields into reportlab's document (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObject, PDFString

from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pdf.tagging import TEXT_LOOK, Content, Tagging, plain

#: Empty cells are kept, since without them the cells of a row would shift.
_KEPT_EMPTY = frozenset({"Document", "TH", "TD"})
_NOTHING = Content()
#: The entry of the catalogue that says which form it is; what viewers save keeps it.
FORM_KEY = "CBnetForm"


def write_tree(root: Node, tagging: Tagging, document: Any) -> None:
    """Adds the tags to reportlab's document, after the last page and before it is saved."""
    _Tree(root, tagging, document).write()


class _Raw(PDFObject):
    """A preformatted object, since thousands of dictionaries would be slow to write."""

    content = b""

    def format(self, _document: Any) -> bytes:
        """The bytes."""
        return self.content


class _Tree:
    """Registers all elements first, so that each can be written once with the object numbers of the others."""

    def __init__(self, root: Node, tagging: Tagging, document: Any) -> None:
        self._root, self._tagging, self._document = root, tagging, document
        self._children: dict[Node, list[Node]] = {}
        self._elements: dict[Node, tuple[_Raw, int]] = {}
        self._pages = [self._number(f"Page{index + 1}") for index in range(len(document.Pages.pages))]

    def write(self) -> None:
        self._keep(self._root)
        top, number = self._registered()
        for node in self._children:
            self._elements[node] = self._registered()
        self._write_element(self._root, number)
        parents, parents_number = self._registered()
        parents.content = self._parents()
        keys = len(self._tagging.annotated) + len(self._tagging.pages)
        kid = self._elements[self._root][1]
        found = f"/K {kid} 0 R/ParentTree {parents_number} 0 R/ParentTreeNextKey {keys}"
        top.content = f"<</Type/StructTreeRoot{found}>>".encode()
        self._complete_catalog(number)

    def _keep(self, node: Node) -> bool:
        """Whether the element or a descendant was drawn; others, such as unused contents, are left out."""
        children = [child for child in node.children if self._keep(child)]
        if not children and node.tag not in _KEPT_EMPTY and node not in self._tagging.content:
            return False
        self._children[node] = children
        return True

    def _write_element(self, node: Node, parent: int) -> None:
        written, number = self._elements[node]
        content = self._tagging.content.get(node, _NOTHING)
        kids = list(self._kids(node, content))
        home = f"/Pg {self._pages[content.pieces[0][0]]} 0 R" if content.pieces else ""
        head = f"<</Type/StructElem/S/{node.tag}/P {parent} 0 R{home}{_listed(kids)}"
        written.content = head.encode() + self._attributes(node, content) + b">>"
        for child in self._children[node]:
            self._write_element(child, number)

    def _kids(self, node: Node, content: Content) -> Iterator[str]:
        home = content.pieces[0][0] if content.pieces else -1
        for page, mcid in content.pieces:
            yield str(mcid) if page == home else f"<</Type/MCR/Pg {self._pages[page]} 0 R/MCID {mcid}>>"
        for page, name in content.annotations:
            annotation = self._number(self._document.annotationName(name))
            yield f"<</Type/OBJR/Obj {annotation} 0 R/Pg {self._pages[page]} 0 R>>"
        for child in self._children[node]:
            yield f"{self._elements[child][1]} 0 R"

    def _attributes(self, node: Node, content: Content) -> bytes:
        """The element's attributes and alternative text."""
        if node.scope:
            return f"/A<</O/Table/Scope/{node.scope}>>".encode()
        if node.numbering:
            return f"/A<</O/List/ListNumbering/{node.numbering}>>".encode()
        if not node.alt:
            return b""
        alt: bytes = PDFString(plain(node.alt)).format(self._document)
        edges = " ".join(f"{edge:.2f}" for edge in content.box or ())
        where = f"/A<</O/Layout/Placement/Block/BBox[{edges}]>>" if edges else ""
        return b"/Alt " + alt + where.encode()

    def _parents(self) -> bytes:
        """The parent tree from StructParent keys to elements: first the annotations, then the pages."""
        entries = [f"{key} {self._reference(node)}" for key, node in enumerate(self._tagging.annotated)]
        pages = self._document.Pages.pages
        for page in pages:
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = None, "/S"
        for key, (index, nodes) in enumerate(sorted(self._tagging.pages.items()), len(entries)):
            pages[index].StructParents = key
            entries.append(f"{key}[{' '.join(map(self._reference, nodes))}]")
        return f"<</Nums[{' '.join(entries)}]>>".encode()

    def _complete_catalog(self, number: int) -> None:
        catalog = self._document.Catalog
        catalog.StructTreeRoot = f"{number} 0 R"
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        if self._tagging.fields:
            catalog.AcroForm = self._form()
        if self._tagging.form_key:
            catalog.__NoDefault__ = [*catalog.__NoDefault__, FORM_KEY]
            catalog.CBnetForm = PDFString(self._tagging.form_key)

    def _form(self) -> PDFDictionary:
        """The fields; for those that can be filled in also the font, which each viewer has and nothing is drawn in."""
        form: dict[str, Any] = {"Fields": PDFArray(list(self._tagging.fields.values()))}
        if self._tagging.is_filled_in:
            kind = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"}
            font = self._document.Reference(PDFDictionary(kind))
            form["DR"] = PDFDictionary({"Font": PDFDictionary({"Helv": font})})
            form["DA"] = PDFString(TEXT_LOOK)
        return PDFDictionary(form)

    def _registered(self) -> tuple[_Raw, int]:
        made = _Raw()
        return made, self._number(self._document.Reference(made).name)

    def _reference(self, node: Node) -> str:
        return f"{self._elements[node][1]} 0 R"

    def _number(self, name: str) -> int:
        return int(self._document.idToObjectNumberAndVersion[name][0])


def _listed(kids: list[str]) -> str:
    """The /K entry; a single reference is not put in an array, so that software that checks signatures finds it."""
    if len(kids) == 1 and kids[0].startswith("<<"):
        return f"/K{kids[0]}"
    return f"/K[{' '.join(kids)}]" if kids else ""
