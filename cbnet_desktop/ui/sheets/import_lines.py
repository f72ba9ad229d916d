"""The table model of an import's verdicts: a row for each line of the sheet, filtered by outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from cbnet_desktop.domain.sheets.verdicts import OUTCOMES, Outcome, Verdict
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
TITLES = ("Linje", "Hvad", "Række", "Hvad der ændres, eller hvorfor ikke")
ICONS = {
    Outcome.NEW: "new",
    Outcome.CHANGED: "note",
    Outcome.UNCHANGED: "",
    Outcome.REFUSED: "broken",
    Outcome.DUPLICATE: "open",
}
_TOOLTIP = 1000
#: A blank as wide as an icon, to align the words.
_BLANK = QColor(Qt.GlobalColor.transparent)


class ImportLines(QAbstractTableModel):
    """The lines of a preview, or those with one outcome."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._verdicts: Sequence[Verdict] = ()
        self._shown: list[Verdict] = []
        self._outcome: Outcome | None = None

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Replaces the verdicts."""
        self._verdicts = verdicts
        self.filter(self._outcome)

    def filter(self, outcome: Outcome | None) -> None:
        """Shows only the lines with an outcome; None for all."""
        self.beginResetModel()
        self._outcome = outcome
        self._shown = [one for one in self._verdicts if outcome in (None, one.outcome)]
        self.endResetModel()

    def verdict(self, row: int) -> Verdict | None:
        """The verdict in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The lines that the filter lets through."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The columns: line, outcome, row, changes."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return TITLES[section] if is_title else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, an icon beside the outcome, and the full text as tooltip."""
        verdict = self.verdict(index.row())
        if verdict is None:
            return None
        text = (str(verdict.number), OUTCOMES[verdict.outcome], verdict.title, verdict.description)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(text.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text[:_TOOLTIP])
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            return icons.icon(ICONS[verdict.outcome]) if ICONS[verdict.outcome] else _BLANK
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{TITLES[index.column()]}: {text or 'tomt'}"
        return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == 0 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
