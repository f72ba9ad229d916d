"""The state of sharing: how the exchanges go, others' unseen changes, and conflicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.live_network import LiveNetwork
from cbnet_desktop.ui.editing.marks import Marks
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE

if TYPE_CHECKING:
    from cbnet_desktop.store import Exchanged, Exchanger
    from cbnet_desktop.store.log.conflicts import CellConflict
    from cbnet_desktop.ui.editing.background import Refused

T = TypeVar("T")
#: How many edits a notice is about.
_EDITS = re.compile(r"\b[0-9.]+ ændring(er)?\b")
#: The status line reports unshared edits when an exchange takes longer than this.
SLOW_MS = 10_000
#: A delay that lets the window be painted before conflicts are searched.
FIRST_SEARCH_MS = 200


class Sharing(QObject):
    """Connects to the session's signals before any view does, so that views see its new state."""

    changed = Signal()
    """The number of waiting edits, the problem, or the time of the last exchange has changed."""
    marked = Signal()
    """Marks or conflicts have changed."""
    noticed = Signal(str)
    """The new notices of an exchange."""
    answered = Signal(str)
    """A sentence about the exchange that the user asked for."""
    settling_asked = Signal(str)
    """The id of the conflict that the user wants to resolve."""

    def __init__(self, session: LiveNetwork) -> None:
        super().__init__(session)
        self._session = session
        self._exchanging = session.exchanging
        self.last_shared = ""
        self.problem = ""
        self.is_lasting = False
        self.waiting = 0
        self.missing = ""
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
        if session.store.is_copy and (behind := session.store.behind):
            self._take_notices([behind])
        self._renew(frozenset())
        self._first_search = QTimer(self, interval=FIRST_SEARCH_MS, singleShot=True)
        self._first_search.timeout.connect(self._search)
        self._first_search.start()

    @property
    def is_in_background(self) -> bool:
        """Whether a background thread exchanges; else whoever needs an exchange makes it."""
        return self._exchanging is not None

    @property
    def is_quiet(self) -> bool:
        """Whether no cell has a mark or a conflict, which lets views skip their look-ups."""
        return not (self.marks or self._conflicts)

    @property
    def conflicts(self) -> list[CellConflict]:
        """The open conflicts; empty until they are searched, once the window has been painted."""
        return list(self._conflicts.values()) if self._conflicts else []

    def conflict(self, table: str, row_id: str, field: str) -> CellConflict | None:
        """The conflict about a cell, None where there is none."""
        return self._conflicts.get(f"{table}/{row_id}/{field}") if self._conflicts else None

    def see(self, table: str, row_id: str, field: str = "") -> None:
        """Removes the marks of a row, or of one of its fields, because the user has seen them."""
        if self.marks.see(table, row_id, field):
            self.marked.emit()

    def run(self, job: Callable[[Exchanger], T], done: Callable[[T], None], refused: Refused) -> None:
        """Runs a job with an exchanger in the background, after running exchanges; calls done or refused here."""
        if self._exchanging:
            self._exchanging.ask(job, done, refused)
        else:
            from cbnet_desktop.ui.editing import background

            def work() -> T:
                with closing(self._session.store.exchanger()) as exchanger:
                    return job(exchanger)

            background.run(work, done, refused)

    def share_now(self) -> None:
        """Exchanges at once and emits answered with the result; a copy that is looked at has no place."""
        if self._session.store.is_copy:
            self.answered.emit(self._session.store.read_only)
            return
        self.run(lambda exchanger: exchanger.exchange(), self._answer, self._session.exchange_failed.emit)

    def note(self, result: Exchanged) -> None:
        """Takes over the result of an exchange."""
        self._slow.stop()
        self.waiting, self._saved = result.own_waiting, 0
        self.missing = self._session.store.log.missing() if result.missing else ""
        self._take_notices(result.notices)
        if result.problem:
            self._note_problem(result.problem)
            return
        self.last_shared, self.problem, self.is_lasting = result.at, "", False
        self.changed.emit()

    def _take_notices(self, notices: Collection[str]) -> None:
        """Tells what is new once; the same sentence about more edits takes the place of the one before."""
        known = {_EDITS.sub("", notice): notice for notice in self.notices}
        fresh = [notice for notice in notices if _EDITS.sub("", notice) not in known]
        self.notices = list({**known, **{_EDITS.sub("", notice): notice for notice in notices}}.values())
        if fresh:
            self.noticed.emit(" ".join(fresh))

    def close(self) -> None:
        """Saves the unseen marks for the next start; a failure is ignored, since they are a convenience."""
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
        """A problem is lasting when it is there at a second exchange, or when the user asked for the exchange."""
        self.is_lasting = bool(self.problem)
        self.problem = sentence
        self.changed.emit()

    def _note_saved(self) -> None:
        self._saved += 1
        if not self._slow.isActive():
            self._slow.start()

    def _note_slowness(self) -> None:
        """Counts edits made while an exchange hangs as waiting."""
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
        before = self.conflicts
        self._conflicts = {found.id: found for found in self._session.store.log.conflicts()}
        if before != self.conflicts:
            self.marked.emit()
