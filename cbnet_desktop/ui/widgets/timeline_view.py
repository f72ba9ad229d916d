"""The periods of agreements as a drawing whose letters are as large as the table's (M5, M10)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cbnet_desktop.domain.papers import timeline
from cbnet_desktop.domain.records import Agreement
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.widgets.picture_view import PictureView

#: How many points of the picture are as high as a line of text.
POINTS_IN_A_LINE = 9.0


class TimelineView(QWidget):
    """Hidden while no agreement has a period or there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = (0.0, 0.0)
        self._has_periods = False
        self._has_room = True
        self.view = PictureView(self)
        self.view.setMinimumSize(0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 4)
        row.addWidget(self.view, 1)
        row.addStretch(0)

    def show_agreements(self, network: Network, rows: Sequence[Agreement], today: str) -> None:
        """Draws the periods as they are on a day."""
        from cbnet_desktop.documents.pictures.timeline import timeline_picture

        content = timeline.content(network, rows, today)
        picture = timeline_picture(content)
        self._points = picture.width, picture.height
        self.view.show_picture(picture)
        self._has_periods = bool(content.periods)
        self._measure()

    def give_room(self, *, has_room: bool) -> None:
        """Shows the drawing, or leaves its place to others."""
        self._has_room = has_room
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """The drawing follows the system's font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "view"):
            self._measure()

    def _measure(self) -> None:
        self.setVisible(self._has_periods and self._has_room)
        scale = self.fontMetrics().lineSpacing() / POINTS_IN_A_LINE
        width, height = (round(points * scale) for points in self._points)
        self.view.setFixedHeight(height)
        self.view.setMaximumWidth(width)
        self.setFixedHeight(height + 10)
