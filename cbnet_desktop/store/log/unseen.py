"""Edits from other computers that the user has not seen yet, remembered between sessions of the program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.cache import NetworkCache
from cbnet_desktop.store.log.connection import Connection, transaction, translated_errors

#: Key of the newest edit at the last look, and of older ops that are still unseen.
_LOOKED_AT = "looked at"
#: The most unseen ops, of which the newest are kept: nobody goes through more one by one.
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """A field set on another computer: author, time (UTC), value; field "id" means that the row was added.

    before is the value that its author replaced.
    """

    op: ops.OpId
    table: str
    row_id: str
    field: str
    by: str
    at: str
    before: Value
    value: Value


class UnseenEdits:
    """The ops of other computers in the shown network since the last look."""

    def __init__(self, conn: Connection, replica_path: Path, cache: NetworkCache) -> None:
        self._conn = conn
        self._replica_path = replica_path
        self._cache = cache
        self._known: int | None = None

    def look(self) -> list[Arrival]:
        """The edits since the last look, oldest first; none at the first look."""
        known, unseen = (self._known, list[ops.OpId]()) if self._known is not None else self._remembered()
        shown = self._known = self._cache.last
        if known is None:
            return []
        query = f"select {ops.COLUMNS} {ops.FROM} where op.rid > ? and op.rid <= ? and edit.is_own = 0 and {ops.COUNTS}"
        fresh = [ops.Op(*row) for row in self._conn.execute(query, (known, shown)).fetchall()] if shown > known else []
        found = sorted([*self._ops(unseen), *fresh], key=ops.in_time)
        return [self._arrival(op) for op in found[-MOST:]]

    def keep(self, unseen: Iterable[ops.OpId]) -> None:
        """Remembers the last look and the ops still unseen, without their values.

        Raises UserError.
        """
        if self._known is not None:
            kept = json.dumps({"last": self._known, "unseen": list(unseen)}, separators=(",", ":"))
            with translated_errors(self._replica_path), transaction(self._conn):
                computers.set_local(self._conn, _LOOKED_AT, kept)

    def _remembered(self) -> tuple[int | None, list[ops.OpId]]:
        found = computers.local(self._conn, _LOOKED_AT)
        if not found:
            return None, []
        kept = json.loads(found)
        return int(kept["last"]), [str(op) for op in kept["unseen"]]

    def _ops(self, ids: Iterable[ops.OpId]) -> list[ops.Op]:
        from cbnet_desktop.store.log.history import by_id

        return [op for op_id in ids if (op := by_id(self._conn, op_id))]

    def _arrival(self, op: ops.Op) -> Arrival:
        from cbnet_desktop.store.log.history import value_before

        return Arrival(op.id, *op.cell, op.author, op.at, value_before(self._conn, op), op.decoded)
