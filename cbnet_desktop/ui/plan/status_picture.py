"""A bar chart of the goals by status (M17)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.words.choices import GOAL_STATUSES
from cbnet_desktop.ui.widgets.picture_view import LineHighPicture


class StatusPicture(LineHighPicture):
    """The same bar as in the printed plan; hidden while there are no goals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(8.0, (8, 2, 8, 2), parent)

    def show_statuses(self, statuses: Iterable[str]) -> None:
        """Draws the bar from one GoalStatus value for each goal."""
        from cbnet_desktop.documents.pictures.charts import goal_status_picture

        words = [GOAL_STATUSES[status] for status in statuses]
        self.show_picture(goal_status_picture(words))
        self.setVisible(bool(words))
