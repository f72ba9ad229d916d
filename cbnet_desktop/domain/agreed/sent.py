"""What was sent by mail is fixed: nobody edits a dispatch, its recipients or its files afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cbnet_desktop.domain.records import Annex, Dispatch, DispatchRecipient
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Frozen
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish

_PARTS = (DispatchRecipient.TABLE, Annex.TABLE)


def locks(network: Network, changes: Iterable[Change]) -> Iterator[Frozen]:
    """The refusals of edits of what was sent before the edit; erasures are no edits and reach it."""
    for change in changes:
        for dispatch_id in sorted(_touched(network, change)):
            dispatch = network.find(Dispatch, dispatch_id)
            if dispatch and dispatch.sent_on:
                yield Frozen(
                    f"{quoted(dispatch.subject)} er sendt {danish.short_date(dispatch.sent_on)} og kan ikke rettes. "
                    "Skriv en ny forsendelse.",
                    table=change.table,
                    row_id=change.row_id,
                )


def _touched(network: Network, change: Change) -> set[str]:
    """The dispatches that a change edits, or puts a recipient or a file in, or takes one out of."""
    if change.table == Dispatch.TABLE:
        return {change.row_id}
    if change.table not in _PARTS:
        return set()
    row = network.row(change.table, change.row_id)
    held = row.values().get("dispatch_id") if row else None
    return {str(one) for one in (held, (change.after or {}).get("dispatch_id")) if one}
