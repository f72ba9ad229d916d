"""What the store's tests play with: laptops on one shared file, people to edit, and strangers who forge."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cbnet_desktop.domain.records import RECORDS, AgreedText, NetworkProfile, Reopening
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import Store
from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.edits import SEALED, CellOp, Head, SignedEdit, encoded, sealed_hash
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.format.standing import KNOWN
from cbnet_desktop.store.log import computers
from cbnet_desktop.store.log.authoring import Edited
from cbnet_desktop.store.log.connection import transaction
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.log.ops import Cell

Laptop = Callable[[str], Store]

NEW_NETWORK = (Change("networks", "0" * 32, None, {"name": "Prøvenetværk", "first_year": 2015}),)
SALT = "5a" * 12
LATER = "2099-01-01T00:00:00.000Z"


def add_person(store: Store, name: str = "Asta Eksempelsen", **fields: str) -> str:
    row_id = uuid.uuid4().hex
    store.apply(f"{name} tilføjet", [Change("people", row_id, None, {"name": name, **fields})])
    return row_id


def take_over(store: Store, network: Network) -> None:
    """Writes a network made by tests.building into a store's own network, as one edit; what it agrees is kept anew."""
    kinds = [kind for kind in RECORDS if kind not in (NetworkProfile, AgreedText, Reopening)]
    store.apply(
        "Netværket overtaget",
        [Change(kind.TABLE, row.id, None, row.values()) for kind in kinds for row in network.rows(kind)],
    )


def meet(*stores: Store) -> None:
    """Everybody exchanges until all have all, without any problem."""
    for store in (*stores, *stores):
        assert store.exchange().problem == ""
        store.refresh()
        assert store.waiting == 0


def introduce(store: Store, *others: Store) -> None:
    """A known computer says of others that it knows them; all have heard it afterwards."""
    meet(*others, store)
    for other in others:
        say(store, [((computers.TABLE, chain_of(other), computers.COLUMN), KNOWN)])
    meet(store, *others)


def say(store: Store, cells: Iterable[tuple[Cell, Value]]) -> None:
    """Writes cells of no table of the program, as a page of the window does."""
    at = store.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with transaction(store.conn):
        store.write_cells(Edited(at, store.user, "Sagt"), list(cells))
    store._cache.catch_up(look=True)


def chain_of(store: Store) -> str:
    """The chain of a store's computer, which may not have written yet."""
    return KeyFile(store.replica_path).signer().public.chain


def signed(
    network: str,
    cells: Sequence[tuple[Cell, Any]],
    *,
    signer: Signer | None = None,
    at: str = LATER,
    prevs: Sequence[str] = (),
    by: str = "fremmed",
    **head: Any,
) -> tuple[Signer, SignedEdit]:
    """An edit as somebody signs it who has this program's source; a first one of a new key unless head says more."""
    signer = signer or Signer.new()
    made: list[CellOp] = []
    values: list[tuple[str, str]] = []
    for cell, value in cells:
        if (cell[0], cell[2]) in SEALED:
            values.append((SALT, encoded(value)))
            made.append(CellOp(*cell, list(prevs), None, sealed_hash(SALT, encoded(value))))
        else:
            made.append(CellOp(*cell, list(prevs), value))
    said: dict[str, Any] = {"number": 1, "prev": [], "label": "x", "act": "", "founds": "", "seen": [], **head}
    return signer, signer.sign(
        network, Head(1, signer.public.chain, at=at, author=by, ops=made, **said), encoded(values)
    )


def lay(store: Store, signer: Signer, *edits: SignedEdit) -> str:
    """Lays edits in the folder as a piece; its name."""
    name, data = pieces.packed(store.network_id, [signer.public], edits, signer.public.chain)
    store.place.put(name, data)
    return name


def forge(store: Store, cells: Sequence[tuple[Cell, Any]], **named: Any) -> SignedEdit:
    """Lays an edit of a stranger in the folder."""
    signer, edit = signed(store.network_id, cells, **named)
    lay(store, signer, edit)
    return edit
