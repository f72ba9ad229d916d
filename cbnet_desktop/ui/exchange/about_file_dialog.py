"""The dialog »Om filen«: the file's place, how it is shared, where this computer keeps its data, and who writes."""

from __future__ import annotations

from contextlib import closing

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QTabWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing import background, sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange.computers_page import ComputersPage
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import characters, give_size
from cbnet_desktop.ui.widgets.rich_text import plain_label, wrapped_label

UNKNOWN = "…"
WIDTH = 88


class AboutFileDialog(FittedDialog):
    """Lines that can be copied, and the computers where there are several; history is counted in a thread."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Om filen")
        self._form = QFormLayout()
        self._form.setVerticalSpacing(5)
        self._form.setHorizontalSpacing(16)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._add_file()
        self._form.addRow(QLabel(self))
        self._add_sharing()
        self._form.addRow(QLabel(self))
        self._add_own()
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        self.computers: ComputersPage | None = None
        self._tabs = QTabWidget(self)
        if session.store.computers.is_alone:
            self._tabs.hide()
            column.addLayout(self._form)
            column.addStretch(1)
        else:
            self._add_tabs()
            column.addWidget(self._tabs, 1)
        column.addSpacing(6)
        column.addWidget(box)
        column.activate()
        width = characters(self, WIDTH)
        self.resize(width, column.totalHeightForWidth(width))
        if self.computers:
            give_size(self, 155, 40)
        self._count()

    def show_computers(self, chain: str) -> None:
        """Shows the page about the computers, with one of them selected."""
        if self.computers:
            self.computers.fill(chain)
            self._tabs.setCurrentWidget(self.computers)

    def _add_tabs(self) -> None:
        lines = QWidget(self._tabs)
        column = QVBoxLayout(lines)
        column.addLayout(self._form)
        column.addStretch(1)
        self.computers = ComputersPage(self._session, self._tabs)
        self._tabs.addTab(lines, "Fi&len")
        self._tabs.addTab(self.computers, "&Computere")

    @property
    def text(self) -> str:
        """All lines of the dialog."""
        return "\n".join(label.text() for label in self.findChildren(QLabel) if label.text())

    def _add_file(self) -> None:
        store = self._session.store
        self._add("Netværk", self._session.network.profile.name)
        self._add("Fil", str(store.path.absolute()))
        self._add("Mappen", store.lacks_folder or store.place.identity or "Ingen; det er en kopi til gennemsyn")
        self._add("Kan rettes", f"Nej. {store.read_only}" if self._session.is_read_only else "Ja")

    def _add_sharing(self) -> None:
        sharing = self._session.sharing
        last = sharing.last_shared
        self._add("Sidst delt", sharing_messages.clock(last) if last else "Ikke, siden netværket blev åbnet")
        store = self._session.store
        if not store.is_copy:
            self._add("Dine ændringer", sharing_messages.delivered(sharing.waiting, store.log.receipts()))
        if sharing.missing:
            self._add("Mangler", sharing.missing)
        if sharing.problem:
            self._add("Hindring", sharing.problem)
        if sharing.notices:
            self._add("Bemærket", "\n".join(sharing.notices))
        count = len(sharing.conflicts)
        self._add("Konflikter", danish.number(count) if count else "Ingen")
        self.history = self._add("Historik", UNKNOWN)

    def _add_own(self) -> None:
        store = self._session.store
        self._add("Dit navn", store.user)
        self._add("Egne data", str(store.log.folder))
        self._add("Sikkerhedskopier", str(store.backups.folder))

    def _add(self, name: str, text: str) -> QLabel:
        caption, label = plain_label(self, name, "muted"), wrapped_label(self, text)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setAccessibleName(f"{name}: {text}")
        self._form.addRow(caption, label)
        return label

    def _count(self) -> None:
        log = self._session.store.log

        def work() -> tuple[int, int]:
            with closing(log.opened_anew()) as own:
                return own.size()

        background.run(work, self._show_size, self._refuse)

    def _show_size(self, size: tuple[int, int]) -> None:
        if isValid(self):
            edits, fields = size
            text = f"{sharing_messages.counted_edits(edits)} af {danish.counted(fields, 'felt', 'felter')}"
            self.history.setText(text)
            self.history.setAccessibleName(f"Historik: {text}")

    def _refuse(self, refusal: UserError) -> None:
        if isValid(self):
            self.history.setText(refusal.message)
