"""The dialog »Sikkerhedskopier«: when and why each was made, what the network lacks of it, and merging that."""

from __future__ import annotations

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.files.backup import REASONS, Backup
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.merging import merge
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.listing import THING, Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

EXPLANATION = (
    "At flette en kopi ind giver netværket det tilbage, som det mangler. Intet, der er skrevet siden, går tabt, og "
    "kopien ændres ikke. Det kan ikke fortrydes med Ctrl+Z; det, der kommer ind, rettes bagefter som alt andet."
)
NONE = "Der er ingen sikkerhedskopier endnu. Den første tages, næste gang netværket åbnes."
LACKING = 2
REASON = THING + 1


class BackupsDialog(FittedDialog):
    """The backups of this computer, newest first; inspected one at a time, so that the window does not freeze."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[int] = []
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
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self._look_into_next)
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

    def _fill(self) -> None:
        place = self.list.place()
        self.list.clear()
        found = self._session.store.backups.listed()
        for made in found:
            why = REASONS.get(made.reason, made.reason)
            self.list.add((danish.moment(made.at.isoformat()), why[:1].upper() + why[1:], "…"), made)
        self.explanation.setText(EXPLANATION if found else NONE)
        self._waiting = list(range(len(found)))
        self._next.start()
        self.list.choose(place)
        self._judge()

    def _look_into_next(self) -> None:
        if not self._waiting:
            return
        item = not_none(self.list.topLevelItem(self._waiting.pop(0)))
        made: Backup = item.data(0, THING)
        try:
            edits = self._session.store.backups.lacking(made)
        except (UserError, OSError) as refusal:
            item.setText(LACKING, "Kan ikke bruges")
            item.setData(LACKING, REASON, str(refusal))
        else:
            item.setText(LACKING, sharing_messages.counted_edits(edits) if edits else "Intet")
            item.setData(LACKING, THING, edits)
        self._judge()
        self._next.start()

    def _judge(self) -> None:
        item = self.list.currentItem()
        lacks = bool(item and item.data(LACKING, THING))
        if reason := item and item.data(LACKING, REASON):
            self.strip.show_note(str(reason))
        self.merger.setEnabled(lacks and not self._session.is_read_only)

    def _show_result(self, sentence: str) -> None:
        self._fill()
        self.strip.show_note(sentence)

    def _refuse(self, refusal: UserError) -> None:
        self._fill()
        self.strip.show_error(refusal.message)
