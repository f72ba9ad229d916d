"""The annexes of an agenda item, numbered under it: 2.1, 2.2 (M15)."""

from __future__ import annotations

from uuid import uuid4

from cbnet_desktop.domain.records import AgendaItem, Annex
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish


def of_item(network: Network, item: AgendaItem) -> list[Annex]:
    """An item's annexes in order."""
    rows = [row for row in network.live(Annex) if row.agenda_item_id == item.id]
    return sorted(rows, key=lambda row: (row.position is None, row.position or 0, danish.sort_key(row.title), row.id))


def number(network: Network, annex: Annex) -> str:
    """»2.1«: the item's number and the annex's place under it."""
    item = network.find(AgendaItem, annex.agenda_item_id)
    if item is None:
        return ""
    place = next((place for place, row in enumerate(of_item(network, item), 1) if row.id == annex.id), 0)
    return f"{item.position if item.position is not None else '–'}.{place}"


def added(network: Network, item: AgendaItem, title: str) -> Change:
    """A new annex after the others."""
    last = max((row.position or 0 for row in of_item(network, item)), default=0)
    return Change(Annex.TABLE, uuid4().hex, None, {"agenda_item_id": item.id, "position": last + 1, "title": title})
