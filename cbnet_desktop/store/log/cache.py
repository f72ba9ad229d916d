"""A cache of the network in memory, kept up to date with a replica that other connections write to as well."""

from __future__ import annotations

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.log import computers, ops, rows
from cbnet_desktop.store.log.connection import Connection, snapshot


class NetworkCache:
    """The network as of the last look; only changed tables are read again."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._data_version = self._current_data_version()
        with snapshot(conn):
            self.network: Network = rows.read_network(conn)
            self.last = ops.last(conn)
            self._rewritten = computers.local(conn, computers.LOCAL_REWRITTEN)
        self._unreported: frozenset[str] = frozenset()

    def adopt(self, network: Network, last: int) -> None:
        """Replaces the cached network; last is the newest edit that it includes, later ones are not shown yet."""
        self.network = network
        self.last = last

    def catch_up(self, *, look: bool = False) -> None:
        """Reads again what other connections wrote; with look, also what this one wrote."""
        version = self._current_data_version()
        if look or version != self._data_version:
            self._data_version = version
            with snapshot(self._conn):
                changed = self._changed_tables() & TABLES.keys()
                if changed:
                    self.network = rows.reread(self._conn, self.network, changed)
                self.last = ops.last(self._conn)
            self._unreported |= changed

    def reported(self) -> frozenset[str]:
        """The tables read again since the last call."""
        tables, self._unreported = self._unreported, frozenset()
        return tables

    def _changed_tables(self) -> set[str]:
        """The tables of the new ops; all tables where rows were computed anew without one."""
        rewritten = computers.local(self._conn, computers.LOCAL_REWRITTEN)
        if rewritten != self._rewritten:
            self._rewritten = rewritten
            return set(TABLES)
        query = "select distinct tbl from op where rid > ?"
        return {table for (table,) in self._conn.execute(query, (self.last,)).fetchall()}

    def _current_data_version(self) -> int:
        return int(self._conn.execute("pragma data_version").fetchone()[0])
