"""The page »Computere«: who writes in the network, whose edits are held out, and which erasures wait for a yes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.computer_list import Computer, State, WrittenEdit, told_erasures
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange import deciding
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

EXPLANATION = (
    "Hver computer har sin egen underskrift. Er en computer mistet, så hold den ude fra nu af: det, der er kommet til "
    "nu, bliver stående, og senere ændringer kan lukkes ind én for én."
)


class ComputersPage(QWidget):
    """The computers above, the edits of the selected one below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._computers = session.store.computers
        self.note = wrapped_label(self)
        columns = (
            *(("Navn", 20), ("Kode", 15), ("Status", 24), ("Ændringer", 14), ("Fra", 15), ("Til", 15)),
            ("Bemærk", 0),
        )
        self.list = Listing("Computere", columns, self)
        self.list.currentItemChanged.connect(lambda *_: self._show_edits())
        self.knower = action_button(self, "&Kender den", self.know, "Siger til alle, at computeren er en af jeres")
        self.outer = action_button(self, "&Hold den ude", self.hold_out, "Tager alt, hvad den har skrevet, ud")
        self.later_outer = action_button(
            self, "Hold ude &fra nu af", self.hold_out_from_now, "Beholder, hvad der er kommet fra den til nu"
        )
        self.keeper = action_button(
            self,
            "&Lad denne computer skrive filen",
            self.keep_file,
            "Den fil, I åbner, skrives af én computer ad gangen",
        )
        self.caption = QLabel(self)
        self.edits = Listing("Computerens ændringer", (("Skrevet", 28), ("Hvad", 75), ("Bemærk", 0)), self)
        self.edits.currentItemChanged.connect(lambda *_: self._judge())
        self.opener = action_button(self, "Luk &ind", self.let_in, "Tager én ændring, der holdes ude, med alligevel")
        self.erasures = wrapped_label(self)
        self.eraser = action_button(self, "&Slet også her", self.erase)
        self.strip = MessageStrip(self)
        self._lay_out()
        session.changed.connect(lambda _: self.fill())
        self.fill()

    def fill(self, chain: str = "") -> None:
        """Lists everything anew, with a computer or else the same one selected."""
        chosen = self.list.chosen()
        chain = chain or (chosen.chain if isinstance(chosen, Computer) else "")
        listed = self._computers.listed()
        self.list.clear()
        for one in listed:
            self.list.add(_words(one), one)
        self.list.choose(next((place for place, one in enumerate(listed) if one.chain == chain), 0))
        told = [self._computers.file_waits(), "" if self._computers.is_known else deciding.UNKNOWN_HERE]
        self.note.setText(" ".join(filter(None, told)))
        self.note.setVisible(any(told))
        waiting = self._computers.waiting_erasures()
        self.erasures.setText(told_erasures(waiting))
        self.erasures.setVisible(bool(waiting))
        self.eraser.setVisible(bool(waiting))
        self.eraser.setEnabled(any(not one.needs_known for one in waiting) and not self._session.is_read_only)
        self._judge()

    def know(self) -> None:
        """Says that the selected computer is known."""
        self._decide(lambda one: self._computers.know(one.chain))

    def hold_out(self) -> None:
        """Holds out all that the selected computer wrote, once that was confirmed."""
        one = self.list.chosen()
        if isinstance(one, Computer) and deciding.asks_to_hold_out(self, one):
            self._decide(lambda one: self._computers.hold_out(one.chain, keeps=False))

    def hold_out_from_now(self) -> None:
        """Holds out what the selected computer writes from now on."""
        self._decide(lambda one: self._computers.hold_out(one.chain, keeps=True))

    def keep_file(self) -> None:
        """Lets this computer write the file."""
        self._decide(lambda _: self._computers.keep_file())

    def let_in(self) -> None:
        """Lets the selected edit in."""
        edit = self.edits.chosen()
        if isinstance(edit, WrittenEdit):
            self._decide(lambda _: self._computers.let_in(edit.id))

    def erase(self) -> None:
        """Erases at another's word, once that was confirmed."""
        waiting = [one for one in self._computers.waiting_erasures() if not one.needs_known]
        refusal = deciding.erase(self._session, self, waiting)
        self.strip.show_error(refusal.message if refusal else "")

    def _decide(self, work: Callable[[Computer], frozenset[str]]) -> None:
        one = self.list.chosen()
        if isinstance(one, Computer):
            refusal = deciding.decide(self._session, lambda: work(one))
            self.strip.show_error(refusal.message if refusal else "")

    def _show_edits(self) -> None:
        one = self.list.chosen()
        self.edits.clear()
        if isinstance(one, Computer):
            self.caption.setText(f"Ændringer fra {one.title}, de nyeste først")
            for edit in self._computers.edits(one.chain):
                held = "Holdes ude" if edit.is_held_out else ""
                self.edits.add((danish.moment(edit.at), edit.label, held), edit)
            self.edits.choose(0)
        self._judge()

    def _judge(self) -> None:
        one, edit = self.list.chosen(), self.edits.chosen()
        can = isinstance(one, Computer) and not self._session.is_read_only
        is_other = isinstance(one, Computer) and not one.is_own and not one.is_founder
        state = one.state if isinstance(one, Computer) else State.KNOWN
        self.knower.setEnabled(can and is_other and state is not State.KNOWN)
        self.outer.setEnabled(can and is_other)
        self.later_outer.setEnabled(can and is_other and state is not State.OUT)
        self.keeper.setEnabled(can and not any(one.is_own and one.keeps_file for one in self._computers.listed()))
        self.opener.setEnabled(can and isinstance(edit, WrittenEdit) and edit.is_held_out)

    def _lay_out(self) -> None:
        self.caption.setProperty("role", "muted")
        buttons, below, erasing = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for button in (self.knower, self.outer, self.later_outer, self.keeper):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        below.addWidget(self.opener)
        below.addStretch(1)
        erasing.addWidget(self.erasures, 1)
        erasing.addWidget(self.eraser)
        for button in (self.opener, self.eraser):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.addWidget(wrapped_label(self, EXPLANATION))
        column.addWidget(self.note)
        column.addLayout(erasing)
        column.addWidget(self.list, 2)
        column.addLayout(buttons)
        column.addSpacing(6)
        column.addWidget(self.caption)
        column.addWidget(self.edits, 3)
        column.addLayout(below)
        column.addWidget(self.strip)


def _words(one: Computer) -> tuple[str, ...]:
    days = [danish.short_date(danish.local_time(at).date().isoformat()) if at else "" for at in (one.first, one.last)]
    notes = {
        "Denne computer": one.is_own,
        "Skriver filen": one.keeps_file,
        f"{danish.number(one.held_out)} holdes ude": one.held_out > 0,
    }
    told = ". ".join(words for words, applies in notes.items() if applies)
    return (one.name, one.code, one.standing, danish.number(one.edits), *days, told)
