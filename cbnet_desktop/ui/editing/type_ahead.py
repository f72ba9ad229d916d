"""Opening a dialog in the middle of typing, so that no letter is lost on its way there."""

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
    """Shows a dialog that holds the window behind it back; others' changes wait until it is closed."""
    key = id(dialog)
    session.hold(key)
    dialog.show()
    behind = _Behind(dialog)
    dialog.finished.connect(lambda _: session.release(key))
    dialog.finished.connect(lambda _: behind.end())


class _Behind(QObject):
    """Keeps input from the window behind the dialog, and hands on the keys that were pressed there.

    A modal dialog would lose these: Qt drops what a window behind one is sent until the keyboard has moved on.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._window = not_none(dialog.parentWidget()).window().windowHandle()
        self._early: list[QKeyEvent] = []
        self._window.installEventFilter(self)
        dialog.windowHandle().activeChanged.connect(self._hand_on)

    def end(self) -> None:
        """The window has its input back."""
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - only the window is watched
        """Keys wait until the dialog has the keyboard; some that were pressed before come only after that."""
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
