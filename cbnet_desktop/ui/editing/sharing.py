"""What the window knows of sharing: how the exchanges go, what others changed unseen, and what is at odds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.live_network import LiveNetwork
from cbnet_desktop.ui.editing.marks import Marks
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE

if TYPE_CHECKING:
    from cbnet_desktop.store import CellConflict, Exchanged, Exchanger
    from cbnet_desktop.ui.editing.background import Refused

T = TypeVar("T")
#: An exchange that takes longer than this after an edit is one that the user should know of.
SLOW_MS = 10_000
#: The window is painted before conflicts are looked for.
FIRST_SEARCH_MS = 200


class Sharing(QObject):
    """Listens to the document's exchanges and changes before any view does."""

    changed = Signal()
    """What waits, what stands in the way, or when the last exchange was."""
    marked = Signal()
    """Marks or conflicts are not what they were."""
    noticed = Signal(str)
    """The notices of an exchange that were not told before."""
    answered = Signal(str)
    """The sentence about an exchange that somebody asked for."""
    settling_asked = Signal(str)
    """The conflict that somebody wants to settle."""

    def __init__(self, session: LiveNetwork) -> None:
        super().__init__(session)
        self._session = session
        self._exchanging = session.exchanging
        self.last_shared = ""
        self.problem = ""
        self.is_lasting = False
        self.waiting = 0
        self._saved = 0
        self.marks = Marks(TAB_OF_TABLE)
        self.notices: list[str] = []
        self._conflicts: dict[str, CellConflict] | None = None
        self._slow = QTimer(self, interval=SLOW_MS, singleShot=True)
        self._slow.timeout.connect(self._note_slowness)
        session.changed.connect(self._renew)
        session.saved.connect(lambda _: self._note_saved())
        session.exchanged.connect(self.note)
        session.exchange_failed.connect(lambda refusal: self._note_problem(refusal.message))
        if session.store.last_exchange:
            self.note(session.store.last_exchange)
        self._renew(frozenset())
        self._first_search = QTimer(self, interval=FIRST_SEARCH_MS, singleShot=True)
        self._first_search.timeout.connect(self._search)
        self._first_search.start()

    @property
    def is_in_background(self) -> bool:
        """Whether a thread exchanges; else whoever needs an exchange makes it."""
        return self._exchanging is not None

    @property
    def is_quiet(self) -> bool:
        """Whether no cell is marked or at odds, as mostly."""
        return not (self.marks or self._conflicts)

    @property
    def conflicts(self) -> list[CellConflict]:
        """What two people changed without knowing of each other; looked for once the window is painted."""
        return list(self._conflicts.values()) if self._conflicts else []

    def conflict(self, table: str, row_id: str, field: str) -> CellConflict | None:
        """The conflict about a cell, if it is at odds."""
        return self._conflicts.get(f"{table}/{row_id}/{field}") if self._conflicts else None

    def see(self, table: str, row_id: str, field: str = "") -> None:
        """The marks of a row, or of one of its fields, have been looked at."""
        if self.marks.see(table, row_id, field):
            self.marked.emit()

    def run(self, job: Callable[[Exchanger], T], done: Callable[[T], None], refused: Refused) -> None:
        """Calls a job with an exchanger off this thread, after the exchanges under way; its answer comes back here."""
        if self._exchanging:
            self._exchanging.ask(job, done, refused)
        else:
            from cbnet_desktop.ui.editing import background

            background.run(lambda: _called(self._session.store.exchanger, job), done, refused)

    def share_now(self) -> None:
        """An exchange at once; what it came to is answered."""
        self.run(lambda exchanger: exchanger.exchange(), self._answer, self._session.exchange_failed.emit)

    def note(self, result: Exchanged) -> None:
        """What an exchange came to."""
        self._slow.stop()
        self.waiting, self._saved = result.waiting_edits, 0
        if fresh := [notice for notice in result.notices if notice not in self.notices]:
            self.notices.extend(fresh)
            self.noticed.emit(" ".join(fresh))
        if result.problem:
            self._note_problem(result.problem)
            return
        self.last_shared, self.problem, self.is_lasting = result.at, "", False
        self.changed.emit()

    def close(self) -> None:
        """Remembers what nobody has looked at until the next start; a convenience that may fail."""
        self._first_search.stop()
        self._slow.stop()
        with suppress(UserError):
            self._session.store.unseen.keep(self.marks.unseen())

    def _answer(self, result: Exchanged) -> None:
        self._session.note_exchange(result)
        if result.problem:
            self._note_problem(result.problem)
        else:
            self.answered.emit(sharing_messages.shared(result))

    def _note_problem(self, sentence: str) -> None:
        """A problem lasts when the next exchange has it still, or when somebody asked."""
        self.is_lasting = bool(self.problem)
        self.problem = sentence
        self.changed.emit()

    def _note_saved(self) -> None:
        self._saved += 1
        if not self._slow.isActive():
            self._slow.start()

    def _note_slowness(self) -> None:
        """Edits made while an exchange hangs wait too."""
        self.waiting, self._saved = self.waiting + self._saved, 0
        self.changed.emit()

    def _renew(self, tables: frozenset[str]) -> None:
        arrivals = self._session.store.unseen.look()
        self.marks.take_in(arrivals)
        has_news = self.marks.prune(self._session.network) or bool(arrivals)
        if has_news:
            self.marked.emit()
        if self._conflicts is not None and (arrivals or any(one.table in tables for one in self.conflicts)):
            self._search()

    def _search(self) -> None:
        had = self.conflicts
        self._conflicts = {found.id: found for found in self._session.store.log.conflicts()}
        if had != self.conflicts:
            self.marked.emit()


def _called(open_exchanger: Callable[[], Exchanger], job: Callable[[Exchanger], T]) -> T:
    exchanger = open_exchanger()
    try:
        return job(exchanger)
    finally:
        exchanger.close()
