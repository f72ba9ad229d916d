"""What Qt's types leave open: results that may be None and events whose class is known from their type only."""

from __future__ import annotations

from typing import TypeGuard, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

T = TypeVar("T")


def not_none(result: T | None) -> T:
    """The result of a Qt call that cannot be None where it is made, though Qt's types allow it."""
    assert result is not None
    return result


def is_entered(event: QEvent) -> bool:
    """Whether something gets the focus, and not only back from a menu that closes."""
    if not isinstance(event, QFocusEvent) or event.type() != QEvent.Type.FocusIn:
        return False
    return event.reason() is not Qt.FocusReason.PopupFocusReason


def is_key(event: QEvent, kind: QEvent.Type) -> TypeGuard[QKeyEvent]:
    """Whether it is about a key and of this type."""
    return isinstance(event, QKeyEvent) and event.type() == kind
