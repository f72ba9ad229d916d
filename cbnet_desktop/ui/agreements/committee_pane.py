"""The contact committee of an agreement (M10)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.records import Agreement, CommitteeMember, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.person_input import add_person_input
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.titled_pane import TitledPane


class CommitteePane(TitledPane):
    """Shows the committee of the agreement returned by agreement()."""

    def __init__(
        self, session: Session, agreement: Callable[[], Agreement | None], parent: QWidget | None = None
    ) -> None:
        self._agreement = agreement
        self._unknown = ""
        spec = TableSpec(
            CommitteeMember,
            (
                column(CommitteeMember, "person_id", width=18),
                Column(
                    "Ansat ved",
                    text=_workplace,
                    width=12,
                    elsewhere="Hvor en person er ansat, rettes under Netværk ▸ Personer.",
                ),
                column(CommitteeMember, "role", width=14),
            ),
            rows=self._rows,
            pasted=lambda _: {"agreement_id": found.id if (found := agreement()) else None},
            title="Kontaktudvalg",
            empty_text="Her står, hvem der sidder i aftalens kontaktudvalg.",
        )
        super().__init__(session, spec, parent)
        field, name = CommitteeMember.fields()["person_id"], "Tilføj medlem af kontaktudvalget"
        self.person = add_person_input(field, name, "Tilføj medlem …", self.add_member, self)
        self.person.setMinimumContentsLength(10)
        self.bar.addWidget(self.person)

    def add_member(self) -> None:
        """Adds the named person; an unknown name becomes a new person when Enter is pressed again."""
        agreement, network = self._agreement(), self.session.network
        name = " ".join(self.person.currentText().split())
        if agreement is None or not name:
            return
        try:
            known = self.person.newcomer(network).person_id
            if not known and name != self._unknown:
                self._unknown = name
                self.pane.strip.show_error(f"{quoted(name)} findes ikke. Tryk Enter igen for at oprette personen.")
                return
            if any(row.person_id == known for row in agreements.committee(network, agreement)):
                self.pane.strip.show_error(f"{quoted(name)} sidder allerede i kontaktudvalget.")
                return
            self.session.write(_added(agreement, known, name), f"Medlem af kontaktudvalg tilføjet: {name}")
        except UserError as refusal:
            self.pane.strip.show_error(refusal.message)
            return
        self.pane.strip.show_error("")
        self._clear()

    def enable_actions(self) -> None:
        """Enables the actions."""
        self.person.setEnabled(self._agreement() is not None and not self.session.is_read_only)
        if not self.person.lineEdit().hasFocus():
            self._clear()

    def _clear(self) -> None:
        self._unknown = ""
        self.person.show_value(self.session.network, None)

    def _rows(self, session: Session) -> list[CommitteeMember]:
        agreement = self._agreement()
        return agreements.committee(session.network, agreement) if agreement else []


def _added(agreement: Agreement, person_id: str, name: str) -> tuple[Change, ...]:
    person = Person(person_id or uuid4().hex, name=name)
    member = CommitteeMember(uuid4().hex, agreement_id=agreement.id, person_id=person.id)
    fresh = () if person_id else (Change(Person.TABLE, person.id, None, person.values()),)
    return (*fresh, Change(CommitteeMember.TABLE, member.id, None, member.values()))


def _workplace(network: Network, row: Record) -> str:
    person = network.find(Person, getattr(row, "person_id", None))
    return organisation_name(network, person.organisation_id) if person else ""
