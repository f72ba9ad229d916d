"""The steps of typing: in every text Ctrl+Z and Ctrl+Y take them first, and the network's edits when none is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
#: The same on every system; Qt itself knows Ctrl+Y on Windows only.
UNDO = (QKeyCombination(_CTRL, Qt.Key.Key_Z),)
REDO = (QKeyCombination(_CTRL, Qt.Key.Key_Y), QKeyCombination(_CTRL | _SHIFT, Qt.Key.Key_Z))

Text = QLineEdit | QPlainTextEdit


class TextUndo(QObject):
    """Watches an input: the keys are its own while it has a step to take, else they go on to the window."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Decides who gets Ctrl+Z and Ctrl+Y."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        call = undo if event.keyCombination() in UNDO else redo if event.keyCombination() in REDO else None
        if call is None or not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.KeyPress:
            return call(watched)
        event.setAccepted(can_undo(watched) if call is undo else can_redo(watched))
        return True


def undo(widget: QWidget | None) -> bool:
    """Takes back a step of typing; False where there is none."""
    text = _text_of(widget)
    if text is None or not can_undo(widget):
        return False
    text.undo()
    return True


def redo(widget: QWidget | None) -> bool:
    """Types again what was taken back last; False where there is nothing."""
    text = _text_of(widget)
    if text is None or not can_redo(widget):
        return False
    text.redo()
    return True


def can_undo(widget: QWidget | None) -> bool:
    """Whether a step of typing can be taken back."""
    text = _text_of(widget)
    return text is not None and not text.isReadOnly() and _steps_of(text).isUndoAvailable()


def can_redo(widget: QWidget | None) -> bool:
    """Whether something was taken back that can be typed again."""
    text = _text_of(widget)
    return text is not None and not text.isReadOnly() and _steps_of(text).isRedoAvailable()


def forget(widget: QWidget) -> None:
    """The typing has ended: what stands there is where the next typing begins."""
    text = _text_of(widget)
    if isinstance(text, QPlainTextEdit):
        text.document().clearUndoRedoStacks()
    elif text is not None and (can_undo(text) or can_redo(text)):
        text.setText(text.text())


def is_text(widget: QWidget | None) -> bool:
    """Whether it is typed into: Ctrl+Del takes a word there."""
    return _text_of(widget) is not None


def _text_of(widget: QWidget | None) -> Text | None:
    if isinstance(widget, QComboBox):
        return widget.lineEdit()
    return widget if isinstance(widget, Text) else None


def _steps_of(text: Text) -> QTextDocument | QLineEdit:
    return text.document() if isinstance(text, QPlainTextEdit) else text
