"""Edits from other computers that the user has not seen yet, remembered between sessions of the program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store import ops
from cbnet_desktop.store.cache import NetworkCache
from cbnet_desktop.store.connection import Connection, transaction, translated_errors
from cbnet_desktop.store.forks import replica_id

#: Keys of the chain heads at the last look, and of older ops that are still unseen.
_LOOKED_AT = "looked at"
#: The most unseen ops, of which the newest are kept: nobody goes through more one by one.
MOST = 5_000

OpId = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A field set on another computer: author, time (UTC), value; field "id" means that the row was added.

    before is the value that its author replaced.
    """

    op: OpId
    table: str
    row_id: str
    field: str
    by: str
    at: str
    before: Value
    value: Value


class UnseenEdits:
    """The ops of other replicas in the shown network since the last look."""

    def __init__(self, conn: Connection, replica_path: Path, cache: NetworkCache) -> None:
        self._conn = conn
        self._replica_path = replica_path
        self._cache = cache
        self._known: ops.Vector | None = None

    def look(self) -> list[Arrival]:
        """The edits since the last look, oldest first; none at the first look."""
        known, unseen = (self._known, list[OpId]()) if self._known is not None else self._remembered()
        shown = self._known = self._cache.vector
        if known is None:
            return []
        own = replica_id(self._conn)
        since = ops.since(self._conn, known | {own: shown.get(own, (0, ops.CHAIN_START))})
        found = [op for op in since if op.seq <= shown.get(op.replica, (0, ""))[0]]
        found = sorted([*self._ops(unseen), *found], key=lambda op: (op.at, op.replica, op.seq))
        return [self._arrival(op) for op in found[-MOST:]]

    def keep(self, unseen: Iterable[OpId]) -> None:
        """Remembers the last look and the ops still unseen, without their values.

        Raises UserError.
        """
        if self._known is not None:
            kept = json.dumps({"heads": self._known, "unseen": list(unseen)}, separators=(",", ":"))
            with translated_errors(self._replica_path), transaction(self._conn):
                self._conn.execute("insert or replace into local (key, value) values (?, ?)", (_LOOKED_AT, kept))

    def _remembered(self) -> tuple[ops.Vector | None, list[OpId]]:
        row = self._conn.execute("select value from local where key = ?", (_LOOKED_AT,)).fetchone()
        if row is None:
            return None, []
        kept = json.loads(row[0])
        heads = {replica: (seq, hash_) for replica, (seq, hash_) in kept["heads"].items()}
        return heads, [(replica, seq) for replica, seq in kept["unseen"]]

    def _ops(self, ids: Iterable[OpId]) -> list[ops.Op]:
        query = f"select {ops.COLUMNS} from op where replica = ? and seq = ?"
        rows = [self._conn.execute(query, op_id).fetchone() for op_id in ids]
        return [ops.Op(*row) for row in rows if row is not None]

    def _arrival(self, op: ops.Op) -> Arrival:
        from cbnet_desktop.store.history import value_before

        before = value_before(self._conn, op)
        return Arrival((op.replica, op.seq), *op.cell, op.author, op.at, before, op.decoded)
