"""Queries to the log: history, verification, conflicts and signed versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.log import ops
from cbnet_desktop.store.log.connection import Connection, translated_errors

# Each query imports its module when called: none is needed before the window is painted.
if TYPE_CHECKING:
    from cbnet_desktop.store.annex_shelf import AnnexShelf
    from cbnet_desktop.store.files.verify import Difference
    from cbnet_desktop.store.log.conflicts import CellConflict
    from cbnet_desktop.store.log.history import HistoryEntry
    from cbnet_desktop.store.log.receipts import Receipt


class Log:
    """Read-only queries to a replica's log."""

    def __init__(self, conn: Connection, replica_path: Path, file: Path) -> None:
        self._conn = conn
        self._replica_path = replica_path
        self._file = file

    def opened_anew(self) -> Log:
        """The log over a new connection, for another thread, which must close it; raises UserError."""
        return Log(schema.open_ours(self._replica_path), self._replica_path, self._file)

    @property
    def folder(self) -> Path:
        """The folder of the replica."""
        return self._replica_path.parent

    def size(self) -> tuple[int, int]:
        """The number of edits and ops in the log; counts all of it."""
        edits = self._conn.execute("select count(*) from edit where exists (select 1 from op where op.rid = edit.rid)")
        fields = self._conn.execute("select count(*) from op")
        return int(edits.fetchone()[0]), int(fields.fetchone()[0])

    def close(self) -> None:
        """Closes the connection of a log from opened_anew."""
        self._conn.close()

    def history(self, table: str = "", row_id: str = "", limit: int = 0) -> list[HistoryEntry]:
        """The history, newest first, of a row, a table or the whole network; limit 0 is all."""
        from cbnet_desktop.store.log.history import entries

        return entries(self._conn, table, row_id, limit)

    def verify(self, annexes: AnnexShelf | None = None) -> list[Difference]:
        """All differences between log and tables, here and in the file, and between the file and the log here.

        What is wrong with annexes comes last. Raises Unreadable where nothing differs here and the file cannot be read.
        """
        from cbnet_desktop.store.files.foreign_file import opened
        from cbnet_desktop.store.files.verify import differences, foreign_edits

        with translated_errors(self._replica_path):
            found = differences(self._conn, "på denne computer")
        if not found or self._file.exists():
            with opened(self._file) as conn:
                where = f"i {self._file.name}"
                found = [*found, *differences(conn, where), *foreign_edits(self._conn, conn, where)]
        return [*found, *(annexes.verify() if annexes else ())]

    def version_of_digest(self, digest: str) -> str | None:
        """The id of the signed version with this digest of chain heads, or None."""
        digest = digest.strip().lower()
        for row_id, text in self._conn.execute("select id, heads from plan_versions").fetchall():
            if ops.digest(ops.heads_in(text)) == digest:
                return str(row_id)
        return None

    def holds_heads_of(self, version_id: str) -> bool:
        """Whether the history up to a version's sign-off is still part of this log."""
        heads = ops.heads_in(self._stored("heads", version_id).decode())
        return all(ops.is_known(self._conn, head) for head in heads)

    def version_pdf(self, version_id: str) -> bytes:
        """The bytes of a signed-off version's PDF; raises Missing."""
        return bytes(self._stored("pdf", version_id))

    def version_document(self, version_id: str) -> bytes:
        """The canonical JSON of a signed-off version; raises Missing."""
        return bytes(self._stored("document", version_id))

    def receipts(self) -> list[Receipt]:
        """What the other computers had of the network when they last said so."""
        from cbnet_desktop.store.log.receipts import received

        return received(self._conn)

    def conflicts(self) -> list[CellConflict]:
        """The conflicts between concurrent edits."""
        from cbnet_desktop.store.log.conflicts import conflicts

        return conflicts(self._conn)

    def conflict(self, conflict_id: str) -> CellConflict:
        """The conflict of this id; raises Missing."""
        from cbnet_desktop.store.log.conflicts import conflict

        return conflict(self._conn, conflict_id)

    def missing(self) -> str:
        """What is known to be missing here, and whose it is, as a sentence; empty where nothing is."""
        from cbnet_desktop.store.exchange.exchanger import missing_sentence

        return missing_sentence(self._conn)

    def newest(self) -> str:
        """The time (UTC) of the newest edit; empty where there is none."""
        return str(self._conn.execute("select max(at) from edit").fetchone()[0] or "")

    def _stored(self, column: str, version_id: str) -> bytes:
        return stored(self._conn, column, version_id)


def stored(conn: Connection, column: str, version_id: str) -> bytes:
    """A column of a signed version that exists only on disk; raises Missing."""
    row = conn.execute(f"select {column} from {PlanVersion.TABLE} where id = ?", (version_id,)).fetchone()
    if row is None or row[0] is None:
        raise Missing("Den godkendte version findes ikke i filen.", table=PlanVersion.TABLE, row_id=version_id)
    return row[0].encode() if isinstance(row[0], str) else bytes(row[0])
