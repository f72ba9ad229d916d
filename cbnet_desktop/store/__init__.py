"""Replicas, and the places through which they exchange edits. The only layer with SQL."""

from cbnet_desktop.store.exchange.exchanger import Exchanged, Exchanger
from cbnet_desktop.store.files.verify import Difference
from cbnet_desktop.store.log.conflicts import CellConflict, Version
from cbnet_desktop.store.log.history import HistoryEntry
from cbnet_desktop.store.log.unseen import Arrival
from cbnet_desktop.store.opening import Meant, create, open_store
from cbnet_desktop.store.replica import Edit, Store

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
