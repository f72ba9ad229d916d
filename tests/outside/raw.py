"""What is written, read without the program: ids of edits in a replica, ops in the pieces of a shared folder."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2


@dataclass(frozen=True)
class Op:
    """One cell of an edit; prevs name the ops that it replaces."""

    name: str
    table: str
    row: str
    field: str
    value: Any
    prevs: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """An edit as it lies in a piece."""

    id: str
    body: str
    values: str
    signature: str

    @property
    def head(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def ops(self) -> list[Op]:
        sealed, found = iter(json.loads(self.values)), []
        for index, (table, row, field, prevs, plain, *seal) in enumerate(self.head["ops"]):
            kept = next(sealed) if seal else None
            value = json.loads(kept[1]) if kept else plain
            found.append(Op(f"{self.id}.{index}", table, row, field, value, tuple(prevs)))
        return found


def replicas(home: Path) -> list[Path]:
    """The private databases of a computer."""
    return sorted((home / "replicas").glob("*.cbnet"))


def _asked(home: Path, query: str, *values: str) -> list[Any]:
    """The rows of a query over the only replica of a computer."""
    (path,) = replicas(home)
    conn = dbapi2.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=20)
    try:
        return list(conn.execute(query, values).fetchall())
    finally:
        conn.close()


def edits_in(home: Path) -> frozenset[str]:
    """The ids of every edit that a computer's replica holds."""
    return frozenset(id_ for (id_,) in _asked(home, "select id from edit"))


def title_in(home: Path, person: str) -> str | None:
    """The title of a person as the replica's table has it."""
    return next((title for (title,) in _asked(home, "select title from people where id = ?", person)), None)


def pieces(folder: Path) -> list[Path]:
    """The pieces beside a shared file."""
    return sorted(folder.glob("cbnet-*/*.cb1"))


def lines_of(piece: Path) -> list[Line]:
    """The lines of a piece whose bytes are what its name says; none of a damaged one."""
    data = piece.read_bytes()
    if hashlib.sha256(data).hexdigest()[:40] != piece.stem.split("-")[2]:
        return []
    _, *lines = gzip.decompress(data).decode().split("\n")
    parts = [line.split("\t") for line in lines if line]
    return [Line(hashlib.sha256(body.encode()).hexdigest()[:40], body, *rest) for body, *rest in parts]


def header_of(piece: Path) -> dict[str, Any]:
    """The first line of a piece."""
    return dict(json.loads(gzip.decompress(piece.read_bytes()).split(b"\n", 1)[0]))


def keys_of(piece: Path) -> list[bytes]:
    """The public keys that a piece tells."""
    return [base64.b64decode(key) for key in header_of(piece)["keys"]]


def lines_in(folder: Path) -> dict[str, Line]:
    """Every line that lies in a shared folder, by the edit's id; what vanishes meanwhile is left out."""
    found: dict[str, Line] = {}
    for piece in pieces(folder):
        try:
            found.update({line.id: line for line in lines_of(piece)})
        except FileNotFoundError:
            continue
    return found


def ops_in(folder: Path) -> list[Op]:
    return [op for line in lines_in(folder).values() for op in line.ops]


def several_heads(ops: Iterable[Op], table: str, field: str) -> dict[str, set[Any]]:
    """The values of each row's cell that several edits left without knowing of each other."""
    cells: dict[str, list[Op]] = defaultdict(list)
    for op in ops:
        if (op.table, op.field) == (table, field):
            cells[op.row].append(op)
    found = {}
    for row, written in cells.items():
        replaced = {prev for op in written for prev in op.prevs}
        values = {op.value for op in written if op.name not in replaced}
        if len(values) > 1:
            found[row] = values
    return found
