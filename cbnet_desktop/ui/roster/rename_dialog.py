"""»Skift navn …«: gives an organisation a new name from a day on (M2), and the notice about where a name is used."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import FormerName, Organisation
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.roster import organisation_names
from cbnet_desktop.domain.titles import name_uses
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.table.table_pane import TablePane

FROM = Field("Fra den", Kind.DATE, name="ends_on", required=True)


class RenameDialog(ActionDialog):
    """Asks for the name, the short name and the first day of their use."""

    def __init__(self, session: Session, organisation: Organisation, parent: QWidget | None = None) -> None:
        super().__init__(session, f"Skift navn på {organisation.name}", "&Skift navn", parent)
        self._organisation = organisation
        fields = Organisation.fields()
        self.ask(fields["name"], organisation.name, caption="&Nyt navn").setFocus()
        self.ask(replace(fields["short_name"], required=False), organisation.short_name, caption="&Kort navn")
        self.ask(FROM, session.today.isoformat(), caption="&Fra den")

    def changes(self) -> tuple[Change, ...]:
        """The new name, and the old one as a former name until the day before."""
        name, short_name, from_day = (str(self.answers[key].value() or "") for key in ("name", "short_name", "ends_on"))
        return organisation_names.rename(self.session.network, self._organisation, name, from_day, short_name)

    def label(self) -> str:
        """The label of the edit, for example »Kulturstyrelsen hedder Slots- og Kulturstyrelsen fra 01.01.2016«."""
        day = danish.short_date(str(self.answers["ends_on"].value()))
        return f"{self._organisation.name} hedder {self.answers['name'].value()} fra {day}"


def show_rename_notice(pane: TablePane, advice: str = "") -> None:
    """From now on shows under the table where a changed name is used, with undo; advice says what to do instead."""
    session, table = pane.session, pane.spec.record.TABLE

    def show(edit: Edit) -> None:
        changes = [change for change in edit.changes if change.table == table]
        message = "" if FormerName.TABLE in edit.tables else name_uses.renamed(session.network, changes)
        if message:
            pane.strip.show_done(" ".join(filter(None, (message, advice))), "Fortryd", session.undo)

    session.written.connect(show)
