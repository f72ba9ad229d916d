"""Cloned replicas: two computers that continue one chain (a copied laptop image, a restored home folder).

The one that finds the other's ops in the shared file continues under a new replica id, to which its own ops move.
"""

from __future__ import annotations

import json
import uuid

from cbnet_desktop.store import ops
from cbnet_desktop.store.connection import Connection, transaction
from cbnet_desktop.store.places import Place
from cbnet_desktop.store.rows import take_in

LOCAL_ID = "replica"
_GUARD = "op_is_never_removed"


def replica_id(conn: Connection) -> str:
    """This replica's id, created at the first call."""
    row = conn.execute("select value from local where key = ?", (LOCAL_ID,)).fetchone()
    if row is None:
        conn.execute("insert or ignore into local (key, value) values (?, ?)", (LOCAL_ID, uuid.uuid4().hex))
        return replica_id(conn)
    return str(row[0])


def divergence(conn: Connection, place: Place, theirs: ops.Vector, replica: str) -> int | None:
    """The first seq at which two copies of a chain differ; None where they agree."""
    mine = ops.vector(conn).get(replica)
    if mine is None:
        return None
    last = min(mine[0], theirs[replica][0])
    if _hash_here(conn, replica, last) == _hash_there(place, theirs, replica, last):
        return None
    known = {**theirs, replica: (0, ops.CHAIN_START)}
    there = {op.seq: op.hash for op in place.pull(known)}
    query = "select seq, hash from op where replica = ? and seq <= ? order by seq"
    return next(
        (seq for seq, hash_ in conn.execute(query, (replica, last)).fetchall() if there.get(seq) != hash_), last
    )


def _hash_here(conn: Connection, replica: str, seq: int) -> str:
    return str(conn.execute("select hash from op where replica = ? and seq = ?", (replica, seq)).fetchone()[0])


def _hash_there(place: Place, theirs: ops.Vector, replica: str, seq: int) -> str:
    if theirs[replica][0] == seq:
        return theirs[replica][1]
    known = {**theirs, replica: (seq - 1, "")}
    return next((op.hash for op in place.pull(known) if op.seq == seq), "")


def fork(conn: Connection, first: int) -> str:
    """Moves this replica's ops from seq first to a new chain; returns the new replica id."""
    old, new = replica_id(conn), uuid.uuid4().hex
    with transaction(conn):
        own = [op for op in ops.since(conn, {old: (first - 1, "")}) if op.replica == old]
        guard = conn.execute("select sql from sqlite_master where name = ?", (_GUARD,)).fetchone()[0]
        conn.execute(f"drop trigger {_GUARD}")
        conn.execute("delete from op where replica = ? and seq >= ?", (old, first))
        conn.execute(guard)
        moved = _moved(own, old, first, new)
        take_in(conn, moved)
        conn.execute("update local set value = ? where key = ?", (new, LOCAL_ID))
    return new


def _moved(own: list[ops.Op], old: str, first: int, new: str) -> list[ops.Op]:
    moved: list[ops.Op] = []
    previous = ops.CHAIN_START
    for op in own:
        prevs = [
            [new, seq - first + 1] if replica == old and seq >= first else [replica, seq]
            for replica, seq in op.replaces
        ]
        link = op._replace(replica=new, seq=op.seq - first + 1, prevs=json.dumps(prevs, separators=(",", ":")))
        link = link._replace(hash=ops.chain_hash(previous, link))
        moved.append(link)
        previous = link.hash
    return moved
