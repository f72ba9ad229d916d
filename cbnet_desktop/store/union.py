"""Taking ops into a file: the log first, then the erasures it decides on, then the tables it adds up to."""

from __future__ import annotations

from collections.abc import Iterable

from cbnet_desktop.store import erasure, ops, rows
from cbnet_desktop.store.connection import Connection


def take_in(conn: Connection, incoming: Iterable[ops.Op]) -> tuple[frozenset[str], list[ops.BrokenLink]]:
    """Adds foreign ops inside the caller's transaction; returns the tables touched and the chains that do not hold."""
    touched, broken = ops.absorb(conn, incoming)
    touched |= erasure.carry_out(conn, touched)
    return rows.materialise(conn, touched), broken
