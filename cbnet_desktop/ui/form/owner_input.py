"""Who answers for something: somebody on record, or an organisation, found by typing a part of the name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import FollowUp, Organisation, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.widgets.inputs import ReferenceInput

PERSON, ORGANISATION = "owner_person_id", "owner_organisation_id"


class OwnerInput(ReferenceInput):
    """Those who are in the meeting stand first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(FollowUp.fields()[PERSON], parent)
        self.setAccessibleName("Ansvarlig")
        self._known: list[tuple[str, str, str]] = []

    def offer(self, network: Network, first: Iterable[str | None] = ()) -> None:
        """Offers everybody on record, the people with these ids first, and the organisations last."""
        leading = list(first)
        people = [(row.name, PERSON, row.id) for row in network.live(Person)]
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
        """The fields that name the owner, empty where nobody is named; raises Invalid."""
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
