"""The dialog »Arkiverede rækker«: every archived row of the network, found by its words, and brought back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.titles import labels, parents
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.listing import THING, Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.text_undo import TextUndo

COLUMNS = (("Hvad", 22), ("Navn", 60), ("Hører til", 0))


class ArchivedRowsDialog(FittedDialog):
    """Lists the archived rows by kind and title; several can be brought back as one edit."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of a row that was brought back, to go to."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Arkiverede rækker")
        give_size(self, 120, 30)
        self.words = QLineEdit(self)
        TextUndo(self.words)
        self.words.setPlaceholderText("Vis kun rækker med ordene …")
        self.words.setAccessibleName("Vis kun rækker med ordene")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(lambda _: self._filter())
        self.list = Listing("Arkiverede rækker", COLUMNS, self)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._describe)
        self.strip = MessageStrip(self)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.restorer: QPushButton = box.addButton("&Hent frem", QDialogButtonBox.ButtonRole.ApplyRole)
        self.restorer.setDefault(True)
        self.restorer.clicked.connect(self.restore)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.words, self.list, self.strip, box):
            column.addWidget(widget)
        session.changed.connect(lambda _: self._fill())
        self._fill()
        self.list.choose(0)
        self.list.setFocus()

    def restore(self) -> None:
        """Brings the selected rows back and offers to go to the first of them."""
        rows = self._selected()
        if not rows:
            return
        try:
            edit = self._session.write([row.edited({"archived": False}) for row in rows])
        except UserError as refusal:
            self.strip.show_error(refusal.message)
            return
        if edit:
            self.strip.show_done(f"{edit.label.removesuffix('.')}.", "Gå til", lambda: self._go_to(rows[0]))

    def _go_to(self, row: Record) -> None:
        self.accept()
        self.jump_asked.emit(row.TABLE, row.id, "")

    def _selected(self) -> list[Record]:
        return [item.data(0, THING) for item in self.list.selectedItems() if not item.isHidden()]

    def _fill(self) -> None:
        network, place = self._session.network, self.list.place()
        self.list.clear()
        for kind in RECORDS:
            found = [row for row in network.rows(kind) if getattr(row, "archived", False)]
            for row in sorted(found, key=lambda row: danish.sort_key(labels.row_title(network, row))):
                above = parents.parent(network, row)
                whole = labels.row_title(network, above) if above else ""
                self.list.add((kind.NOUN.capitalize(), labels.row_title(network, row), whole), row)
        self.list.choose(place)
        self._filter()

    def _filter(self) -> None:
        """Shows the rows that contain every word; the first of them is current."""
        words, shown = self.words.text().casefold().split(), []
        for position in range(self.list.topLevelItemCount()):
            item = not_none(self.list.topLevelItem(position))
            text = " ".join(item.text(column) for column in range(len(COLUMNS))).casefold()
            item.setHidden(not all(word in text for word in words))
            shown += [] if item.isHidden() else [item]
        current = self.list.currentItem()
        if shown and (current is None or current.isHidden()):
            self.list.setCurrentItem(shown[0])
        self._describe()

    def _describe(self) -> None:
        """Says when and by whom the selected row was archived."""
        rows = self._selected()
        self.restorer.setEnabled(bool(rows) and not self._session.is_read_only)
        if len(rows) != 1:
            self.strip.show_error("" if rows else "Der er ingen arkiverede rækker at vise.")
            return
        entries = self._session.store.log.history(rows[0].TABLE, rows[0].id)
        archived = next((one for one in entries if one.field == "archived" and one.value), None)
        when = f"Arkiveret {danish.moment(archived.at)} af {archived.by or 'en ukendt'}." if archived else ""
        self.strip.show_note(when)
