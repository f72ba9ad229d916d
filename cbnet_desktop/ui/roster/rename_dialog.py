"""»Skift navn …«: an organisation's new name from a day; what was before keeps the old one (M2)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import Organisation
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.roster import organisation_names
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog

FROM = Field("Fra den", Kind.DATE, name="ends_on", required=True)


class RenameDialog(ActionDialog):
    """Asks for the name, the short name and the first day on which they hold."""

    def __init__(self, session: Session, organisation: Organisation, parent: QWidget | None = None) -> None:
        super().__init__(session, f"Skift navn på {organisation.name}", "&Skift navn", parent)
        self._organisation = organisation
        fields = Organisation.fields()
        self.ask(fields["name"], organisation.name, caption="&Nyt navn").setFocus()
        self.ask(replace(fields["short_name"], required=False), organisation.short_name, caption="&Kort navn")
        self.ask(FROM, session.today.isoformat(), caption="&Fra den")

    def changes(self) -> tuple[Change, ...]:
        """The new name, and the old one up to the day before."""
        name, short_name, from_day = (str(self.answers[key].value() or "") for key in ("name", "short_name", "ends_on"))
        return organisation_names.rename(self.session.network, self._organisation, name, from_day, short_name)

    def label(self) -> str:
        """»Kulturstyrelsen hedder Slots- og Kulturstyrelsen fra 01.01.2016«."""
        day = danish.short_date(str(self.answers["ends_on"].value()))
        return f"{self._organisation.name} hedder {self.answers['name'].value()} fra {day}"
