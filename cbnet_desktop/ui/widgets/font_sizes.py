"""Sizes that follow the system's font: dialogs grow with it, as far as the screen goes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def characters(widget: QWidget, count: int) -> int:
    """The width of so many characters, in pixels."""
    return widget.fontMetrics().averageCharWidth() * count


def give_size(widget: QWidget, columns: int, lines: int) -> None:
    """Makes a window so many characters wide and lines high; 0 lines are as many as it takes."""
    room = widget.screen().availableGeometry()
    height = widget.fontMetrics().lineSpacing() * lines
    widget.resize(min(characters(widget, columns), room.width()), min(height, room.height()))
