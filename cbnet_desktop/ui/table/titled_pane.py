"""A table under a line with its title and its own actions, for pages that show several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.action_button import action_button


class TitledPane(QWidget):
    """The details beside the title take the place of a footer; wide_only names columns that can be left out."""

    def __init__(
        self, session: Session, spec: TableSpec, parent: QWidget | None = None, *, wide_only: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._wide_only = wide_only
        self.pane = TablePane(session, spec, self)
        self.pane.footer.hide()
        self.title = QLabel(spec.title, self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("role", "heading")
        self.title.setBuddy(self.pane.view)
        self.details = QLabel(self)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setProperty("role", "muted")
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(8, 5, 8, 4)
        self.bar.setSpacing(6)
        self.bar.addWidget(self.title)
        self.bar.addWidget(self.details)
        self.bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.bar)
        column.addWidget(self.pane, 1)
        self.setFocusProxy(self.pane)

    def add_action(self, text: str, call: Callable[[], object], tip: str = "") -> QPushButton:
        """A button at the right of the title; the text may carry a mnemonic."""
        button = action_button(self, text, call, tip)
        self.bar.addWidget(button)
        return button

    def narrow(self, *, is_narrow: bool) -> None:
        """Leaves the columns out that are seldom needed, or shows all again."""
        columns = enumerate(self.pane.spec.columns)
        kept = [place for place, one in columns if not (is_narrow and (one.field or one.title) in self._wide_only)]
        self.pane.view.show_columns(kept)
