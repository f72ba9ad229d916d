"""The structure tree of a PDF (ISO 32000-1, 14.8), built together with its story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Node:
    """A structure element: its standard tag (H1, P, Table, Figure …), children and attributes.

    alt is the alternative text of a Figure, scope is Column or Row for a TH, numbering is the ListNumbering of an L,
    label is the Lbl beside an LBody.
    """

    tag: str
    alt: str = ""
    scope: str = ""
    numbering: str = ""
    label: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, tag: str, *, alt: str = "", scope: str = "", numbering: str = "") -> Node:
        """Appends a new child and returns it."""
        child = Node(tag, alt=alt, scope=scope, numbering=numbering)
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """This element and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()
