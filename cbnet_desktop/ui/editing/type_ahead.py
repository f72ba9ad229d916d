"""Opens a dialog during typing without losing letters on the way to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog

from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.qt_types import not_none

_HELD = {
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


def show(dialog: QDialog, session: Session) -> None:
    """Shows a dialog, blocks the window behind it, and holds others' changes back until it is closed."""
    key = id(dialog)
    session.hold(key)
    dialog.show()
    behind = _Behind(dialog)
    dialog.finished.connect(lambda _: session.release(key))
    dialog.finished.connect(lambda _: behind.end())


class _Behind(QObject):
    """Blocks input to the window behind the dialog, and forwards the keys pressed there.

    A modal dialog would lose them: Qt drops keys sent to the window behind it until the focus has moved.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._window = not_none(dialog.parentWidget()).window().windowHandle()
        self._early: list[QKeyEvent] = []
        self._window.installEventFilter(self)
        dialog.windowHandle().activeChanged.connect(self._hand_on)

    def end(self) -> None:
        """Unblocks the window."""
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - only the window is watched
        """Queues keys until the dialog is active; some that were pressed earlier arrive only then."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._early.append(_copied(event))
            self._hand_on()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._dialog.activateWindow()
        return event.type() in _HELD

    def _hand_on(self) -> None:
        while self._early and self._dialog.isActiveWindow():
            QApplication.sendEvent(self._dialog.focusWidget() or self._dialog, self._early.pop(0))


def _copied(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), event.count())
