"""The cells of a record table as Qt asks for them: Danish text, colours, icons, and words for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QIcon

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.ui.editing.refusals import Refusal
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table import cell_marks
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.record_rows import Index, RecordRows
from cbnet_desktop.ui.widgets import icons, theme
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip

#: The role of the stored value, for editors that choose instead of type.
STORED = Qt.ItemDataRole.UserRole + 1


class RecordCells(RecordRows):
    """The read-only side of a record table: what a cell shows, with a refused text in place of the stored value."""

    def __init__(self, session: Session, spec: TableSpec, parent: QObject | None = None) -> None:
        super().__init__(session, spec, parent)
        #: The group that begins with a cell, where a view shows groups; it is read before the cell.
        self.group_begun: Callable[[Index], str] = lambda _: ""
        self._answers: dict[int, Callable[[Index], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda index: self._text(index).replace("\n", " "),
            Qt.ItemDataRole.EditRole: self._text,
            Qt.ItemDataRole.ToolTipRole: self._tooltip,
            Qt.ItemDataRole.AccessibleTextRole: self._accessible,
            Qt.ItemDataRole.TextAlignmentRole: lambda index: self._alignment(index.column()),
            Qt.ItemDataRole.CheckStateRole: self._ticked,
            Qt.ItemDataRole.ForegroundRole: self._colour,
            Qt.ItemDataRole.BackgroundRole: self._background,
            Qt.ItemDataRole.DecorationRole: self._icon,
            STORED: self._stored,
        }

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell's data for one of Qt's roles, or its stored value (STORED)."""
        answer = self._answers.get(role)
        return answer(index) if answer and index.isValid() else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles, aligned as their cells."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.spec.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spec.columns[section].title
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def cell_text(self, index: Index) -> str:
        """The cell's text for other programs: without derived texts, ticks as words."""
        return "" if self._is_derived(index) else self._spoken(index)

    def refusal(self, index: Index) -> Refusal | None:
        """The refused entry of the cell, None where there is none."""
        field, holder = self.spec.columns[index.column()].field, self.holder(index)
        return self.session.refusals.of(holder.TABLE, holder.id, field) if holder else None

    def _text(self, index: Index) -> str:
        if refusal := self.refusal(index):
            return refusal.typed
        record, field = self.record_at(index.row()), self.spec.field(index.column())
        if field and field.kind is Kind.FLAG and self.holder(index):
            return ""
        return self.spec.columns[index.column()].shown(self.network, record) if record else ""

    def _tooltip(self, index: Index) -> str | None:
        refusal = self.refusal(index)
        text = refusal.message if refusal else self._text(index)
        return plain_tooltip("\n".join(filter(None, (text, *cell_marks.descriptions(self, index))))) or None

    def _accessible(self, index: Index) -> str:
        text = f"{self.spec.columns[index.column()].title}: {self._spoken(index) or 'tomt'}"
        if group := self.group_begun(index):
            text = f"{group}. {text}"
        if refusal := self.refusal(index):
            text += f". Afvist: {refusal.message}"
        return ". ".join((text, *cell_marks.descriptions(self, index)))

    def _spoken(self, index: Index) -> str:
        ticked = self._ticked(index)
        return self._text(index) if ticked is None else "ja" if ticked == Qt.CheckState.Checked else "nej"

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        is_number = self.spec.columns[column].is_number
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _ticked(self, index: Index) -> Qt.CheckState | None:
        field = self.spec.field(index.column())
        if field is None or field.kind is not Kind.FLAG or self.holder(index) is None:
            return None
        return Qt.CheckState.Checked if self._stored(index) else Qt.CheckState.Unchecked

    def _stored(self, index: Index) -> Value:
        holder, field = self.holder(index), self.spec.columns[index.column()].field
        return getattr(holder, field) if holder else None

    def _colour(self, index: Index) -> QColor | None:
        if self.refusal(index):
            return theme.colour("error")
        column = self.spec.columns[index.column()]
        is_computed = bool(column.text) and not column.field
        is_muted = is_computed or getattr(self.record_at(index.row()), "archived", False) or self._is_derived(index)
        return theme.colour("muted") if is_muted else None

    def _background(self, index: Index) -> QColor | None:
        return theme.colour("error_background") if self.refusal(index) else None

    def _icon(self, index: Index) -> QIcon | None:
        record, column = self.record_at(index.row()), self.spec.columns[index.column()]
        if cell_marks.conflict_of(self, index):
            return icons.icon(cell_marks.ICON)
        name = column.icon(self.network, record) if column.icon and record else ""
        return icons.icon(name) if name else None

    def _is_derived(self, index: Index) -> bool:
        record = self.record_at(index.row())
        return bool(record and self.spec.columns[index.column()].derived_text(self.network, record))
