"""What the store's tests play with: laptops on one shared file, and people to edit."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from cbnet_desktop.domain.changes import Change
from cbnet_desktop.store import Store

Laptop = Callable[[str], Store]


def add_person(store: Store, name: str = "Asta Eksempelsen", **fields: str) -> str:
    row_id = uuid.uuid4().hex
    store.apply(f"{name} tilføjet", [Change("people", row_id, None, {"name": name, **fields})])
    return row_id
