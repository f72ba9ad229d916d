"""Undo within a text: Ctrl+Z and Ctrl+Y undo typing first, and the network's edits once no typing is left."""

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
    """An event filter on an input: handles the keys while there is typing to undo, else leaves them to the window."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Decides whether Ctrl+Z and Ctrl+Y go to the input or to the window."""
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
    """Undoes a step of typing; False where there is none."""
    if text := _undoable(widget):
        text.undo()
    return text is not None


def redo(widget: QWidget | None) -> bool:
    """Redoes a step of typing; False where there is none."""
    if text := _redoable(widget):
        text.redo()
    return text is not None


def can_undo(widget: QWidget | None) -> bool:
    """Whether typing can be undone."""
    return _undoable(widget) is not None


def can_redo(widget: QWidget | None) -> bool:
    """Whether typing can be redone."""
    return _redoable(widget) is not None


def forget(widget: QWidget) -> None:
    """Clears the undo history because the typing has been committed."""
    text = _text_of(widget)
    if isinstance(text, QPlainTextEdit):
        text.document().clearUndoRedoStacks()
    elif text is not None and (can_undo(text) or can_redo(text)):
        text.setText(text.text())


def is_text(widget: QWidget | None) -> bool:
    """Whether the widget is a text input, where Ctrl+Del deletes a word."""
    return _text_of(widget) is not None


def _text_of(widget: QWidget | None) -> Text | None:
    if isinstance(widget, QComboBox):
        return widget.lineEdit()
    return widget if isinstance(widget, Text) else None


def _undoable(widget: QWidget | None) -> Text | None:
    text = _text_of(widget)
    return text if text and not text.isReadOnly() and _steps_of(text).isUndoAvailable() else None


def _redoable(widget: QWidget | None) -> Text | None:
    text = _text_of(widget)
    return text if text and not text.isReadOnly() and _steps_of(text).isRedoAvailable() else None


def _steps_of(text: Text) -> QTextDocument | QLineEdit:
    return text.document() if isinstance(text, QPlainTextEdit) else text
