"""What is known of words: the answers of a process that holds the dictionary, asked in a thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from cbnet_desktop.system import foreign, spelling

MISSING = (
    "Stavekontrol findes ikke på denne computer. Installér en dansk ordbog, f.eks. med LibreOffice eller pakken "
    "hunspell-da, og start CBnet igen."
)
NO_LIBRARY = "Stavekontrol findes ikke til denne slags computer."
UNUSABLE = "Stavekontrollen er slået fra, for den danske ordbog på denne computer kan ikke læses."
#: Words asked of at once.
BATCH = 400
_Work = Callable[[foreign.Apart], Callable[[], None]]


class Speller(QObject):
    """Answers whether a word is misspelt, from what it was told; begins when it is first asked."""

    learned = Signal()
    """More words are known."""
    forgotten = Signal()
    """All words are to be asked about anew."""
    failed = Signal(str)
    """It cannot be had: one sentence. Nothing is asked afterwards."""
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fault = ""
        self._names: frozenset[str] = frozenset()
        self._is_wrong: dict[str, bool] = {}
        self._asked: set[str] = set()
        self._orders: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._done.connect(lambda call: call())

    def set_names(self, names: frozenset[str]) -> None:
        """Names that are right; what was judged by others is asked anew."""
        if names != self._names:
            self._names = names
            self._is_wrong.clear()
            self._asked.clear()
            self.forgotten.emit()

    def is_wrong(self, word: str) -> bool | None:
        """Whether a word is misspelt; None where that is not known (yet), and asked for."""
        found = self._is_wrong.get(word)
        if found is None and not self.fault and word not in self._asked:
            if not self._asked:
                self._order(self._judge)
            self._asked.add(word)
        return found

    def suggest(self, word: str, done: Callable[[list[str]], None]) -> None:
        """Calls done with what may have been meant; never where that cannot be had."""

        def work(apart: foreign.Apart) -> Callable[[], None]:
            return partial(done, apart.ask(partial(spelling.suggestions, word)))

        self._order(work)

    def close(self) -> None:
        """Ends the process."""
        self._orders.put(None)

    def _order(self, work: _Work) -> None:
        if self.fault:
            return
        self._orders.put(work)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, daemon=True)
            self._thread.start()

    def _judge(self, apart: foreign.Apart) -> Callable[[], None]:
        names, asked = self._names, tuple(self._asked)[:BATCH]
        wrong = apart.ask(partial(spelling.wrong, asked, names))
        return partial(self._note, asked, wrong, names)

    def _note(self, asked: tuple[str, ...], wrong: frozenset[str], names: frozenset[str]) -> None:
        if names == self._names:
            self._is_wrong.update((word, word in wrong) for word in asked)
            self._asked.difference_update(asked)
        if self._asked:
            self._order(self._judge)
        self.learned.emit()

    def _serve(self) -> None:
        """The thread: starts the process, lays the dictionary in it, and hands it the orders in turn."""
        apart: foreign.Apart | None = None
        try:
            folder = _dictionary()
            apart = foreign.Apart(spelling.Unusable)
            apart.keep(partial(spelling.Dictionary, folder))
            while (work := self._orders.get()) is not None:
                self._tell(work(apart))
        except foreign.Missing:
            self._tell(partial(self._fail, MISSING))
        except ImportError:
            self._tell(partial(self._fail, NO_LIBRARY))
        except (foreign.Unread, spelling.Unusable, OSError):
            self._tell(partial(self._fail, UNUSABLE))
        finally:
            if apart:
                apart.close()

    def _tell(self, call: Callable[[], Any]) -> None:
        """Has something called in the window's thread, unless the speller has gone with its window."""
        try:
            self._done.emit(call)
        except RuntimeError:
            self._orders.put(None)

    def _fail(self, sentence: str) -> None:
        self.fault = sentence
        self.failed.emit(sentence)


def _dictionary() -> Path:
    """The folder with the dictionary; raises foreign.Missing."""
    if folder := spelling.found(spelling.folders()):
        return folder
    raise foreign.Missing
