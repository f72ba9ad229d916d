"""Tells under a table where a name stands that was changed in it or in its form, beside the way back."""

from __future__ import annotations

from cbnet_desktop.domain.records import FormerName
from cbnet_desktop.domain.titles import name_uses
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.table.table_pane import TablePane


def show_rename_notice(pane: TablePane, advice: str = "") -> None:
    """Begins to tell it; advice says what there is instead of changing the name."""
    session, table = pane.session, pane.spec.record.TABLE

    def tell(edit: Edit) -> None:
        changes = [change for change in edit.changes if change.table == table]
        message = "" if FormerName.TABLE in edit.tables else name_uses.renamed(session.network, changes)
        if message:
            pane.strip.show_done(" ".join(filter(None, (message, advice))), "Fortryd", session.undo)

    session.written.connect(tell)
