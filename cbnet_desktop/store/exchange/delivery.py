"""Which edits lie in which pieces of a place, and laying edits there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.edits import SignedEdit
from cbnet_desktop.store.format.keys import PublicKey
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.authoring import Author
from cbnet_desktop.store.log.connection import Connection, transaction
from cbnet_desktop.store.places.place import Mark, Place

#: The identity of the place that the numbers of pieces beside the edits are about.
_PLACE = "place"
_ID_BYTES = 20


class Delivery:
    """What a replica knows to lie in a place; every edit knows in how many pieces it lies there."""

    def __init__(self, conn: Connection, place: Place, author: Author) -> None:
        self.conn = conn
        self.place = place
        self.author = author
        self.clock: Callable[[], float] = time.time
        self.network = computers.local(conn, computers.LOCAL_NETWORK)
        #: Pieces that were laid or read here, so that all they held is here, whatever their bytes are now.
        self.vouched: set[str] = set()
        #: Pieces that were to be removed and could not be: a share may let nobody delete, or not others' files.
        self.stuck: set[str] = set()

    def adopt_place(self) -> None:
        """Counts the pieces of this place, where the numbers beside the edits are those of another."""
        if computers.local(self.conn, _PLACE) == self.place.identity:
            return
        with transaction(self.conn):
            self.conn.execute("update edit set pieces = 0, lacking_since = 0")
            for name in self.known():
                self._count(name, 1)
            computers.set_local(self.conn, _PLACE, self.place.identity)

    def known(self) -> dict[str, Mark]:
        """The pieces that were read, with size and time at the last close look."""
        query = "select name, size, changed from piece where place = ?"
        rows = self.conn.execute(query, (self.place.identity,)).fetchall()
        return {name: Mark(size, changed) for name, size, changed in rows}

    def dropped(self) -> list[str]:
        """The pieces that were dropped here."""
        query = "select name from dropped where place = ?"
        return [name for (name,) in self.conn.execute(query, (self.place.identity,)).fetchall()]

    def own_at_rest(self, seconds: float) -> list[str]:
        """The pieces written by this computer that have lain there for some time."""
        start = self.author.chain[:16]
        query = "select name from piece where place = ? and name >= ? and name < ? and noted <= ?"
        values = (self.place.identity, f"{start}-", f"{start}.", self.clock() - seconds)
        return [name for (name,) in self.conn.execute(query, values).fetchall()]

    def is_own(self, name: str) -> bool:
        """Whether this computer wrote a piece."""
        return name.startswith(self.author.chain[:16])

    def edits_in(self, name: str) -> list[str]:
        """The ids of the edits in a piece that was read."""
        query = "select edits from piece where place = ? and name = ?"
        row = self.conn.execute(query, (self.place.identity, name)).fetchone()
        data = bytes(row[0]) if row else b""
        return [data[start : start + _ID_BYTES].hex() for start in range(0, len(data), _ID_BYTES)]

    def note(self, name: str, edits: Sequence[str]) -> None:
        """Notes, in the caller's transaction, that a piece holds these edits."""
        identity = self.place.identity
        if self.conn.execute("select 1 from piece where place = ? and name = ?", (identity, name)).fetchone():
            return
        data = b"".join(bytes.fromhex(edit) for edit in edits)
        self.conn.execute(
            "insert into piece (place, name, edits, size, changed, noted) values (?, ?, ?, ?, ?, ?)",
            (identity, name, data, -1, 0, self.clock()),
        )
        self.conn.execute("delete from dropped where place = ? and name = ?", (identity, name))
        self._count(name, 1)

    def note_mark(self, name: str, mark: Mark) -> None:
        """Notes size and time of a piece whose bytes were just found right."""
        query = "update piece set size = ?, changed = ? where place = ? and name = ?"
        self.conn.execute(query, (mark.size, mark.changed, self.place.identity, name))

    def forget(self, name: str) -> None:
        """Notes that a piece is not there any more; edits that are in no other one are lacking from now on."""
        self.vouched.add(name)
        with transaction(self.conn):
            lacking = [(self.clock(), edit) for edit in self.edits_in(name)]
            self._count(name, -1)
            self.conn.execute("delete from piece where place = ? and name = ?", (self.place.identity, name))
            self.conn.executemany("update edit set lacking_since = ? where id = ? and pieces = 0", lacking)

    def lay(self, rids: Iterable[int]) -> dict[str, int]:
        """Lays edits in the place, reads each piece back and compares it; returns the pieces that count, with edits.

        Raises what the place raises.
        """
        laid: dict[str, int] = {}
        for batch in self._batches(rids):
            keys = [self._key(chain) for chain in sorted({edit.head.key for edit in batch})]
            name, data = pieces.packed(self.network, keys, batch, self.author.chain)
            self.vouched.add(name)
            self.place.put(name, data)
            if self.place.get(name) != data:
                continue
            with transaction(self.conn):
                self.note(name, [edit.id for edit in batch])
            laid[name] = len(batch)
        return laid

    def rids_in(self, names: Iterable[str]) -> list[int]:
        """The edits in some pieces, in the order in which they came here."""
        held = {edit for name in names for edit in self.edits_in(name)}
        query = "select rid from edit where id = ?"
        return sorted(self.conn.execute(query, (edit,)).fetchone()[0] for edit in held)

    def drop(self, name: str) -> None:
        """Drops a piece all of whose edits were read back in others, and remembers it, should a tool bring it back."""
        self.conn.execute("insert or ignore into dropped (place, name) values (?, ?)", (self.place.identity, name))
        self.remove(name)
        self.forget(name)

    def remove(self, name: str) -> None:
        """Removes a piece that is not needed; where that is refused it is stuck, and stops nothing."""
        try:
            self.place.drop(name)
        except UserError:
            self.stuck.add(name)
        else:
            self.stuck.discard(name)

    def _count(self, name: str, by: int) -> None:
        rows = [(by, edit) for edit in self.edits_in(name)]
        self.conn.executemany("update edit set pieces = pieces + ? where id = ?", rows)

    def _batches(self, rids: Iterable[int]) -> Iterator[list[SignedEdit]]:
        """Edits in bags that are not too large; one whose signature came garbled is not passed on."""
        batch: list[SignedEdit] = []
        size = 0
        for rid in rids:
            edit = ops.signed_edit(self.conn, self.network, rid)
            is_checked = self.conn.execute("select is_checked from edit where rid = ?", (rid,)).fetchone()[0]
            if not is_checked and not self._key(edit.head.key).signed(edit):
                continue
            length = len(edit.body.encode()) + len(edit.values.encode())
            if batch and size + length > pieces.FULL_TEXT:
                yield batch
                batch, size = [], 0
            batch.append(edit)
            size += length
        if batch:
            yield batch

    def _key(self, chain: str) -> PublicKey:
        return PublicKey(chain, self.conn.execute("select public from key where chain = ?", (chain,)).fetchone()[0])
