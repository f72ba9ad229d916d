"""Tells under a table where a name stands that was changed in it or in its form, beside the way back."""

from __future__ import annotations

from cbnet_desktop.domain.records import FormerName
from cbnet_desktop.domain.titles import naming
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.table.table_pane import TablePane


def tell_renaming(pane: TablePane, advice: str = "") -> None:
    """Begins to tell it; advice says what there is instead of changing the name."""
    document, table = pane.document, pane.spec.record.TABLE

    def tell(edit: Edit) -> None:
        changes = [change for change in edit.changes if change.table == table]
        told = "" if FormerName.TABLE in edit.tables else naming.renamed(document.network, changes)
        if told:
            pane.strip.note_done(" ".join(filter(None, (told, advice))), "Fortryd", document.undo)

    document.written.connect(tell)
