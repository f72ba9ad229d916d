"""What must be true of replicas, computed from the raw lines of edits without the program's own queries."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from cbnet_desktop.domain.records import Organisation, Person
from cbnet_desktop.store import Store
from cbnet_desktop.store.files import foreign_file, verify
from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.pieces import Name
from cbnet_desktop.store.log import computers
from cbnet_desktop.store.log.connection import Connection
from tests.store.meeting import Memory, is_named

Cell = tuple[str, str, str]


def ids(conn: Connection) -> set[str]:
    """The edits that a replica has."""
    return {edit for (edit,) in conn.execute("select id from edit").fetchall()}


def ids_in(place: Memory, network: str) -> set[str]:
    """The edits in the whole pieces of a place."""
    return {edit for name, data in place.pieces.items() for edit in _ids_of(name, data, network)}


@lru_cache(2000)
def _ids_of(name: str, data: bytes, network: str) -> frozenset[str]:
    parts = Name.of(name)
    if parts is None or not is_named(name, data):
        return frozenset()
    return frozenset(edit.id for edit in pieces.unpacked(data, network, parts.edits).edits)


def contact_values(conn: Connection, person: str) -> Iterator[str]:
    """The texts of a person's contact data that a replica has."""
    query = "select value from op where tbl = ? and row_id = ? and seal is not null and value is not null"
    for (value,) in conn.execute(query, (Person.TABLE, person)).fetchall():
        if text := json.loads(value):
            yield text


def bodies(conn: Connection) -> dict[str, tuple[dict[str, Any], list[Any]]]:
    """What each edit says, and its sealed values, as they are kept."""
    found = {}
    for edit, body, sealed in conn.execute("select id, body, sealed from edit").fetchall():
        raw = bytes(body)
        found[edit] = (json.loads(raw if raw[:1] == b"{" else zlib.decompress(raw)), json.loads(sealed))
    return found


def heads(said: dict[str, tuple[dict[str, Any], list[Any]]]) -> dict[Cell, list[tuple[str, str, Any]]]:
    """The ops of each cell that no other of it names, in order: time, name, value; the last one is shown."""
    cells: dict[Cell, list[tuple[str, str, Any, list[str]]]] = defaultdict(list)
    for edit, (body, sealed) in said.items():
        values = iter(sealed)
        for position, op in enumerate(body["ops"]):
            value = op[4]
            if len(op) == 6:
                salted = next(values)
                value = json.loads(salted[1]) if salted else None
            cells[op[0], op[1], op[2]].append((body["at"], f"{edit}.{position}", value, op[3]))
    found = {}
    for cell, ops in cells.items():
        named = {before for op in ops for before in op[3]}
        found[cell] = sorted((op[:3] for op in ops if op[1] not in named), key=lambda op: op[:2])
    return found


def faults_between(stores: list[Store]) -> Iterator[str]:
    """Where replicas are not alike, or not what the raw lines say."""
    first = bodies(stores[0].conn)
    said = heads(first)
    for store in stores:
        if bodies(store.conn) != first:
            yield f"{store.user}: other edits, or other values of them"
        if store.waiting:
            yield f"{store.user}: {store.waiting} wait"
        if store.read() != stores[0].read():
            yield f"{store.user}: other tables"
        cells = store.conn.execute("select tbl, row_id, col, heads from cell").fetchall()
        found = {(cell[0], cell[1], cell[2]): json.loads(cell[3]) for cell in cells}
        wanted = {cell: [op[1] for op in ops] for cell, ops in said.items()}
        if found != wanted:
            other = sorted(cell for cell in found.keys() | wanted if found.get(cell) != wanted.get(cell))
            yield f"{store.user}: other heads than the lines have: {other[:3]}"
        yield from _wrong_fields(store, said)


def _wrong_fields(store: Store, said: dict[Cell, list[tuple[str, str, Any]]]) -> Iterator[str]:
    for kind in (Person, Organisation):
        for row in store.read().rows(kind):
            for name in ("phone", "note", "title", "archived") if kind is Person else ("name",):
                ops = said.get((kind.TABLE, row.id, name))
                shown = ops[-1][2] if ops else None
                if (shown or "") != (getattr(row, name) or ""):
                    yield f"{store.user}: {row.id} {name} is {getattr(row, name)!r}, not {shown!r}"


def faults_of_files(stores: Iterable[Store], gone: Collection[str]) -> Iterator[str]:
    """What is wrong with the file that its keeper writes at the end of the work; nothing where its computer is lost."""
    for store in stores:
        store.finish()
        if computers.keeper(store.conn) != computers.local(store.conn, computers.LOCAL_CHAIN):
            continue
        with foreign_file.opened(store.path) as file:
            if ids(file) != ids(store.conn):
                yield f"{store.path.name} has other edits"
            yield from {f"{store.path.name}: {item.message}" for item in verify.differences(file, "i filen")}
        yield from _texts_in(store.path, gone)


def left_of(gone: Iterable[str], homes: Iterable[Path], places: Iterable[Memory]) -> Iterator[str]:
    """Where erased texts are found: in any file below homes, in any piece of places."""
    gone = list(gone)
    texts = [text.encode() for text in gone]
    for home in homes:
        for path in filter(Path.is_file, home.rglob("*")):
            yield from _texts_in(path, gone)
    for place in places:
        for name in place.intact():
            text = gzip.decompress(place.pieces[name])
            if left := sum(one in text for one in texts):
                yield f"{left} erased texts in {name}"


def _texts_in(path: Path, texts: Iterable[str]) -> Iterator[str]:
    data = path.read_bytes()
    if left := sum(text.encode() in data for text in texts):
        yield f"{left} erased texts in {path.name}"
