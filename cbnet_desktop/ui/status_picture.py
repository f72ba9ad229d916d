"""How many goals have which status, as a drawing (M17)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cbnet_desktop.domain.terms import GOAL_STATUSES
from cbnet_desktop.ui.picture_view import PictureView

#: The picture's own proportions; its words are as large as a table's.
SIZE = 816, 58


class StatusPicture(QWidget):
    """The bar that also stands in the plan; hidden while there are no goals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PictureView(self)
        self.view.setMinimumSize(0, 0)
        self.view.setFixedSize(*SIZE)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.view)
        row.addStretch(1)
        self.setFixedHeight(SIZE[1] + 4)

    def show_statuses(self, statuses: Iterable[str]) -> None:
        """One enum value for each goal."""
        from cbnet_desktop.documents.charts import goal_status_picture

        words = [GOAL_STATUSES[status] for status in statuses]
        self.view.show_picture(goal_status_picture(words))
        self.setVisible(bool(words))
