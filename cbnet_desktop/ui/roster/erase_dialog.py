"""»Slet kontaktoplysninger«: erases a person's contact data and records the reason (GDPR, article 17)."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.store.log.erasure import CONTACT_FIELDS
from cbnet_desktop.ui.editing import mail_folder
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.erasing_dialog import ErasingDialog
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

GOES = (
    "Felterne, adresserne i forsendelser og rykkernes tekst slettes her, i historikken og i denne computers "
    "sikkerhedskopier, og hos alle andre, når de deler. Det samme gør filer om personen, svarskemaer fra personen, og "
    "udsendte høringsbreve og svarskemaer, hvor adressen står. Det kan ikke fortrydes."
)
STAYS = (
    "Navn, stilling, udpegninger, fremmøde og alt, hvad der er godkendt, bliver stående. Begrundelsen, dit navn og "
    "datoen gemmes."
)
ELSEWHERE = "Kopier af filen, som ligger andre steder, har oplysningerne endnu: slet dem, eller flet sletningen ind."


class EraseDialog(ErasingDialog):
    """Says what is erased and what is kept; cannot be undone, and removes the data from the undo stack."""

    what = "oplysningerne"

    def __init__(self, session: Session, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(session, "Slet kontaktoplysninger", "&Slet oplysningerne", parent)
        self._person = person
        self.setMinimumWidth(characters(self, 74))
        facts = QFormLayout()
        facts.setVerticalSpacing(3)
        for name in CONTACT_FIELDS:
            field = person.fields()[name]
            text = labels.short(labels.show(field, getattr(person, name), session.network), 120)
            facts.addRow(wrapped_label(self, field.label, "muted"), wrapped_label(self, text or "–"))
        self.column.insertWidget(0, wrapped_label(self, person.name, "heading"))
        self.column.insertLayout(1, facts)
        self.column.insertWidget(2, wrapped_label(self, GOES))
        self.column.insertWidget(3, wrapped_label(self, STAYS))
        self.column.insertSpacing(4, 4)
        self.ask_why()

    @property
    def text(self) -> str:
        """The texts of all labels, line by line."""
        return "\n".join(label.text() for label in self.findChildren(QLabel) if label.text())

    def erase(self, reason: str) -> frozenset[str]:
        """Erases the person's contact data, here at once and elsewhere by exchange."""
        return self.session.store.erase(self._person.id, reason, today=self.session.today)

    def announce(self) -> str:
        """Takes the data out of undo and of the drafts of mails; returns what is told afterwards."""
        session = self.session
        session.undo_stack.forget_contacts(session.network, self._person.id)
        mail_folder.clear()
        session.stack_changed.emit()
        message = f"{labels.named_fields(Person, CONTACT_FIELDS)} for {self._person.name} er slettet. {ELSEWHERE}"
        return f"{message} {session.store.backups.unerased}".rstrip()
