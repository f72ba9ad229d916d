"""Møder: the meetings of the calendar year (M14, M19)."""

from __future__ import annotations

from cbnet_desktop.domain import meetings
from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.ui.columns import TableSpec, fields_of
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.page import TablePage


class MeetingsTab(TablePage):
    """The meetings of the year, by date."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            TableSpec(
                Meeting,
                fields_of(Meeting, "held_on", "kind", "title", "place", "state", kind=30, title=24),
                rows=lambda document: meetings.of_year(document.network, document.year),
                blank=lambda document: {"held_on": f"{document.year}-01-15"},
                title="Møder",
                empty_text="Her står årets møder med dagsorden, fremmøde og referat.",
                first_action="Nyt møde",
            ),
        )
