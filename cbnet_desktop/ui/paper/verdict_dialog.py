"""The dialog »Kontrollér et dokument«: who signed a PDF, whether it was changed, and the network's record of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cbnet_desktop.documents.signing.state import Said, State
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.queries import Log
from cbnet_desktop.system import paths
from cbnet_desktop.system.foreign import Errand
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.path_field import PathField
from cbnet_desktop.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from cbnet_desktop.documents.signing.verdict import Verdict

AUTHORITY = "authority"
ICONS = {State.IN_ORDER: "kept", State.LOOK: "open", State.BROKEN: "broken", None: "note"}
WORDS = {State.IN_ORDER: "I orden", State.LOOK: "Se efter", State.BROKEN: "Taler imod", None: "Bemærkning"}


class VerdictDialog(FittedDialog):
    """Verifies each file that is named; only reads it."""

    preview_asked = Signal(object, bytes)
    """The file, and the bytes that were verified."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pdf = b""
        self._errand = Errand()
        self.setWindowTitle("Kontrollér et dokument")
        self.source = PathField("Dokumentet", "PDF (*.pdf)", self)
        self.authority = PathField("Betroede udstedere", "Certifikater (*.pem *.crt *.cer *.der)", self)
        self.authority.line.setPlaceholderText("Ingen: så efterprøves udstederne ikke")
        self.state = StateLine(self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Kontrollens resultat")
        self._arrange()
        if known := paths.settings().get(AUTHORITY):
            self.authority.show_path(str(known))
        self.source.changed.connect(self.check)
        self.finished.connect(lambda _: self._errand.call_off())
        self.authority.changed.connect(self._keep_authority)
        give_size(self, 110, 30)
        self.state.show_state("", "", "Vælg den PDF-fil, der skal kontrolleres.")

    @property
    def text(self) -> str:
        """All lines of the verdict."""
        shown = self.area.widget()
        return "\n".join(label.text() for label in shown.findChildren(QLabel) if label.text()) if shown else ""

    def show_document(self, path: Path) -> None:
        """Names and verifies a file."""
        self.source.show_path(path)

    def check(self) -> None:
        """Reads and verifies the file in the background; only the last request is shown."""
        path, authority = self.source.path, self.authority.path
        self._errand.call_off()
        errand = self._errand = Errand()
        self._show_said([])
        self.viewer.setEnabled(False)
        if path is None:
            return
        log, network = self._session.store.log, self._session.network

        def work() -> tuple[bytes, Verdict]:
            return judged(path, authority, log, network, errand)

        def when_last(call: Callable[..., None]) -> Callable[..., None]:
            return lambda *made: call(*made) if isValid(self) and errand is self._errand else None

        self.state.show_state("waiting", "Kontrollerer", path.name)
        background.run(work, when_last(lambda made: self._show(*made)), when_last(self._refuse))

    def _show(self, pdf: bytes, verdict: Verdict) -> None:
        self._pdf = pdf
        self.viewer.setEnabled(True)
        self.state.show_state(*summary(verdict))
        self._show_said(verdict.said())

    def _refuse(self, refusal: UserError) -> None:
        self.state.show_state("broken", "Ikke kontrolleret", refusal.message)

    def _show_said(self, said: list[Said]) -> None:
        page = QWidget(self.area)
        column = QVBoxLayout(page)
        column.setContentsMargins(2, 6, 8, 6)
        column.setSpacing(6)
        for state, sentence in said:
            line = StateLine(page)
            line.show_state(ICONS[state], "", sentence)
            line.setAccessibleName(f"{WORDS[state]}: {sentence}")
            line.setToolTip(WORDS[state])
            column.addWidget(line)
        column.addStretch(1)
        self.area.setWidget(page)
        self.area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)

    def _keep_authority(self) -> None:
        with suppress(OSError):  # remembering the trusted certificates is a convenience
            paths.save_settings(**{AUTHORITY: self.authority.line.text().strip() or None})
        self.check()

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(6)
        for caption, widget in (("&Dokument", self.source), ("&Betroede udstedere", self.authority)):
            form.addRow(caption, widget)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.viewer: QPushButton = box.addButton("&Vis dokumentet", QDialogButtonBox.ButtonRole.ActionRole)
        self.viewer.setAutoDefault(False)
        self.viewer.setEnabled(False)
        self.viewer.clicked.connect(lambda _: self.preview_asked.emit(self.source.path, self._pdf))
        box.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.state)
        column.addWidget(self.area, 1)
        column.addWidget(box)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def summary(verdict: Verdict) -> tuple[str, str, str]:
    """Icon, word and sentence of the overall verdict."""
    found = verdict.verification
    if verdict.is_sound:
        return "kept", "Dokumentet er i orden", "Intet taler imod det."
    if found.signatures and not found.is_intact:
        return "broken", "Dokumentet er ændret", "Stol ikke på det; bed afsenderen sende det igen."
    if not found.signatures and not verdict.is_identical:
        return "broken", "Ikke bevist", "Uden underskrift kan det ikke ses, om dokumentet er ændret."
    if verdict.state is State.BROKEN:
        return "broken", "Noget taler imod", "Dokumentet er ikke ændret, men se nedenfor, hvad der taler imod det."
    return "open", "Skal ses efter", "Intet taler imod dokumentet, men noget nedenfor må du selv afgøre."


def judged(
    path: Path, authority: Path | None, log: Log, network: Network, errand: Errand | None = None
) -> tuple[bytes, Verdict]:
    """The bytes of a file and all that can be said of them; raises UserError."""
    from cbnet_desktop.documents.signing import examination, provenance, signing_files, verdict

    pdf = signing_files.read_pdf(path)
    trusted = signing_files.read_authority(authority) if authority else None
    with closing(log.opened_anew()) as own:
        examined = partial(examination.apart, errand=errand)
        return pdf, verdict.judge(pdf, trusted, provenance.holding(network, own), examined)
