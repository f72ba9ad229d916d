"""Shows in a cell that somebody else changed it or that it has a conflict: a bar, an icon, and sentences."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from cbnet_desktop.store.log.conflicts import CellConflict
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.marks import ROW, Mark
from cbnet_desktop.ui.table.record_rows import Index, RecordRows
from cbnet_desktop.ui.widgets import theme

ICON = "conflict"
BAR_WIDTH = 3


def descriptions(model: RecordRows, index: Index) -> list[str]:
    """A sentence about the conflict and each mark of a cell; mostly none."""
    if model.session.sharing.is_quiet:
        return []
    network = model.network
    conflict = conflict_of(model, index)
    sentences = [sharing_messages.at_odds(conflict, network)] if conflict else []
    for table, field, mark, is_own in _marks(model, index):
        sentences.append(sharing_messages.changed(mark, table, field, network, is_named=not is_own))
    return sentences


def conflict_of(model: RecordRows, index: Index) -> CellConflict | None:
    """The conflict about the cell, None where there is none."""
    sharing, field, holder = model.session.sharing, model.spec.columns[index.column()].field, model.holder(index)
    return sharing.conflict(holder.TABLE, holder.id, field) if holder and not sharing.is_quiet else None


def paint(painter: QPainter, place: QRect, model: RecordRows, index: Index) -> None:
    """Draws a bar at the left of a cell that somebody else changed."""
    if not model.session.sharing.is_quiet and next(_marks(model, index), None):
        bar = QRect(place.left(), place.top() + 2, BAR_WIDTH, place.height() - 4)
        painter.fillRect(bar, theme.colour("accent"))


def _marks(model: RecordRows, index: Index) -> Iterator[tuple[str, str, Mark, bool]]:
    """Table, field, mark, and whether it is the cell's own; the first cell has the marks of fields without a column."""
    marks, column = model.session.sharing.marks, model.spec.columns[index.column()]
    record, holder = model.record_at(index.row()), model.holder(index)
    if holder and column.field in (own := marks.of(holder.TABLE, holder.id)):
        yield holder.TABLE, column.field, own[column.field], True
    if record and index.column() == 0:
        shown = {one.field for one in model.spec.columns if not one.of}
        for field, mark in marks.of(record.TABLE, record.id).items():
            if field not in shown:
                yield record.TABLE, field, mark, field == ROW
