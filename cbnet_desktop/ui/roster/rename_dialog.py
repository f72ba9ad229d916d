"""»Skift navn …«: gives an organisation or a seat a new name from a day (M2, M3), and the notice on where it stands."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import Organisation, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.roster import organisation_names, seat_names
from cbnet_desktop.domain.titles import name_uses
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import Edit
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.table.table_pane import TablePane

#: What to do where a name that was typed over changed on another day than today.
ANOTHER_DAY = "Skete det en anden dag, så fortryd, og brug »Skift navn …«."
FROM = Field("Fra den", Kind.DATE, name="ends_on", required=True)


class RenameDialog(ActionDialog):
    """Asks for the name, an organisation's short name, and the first day of their use."""

    def __init__(self, session: Session, named: Organisation | Seat, parent: QWidget | None = None) -> None:
        super().__init__(session, f"Skift navn på {named.name}", "&Skift navn", parent)
        self._named = named
        fields = named.fields()
        self.ask(fields["name"], named.name, caption="&Nyt navn").setFocus()
        if isinstance(named, Organisation):
            self.ask(replace(fields["short_name"], required=False), named.short_name, caption="&Kort navn")
        self.ask(FROM, session.today.isoformat(), caption="&Fra den")

    def changes(self) -> tuple[Change, ...]:
        """The new name, and the old one as a former name until the day before."""
        said = {key: str(answer.value() or "") for key, answer in self.answers.items()}
        network, named = self.session.network, self._named
        if isinstance(named, Seat):
            return seat_names.rename(network, named, said["name"], said["ends_on"])
        return organisation_names.rename(network, named, said["name"], said["ends_on"], said["short_name"])

    def label(self) -> str:
        """The label of the edit, for example »Kulturstyrelsen hedder Slots- og Kulturstyrelsen fra 01.01.2016«."""
        day = danish.short_date(str(self.answers["ends_on"].value()))
        return f"{self._named.name} hedder {self.answers['name'].value()} fra {day}"


def show_rename_notice(pane: TablePane, advice: str = "") -> None:
    """From now on shows under the table where a changed name is used, with undo; advice says what to do instead."""
    session, table = pane.session, pane.spec.record.TABLE

    def show(edit: Edit) -> None:
        if table not in edit.tables:
            return
        if message := name_uses.renamed(session.network, edit.changes):
            pane.strip.show_done(" ".join(filter(None, (message, advice))), "Fortryd", session.undo)

    session.written.connect(show)
