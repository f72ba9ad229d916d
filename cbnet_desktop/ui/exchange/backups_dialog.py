"""The dialog »Sikkerhedskopier«: when and why each was made, what the network lacks of it, and merging that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.files.backup import REASONS, Backup
from cbnet_desktop.ui.editing import background, sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.merging import merge
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.listing import THING, Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

EXPLANATION = (
    "At flette en kopi ind giver netværket det tilbage, som det mangler. Intet, der er skrevet siden, går tabt, og "
    "kopien ændres ikke. Det kan ikke fortrydes med Ctrl+Z; det, der kommer ind, rettes bagefter som alt andet."
)
NONE = "Der er ingen sikkerhedskopier endnu. Den første tages, næste gang netværket åbnes."
LACKING = 2
REASON = THING + 1


class BackupsDialog(FittedDialog):
    """The backups of this computer, newest first; listed and inspected in another thread."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Sikkerhedskopier")
        give_size(self, 98, 28)
        self.explanation = wrapped_label(self, EXPLANATION)
        columns = (("Taget", 25), ("Hvorfor", 27), ("Netværket mangler", 0))
        self.list = Listing("Sikkerhedskopier", columns, self)
        self.strip = MessageStrip(self)
        self.list.currentItemChanged.connect(lambda *_: self.strip.show_error(""))
        self.list.currentItemChanged.connect(lambda *_: self._judge())
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.merger: QPushButton = box.addButton("&Flet ind", QDialogButtonBox.ButtonRole.ApplyRole)
        self.merger.setDefault(True)
        self.merger.clicked.connect(self.merge)
        self.opener: QPushButton = box.addButton("Åbn &mappen", QDialogButtonBox.ButtonRole.ActionRole)
        self.opener.setAutoDefault(False)
        self.opener.clicked.connect(self.open_folder)
        box.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self.explanation)
        column.addWidget(self.list, 1)
        column.addWidget(self.strip)
        column.addWidget(box)
        self._fill()
        self.list.setFocus()

    def merge(self) -> None:
        """Merges the selected backup in the background."""
        made = self.list.chosen()
        if isinstance(made, Backup) and self.merger.isEnabled():
            self.merger.setEnabled(False)
            self.strip.show_error("")
            merge(self._session, made.path, self, self._show_result, self._refuse)

    def open_folder(self) -> None:
        """Shows the backups' folder in the system's own file manager."""
        folder = self._session.store.backups.folder
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.strip.show_error(f"Mappen kan ikke vises. Den ligger her: {folder}")

    def _fill(self, tell: Callable[[], None] = lambda: None) -> None:
        """Lists the backups in another thread, for their folder may lie on a share that does not answer; then tells."""
        background.run(self._session.store.backups.listed, partial(self._show, tell), lambda _: None)

    def _show(self, tell: Callable[[], None], found: list[Backup]) -> None:
        if not isValid(self):
            return
        place = self.list.place()
        self.list.clear()
        for made in found:
            why = REASONS.get(made.reason, made.reason)
            self.list.add((danish.moment(made.at.isoformat()), why[:1].upper() + why[1:], "…"), made)
        self.explanation.setText(EXPLANATION if found else NONE)
        self.list.choose(place)
        self._judge()
        tell()
        self._look_into(found, 0)

    def _look_into(self, listed: list[Backup], at: int) -> None:
        """Looks into one backup after the other in another thread, as long as this list is shown."""
        if at == len(listed):
            return
        session = self._session

        def work() -> int | str:
            try:
                with background.own(session.store) as store:
                    return store.backups.lacking(listed[at])
            except (UserError, OSError) as refusal:
                return str(refusal)

        def end(edits: int | str) -> None:
            if not isValid(self):
                return
            item = self.list.topLevelItem(at)
            if item is None or item.data(0, THING) is not listed[at]:
                return  # the list was filled anew meanwhile
            if isinstance(edits, str):
                item.setText(LACKING, "Kan ikke bruges")
                item.setData(LACKING, REASON, edits)
            else:
                item.setText(LACKING, sharing_messages.counted_edits(edits) if edits else "Intet")
                item.setData(LACKING, THING, edits)
            self._judge()
            self._look_into(listed, at + 1)

        background.run(work, end, lambda _: None)

    def _judge(self) -> None:
        item = self.list.currentItem()
        lacks = bool(item and item.data(LACKING, THING))
        if reason := item and item.data(LACKING, REASON):
            self.strip.show_note(str(reason))
        self.merger.setEnabled(lacks and not self._session.is_read_only)

    def _show_result(self, sentence: str) -> None:
        self._fill(lambda: self.strip.show_note(sentence))

    def _refuse(self, refusal: UserError) -> None:
        self._fill(lambda: self.strip.show_error(refusal.message))
