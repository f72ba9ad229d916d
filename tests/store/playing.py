"""What the store's tests play with: laptops on one shared file, and people to edit."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from cbnet_desktop.domain.records import RECORDS, AgreedText, NetworkProfile, Reopening
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import Store

Laptop = Callable[[str], Store]


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
