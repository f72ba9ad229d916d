"""What was sent by mail is fixed, and so is a draft: the mail program has it already, and would send the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cbnet_desktop.domain.records import Annex, Dispatch, DispatchRecipient
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Frozen
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish

_PARTS = (DispatchRecipient.TABLE, Annex.TABLE)


#: What may still be said of a draft.
_SAID = {"sent_on", "sent_by"}


def locks(network: Network, changes: Iterable[Change], *, settles: bool = False) -> Iterator[Frozen]:
    """The refusals of edits of what was sent or drafted before the edit; erasures are no edits and reach it.

    Two who both said that it was sent may settle when, and by whom.
    """
    changes = tuple(changes)
    removed = {change.row_id for change in changes if change.table == Dispatch.TABLE and change.after is None}
    for change in changes:
        for dispatch_id in sorted(_touched(network, change)):
            dispatch = network.find(Dispatch, dispatch_id)
            if dispatch is None or (settles and _is_said(change) and (change.after or {}).get("sent_on", True)):
                continue
            if dispatch.sent_on:
                yield _frozen(dispatch, f"er sendt {danish.short_date(dispatch.sent_on)}", change)
            elif dispatch.draft_sha256 and dispatch_id not in removed and not _is_said(change):
                yield _frozen(dispatch, "er skrevet som kladde", change)


def _is_said(change: Change) -> bool:
    """Whether a change only says that a dispatch was sent, when or by whom."""
    is_edit = change.before is not None and change.after is not None
    return change.table == Dispatch.TABLE and is_edit and (change.after or {}).keys() <= _SAID


def _frozen(dispatch: Dispatch, state: str, change: Change) -> Frozen:
    return Frozen(
        f"{quoted(dispatch.subject)} {state} og kan ikke rettes. Skriv en ny forsendelse.",
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
