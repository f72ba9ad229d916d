"""Widgets in the same place, of which one is shown, and takes only the room that it needs itself."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cbnet_desktop.ui.widgets.font_sizes import without_margins


class OneOf(QWidget):
    """Qt's QStackedWidget is as large as the largest of its pages, so that a small one is scrolled for a large one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = without_margins(QVBoxLayout(self))
        self.shown: QWidget | None = None

    def add(self, widget: QWidget) -> None:
        """Adds a widget, which is not shown yet."""
        widget.hide()
        self._column.addWidget(widget, 1)

    def show_only(self, widget: QWidget) -> None:
        """Shows one of the widgets added, which takes over the focus."""
        before, self.shown = self.shown, widget
        if before is widget:
            return
        had_focus = before is not None and before.isAncestorOf(QApplication.focusWidget() or self)
        self.setUpdatesEnabled(False)
        if before:
            before.hide()
        widget.show()
        self.setUpdatesEnabled(True)
        if had_focus:
            widget.setFocus()
