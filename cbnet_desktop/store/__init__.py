"""Replicas, and the places through which they exchange edits. The only layer with SQL."""

from cbnet_desktop.store.conflicts import CellConflict, Version
from cbnet_desktop.store.exchange import Exchanged, Exchanger
from cbnet_desktop.store.history import HistoryEntry
from cbnet_desktop.store.opening import Meant, create, open_store
from cbnet_desktop.store.replica import Edit, Store
from cbnet_desktop.store.unseen import Arrival
from cbnet_desktop.store.verify import Difference

__all__ = [
    "Arrival",
    "CellConflict",
    "Difference",
    "Edit",
    "Exchanged",
    "Exchanger",
    "HistoryEntry",
    "Meant",
    "Store",
    "Version",
    "create",
    "open_store",
]
