"""A short table inside a form with the rows that belong to its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.action_button import action_button


class FormTable(QWidget):
    """A heading and a table as high as its rows; hidden while it is empty, unless it has an action."""

    def __init__(
        self,
        session: Session,
        spec: TableSpec,
        rows: Callable[[], Iterable[Record]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._has_actions = False
        self.pane = TablePane(session, replace(spec, rows=lambda _: rows()), self)
        self.pane.footer.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        heading = QLabel(spec.title, self)
        heading.setProperty("role", "heading")
        heading.setBuddy(self.pane.view)
        self._line = QHBoxLayout()
        self._line.addWidget(heading)
        self._line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._line)
        column.addWidget(self.pane)
        model = self.pane.model
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(lambda *_: self._fit())
        model.message_changed.connect(lambda _: self._fit())
        self.pane.view.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit())
        self.renew()

    def add_action(self, text: str, call: Callable[[], object]) -> QPushButton:
        """Adds a button beside the heading; the text may contain a mnemonic."""
        button = action_button(self, text, call)
        self._line.addWidget(button)
        self.pane.row_buttons.append(button)
        self._has_actions = True
        self.renew()
        return button

    def renew(self) -> None:
        """Reads the rows again, also for another record."""
        has_rows = any(True for _ in self._rows())
        self.setVisible(has_rows or self._has_actions)
        self.pane.setVisible(has_rows)
        self.pane.model.refresh()
        self._fit()

    def _fit(self) -> None:
        view, strip = self.pane.view, self.pane.strip
        rows = view.model().rowCount() * view.verticalHeader().defaultSectionSize()
        message = strip.sizeHint().height() if strip.text else 0
        bar = view.horizontalScrollBar()
        scrolling = bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0
        self.pane.setFixedHeight(view.horizontalHeader().sizeHint().height() + rows + scrolling + 2 + message)
