"""The structure tree of a document (ISO 32000-1, 14.8), grown beside its story so that the PDF is tagged from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Node:
    """One element: its standard tag (H1, P, Table, Figure …), its children, and what it says of itself.

    alt describes a Figure in words; scope is Column or Row for a TH; numbering is a list's ListNumbering; label is the
    Lbl beside an LBody.
    """

    tag: str
    alt: str = ""
    scope: str = ""
    numbering: str = ""
    label: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, tag: str, *, alt: str = "", scope: str = "", numbering: str = "") -> Node:
        """A new last child."""
        child = Node(tag, alt=alt, scope=scope, numbering=numbering)
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """This element and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()
