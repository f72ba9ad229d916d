"""Sizes and spacing: windows in characters of the system's font, and layouts without margins."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLayout, QWidget

L = TypeVar("L", bound=QLayout)


def characters(widget: QWidget, count: int) -> int:
    """The width of count average characters, in pixels."""
    return widget.fontMetrics().averageCharWidth() * count


def give_size(widget: QWidget, columns: int, lines: int) -> None:
    """Resizes a window to a width in characters and a height in lines; 0 lines: as high as its content."""
    room = widget.screen().availableGeometry()
    height = widget.fontMetrics().lineSpacing() * lines
    widget.resize(min(characters(widget, columns), room.width()), min(height, room.height()))


def without_margins(layout: L, spacing: int = 0) -> L:
    """A layout that fills its widget, with a spacing in pixels between its items."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout
