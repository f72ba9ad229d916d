"""Netværk: the people of the network."""

from __future__ import annotations

from collections.abc import Iterable

from cbnet_desktop.domain import danish
from cbnet_desktop.domain.records import Person
from cbnet_desktop.ui.columns import TableSpec, fields_of
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.page import TablePage


def _people(document: Document) -> Iterable[Person]:
    return sorted(document.network.live(Person), key=lambda person: danish.sort_key(person.name))


class RosterTab(TablePage):
    """The people, by name."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            TableSpec(
                Person,
                fields_of(Person, "name", "title", "organisation_id", "phone", "email", name=24, email=26),
                rows=_people,
                blank=lambda _: {"name": "Ny person"},
                title="Personer",
                empty_text="Her står de personer, der sidder i netværket eller er suppleanter.",
                first_action="Ny person",
            ),
        )
