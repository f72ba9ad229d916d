"""Replicas, and the places through which they exchange edits. The only layer with SQL."""

from cbnet_desktop.store.exchange.exchanger import Exchanged, Exchanger
from cbnet_desktop.store.log.unseen import Arrival
from cbnet_desktop.store.opening import Meant, create, open_store
from cbnet_desktop.store.replica import Edit, Store

__all__ = [
    "Arrival",
    "Edit",
    "Exchanged",
    "Exchanger",
    "Meant",
    "Store",
    "create",
    "open_store",
]
