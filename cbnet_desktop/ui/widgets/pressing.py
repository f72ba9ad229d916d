"""Enter presses the button that has the focus, also in a window that is no dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton


def press_focused(event: QKeyEvent) -> None:
    """Presses it at a key that nobody has handled; Qt presses buttons by Space, and by Enter in dialogs alone."""
    focused = QApplication.focusWidget()
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if is_enter and isinstance(focused, QPushButton | QToolButton):
        event.accept()
        focused.click()
