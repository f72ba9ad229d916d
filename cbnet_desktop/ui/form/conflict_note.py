"""A note below a form's field that two people gave it different values, with a button to resolve that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class ConflictNote(QWidget):
    """An icon, the other value with its author, and »Afgør …«; hidden where the field has no conflict."""

    def __init__(self, session: Session, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._field = field
        self._record: Record | None = None
        self._icon = QLabel(self)
        self.label = wrapped_label(self)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.settler = QToolButton(self)
        self.settler.setText("Afgør …")
        self.settler.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 3)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        row.addWidget(self.settler, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_record(self, record: Record) -> None:
        """Shows the conflict about the field of a record, if there is one."""
        self._record = record
        conflict = self._session.sharing.conflict(record.TABLE, record.id, self._field)
        self.setVisible(conflict is not None)
        if conflict:
            self._icon.setPixmap(icons.pixmap("conflict", 16, self.devicePixelRatioF()))
            self.label.setText(sharing_messages.others(conflict, self._session.network))
            self.settler.setAccessibleName(f"Afgør konflikten om {record.fields()[self._field].label}")

    def _ask(self) -> None:
        if self._record:
            self._session.sharing.settling_asked.emit(f"{self._record.TABLE}/{self._record.id}/{self._field}")
