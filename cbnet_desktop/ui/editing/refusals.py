"""Refused input, kept until it is corrected or discarded and shown by every view of the same field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Refusal:
    """What was typed into a field and the sentence that says why it was refused."""

    typed: str
    message: str


class Refusals(QObject):
    """The refused entries by table, row and field."""

    changed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[tuple[str, str, str], Refusal] = {}

    def of(self, table: str, row_id: str, field: str) -> Refusal | None:
        """The refused entry of a field, None where there is none."""
        return self._entries.get((table, row_id, field))

    def keep(self, table: str, row_id: str, field: str, refusal: Refusal) -> None:
        """Keeps a refused entry."""
        self._entries[table, row_id, field] = refusal
        self.changed.emit(table, row_id, field)

    def forget(self, table: str, row_id: str, field: str) -> None:
        """Drops an entry that was corrected or discarded."""
        if self._entries.pop((table, row_id, field), None):
            self.changed.emit(table, row_id, field)

    def items(self) -> Iterator[tuple[tuple[str, str, str], Refusal]]:
        """The refused entries with their table, row id and field."""
        return iter(list(self._entries.items()))

    def __len__(self) -> int:
        return len(self._entries)
