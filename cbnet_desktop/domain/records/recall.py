"""What was computed of a network, remembered with what it read: an edit renews only what read its rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import By, Network, Rows

P = ParamSpec("P")
R = TypeVar("R", bound=Record)
T = TypeVar("T")
#: The most results that are remembered; then all are forgotten.
MOST = 5_000


def recalled(network: Network, function: Callable[Concatenate[Network, P], T], *args: P.args, **named: P.kwargs) -> T:
    """function(network, *args), or what it gave earlier where every row and list that it read is still the same.

    The function must be pure, give something immutable, and read the network by the network's own methods.
    """
    key: tuple[Hashable, ...] = (function, args, *named.items())
    base = network.base if isinstance(network, _Watched) else network
    known = base.memory.get(key)
    if known is None or not _is_same(base, known[1]):
        watched = _Watched(_WatchedTables(base), base.from_strangers)
        known = function(watched, *args, **named), watched.reads
        if len(base.memory) >= MOST:
            base.memory.clear()
        base.memory[key] = known
    if isinstance(network, _Watched):
        network.reads.update(known[1])
    result: T = known[0]
    return result


#: What was asked: for rows by id, rows of a table, live ones, or those by a field, and what the network held.
Reads = dict[tuple[Any, ...], object]


def _is_same(network: Network, reads: Reads) -> bool:
    return all(_held(network, question) is held for question, held in reads.items())


def _held(network: Network, question: tuple[Any, ...]) -> object:
    if len(question) == 2:
        return network.tables[question[0]].get(question[1])
    if len(question) == 1:
        return network.tables[question[0]] if question[0] else network.from_strangers
    if len(question) == 3:
        return network.live_list(question[0])
    kind, by, value, _ = question
    return network.bucket(kind, by, value)


@dataclass(frozen=True, slots=True)
class _WatchedTables(Mapping[str, Rows]):
    """The tables of a network; whoever takes one has read all its rows."""

    base: Network
    reads: Reads = field(default_factory=dict)

    def __getitem__(self, table: str) -> Rows:
        rows = self.reads[(table,)] = self.base.tables[table]
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.base.tables)

    def __len__(self) -> int:
        return len(self.base.tables)


@dataclass(frozen=True, slots=True)
class _Watched(Network):
    """A network that notes what is read of it."""

    tables: _WatchedTables

    @property
    def base(self) -> Network:
        """The network itself."""
        return self.tables.base

    @property
    def reads(self) -> Reads:
        """What was read."""
        return self.tables.reads

    def live_list(self, kind: type[Record]) -> list[Record]:
        """Noted as read."""
        rows = self.reads[kind, None, None] = self.base.live_list(kind)
        return rows

    def bucket(self, kind: type[Record], by: By, value: object) -> list[Record] | None:
        """Noted as read."""
        rows = self.reads[kind, by, value, None] = self.base.bucket(kind, by, value)
        return rows

    def find(self, kind: type[R], row_id: str | None) -> R | None:
        """Noted as read."""
        return self.row(kind.TABLE, row_id) if row_id else None  # type: ignore[return-value]  # a table holds its own kind only

    def row(self, table: str, row_id: str) -> Record | None:
        """Noted as read."""
        row = self.reads[table, row_id] = self.base.row(table, row_id)
        return row

    def is_from_stranger(self, row: Record) -> bool:
        """Noted as read."""
        self.reads["",] = self.from_strangers
        return Network.is_from_stranger(self, row)
