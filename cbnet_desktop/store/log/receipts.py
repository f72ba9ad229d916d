"""Receipts: an edit without cells that names the last edits which have come to a computer.

So a colleague can see how far her edits have come, and a last piece that is lost is noticed by whoever reads its name.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import NamedTuple

from cbnet_desktop.store.format.edits import MAX_TIPS
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.authoring import Author, Edited, time_of
from cbnet_desktop.store.log.connection import Connection, transaction

#: Seconds between two receipts of a computer.
EVERY = 3600.0
LABEL = "Kvittering"
#: Key of when this computer wrote its last receipt, and what it named.
_WRITTEN = "receipt"


class Receipt(NamedTuple):
    """What a computer had at a time (UTC): its chain and the name of its user, and whether all of this one's edits."""

    chain: str
    author: str
    at: str
    has_all: bool


def is_due(conn: Connection, now: float) -> bool:
    """Whether others have written something since this computer's last receipt, an hour ago or more."""
    written, _, seen = computers.local(conn, _WRITTEN).partition(" ")
    foreign = _foreign_tips(conn)
    return bool(foreign) and seen != " ".join(foreign) and now - float(written or 0) >= EVERY


def write(conn: Connection, author: Author, user: str, now: float) -> None:
    """Writes a receipt for what has come here."""
    with transaction(conn):
        at, _ = time_of(conn, datetime.fromtimestamp(now, UTC))
        seen = _foreign_tips(conn)
        author.note_seen(Edited(at, user, LABEL), seen[:MAX_TIPS], now)
        computers.set_local(conn, _WRITTEN, f"{now} {' '.join(seen)}")


def _foreign_tips(conn: Connection) -> list[str]:
    query = "select id from edit where is_tip = 1 and chain != ? order by id"
    own = computers.local(conn, computers.LOCAL_CHAIN)
    return [edit for (edit,) in conn.execute(query, (own,)).fetchall()]


def received(conn: Connection) -> list[Receipt]:
    """The last receipt of each other computer, newest first."""
    own = computers.local(conn, computers.LOCAL_CHAIN)
    query = (
        "select chain, author, at, body from edit where chain != ? and label = ? "
        "and not exists (select 1 from op where op.rid = edit.rid) order by number desc"
    )
    found: dict[str, Receipt] = {}
    tips = {edit for (edit,) in conn.execute("select id from edit where is_tip = 1 and chain = ?", (own,)).fetchall()}
    for chain, author, at, body in conn.execute(query, (own, LABEL)).fetchall():
        if chain not in found:
            seen = json.loads(ops.body_in(bytes(body))).get("seen", [])
            found[chain] = Receipt(chain, author, at, tips <= set(seen))
    return sorted(found.values(), key=lambda one: one.at, reverse=True)
