"""The annexes of an agenda item, numbered under it: 2.1, 2.2 (M15)."""

from __future__ import annotations

from cbnet_desktop.domain.records import AgendaItem, Annex
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.ordering import by_position


def of_item(network: Network, item: AgendaItem) -> list[Annex]:
    """An item's annexes in order."""
    return sorted((row for row in network.live(Annex) if row.agenda_item_id == item.id), key=by_position)


def number(network: Network, annex: Annex) -> str:
    """The item's number and the annex's place under it, for example »2.1«."""
    item = network.find(AgendaItem, annex.agenda_item_id)
    if item is None:
        return ""
    place = next((place for place, row in enumerate(of_item(network, item), 1) if row.id == annex.id), 0)
    return f"{item.position if item.position is not None else '–'}.{place}"


def added(network: Network, item: AgendaItem, title: str) -> Change:
    """The change that adds an annex after the others."""
    last = max((row.position or 0 for row in of_item(network, item)), default=0)
    return Annex.added({"agenda_item_id": item.id, "position": last + 1, "title": title})
