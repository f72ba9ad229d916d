"""The line at the foot of the window: saved when, changed by whom, what is missing, which file."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from cbnet_desktop.domain import danish
from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.domain.findings import Severity
from cbnet_desktop.store import Exchanged
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.markup import plain_tooltip


class StatusLine(QStatusBar):
    """Tells what became of the edits; its judgement on the terms of reference leads to Overblik."""

    overview_asked = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setSizeGripEnabled(False)
        self.saved = self._label("Alt er gemt")
        self.received = self._label("")
        self.waiting = self._label("")
        self.charter = QToolButton(self)
        self.charter.setAutoRaise(True)
        self.charter.setToolTip("Vis kommissoriet som tjekliste")
        self.charter.clicked.connect(self.overview_asked)
        self.addWidget(self.charter)
        if document.network.profile.fictional:
            self.addPermanentWidget(self._plain("Opdigtede personer og beløb"))
        place = self._plain("Skrivebeskyttet · " * document.is_read_only + document.store.path.name)
        place.setToolTip(plain_tooltip(str(document.store.path)))
        self.addPermanentWidget(place)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._judge)
        document.saved.connect(self._note_saved)
        document.received.connect(lambda at: self._tell(self.received, f"ændret af en anden {_clock(at)}"))
        document.exchanged.connect(self._note_exchange)
        document.exchange_failed.connect(self._note_failure)
        document.changed.connect(lambda _: self._soon.start())
        document.year_changed.connect(lambda _: self._soon.start())
        self._soon.start()

    def _plain(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setContentsMargins(6, 0, 6, 0)
        return label

    def _label(self, text: str) -> QLabel:
        label = self._plain(text)
        self.addWidget(label)
        label.setVisible(bool(text))
        return label

    @staticmethod
    def _tell(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _note_saved(self, at: str) -> None:
        self._tell(self.saved, f"Gemt {_clock(at)}")

    def _note_exchange(self, result: Exchanged) -> None:
        edits = result.waiting_edits
        words = "1 rettelse venter" if edits == 1 else f"{danish.number(edits)} rettelser venter"
        self._tell(self.waiting, f"{words} på filen" if edits else "")
        self.waiting.setToolTip(plain_tooltip(result.problem))

    def _note_failure(self, refusal: UserError) -> None:
        self._tell(self.waiting, "Filen kan ikke nås")
        self.waiting.setToolTip(plain_tooltip(refusal.message))

    def _judge(self) -> None:
        findings = [finding for item in self._document.checked() for finding in item.verdict.findings]
        notes = sum(finding.severity is Severity.NOTE for finding in findings)
        self.charter.setText(f"Kommissorium: {summary(len(findings) - notes, notes)}")


def summary(missing: int, notes: int) -> str:
    """'2 mangler, 1 bemærkning', or that all is kept."""
    words = [f"{missing} {'mangel' if missing == 1 else 'mangler'}"] if missing else []
    if notes:
        words.append(f"{notes} {'bemærkning' if notes == 1 else 'bemærkninger'}")
    return ", ".join(words) or "alt er i orden"


def _clock(at: str) -> str:
    return f"kl. {danish.local_time(at):%H.%M}"
