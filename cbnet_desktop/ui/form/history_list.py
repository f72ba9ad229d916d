"""A row's history: when, who, which field, old and new value; an old value can be restored by a new edit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.log.history import HistoryEntry
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_field import shown_value
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip

_ENTRY = Qt.ItemDataRole.UserRole
_LIMIT = 200


class HistoryList(QWidget):
    """Collapsed at first, and read from the file only while it is open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: Record | None = None
        self._opener = QToolButton(self)
        self._opener.setText("Historik")
        self._opener.setCheckable(True)
        self._opener.setAutoRaise(True)
        self._opener.setArrowType(Qt.ArrowType.RightArrow)
        self._opener.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._opener.setAccessibleDescription("Foldet sammen")
        self._opener.toggled.connect(self._open)
        self._tree = QTreeWidget(self)
        self._tree.setAccessibleName("Historik for den valgte række")
        self._tree.setHeaderLabels(["Hvornår", "Hvem", "Felt", "Fra", "Til"])
        self._tree.setRootIsDecorated(False)
        self._tree.setUniformRowHeights(True)
        self._tree.currentItemChanged.connect(lambda *_: self._judge())
        self._empty = QLabel("Rækken er ikke ændret, siden den blev oprettet.", self)
        self._restorer = QPushButton("Sæt tilbage", self)
        self._restorer.setToolTip("Skriver den gamle værdi som en ny rettelse")
        self._restorer.clicked.connect(self.put_back)
        self._body = QWidget(self)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._tree)
        body.addWidget(self._empty)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._restorer)
        body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._opener)
        column.addWidget(self._body)
        self._body.hide()

    def show_record(self, record: Record | None) -> None:
        """Shows the history of another row, or of none."""
        self._record = record
        if self._opener.isChecked():
            self._fill()

    def open(self) -> None:
        """Shows the history."""
        self._opener.setChecked(True)

    def entries(self) -> list[HistoryEntry]:
        """The entries shown, newest first."""
        items = [self._tree.topLevelItem(place) for place in range(self._tree.topLevelItemCount())]
        return [item.data(0, _ENTRY) for item in items if item]

    def put_back(self) -> None:
        """Restores the value before the selected entry by a new edit."""
        item, record = self._tree.currentItem(), self._record
        if item is None or record is None:
            return
        entry: HistoryEntry = item.data(0, _ENTRY)
        label = f"{record.fields()[entry.field].label} sat tilbage"
        self._session.execute(label, [change_of(record, {entry.field: entry.before})])

    def _open(self, is_open: bool) -> None:
        self._opener.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._opener.setAccessibleDescription("Foldet ud" if is_open else "Foldet sammen")
        self._body.setVisible(is_open)
        if is_open:
            self._fill()

    def _fill(self) -> None:
        self._tree.clear()
        record = self._record
        found: list[HistoryEntry] = []
        if record:
            found = self._session.store.log.history(record.TABLE, record.id, _LIMIT)
            for entry in found:
                self._add(record, entry)
        for position in range(self._tree.columnCount()):
            self._tree.resizeColumnToContents(position)
            self._tree.setColumnWidth(position, min(self._tree.columnWidth(position), 160))
        self._tree.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._judge()

    def _add(self, record: Record, entry: HistoryEntry) -> None:
        field = record.fields().get(entry.field)
        if field:
            words = [field.label, *(shown_value(self._session, field, side) for side in (entry.before, entry.value))]
        else:
            words = ["Oprettet" if entry.value else "Fjernet", "", ""]
        item = QTreeWidgetItem([danish.moment(entry.at), entry.by, *(" ".join(word.split()) for word in words)])
        item.setData(0, _ENTRY, entry)
        for position, word in enumerate(words[1:], 3):
            item.setToolTip(position, plain_tooltip(word[:1000]))
        self._tree.addTopLevelItem(item)

    def _judge(self) -> None:
        """Enables the button for entries of a field whose old value differs from the present one."""
        item, record = self._tree.currentItem(), self._record
        entry: HistoryEntry | None = item.data(0, _ENTRY) if item else None
        can_put_back = False
        if entry and record and entry.field in record.fields():
            can_put_back = getattr(record, entry.field) != entry.before
        self._restorer.setEnabled(can_put_back)
