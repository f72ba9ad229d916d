"""Chooses who is responsible for something: a person or an organisation, found by part of the name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import FollowUp, Organisation, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, namesakes
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.widgets.inputs import ReferenceInput

PERSON, ORGANISATION = "owner_person_id", "owner_organisation_id"


class OwnerInput(ReferenceInput):
    """A combo box of people and organisations, with the people of the meeting first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(FollowUp.fields()[PERSON], parent)
        self.setAccessibleName("Ansvarlig")
        self._known: list[tuple[str, str, str]] = []

    def offer(self, network: Network, first: Iterable[str | None] = ()) -> None:
        """Lists all people, those with these ids first, and the organisations last."""
        leading = list(first)
        names = namesakes.apart(network, network.live(Person))
        people = [(name, PERSON, row_id) for row_id, name in names.items()]
        people.sort(key=lambda one: (one[2] not in leading, danish.sort_key(one[0])))
        others = [
            (labels.organisation_name(network, row.id), ORGANISATION, row.id) for row in network.live(Organisation)
        ]
        self._known = people + sorted(others, key=lambda one: danish.sort_key(one[0]))
        with QSignalBlocker(self):
            self.clear()
            self.addItem("")
            self.addItems([name for name, _, _ in self._known])
        self.show_entry(0)

    def owner(self) -> dict[str, Value]:
        """The fields that name the owner, empty where the input is; raises Invalid."""
        typed = danish.folded(self.currentText())
        if not typed:
            return {}
        picked = self._known[self.picked - 1 : self.picked] if self.picked > 0 else []
        exact = picked or [one for one in self._known if danish.folded(one[0]) == typed]
        near = exact or [one for one in self._known if danish.folded(one[0]).startswith(typed)]
        if len(near) == 1:
            return {near[0][1]: near[0][2]}
        problem = "passer på flere. Skriv mere af navnet" if near else "findes ikke. Vælg en på listen"
        raise Invalid(f"Ansvarlig: {quoted(self.currentText().strip())} {problem}.", field=PERSON)
