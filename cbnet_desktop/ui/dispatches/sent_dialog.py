"""»Er den sendt?«: records that a draft was sent, on the user's word; the meeting is called, the consultation begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from cbnet_desktop.domain.dispatches import dispatches
from cbnet_desktop.domain.records import Dispatch
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.words.choices import DispatchKind
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

FIELDS = Dispatch.fields()
FOLLOWS = {
    DispatchKind.NOTICE: "Mødet sættes til indkaldt. ",
    DispatchKind.CONSULTATION: "Høringen er begyndt den dag. ",
}


class SentDialog(ActionDialog):
    """Asks for the day; what follows from it, and what does not, is said before."""

    def __init__(
        self, session: Session, dispatch: Dispatch, parent: QWidget | None = None, *, notes: Sequence[str] = ()
    ) -> None:
        super().__init__(session, "Er den sendt?", "&Ja, den er sendt", parent)
        self.about = self._dispatch = dispatch
        self.findChildren(QDialogButtonBox)[0].button(QDialogButtonBox.StandardButton.Cancel).setText("&Ikke endnu")
        day = replace(FIELDS["sent_on"], required=True)
        self.sent_on = self.ask(day, session.today.isoformat(), caption="Sendt &den")
        changed = dispatches.changed_words(session.network, dispatch)
        follows = changed or FOLLOWS.get(DispatchKind(dispatch.kind), "") + "Derefter kan forsendelsen ikke rettes."
        self.column.insertWidget(0, wrapped_label(self, dispatch.subject, "heading"))
        for place, note in enumerate((follows, *notes), 2):
            self.column.insertWidget(place, wrapped_label(self, note, "muted"))
        self.sent_on.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The dispatch as sent; what it does follows."""
        dispatch = self.session.network.get(Dispatch, self._dispatch.id)
        return (dispatches.sent(dispatch, str(self.sent_on.value()), self.session.store.user),)

    def label(self) -> str:
        """The label of the edit, for example »Sendt: Indkaldelse: Årsmøde 03.12.2014 · CBnet 7F3A-21«."""
        return f"Sendt: {self._dispatch.subject}"
