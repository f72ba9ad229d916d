"""The buttons in a person's form: show all that is stored, and erase contact data (GDPR)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.roster import retention
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class PersonActions(QWidget):
    """Two buttons about the chosen person; hidden while none is chosen."""

    def __init__(self, session: Session, chosen: Callable[[], Record | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen = chosen
        self.shower = QPushButton("Al&t om personen …", self)
        self.shower.setToolTip("Viser alt, der er gemt om personen, så det kan gives videre")
        self.shower.clicked.connect(self.show_all)
        self.eraser = QPushButton("S&let kontaktoplysninger …", self)
        contact = labels.named_fields(Person, Person.contact_fields())
        self.eraser.setToolTip(f"Sletter {contact[0].lower()}{contact[1:]}, også i historikken")
        self.eraser.clicked.connect(self.erase)
        self.proposal = wrapped_label(self)
        column = without_margins(QVBoxLayout(self))
        column.addWidget(self.proposal)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.shower)
        row.addWidget(self.eraser)
        row.addStretch(1)
        self.renew()

    @property
    def person(self) -> Person | None:
        """The chosen person as it is now."""
        chosen = self._chosen()
        return self._session.network.find(Person, chosen.id) if chosen else None

    def renew(self) -> None:
        """Shows the buttons if a person is chosen, and whether erasing is proposed."""
        self.setVisible(self._chosen() is not None)
        self.eraser.setEnabled(not self._session.is_read_only)
        person = self.person
        proposed = retention.proposals(self._session.network, self._session.today.isoformat()) if person else []
        self.proposal.setText(next((one.sentence for one in proposed if one.person == person), ""))
        self.proposal.setVisible(bool(self.proposal.text()))

    def show_all(self) -> None:
        """Shows all that is stored about the person."""
        from cbnet_desktop.ui.form.commit_typing import commit_typing
        from cbnet_desktop.ui.roster.person_text_dialog import PersonTextDialog

        commit_typing()
        if person := self.person:
            open_dialog(PersonTextDialog(self._session, person, self.window()))

    def erase(self) -> None:
        """Asks for the reason and erases."""
        from cbnet_desktop.ui.form.commit_typing import commit_typing
        from cbnet_desktop.ui.roster.erase_dialog import EraseDialog

        commit_typing()
        if person := self.person:
            open_dialog(EraseDialog(self._session, person, self.window()))
