"""Narrows Qt's types: results that may be None, and events whose class follows from their type."""

from __future__ import annotations

from typing import TypeGuard, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

T = TypeVar("T")


def not_none(result: T | None) -> T:
    """The result of a Qt call that is never None where it is called, though its type allows it."""
    assert result is not None
    return result


def is_entered(event: QEvent) -> bool:
    """Whether the event brings the focus, other than back from a menu that closes."""
    if not isinstance(event, QFocusEvent) or event.type() != QEvent.Type.FocusIn:
        return False
    return event.reason() is not Qt.FocusReason.PopupFocusReason


def is_key(event: QEvent, kind: QEvent.Type) -> TypeGuard[QKeyEvent]:
    """Whether the event is a key event of this type."""
    return isinstance(event, QKeyEvent) and event.type() == kind


def is_mouse(event: QEvent) -> TypeGuard[QMouseEvent]:
    """Whether the event is of the mouse's buttons or its way."""
    return isinstance(event, QMouseEvent)


def moving_steps(event: QEvent) -> int:
    """-1 for Alt+Up and 1 for Alt+Down, which move a row; 0 for any other event."""
    if not is_key(event, QEvent.Type.KeyPress) or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
