"""How many goals have which status, as a drawing (M17)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cbnet_desktop.domain.words.choices import GOAL_STATUSES
from cbnet_desktop.ui.widgets.picture_view import PictureView

#: The picture's own size in points, and how many pixels to the point make its words as high as a table's.
WIDTH, HEIGHT = 464.0, 33.0
POINTS_IN_A_LINE = 8.0


class StatusPicture(QWidget):
    """The bar that also stands in the plan; hidden while there are no goals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PictureView(self)
        self.view.setMinimumSize(0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.view, 1)
        row.addStretch(0)
        self._measure()

    def show_statuses(self, statuses: Iterable[str]) -> None:
        """One enum value for each goal."""
        from cbnet_desktop.documents.pictures.charts import goal_status_picture

        words = [GOAL_STATUSES[status] for status in statuses]
        self.view.show_picture(goal_status_picture(words))
        self.setVisible(bool(words))

    def changeEvent(self, event: QEvent) -> None:
        """The picture follows the system's font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "view"):
            self._measure()

    def _measure(self) -> None:
        scale = self.fontMetrics().lineSpacing() / POINTS_IN_A_LINE
        self.view.setFixedHeight(round(HEIGHT * scale))
        self.view.setMaximumWidth(round(WIDTH * scale))
        self.setFixedHeight(self.view.height() + 4)
