"""The network in memory, kept level with a replica that other connections write to as well."""

from __future__ import annotations

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import ops, rows
from cbnet_desktop.store.connection import Connection, snapshot


class NetworkCache:
    """What a replica held at the last look; only tables that changed are read again."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._data_version = self._current_data_version()
        with snapshot(conn):
            self.network: Network = rows.read_network(conn)
            self.vector = ops.vector(conn)
        self._unreported: frozenset[str] = frozenset()

    def adopt(self, network: Network, vector: ops.Vector) -> None:
        """Takes over a network and the chain heads that it adds up to: what lies beyond them is not shown yet."""
        self.network = network
        self.vector = vector

    def catch_up(self, *, look: bool = False) -> None:
        """Reads again what another connection wrote; look says that this one may have written too."""
        version = self._current_data_version()
        if look or version != self._data_version:
            self._data_version = version
            with snapshot(self._conn):
                changed = self._changed_tables() & TABLES.keys()
                tables = rows.read_tables(self._conn, changed)
                self.adopt(self.network.with_tables(tables), ops.vector(self._conn))
            self._unreported |= changed

    def reported(self) -> frozenset[str]:
        """The tables read again since this was last asked."""
        tables, self._unreported = self._unreported, frozenset()
        return tables

    def _changed_tables(self) -> set[str]:
        """A log that only grew names them; where a fork moved ops, all may have changed."""
        query = "select 1 from op where replica = ? and seq = ? and hash = ?"
        if all(self._conn.execute(query, (replica, *head)).fetchone() for replica, head in self.vector.items()):
            return {op.tbl for op in ops.since(self._conn, self.vector)}
        return set(TABLES)

    def _current_data_version(self) -> int:
        return int(self._conn.execute("pragma data_version").fetchone()[0])
