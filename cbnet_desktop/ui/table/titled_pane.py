"""A table with a title and actions of its own, for pages that show several tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.rich_text import plain_label


class TitledPane(QWidget):
    """The details beside the title replace the footer; wide_only names the columns that narrow hides."""

    def __init__(
        self, session: Session, spec: TableSpec, parent: QWidget | None = None, *, wide_only: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._wide_only = wide_only
        self.pane = TablePane(session, spec, self)
        self.pane.footer.hide()
        self.title = plain_label(self, spec.title, "heading")
        self.title.setBuddy(self.pane.view)
        self.details = plain_label(self, "", "muted")
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(8, 5, 8, 4)
        self.bar.setSpacing(6)
        self.bar.addWidget(self.title)
        self.bar.addWidget(self.details)
        self.bar.addStretch(1)
        column = without_margins(QVBoxLayout(self))
        column.addLayout(self.bar)
        column.addWidget(self.pane, 1)
        self.setFocusProxy(self.pane)

    def add_action(self, text: str, call: Callable[[], object], tip: str = "") -> QPushButton:
        """Adds a button at the right of the title; the text may contain a mnemonic."""
        button = action_button(self, text, call, tip)
        self.bar.addWidget(button)
        self.pane.row_buttons.append(button)
        return button

    def narrow(self, *, is_narrow: bool) -> None:
        """Hides the wide_only columns, or shows all."""
        columns = enumerate(self.pane.spec.columns)
        kept = [place for place, one in columns if not (is_narrow and (one.field or one.title) in self._wide_only)]
        self.pane.view.show_columns(kept)
