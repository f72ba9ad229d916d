"""The dialog »Kontrollér filen«: whether tables and history agree, and whether a signed plan's history is in it."""

from __future__ import annotations

import re
from typing import TypeGuard

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.files.verify import Difference
from cbnet_desktop.ui.editing import background, sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.busy_dialog import BAR_HEIGHT
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.state_line import StateLine

DIGEST_LENGTH = 64


class CheckDialog(FittedDialog):
    """Replays the whole history in the background; lists the differences by row and field."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of a difference."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Kontrollér filen")
        give_size(self, 94, 0)
        self.state = StateLine(self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(BAR_HEIGHT)
        self.progress.setAccessibleName("Kontrollen er i gang")
        columns = (("Række", 30), ("Felt", 19), ("Afvigelse", 0))
        self.list = Listing("Afvigelser", columns, self)
        self.list.hide()
        self.list.currentItemChanged.connect(lambda *_: self._judge())
        self.list.itemActivated.connect(lambda *_: self.jump())
        self.digest = QLineEdit(self)
        self.digest.setPlaceholderText("De 64 tegn, der står på den godkendte plan")
        self.digest.setAccessibleName("Historikkens kontrolsum")
        self.digest.returnPressed.connect(self.look_up)
        self.answer = StateLine(self)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self.state)
        column.addWidget(self.progress)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addLayout(self._digest_form())
        column.addWidget(self.answer)
        column.addWidget(self._buttons())
        self._begin()

    def look_up(self) -> None:
        """Shows whether the history still contains the state that the digest was made of."""
        digest = re.sub(r"\s+", "", self.digest.text()).lower()
        if not re.fullmatch(rf"[0-9a-f]{{{DIGEST_LENGTH}}}", digest):
            self.answer.show_state(
                "broken", "Ikke en kontrolsum", f"Skriv alle {DIGEST_LENGTH} tegn fra planen: cifre og bogstaverne a-f."
            )
            return
        log, network = self._session.store.log, self._session.network
        version = network.find(PlanVersion, log.version_of_digest(digest))
        if version is None:
            self.answer.show_state("broken", "Findes ikke", "Ingen godkendt plan i filen har den kontrolsum.")
            return
        signed = (
            f"{labels.row_title(network, version)}, godkendt {danish.moment(version.signed_at)} af {version.signed_by}"
        )
        if log.holds_heads_of(version.id):
            self.answer.show_state("kept", "Uændret", f"Historikken indeholder stadig alt til og med {signed}.")
        else:
            self.answer.show_state("broken", "Ændret", f"Historikken er ikke længere den, der var ved {signed}.")

    def jump(self) -> None:
        """Emits the place of the selected difference."""
        found = self.list.chosen()
        if isinstance(found, Difference) and self.jumper.isEnabled():
            self.accept()
            self.jump_asked.emit(found.table, found.row_id, found.field)

    def _begin(self) -> None:
        self.state.show_state("waiting", "Kontrollerer", "Hver ændring i historikken regnes efter …")
        store = self._session.store

        def work() -> list[Difference]:
            with background.own(store) as own:
                return own.log.verify(own.annexes)

        background.run(work, self._show, self._refuse)

    def _show(self, found: list[Difference]) -> None:
        if not isValid(self):
            return
        self.progress.hide()
        network = self._session.network
        for one in found:
            self.list.add((_row(one, network), _field(one), _described(one, network)), one)
        self.list.setVisible(bool(found))
        if found:
            self.state.show_state(
                "broken",
                danish.counted(len(found), "afvigelse", "afvigelser"),
                "Filen er ændret uden om programmet eller beskadiget. En kopi, som du gemmer nu, følger historikken.",
            )
            give_size(self, 126, 32)
            self.list.choose(0)
            self.list.setFocus()
        else:
            self.state.show_state("kept", "Ingen afvigelser", "Tabellerne siger det samme som historikken.")
        self._judge()

    def _refuse(self, refusal: UserError) -> None:
        if isValid(self):
            self.progress.hide()
            self.state.show_state("broken", "Ikke kontrolleret", refusal.message)

    def _judge(self) -> None:
        found = self.list.chosen()
        row = self._session.network.row(found.table, found.row_id) if _has_row(found) else None
        self.jumper.setEnabled(row is not None)

    def _digest_form(self) -> QFormLayout:
        line = QHBoxLayout()
        line.addWidget(self.digest, 1)
        seeker = QPushButton("&Undersøg", self)
        seeker.setAutoDefault(False)
        seeker.clicked.connect(self.look_up)
        line.addWidget(seeker)
        form = QFormLayout()
        caption = QLabel("&Kontrolsum fra en plan", self)
        caption.setBuddy(self.digest)
        form.addRow(caption, line)
        return form

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.jumper: QPushButton = box.addButton("&Gå til", QDialogButtonBox.ButtonRole.ActionRole)
        self.jumper.setAutoDefault(False)
        self.jumper.setEnabled(False)
        self.jumper.clicked.connect(self.jump)
        box.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        box.rejected.connect(self.reject)
        return box


def _has_row(found: object) -> TypeGuard[Difference]:
    return isinstance(found, Difference) and bool(found.table and found.row_id)


def _row(found: Difference, network: Network) -> str:
    row = network.row(found.table, found.row_id) if found.table in network.tables else None
    return (
        labels.row_title(network, row) if row else sharing_messages.noun(found.table) if found.table else "Hele filen"
    )


def _field(found: Difference) -> str:
    field = sharing_messages.field_of(found.table, found.field)
    return field.label if field else found.field


def _described(found: Difference, network: Network) -> str:
    """The sentence without row and field, which have columns of their own."""
    if found.kind not in ("table", "version") or not found.where:
        return found.message
    if not found.field:
        is_extra = found.held is not None
        present, other = ("tabellen", "historikken") if is_extra else ("historikken", "tabellen")
        return f"Står i {present}, men ikke i {other} {found.where}."
    field = sharing_messages.field_of(found.table, found.field)
    if found.held is None and found.said is None:
        return f"Indholdet {found.where} er et andet end i historikken."
    present, other = (sharing_messages.value(field, value, network) for value in (found.held, found.said))
    return f"Tabellen {found.where} siger {present}, historikken {other}."
