"""Where an object of a PDF is used, found backwards from the object: the few that an update replaced, not all.

pyHanko reads every object of a file to know it, which takes seconds for a plan of thousand goals. What is found here
is the same (HistoricalResolver._load_reverse_xref_cache): all ways from the trailer, but into a page only by the page
tree, into an element of the structure tree only by that tree, and never by a way back to a parent.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.xref import ObjStreamRef

Key = tuple[int, int]
Path = tuple[str | int, ...]
TRAILER: Key = (0, 0)
_REFERENCE = re.compile(rb"(\d+)[\0\t\n\f\r ]+(\d+)[\0\t\n\f\r ]+R")
#: An object of which every reference can be seen without parsing: no comments, no brackets in strings.
_PLAIN = re.compile(rb"(?:[^()<>%\[\]]|<<|>>|\[|\]|<[0-9A-Fa-f\s]*+>|\((?:[^()\\]|\\.)*+\))*+", re.DOTALL)
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*+\)", re.DOTALL)


class _Place(NamedTuple):
    """Where an object is mentioned: in which one, and by which keys and positions in it."""

    holder: Key
    path: Path


class Usages:
    """The usages of the objects of one revision, by reference: a mapping for whoever asks for single ones."""

    def __init__(self, revision: Any) -> None:
        self._revision = revision
        self._starts: list[int] = []
        self._keys: list[Key] = []
        self._holders: dict[Key, set[Key]] = defaultdict(set)
        self._held: dict[Key, dict[Key, list[Path]]] = {}
        self._nodes: dict[Key, bool] = {}
        self._parents: dict[Key, bool] = {}
        self._found: dict[Key, set[Any]] = {}
        self._read()
        root: Any = revision.root
        self._root = _key(revision.trailer_view.raw_get("/Root"))
        structure = root.raw_get("/StructTreeRoot") if "/StructTreeRoot" in root else None
        self._structure = _key(structure) if isinstance(structure, generic.IndirectObject) else None
        self._pages: dict[Key, tuple[Path, frozenset[Key]]] = {}
        self._collect_pages(root.raw_get("/Pages"), ("/Root", "/Pages"), frozenset({self._root}))

    def __len__(self) -> int:
        """More than none, so that nobody takes it for an empty mapping."""
        return 1

    def __getitem__(self, reference: generic.Reference) -> set[Any]:
        """The ways from the trailer to an object, empty where there are none."""
        from pyhanko.pdf_utils.reader import RawPdfPath

        key = (reference.idnum, reference.generation)
        if key not in self._found:
            self._found[key] = {RawPdfPath(*path) for path, _ in self._ways(key, frozenset())}
        return self._found[key]

    # What is written in the file

    def _read(self) -> None:
        """Takes the objects apart: those that can be searched as they are written, and those that must be parsed."""
        pieces, place = [], 0
        self._hold(TRAILER)
        for reference in self._references():
            key = (reference.idnum, reference.generation)
            written = self._written(reference)
            if written is None:
                self._hold(key)
                continue
            self._starts.append(place)
            self._keys.append(key)
            pieces.append(written)
            place += len(written) + 1
        for one in _REFERENCE.finditer(b"\n".join(pieces)):
            holder = self._keys[bisect_right(self._starts, one.start()) - 1]
            self._holders[int(one[1]), int(one[2])].add(holder)

    def _references(self) -> list[generic.Reference]:
        xrefs, last = self._revision.reader.xrefs, self._revision.revision
        found = {reference for number in range(last + 1) for reference in xrefs.explicit_refs_in_revision(number)}
        return [reference for reference in found if xrefs.get_historical_ref(reference, last) is not None]

    def _written(self, reference: generic.Reference) -> bytes | None:
        """An object as it is written in its object stream; None where it must be parsed."""
        reader = self._revision.reader
        place = reader.xrefs.get_historical_ref(reference, self._revision.revision)
        if not isinstance(place, ObjStreamRef):
            return None
        written: bytes = reader.written(place.obj_stream_id, place.ix_in_stream)
        if not _PLAIN.fullmatch(written):
            return None
        bare = _STRING.sub(b"", written) if b"(" in written else written
        is_whole = bare.count(b"<<") == bare.count(b">>") and bare.count(b"[") == bare.count(b"]")
        return bare if is_whole else None

    def _hold(self, holder: Key) -> None:
        for key in self._inside(holder):
            self._holders[key].add(holder)

    def _inside(self, holder: Key) -> dict[Key, list[Path]]:
        """What an object mentions, and where in it."""
        if holder not in self._held:
            found: dict[Key, list[Path]] = defaultdict(list)
            for key, path in _mentioned(self._object(holder), ()):
                found[key].append(path)
            self._held[holder] = found
        return self._held[holder]

    def _mentions(self, key: Key) -> Iterator[_Place]:
        """Where an object is mentioned."""
        for holder in self._holders.get(key, ()):
            for path in self._inside(holder).get(key, ()):
                yield _Place(holder, path)

    def _object(self, key: Key) -> Any:
        if key == TRAILER:
            return self._revision.trailer_view
        return self._revision.get_object(generic.Reference(*key, self._revision))

    # The ways to an object

    def _ways(self, key: Key, nearer: frozenset[Key]) -> Iterator[tuple[Path, bool]]:
        """The ways to an object that pass nothing twice, and whether each is one of the structure tree."""
        for holder, path in self._mentions(key):
            if holder == key or holder in nearer or "/Parent" in path:
                continue
            if "/P" in path and self._is_node(holder):  # looked into only as a part of the structure tree
                continue
            for begun, is_structure in self._entered(holder, nearer | {key}):
                went = _went(begun, path, is_structure=is_structure)
                if went is not None:
                    yield (*begun, *path), went

    def _entered(self, key: Key, nearer: frozenset[Key]) -> Iterator[tuple[Path, bool]]:
        """The ways by which an object is not only found but looked into."""
        if key == TRAILER:
            yield (), False
        elif key in self._pages:
            path, above = self._pages[key]
            if not above & nearer and not any(map(self._is_node, (key, *above))):
                yield path, False
        else:
            is_node = self._is_node(key)
            yield from ((path, went) for path, went in self._ways(key, nearer) if went or not is_node)

    def _collect_pages(self, pages: Any, path: Path, above: frozenset[Key]) -> None:
        if isinstance(pages, generic.IndirectObject):
            key = _key(pages)
            if key in self._pages:
                raise PdfReadError("Circular reference in page tree")
            self._pages[key] = (path, above)
            above |= {key}
        node: Any = pages.get_object()
        if path == ("/Root", "/Pages") or node.get("/Type") == "/Pages":
            for number, kid in enumerate(node["/Kids"]):
                self._collect_pages(kid, (*path, "/Kids", number), above)

    # The structure tree (ISO 32000-1, 14.7.2)

    def _is_node(self, key: Key) -> bool:
        """Whether an object is listed among the children of an element."""
        if key not in self._nodes:
            is_element = key != TRAILER and _is_element(self._object(key))
            self._nodes[key] = is_element and any(self._lists(*place) for place in self._mentions(key))
        return self._nodes[key]

    def _is_parent(self, key: Key) -> bool:
        """Whether an object is the root of the tree or one of its elements."""
        if key == self._structure:
            return True
        if key not in self._parents:
            self._parents[key] = False  # while it is looked for
            self._parents[key] = _is_element(self._object(key)) and any(
                self._lists(*place) or self._is_only_child(*place) for place in self._mentions(key)
            )
        return self._parents[key]

    def _lists(self, holder: Key, path: Path) -> bool:
        """Whether a place is one in a list of children."""
        if not path or not isinstance(path[-1], int):
            return False
        if len(path) == 1:
            return any(self._is_only_child(*place) for place in self._mentions(holder))
        return self._is_only_child(holder, path[:-1])

    def _is_only_child(self, holder: Key, path: Path) -> bool:
        """Whether a place is the children's own of an element."""
        if not path or path[-1] != "/K":
            return False
        above = path[:-1]
        if not above:
            return self._is_parent(holder)
        if holder == self._root and above == ("/StructTreeRoot",):
            return True
        found = self._object(holder)
        step: Any
        for step in above:
            found = found.raw_get(step) if isinstance(found, generic.DictionaryObject) else found[step]
        return _is_element(found) and (self._lists(holder, above) or self._is_only_child(holder, above))


def _went(begun: Path, path: Path, *, is_structure: bool) -> bool | None:
    """Whether a way goes on in the structure tree; None where it goes back to a parent there."""
    for number, step in enumerate(path):
        if is_structure and step == "/P":
            return None
        is_structure = is_structure or (step == "/K" and (*begun, *path[:number]) == ("/Root", "/StructTreeRoot"))
    return is_structure


def _mentioned(found: Any, path: Path) -> Iterator[tuple[Key, Path]]:
    """What an object mentions, and by which keys and positions."""
    if isinstance(found, generic.IndirectObject):
        yield _key(found), path
    elif isinstance(found, generic.DictionaryObject):
        for name, value in found.items():
            yield from _mentioned(value, (*path, name))
    elif isinstance(found, generic.ArrayObject):
        for number, value in enumerate(found):
            yield from _mentioned(value, (*path, number))


def _key(reference: generic.IndirectObject) -> Key:
    return (reference.idnum, reference.generation)


def _is_element(found: Any) -> bool:
    return isinstance(found, generic.DictionaryObject) and found.get("/Type", "/StructElem") == "/StructElem"
