"""»Nedlæg eller sammenlæg …«: a central library leaves the network after a day (M2, M3, M12)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import Organisation
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.roster import closing
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.inputs import ReferenceInput
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class ClosingDialog(ActionDialog):
    """Asks for the library's last day and, for a merger, the library that takes its area over."""

    def __init__(self, session: Session, library: Organisation, parent: QWidget | None = None) -> None:
        super().__init__(session, f"Nedlæg eller sammenlæg {library.name}", "&Gem", parent)
        self._library = library
        fields = Organisation.fields()
        last_day = library.ends_on or f"{session.today.year}-12-31"
        ends_on = replace(fields["ends_on"], required=True)
        self.ask(ends_on, last_day, caption="&Med i netværket til og med").setFocus()
        others = ReferenceInput(fields["merged_into_id"], self)
        others.record = library
        self.ask(others.field, library.merged_into_id, made=others, caption="&Sammenlagt med")
        self.column.insertWidget(
            1,
            wrapped_label(
                self,
                "Bibliotekets plads og udpegninger slutter samme dag. Tidligere år bliver, som de er. "
                "Er det ikke lagt sammen med et andet, så lad »Sammenlagt med« stå tomt.",
                role="muted",
            ),
        )

    def changes(self) -> tuple[Change, ...]:
        """The end of the library, its seats and their terms."""
        successor = self._successor()
        day = str(self.answers["ends_on"].value() or "")
        return closing.closed(self.session.network, self._library, day, successor.id if successor else None)

    def label(self) -> str:
        """The label of the edit, for example »Vejle Centralbibliotek nedlagt, sidste dag 31.12.2015«."""
        return closing.label(self._library, str(self.answers["ends_on"].value()), self._successor())

    def _successor(self) -> Organisation | None:
        return self.session.network.find(Organisation, str(self.answers["merged_into_id"].value() or ""))
