"""The buttons beside what is approved or set: reopen it, or take back what a colleague changed in it (M13, M15)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QWidget

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.records import Reopening
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words.choices import Act
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog, open_dialog
from cbnet_desktop.ui.form.commit_typing import commit_typing
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class ReopenDialog(ActionDialog):
    """Asks why something agreed is reopened; the reason goes on record."""

    def __init__(self, session: Session, act: Act, row: Record, parent: QWidget | None = None) -> None:
        self._act = act
        self._row = row
        title = labels.row_title(session.network, row)
        super().__init__(session, f"Genåbn: {title}", "&Genåbn", parent)
        self.reason = self.ask(Reopening.fields()["reason"], caption="&Begrundelse *")
        note = "Det, der var godkendt eller fastsat, er bevaret. Begrundelsen står i historikken."
        self.column.insertWidget(1, wrapped_label(self, note, "muted"))
        self.reason.setFocus()

    def changes(self) -> tuple[Change, ...]:
        """The reopening and what it takes back; raises Invalid without a reason."""
        network, today = self.session.network, self.session.today.isoformat()
        row = network.get(type(self._row), self._row.id)
        return guard.reopened(network, self._act, row, str(self.reason.value()), today)

    def label(self) -> str:
        """The label of the edit, for example »Genåbnet: Årsmøde 20.11.2013«."""
        return f"Genåbnet: {labels.row_title(self.session.network, self._row)}"


class AgreedButtons(QObject):
    """»Genåbn …« where an act stands on the row shown, and »Tag ændringen tilbage« where its rows were changed."""

    def __init__(
        self, session: Session, act: Act, shown: Callable[[], Record | None], words: str, page: QWidget
    ) -> None:
        super().__init__(page)
        self._session = session
        self._act = act
        self._shown = shown
        self._page = page
        self.reopen_button = action_button(page, words, self.reopen)
        self.take_back_button = action_button(page, "Tag ændringen ti&lbage", self.take_back)
        self.take_back_button.setToolTip("Gør rækkerne til det, der blev aftalt")

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton]:
        """The two buttons, for the page's line."""
        return self.reopen_button, self.take_back_button

    def reopen(self) -> ReopenDialog | None:
        """Opens the dialog that asks for the reason."""
        commit_typing()
        row = self._shown()
        return open_dialog(ReopenDialog(self._session, self._act, row, self._page)) if row else None

    def take_back(self) -> None:
        """Makes the rows say again what was agreed."""
        row = self._shown()
        held = texts.standing(self._session.network, self._act, row) if row else None
        if row and held and held.text:
            title = labels.row_title(self._session.network, row)
            self._session.execute(f"Taget tilbage: {title}", guard.taken_back(self._session.network, held.text))

    def renew(self) -> None:
        """Shows the buttons that apply to the row shown now."""
        row = self._shown()
        held = texts.standing(self._session.network, self._act, row) if row else None
        is_kept = held is not None and held.text is not None
        self.reopen_button.setVisible(is_kept)
        self.take_back_button.setVisible(held is not None and is_kept and not held.is_unchanged)
        for button in (self.reopen_button, self.take_back_button):
            button.setEnabled(not self._session.is_read_only)
