"""The dialog »Konflikter«: the fields that two people changed independently, and the choice between the values."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.log.conflicts import CellConflict
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.conflict_choice import ConflictChoice, row_title, what
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.inputs import types_by_number
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

EXPLANATION = (
    "To har rettet det samme uden at vide af hinanden. Alle udgaver er bevaret, og den nyeste vises, til du vælger. "
    "Dit valg er en rettelse som andre og kan fortrydes."
)
NONE = "Der er ingen konflikter. Har to rettet det samme uden at vide af hinanden, står det her."


class ConflictsDialog(FittedDialog):
    """A non-modal list of the conflicts with the choice for the selected one."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the selected conflict."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Konflikter")
        give_size(self, 104, 38)
        self.explanation = wrapped_label(self, EXPLANATION)
        self.list = Listing("Konflikter", (("Række", 40), ("Felt", 27), ("Udgaver fra", 0)), self)
        self.list.currentItemChanged.connect(lambda *_: self._show_choice())
        self.choice: ConflictChoice | None = None
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.addWidget(self.list)
        self.split.addWidget(self.area)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 2)
        self.strip = MessageStrip(self)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self.explanation)
        column.addWidget(self.split, 1)
        column.addWidget(self.strip)
        column.addWidget(self._buttons())
        session.sharing.marked.connect(self._renew)

    def event(self, event: QEvent) -> bool:
        """Keeps Alt codes from choosing a version by its mnemonic."""
        if types_by_number(event):
            event.accept()
            return True
        return super().event(event)

    def begin(self, conflict_id: str = "") -> None:
        """Shows the conflicts, selects one, and focuses the list."""
        self._fill(conflict_id or self._chosen_id())
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    def settle(self) -> None:
        """Writes the chosen value and goes on to the next conflict; a refusal is shown and nothing changes."""
        choice = self.choice
        if choice is None or not choice.is_made:
            return
        self.strip.show_error("")
        try:
            self._session.settle(choice.conflict, choice.value())
        except UserError as refusal:
            self.strip.show_error(refusal.message)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.settler: QPushButton = box.addButton("&Brug det valgte", QDialogButtonBox.ButtonRole.ApplyRole)
        self.settler.setDefault(True)
        self.settler.clicked.connect(self.settle)
        self.jumper: QPushButton = box.addButton("&Gå til", QDialogButtonBox.ButtonRole.ActionRole)
        self.jumper.setAutoDefault(False)
        self.jumper.setToolTip("Viser rækken i vinduet")
        self.jumper.clicked.connect(self._jump)
        box.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        box.rejected.connect(self.reject)
        return box

    def _renew(self) -> None:
        if self.isVisible():
            self._fill(self._chosen_id())

    def _fill(self, chosen_id: str) -> None:
        """Lists the conflicts by row; keeps the position where the selected one has been resolved."""
        network, place = self._session.network, self.list.place()
        found = sorted(self._session.sharing.conflicts, key=lambda one: danish.sort_key(row_title(one, network)))
        ids = [conflict.id for conflict in found]
        self.list.blockSignals(True)
        self.list.clear()
        for conflict in found:
            authors = danish.joined(list(dict.fromkeys(version.by for version in conflict.versions)))
            self.list.add((row_title(conflict, network), what(conflict), authors), conflict)
        self.list.choose(ids.index(chosen_id) if chosen_id in ids else place)
        self.list.blockSignals(False)
        self._show_choice()

    def _show_choice(self) -> None:
        conflict = self._chosen()
        if self.choice is not None and conflict == self.choice.conflict:
            return
        self.choice = ConflictChoice(self._session, conflict, self.area) if conflict else None
        shown = self.choice or QWidget(self.area)
        self.area.setWidget(shown)
        shown.setAutoFillBackground(False)
        if self.choice:
            self.choice.chosen.connect(self._judge)
        self.explanation.setText(EXPLANATION if conflict else NONE)
        self.split.setVisible(conflict is not None)
        self.strip.show_error("")
        self._judge()

    def _judge(self) -> None:
        can_write = not self._session.is_read_only
        self.settler.setEnabled(can_write and self.choice is not None and self.choice.is_made)
        self.jumper.setEnabled(self.choice is not None and not self.choice.conflict.edited)

    def _chosen(self) -> CellConflict | None:
        found = self.list.chosen()
        return found if isinstance(found, CellConflict) else None

    def _chosen_id(self) -> str:
        conflict = self._chosen()
        return conflict.id if conflict else ""

    def _jump(self) -> None:
        if conflict := self._chosen():
            self.jump_asked.emit(conflict.table, conflict.row_id, conflict.field)
