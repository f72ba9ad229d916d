"""A timeline of agreements in the table's font size (M5, M10)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.papers import timeline
from cbnet_desktop.domain.records import Agreement
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.widgets.picture_view import LineHighPicture


class TimelineView(LineHighPicture):
    """Hidden while no agreement has a period or there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(9.0, (8, 6, 8, 4), parent)
        self._has_periods = False
        self._has_room = True

    def show_agreements(self, network: Network, rows: Sequence[Agreement], today: str) -> None:
        """Draws the periods as of today (ISO date)."""
        from cbnet_desktop.documents.pictures.timeline import timeline_picture

        content = timeline.content(network, rows, today)
        self._has_periods = bool(content.periods)
        self.setVisible(self._has_periods and self._has_room)
        self.show_picture(timeline_picture(content))

    def give_room(self, *, has_room: bool) -> None:
        """Shows the timeline only where there is room for it."""
        self._has_room = has_room
        self.setVisible(self._has_periods and has_room)
