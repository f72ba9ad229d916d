"""Chooses a person, or names a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Field, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster.succession import NOBODY, Newcomer
from cbnet_desktop.domain.words.folding import plain
from cbnet_desktop.domain.words.unseen import visible
from cbnet_desktop.ui.widgets import inputs, values


class PersonInput(inputs.ReferenceInput):
    """A combo box of people into which a new name can be typed."""

    def newcomer(self, network: Network) -> Newcomer:
        """The person chosen, a new one with the name typed, or None; raises Invalid where several have the name."""
        name = " ".join(visible(self.currentText()).split())
        if not name:
            return NOBODY
        if self.picked >= 0:
            return Newcomer(person_id=self.currentData())
        listed = [row_id for title, row_id in values.candidates(network, self.field) if plain(title) == plain(name)]
        known = listed or [row.id for row in network.live(Person) if plain(row.name) == plain(name)]
        if len(known) > 1:
            raise Invalid(f"Der er flere, der hedder {quoted(name)}. Vælg en på listen.", field=self.field.name)
        return Newcomer(person_id=known[0]) if known else Newcomer(name=name)


def add_person_input(
    field: Field, name: str, placeholder: str, add: Callable[[], object], parent: QWidget
) -> PersonInput:
    """An input beside a list of people; Enter or a click on a suggestion calls add."""
    made = PersonInput(field, parent)
    made.setAccessibleName(name)
    made.setToolTip("Skriv et navn, og tryk Enter")
    made.lineEdit().setPlaceholderText(placeholder)
    made.clicked.connect(add)
    made.lineEdit().returnPressed.connect(add)
    return made
