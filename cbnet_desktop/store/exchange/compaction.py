"""Keeping a place small and clean: own pieces become fewer, and no piece keeps what was erased."""

from __future__ import annotations

from collections import defaultdict

from cbnet_desktop.store.exchange.delivery import Delivery
from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.edits import Bad
from cbnet_desktop.store.format.pieces import Name
from cbnet_desktop.store.log import computers, erasure, ops
from cbnet_desktop.store.log.connection import Connection

#: Pieces of one size class that become one, and the age in seconds from which they do: sync clients need rest.
TOGETHER = 8
AGE = 3600.0
#: Pieces with this many edits are left as they are.
_LARGE = 8_000


def compact(delivery: Delivery) -> None:
    """Merges eight own pieces of one size class that have rested, reads the whole back, and then drops them."""
    classes: defaultdict[int, list[str]] = defaultdict(list)
    for name in delivery.own_at_rest(AGE):
        parts = Name.of(name)
        # A piece of which a line was left is another program's, or a later one's of this computer: it stays.
        if parts and parts.edits < _LARGE and parts.edits == len(delivery.edits_in(name)):
            classes[max(1, parts.edits).bit_length() // 3].append(name)
    full = [names for _, names in sorted(classes.items()) if len(names) >= TOGETHER]
    for names in full[:1]:
        _replace(delivery, names)


def _replace(delivery: Delivery, names: list[str]) -> bool:
    """Lays the edits of pieces anew, and drops the pieces once all were read back."""
    rids = delivery.rids_in(names)
    laid = delivery.lay(rids)
    if sum(laid.values()) < len(rids):
        return False
    for name in names:
        if name not in laid:
            delivery.drop(name)
    return True


def clean(delivery: Delivery, patience: float) -> None:
    """Writes pieces anew that still hold an erased value, and drops the old ones: its writer at once, others later.

    The only case where another's piece goes, and only after its every line was read back in a new one.
    """
    conn = delivery.conn
    if not computers.local(conn, erasure.UNCLEAN):
        return
    erased = {op[:40] for (op,) in conn.execute("select op from erased").fetchall()}
    is_clean = True
    for name in delivery.known():
        if erased.isdisjoint(delivery.edits_in(name)) or not _is_unclean(delivery, name):
            continue
        waited = delivery.clock() - _unclean_since(conn, name, delivery.clock())
        is_due = delivery.is_own(name) or waited >= patience
        is_clean = is_due and _replace(delivery, [name]) and is_clean
    if is_clean:
        conn.execute("delete from local where key = ? or key like 'unclean %'", (erasure.UNCLEAN,))


def _is_unclean(delivery: Delivery, name: str) -> bool:
    data, parts = delivery.place.get(name), Name.of(name)
    if data is None or parts is None:
        return False
    try:
        held = pieces.unpacked(data, delivery.network, parts.edits).edits
    except Bad:
        return False
    return any(ops.holds_erased(delivery.conn, edit) for edit in held)


def _unclean_since(conn: Connection, name: str, now: float) -> float:
    key = f"unclean {name}"
    if not computers.local(conn, key):
        computers.set_local(conn, key, str(now))
    return float(computers.local(conn, key))
