"""Commits the typing in the focused input before an action reads its value."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QApplication

from cbnet_desktop.ui.form.form_field import FormField


def commit_typing() -> None:
    """Commits the form field that has the focus, and keeps the focus there, or commits and closes the open cell."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, FormField):
            widget.end_typing()
            return
        if isinstance(widget, QAbstractItemView):
            widget.setFocus()
            return
        widget = widget.parentWidget()
