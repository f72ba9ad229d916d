"""What dialogs that erase for good have in common: a reason is asked for and kept (GDPR, article 17)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cbnet_desktop.domain.records import Erasure
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.ui.form.action_dialog import ActionDialog


class ErasingDialog(ActionDialog):
    """Asks for the reason; cannot be undone. what names in Danish what is erased."""

    what = ""

    def ask_why(self) -> None:
        """Adds the field for the reason."""
        self.ask(Erasure.fields()["reason"], "", caption="&Begrundelse *").setFocus()

    def erase(self, reason: str) -> frozenset[str]:
        """Erases; returns the tables touched, or raises UserError."""
        raise NotImplementedError

    def announce(self) -> str:
        """Lets go of what the window holds of it; returns what is told afterwards."""
        raise NotImplementedError

    def attempt(self) -> None:
        """Erases and closes; on refusal shows it and stays open."""
        answer = self.answers["reason"]
        answer.refuse("")
        self.strip.show_error("")
        reason = answer.input.typed()
        if not reason.strip():
            self.show_refusal(Invalid(f"Skriv, hvorfor {self.what} slettes.", field="reason"))
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            tables = self.erase(reason)
        except UserError as refusal:
            self.show_refusal(refusal)
        else:
            self.accept()
            told = self.announce()
            self.session.changed.emit(tables)
            self.session.exchange_soon()
            self.session.sharing.noticed.emit(told)
        finally:
            QApplication.restoreOverrideCursor()
