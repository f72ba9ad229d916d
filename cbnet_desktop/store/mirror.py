"""The network in memory, kept level with a replica that other connections write to as well."""

from __future__ import annotations

from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.store import ops, rows
from cbnet_desktop.store.connection import Connection


class Mirror:
    """What a replica held at the last look; only tables that changed are read again."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._data_version = self._current_data_version()
        self.network: Network = rows.read_network(conn)
        self._vector = ops.vector(conn)
        self._unreported: frozenset[str] = frozenset()

    def adopt(self, network: Network) -> None:
        """Takes over the network after an edit through this very connection."""
        self.network = network
        self._vector = ops.vector(self._conn)

    def catch_up(self, *, look: bool = False) -> None:
        """Reads again what another connection wrote; look says that this one may have written too."""
        version = self._current_data_version()
        if look or version != self._data_version:
            self._data_version = version
            self.read_again(self._changed_tables())

    def read_again(self, tables: set[str]) -> None:
        """Reads tables again and keeps their names for reported()."""
        known = frozenset(tables) & TABLES.keys()
        self.adopt(self.network.with_tables(rows.read_tables(self._conn, known)))
        self._unreported |= known

    def reported(self) -> frozenset[str]:
        """The tables read again since this was last asked."""
        tables, self._unreported = self._unreported, frozenset()
        return tables

    def _changed_tables(self) -> set[str]:
        """A log that only grew names them; where a fork moved ops, all may have changed."""
        query = "select 1 from op where replica = ? and seq = ? and hash = ?"
        if all(self._conn.execute(query, (replica, *head)).fetchone() for replica, head in self._vector.items()):
            return {op.tbl for op in ops.since(self._conn, self._vector)}
        return set(TABLES)

    def _current_data_version(self) -> int:
        return int(self._conn.execute("pragma data_version").fetchone()[0])
