"""A cache of the network in memory, kept up to date with a replica that other connections write to as well."""

from __future__ import annotations

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import ops, rows
from cbnet_desktop.store.connection import Connection, snapshot


class NetworkCache:
    """The network as of the last look; only changed tables are read again."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._data_version = self._current_data_version()
        with snapshot(conn):
            self.network: Network = rows.read_network(conn)
            self.vector = ops.vector(conn)
        self._unreported: frozenset[str] = frozenset()

    def adopt(self, network: Network, vector: ops.Vector) -> None:
        """Replaces the cached network; vector has the chain heads that it includes, later ops are not shown yet."""
        self.network = network
        self.vector = vector

    def catch_up(self, *, look: bool = False) -> None:
        """Reads again what other connections wrote; with look, also what this one wrote."""
        version = self._current_data_version()
        if look or version != self._data_version:
            self._data_version = version
            with snapshot(self._conn):
                changed = self._changed_tables() & TABLES.keys()
                tables = rows.read_tables(self._conn, changed)
                self.adopt(self.network.with_tables(tables), ops.vector(self._conn))
            self._unreported |= changed

    def reported(self) -> frozenset[str]:
        """The tables read again since the last call."""
        tables, self._unreported = self._unreported, frozenset()
        return tables

    def _changed_tables(self) -> set[str]:
        """The tables of the new ops; all tables where a fork has moved ops."""
        query = "select 1 from op where replica = ? and seq = ? and hash = ?"
        if all(self._conn.execute(query, (replica, *head)).fetchone() for replica, head in self.vector.items()):
            return {op.tbl for op in ops.since(self._conn, self.vector)}
        return set(TABLES)

    def _current_data_version(self) -> int:
        return int(self._conn.execute("pragma data_version").fetchone()[0])
