"""The status line: time of the last edit, what was undone, others' changes, findings of the rules, and the file."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.editing.undo_stack import Moved
from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.rich_text import give_tooltip, plain_label

#: The longest label of an undone edit in the line, in letters.
RETRACED_LETTERS = 80
P = TypeVar("P", QLabel, QToolButton)


class StatusLine(QStatusBar):
    """The widgets of the status line; the summary of the terms of reference is a link to Overblik."""

    overview_asked = Signal()
    change_asked = Signal()
    """The user wants to see the next change of somebody else."""
    conflicts_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizeGripEnabled(False)
        self._dots: dict[QWidget, QLabel] = {}
        self.saved = self._add(self._plain("Alt er gemt"))
        self.retraced = self._add(self._plain(""))
        self.retraced.setMinimumWidth(1)  # a long label gives way to the rest of the line
        self.received = self._button("Vis næste ændring fra andre (F8)", self.change_asked)
        self.waiting = self._add(self._plain(""))
        self.missing = self._add(self._plain(""))
        self.conflicts = self._button("Vis og afgør konflikterne (F7)", self.conflicts_asked)
        self.charter = self._button("Vis kommissoriet som tjekliste", self.overview_asked)
        if session.network.profile.fictional:
            self.addPermanentWidget(self._plain("Opdigtede personer og beløb"))
        self.place = self._plain("")
        self.addPermanentWidget(self.place)
        self._soon = QTimer(self, interval=50, singleShot=True)
        self._soon.timeout.connect(self._judge)
        session.saved.connect(self._note_saved)
        session.moved.connect(self._note_moved)
        session.written.connect(lambda _: self._show(self.retraced, ""))
        session.received.connect(self._note_received)
        session.sharing.changed.connect(self._show_sharing)
        session.sharing.marked.connect(self._show_marks)
        session.changed.connect(lambda _: self._soon.start())
        session.year_changed.connect(lambda _: self._soon.start())
        self._show_sharing()
        self._show_marks()

    def showEvent(self, event: QShowEvent) -> None:
        """Judges soon after: the window is to be painted first."""
        super().showEvent(event)
        self._soon.start()

    def _plain(self, text: str) -> QLabel:
        label = plain_label(self, text)
        label.setContentsMargins(6, 0, 6, 0)
        return label

    def _button(self, tip: str, signal: SignalInstance) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(tip)
        button.clicked.connect(signal)
        return self._add(button)

    def _add(self, part: P) -> P:
        """Adds a part of the line after a dot; hidden while it is empty."""
        if self._dots:
            self.addWidget(self._dots.setdefault(part, QLabel("·", self)))
        else:
            self._dots[part] = QLabel(self)
        self.addWidget(part)
        self._show(part, part.text())
        return part

    def _show(self, part: QLabel | QToolButton, text: str) -> None:
        part.setText(text)
        part.setVisible(bool(text))
        self._dots[part].setVisible(bool(text))

    def _note_saved(self, at: str) -> None:
        self._show(self.saved, f"Gemt {sharing_messages.clock(at)}")

    def _note_moved(self, moved: Moved) -> None:
        """Says what was undone or redone, until the next edit."""
        label = moved.edit.label if moved.edit else ""
        self._show(self.retraced, labels.short(label, RETRACED_LETTERS))
        announce(self, label)

    def _note_received(self, at: str) -> None:
        self._show(self.received, f"ændret af en anden {sharing_messages.clock(at)}")
        announce(self, self.received.text())

    def _show_sharing(self) -> None:
        sharing = self._session.sharing
        is_apart = bool(sharing.problem)
        self._show(self.waiting, sharing_messages.waiting(sharing.waiting, sharing.last_shared, is_apart=is_apart))
        give_tooltip(self.waiting, sharing.problem)
        self._show(self.missing, "Der mangler ændringer fra andre" if sharing.missing else "")
        give_tooltip(self.missing, sharing.missing)
        self._show_place()

    def _show_place(self) -> None:
        session, store = self._session, self._session.store
        kind = "Kopi til gennemsyn · " if store.is_copy else "Skrivebeskyttet · " * session.is_read_only
        self.place.setText(kind + store.path.name)
        told = "" if store.is_copy else sharing_messages.delivered(session.sharing.waiting, ())
        give_tooltip(self.place, f"{store.path}\n{told}" if told else str(store.path))

    def _show_marks(self) -> None:
        sharing = self._session.sharing
        count = len(sharing.conflicts)
        told = danish.counted(count, "konflikt", "konflikter") if count else ""
        if told != self.conflicts.text():
            announce(self, told)
        self._show(self.conflicts, told)
        self.conflicts.setIcon(icons.icon("conflict"))
        if sharing.marks and not self.received.text():
            *_, (table, row_id, field) = sharing.marks.cells()
            self._note_received(sharing.marks.of(table, row_id)[field].at)

    def _judge(self) -> None:
        from cbnet_desktop.domain.charter.findings import Severity

        findings = [finding for item in self._session.checked() for finding in item.verdict.findings]
        notes = sum(finding.severity is Severity.NOTE for finding in findings)
        self._show(self.charter, f"Kommissorium: {summary(len(findings) - notes, notes)}")


def summary(missing: int, notes: int) -> str:
    """The findings counted, for example »2 mangler, 1 bemærkning«, or that all clauses are kept."""
    words = [danish.counted(missing, "mangel", "mangler")] if missing else []
    if notes:
        words.append(danish.counted(notes, "bemærkning", "bemærkninger"))
    return ", ".join(words) or "intet at bemærke"
