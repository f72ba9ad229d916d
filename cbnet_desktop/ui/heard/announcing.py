"""Sentences for a screen reader, which would otherwise only be seen: what was done, found, refused or came in."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def announce(source: QObject, sentence: str) -> None:
    """Has a sentence read aloud, once what is being read has ended; nothing where nobody listens or it is empty."""
    if sentence.strip() and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, sentence))
