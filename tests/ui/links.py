"""A list of lines that lead elsewhere, as it is heard and used."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from cbnet_desktop.ui.widgets.link_list import LinkList


def spoken(shown: LinkList) -> str:
    """What a screen reader is told of each line, in order."""
    told = QAccessible.queryAccessibleInterface(shown)
    return "\n".join(told.child(place).text(QAccessible.Text.Name) for place in range(told.childCount()))


def follow_all(shown: LinkList, qtbot: QtBot) -> None:
    """Goes where each line leads, with the keyboard."""
    for row in [row for row, line in enumerate(shown.lines) if line.call]:
        shown.setCurrentRow(row)
        qtbot.keyClick(shown, Qt.Key.Key_Return)
