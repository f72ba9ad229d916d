"""Indsatsområder: the joint focus areas of the plan year (M13)."""

from __future__ import annotations

from cbnet_desktop.domain import focus
from cbnet_desktop.domain.records import FocusArea
from cbnet_desktop.ui.columns import TableSpec, fields_of
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.page import TablePage


class FocusTab(TablePage):
    """The focus areas of the year."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            TableSpec(
                FocusArea,
                fields_of(FocusArea, "position", "title", "part", "level", title=40, part=20),
                rows=lambda document: focus.of_year(document.network, document.year),
                blank=lambda document: {"year": document.year, "title": "Nyt indsatsområde"},
                title="Indsatsområder",
                empty_text="Her står årets fælles indsatsområder, som KBE fastsætter sammen med centralbibliotekerne.",
                first_action="Nyt indsatsområde",
            ),
        )
