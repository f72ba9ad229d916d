"""»Slet kontaktoplysninger«: what goes, what stays, and why it is done (GDPR)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QWidget

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.erasure import CONTACT_FIELDS
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.font_sizes import characters

GOES = (
    "Felterne slettes her, i historikken og i denne computers sikkerhedskopier, og hos alle andre, når de deler. "
    "Det kan ikke fortrydes."
)
STAYS = (
    "Navn, stilling, udpegninger, fremmøde og alt, hvad der er godkendt, bliver stående. Begrundelsen, dit navn og "
    "datoen gemmes."
)
ELSEWHERE = "Kopier af filen, som ligger andre steder, har oplysningerne endnu: slet dem, eller flet sletningen ind."


class EraseDialog(ActionDialog):
    """Not on the undo stack; what is on it of the data is forgotten too."""

    def __init__(self, session: Session, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(session, "Slet kontaktoplysninger", "&Slet oplysningerne", parent)
        self._person = person
        self.setMinimumWidth(characters(self, 74))
        facts = QFormLayout()
        facts.setVerticalSpacing(3)
        for name in CONTACT_FIELDS:
            field = person.fields()[name]
            text = labels.short(labels.show(field, getattr(person, name), session.network), 120)
            facts.addRow(self._label(field.label, "muted"), self._label(text or "–"))
        self.column.insertWidget(0, self._label(person.name, "heading"))
        self.column.insertLayout(1, facts)
        self.column.insertWidget(2, self._label(GOES))
        self.column.insertWidget(3, self._label(STAYS))
        self.column.insertSpacing(4, 4)
        self.ask(Erasure.fields()["reason"], "", caption="&Begrundelse *").setFocus()

    @property
    def text(self) -> str:
        """All that the dialog says, line by line."""
        return "\n".join(label.text() for label in self.findChildren(QLabel) if label.text())

    def attempt(self) -> None:
        """Erases and closes; a refusal is shown and nothing was erased then."""
        answer = self.answers["reason"]
        answer.refuse("")
        self.strip.show_error("")
        reason = answer.input.typed()
        if not reason.strip():
            self._show(Invalid("Skriv, hvorfor oplysningerne slettes.", field="reason"))
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            tables = self.session.store.erase(self._person.id, reason, today=self.session.today)
        except UserError as refusal:
            self._show(refusal)
        else:
            self.accept()
            self._tell(tables)
        finally:
            QApplication.restoreOverrideCursor()

    def _tell(self, tables: frozenset[str]) -> None:
        session = self.session
        session.undo_stack.forget(Person.TABLE, self._person.id, CONTACT_FIELDS)
        session.stack_changed.emit()
        session.changed.emit(tables)
        session.exchange_soon()
        session.sharing.noticed.emit(" ".join([self._done(), *self._left()]))

    def _done(self) -> str:
        return f"{labels.named_fields(Person, CONTACT_FIELDS)} for {self._person.name} er slettet. {ELSEWHERE}"

    def _left(self) -> list[str]:
        names = [path.name for path in self.session.store.backups.not_erased]
        if not names:
            return []
        return [f"Disse sikkerhedskopier kunne ikke rettes, så slet dem selv: {danish.joined(names)}."]

    def _label(self, text: str, role: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("role", role)
        return label
