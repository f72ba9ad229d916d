"""The bar below the menu about a computer that is new in the network, and about erasures that wait for a yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.computer_list import MOST, Computer, WaitingErasure, told_erasures, what_is_erased
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.qt_types import not_none


class ComputersStrip(MessageStrip):
    """Hidden where there is nothing to decide; once closed, the same matter stays hidden until the next start."""

    asked = Signal(str)
    """The computer (its chain, empty for none) that the user wants to see on the page »Computere«."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._computers = session.store.computers
        self._strangers: list[Computer] = []
        self._waiting: list[WaitingErasure] = []
        self._closed: set[str] = set()
        self.shower = self._add("Vis dem", lambda: self.asked.emit(self._strangers[0].chain if self._strangers else ""))
        self.knower = self._add("Kender den", self.know)
        self.outer = self._add("Hold den ude", self.hold_out)
        self.eraser = self._add("Slet også her", self.erase)
        session.changed.connect(lambda _: self.renew())
        session.exchanged.connect(lambda _: self.renew())
        self.renew()

    def renew(self) -> None:
        """Shows what there is to decide now: erasures first, since somebody waits for them."""
        if self._session.is_closed:
            return
        can = not self._session.is_read_only
        waiting = self._computers.waiting_erasures() if can else []
        self._waiting = [one for one in waiting if not one.needs_known and one.id not in self._closed]
        found = self._computers.strangers() if can and not self._waiting else []
        self._strangers = [one for one in found if one.chain not in self._closed]
        sentence = ""
        if self._waiting:
            sentence = f"{told_erasures(self._waiting)} Det sker først her, når du siger ja."
        elif self._strangers:
            sentence = _told(self._strangers, waiting)
        self._show(sentence, "note", "")
        self.shower.setVisible(bool(sentence))
        self.knower.setVisible(len(self._strangers) == 1)
        self.outer.setVisible(len(self._strangers) == 1)
        self.eraser.setVisible(bool(self._waiting))

    def know(self) -> None:
        """Says that the new computer is known."""
        (one,) = self._strangers
        self._decide(lambda: self._computers.know(one.chain))

    def hold_out(self) -> None:
        """Holds the new computer out, once that was confirmed."""
        from cbnet_desktop.ui.exchange import deciding

        (one,) = self._strangers
        if deciding.asks_to_hold_out(self, one):
            self._decide(lambda: self._computers.hold_out(one.chain, keeps=False))

    def erase(self) -> None:
        """Erases at another's word, once that was confirmed."""
        from cbnet_desktop.ui.exchange import deciding

        if refusal := deciding.erase(self._session, self, self._waiting):
            self._session.refused.emit(refusal)

    def _decide(self, work: Callable[[], frozenset[str]]) -> None:
        from cbnet_desktop.ui.exchange import deciding

        if refusal := deciding.decide(self._session, work):
            self._session.refused.emit(refusal)

    def _hide(self) -> None:
        self._closed |= {one.id for one in self._waiting} | {one.chain for one in self._strangers}
        self.renew()

    def _add(self, text: str, call: Callable[[], object]) -> QPushButton:
        button = action_button(self, text, call)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = not_none(self.layout())
        assert isinstance(row, QBoxLayout)
        row.insertWidget(row.count() - 1, button, 0, Qt.AlignmentFlag.AlignTop)
        return button


def _told(strangers: list[Computer], waiting: list[WaitingErasure]) -> str:
    one, *others = strangers
    if others:
        named = danish.joined([other.title for other in strangers[:3]])
        more = f" og {len(strangers) - 3} andre" if len(strangers) > 3 else ""
        return f"{len(strangers)} nye computere skriver i netværket: {named}{more}."
    count = f"over {MOST} ændringer" if one.edits >= MOST else danish.counted(one.edits, "ændring", "ændringer")
    told = f"En ny computer skriver i netværket: {one.title}, {count} {_since(one.first)}."
    if erased := [erasure for erasure in waiting if erasure.chain == one.chain]:
        told += f" Den vil slette {what_is_erased(erased)}; det venter, til den er kendt."
    return told


def _since(at: str) -> str:
    """The day of a time (UTC) as one says it."""
    day, today = danish.local_time(at).date(), _today()
    if day == today:
        return "i dag"
    if day == today - timedelta(days=1):
        return "siden i går"
    return f"siden {danish.short_date(day.isoformat())}"


def _today() -> date:
    return danish.local_time(datetime.now(UTC).isoformat()).date()
