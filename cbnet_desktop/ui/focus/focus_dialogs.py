"""Dialogs that send the year's focus areas out for consultation, and record that KBE has set them (M13)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.dispatches import proposals
from cbnet_desktop.domain.dispatches.proposals import Proposal
from cbnet_desktop.domain.focus import focus, focus_steps
from cbnet_desktop.domain.meetings import meeting_days
from cbnet_desktop.domain.records import FocusSet
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.ui.dispatches.dispatch_dialog import offer_mail
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

#: The days that the libraries are given at least for their answers, in the proposed deadline.
DAYS_TO_ANSWER = 28
FIELDS = {name: replace(field, required=True) for name, field in FocusSet.fields().items()}


class SendDialog(ActionDialog):
    """Writes the mail of the consultation, or records that it was begun in another way: date and deadline."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Send i høring", "Send i høring &uden mail", parent)
        today = session.today.isoformat()
        found = focus.set_of(session.network, session.year)
        begun = found.consulted_on if found else None
        self.ask(FIELDS["consulted_on"], begun or today, caption="&Sendt i høring")
        usual = meeting_days.working_day(dates.days_later(today, DAYS_TO_ANSWER))
        deadline = (found.deadline if found and begun else None) or usual
        self.ask(FIELDS["deadline"], deadline, caption="Hørings&frist").setFocus()
        _note(self, "Hvert centralbibliotek får en række, hvor dets svar kan skrives.")
        self.mail_button = offer_mail(self, self.proposal)

    def changes(self) -> tuple[Change, ...]:
        """The dates of the consultation, and an answer row for each library."""
        sent_on, deadline = (str(self.answers[name].value()) for name in ("consulted_on", "deadline"))
        return focus_steps.send(self.session.network, self.session.year, sent_on, deadline)

    def proposal(self) -> Proposal:
        """The mail by which the consultation begins when it is sent; raises Invalid."""
        session, deadline = self.session, str(self.answers["deadline"].value())
        day = session.today.isoformat()
        return proposals.consultation(session.network, session.year, day, deadline, session.store.user)

    def label(self) -> str:
        """The label of the edit, for example »Indsatsområder 2015 sendt i høring«."""
        return f"Indsatsområder {self.session.year} sendt i høring"


class SetDialog(ActionDialog):
    """Records the decision: the day, and KBE's representative on that day."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Fastsæt indsatsområderne", "&Fastsæt", parent)
        self.set_on = self.ask(FIELDS["set_on"], session.today.isoformat(), caption="Fastsat &den")
        self.set_by = self.ask(FIELDS["set_by_id"], self._representative(), caption="Fastsat &af")
        self._proposed = self._representative()
        self.set_on.input.touched.connect(self._follow_day)
        _note(self, missing_answers(session))
        self.set_on.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The decision."""
        set_on = str(self.set_on.value())
        set_by_id = self.set_by.value()
        return focus_steps.decide(self.session.network, self.session.year, set_on, str(set_by_id))

    def label(self) -> str:
        """The label of the edit, for example »Indsatsområder 2015 fastsat«."""
        return f"Indsatsområder {self.session.year} fastsat"

    def _representative(self) -> str | None:
        try:
            day = str(self.set_on.value())
        except UserError:
            return None
        person = focus.agency_representative(self.session.network, day)
        return person.id if person else None

    def _follow_day(self) -> None:
        """Proposes the representative of the new day, unless the user chose another person."""
        proposed = self._representative()
        try:
            is_own = self.set_by.value() != self._proposed
        except UserError:
            is_own = self._proposed is not None
        if proposed and not is_own:
            self.set_by.show_value(proposed)
            self._proposed = proposed


def missing_answers(session: Session) -> str:
    """Who has not answered, and whether the deadline has passed; empty when all have."""
    found = focus.set_of(session.network, session.year)
    if found is None or not found.consulted_on:
        return "Indsatsområderne har ikke været i høring hos centralbibliotekerne."
    missing = [row.short_name or row.name for row in focus.unanswered(session.network, found)]
    if not missing:
        return ""
    names = f"{danish.joined(missing)} har ikke svaret"
    if not found.deadline:
        return f"{names}."
    verb = "var" if found.deadline < session.today.isoformat() else "er"
    return f"{names}. Fristen {verb} {danish.long_date(found.deadline)}."


def _note(dialog: ActionDialog, text: str) -> None:
    note = wrapped_label(dialog, text, "muted")
    note.setVisible(bool(text))
    dialog.column.insertWidget(1, note)
