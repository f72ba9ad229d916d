"""Which rows a sheet for those outside the network leaves out: closed items and what belongs to them."""

from __future__ import annotations

from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import AgendaItem, Annex, FollowUp
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network


def is_shown(network: Network, row: Record) -> bool:
    """Whether a public sheet has the row: no closed agenda item or annex, and no annex or follow-up of such an item."""
    if isinstance(row, Annex):
        return not annexes.is_closed(network, row)
    if isinstance(row, FollowUp):
        item = network.find(AgendaItem, row.agenda_item_id)
    else:
        item = row if isinstance(row, AgendaItem) else None
    return item is None or not item.closed
