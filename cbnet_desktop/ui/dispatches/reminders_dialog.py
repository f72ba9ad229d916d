"""»Skriv rykkere«: who is behind with what, and a draft to each of them (M8, M13, M17)."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.dispatches import dispatches, proposals, reminders
from cbnet_desktop.domain.dispatches.reminders import Reminder
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import DispatchKind
from cbnet_desktop.ui.dispatches.dispatch_dialog import DispatchDialog
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

COLUMNS = (("Hvem", 28), ("Mangler", 12), ("Sidst rykket", 0))


class RemindersDialog(FittedDialog):
    """Lists everybody who is behind; the lines of the chosen one stand below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Skriv rykkere")
        give_size(self, 100, 28)
        self.list = Listing("Hvem mangler noget", COLUMNS, self)
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.list.itemActivated.connect(lambda *_: self.write())
        self.lines = wrapped_label(self, "")
        self.strip = MessageStrip(self)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.writer: QPushButton = box.addButton("&Skriv rykker …", QDialogButtonBox.ButtonRole.ActionRole)
        self.writer.setDefault(True)
        self.writer.clicked.connect(lambda _: self.write())
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        for widget in (self.lines, self.strip, box):
            column.addWidget(widget)
        session.changed.connect(lambda _: self._fill())
        self._fill()
        self.list.choose(0)
        self.list.setFocus()

    def chosen(self) -> Reminder | None:
        """The chosen person and what she is behind with."""
        found = self.list.chosen()
        return found if isinstance(found, Reminder) else None

    def write(self) -> DispatchDialog | None:
        """Opens the reminder to the chosen person."""
        found, session = self.chosen(), self._session
        if found is None or found.person is None:
            return None
        proposal = proposals.reminder(session.network, found.person, found.lines, session.store.user)
        return open_dialog(DispatchDialog(session, proposal, self))

    def _fill(self) -> None:
        place = self.list.place()
        found = reminders.of(self._session.network, self._session.today.isoformat())
        self.list.clear()
        for one in found:
            name = one.person.name if one.person else "Uden nogen at rykke"
            self.list.add((name, danish.counted(len(one.lines), "ting", "ting"), self._last(one)), one)
        self.list.choose(place)
        self.strip.show_error("" if found else "Ingen mangler noget.")
        self._show_chosen()

    def _last(self, one: Reminder) -> str:
        """The newest reminder to a person, where there is one."""
        network = self._session.network
        known = (
            (row for row in dispatches.of(network, one.person) if row.kind == DispatchKind.REMINDER)
            if one.person
            else ()
        )
        newest = next(iter(known), None)
        return dispatches.told(network, newest) if newest else ""

    def _show_chosen(self) -> None:
        found = self.chosen()
        self.lines.setText("\n".join(found.lines) if found else "")
        self.writer.setEnabled(found is not None and found.person is not None)
