"""Runs a function in a thread of its own and delivers its result or its UserError to the calling thread."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.system.failures import FAILURES

if TYPE_CHECKING:
    from cbnet_desktop.store import Store

T = TypeVar("T")
Refused = Callable[[UserError], None]
#: With so many changes, an edit is written in a thread of its own.
MANY = 200
_running: set[_Work] = set()
#: The last of those that have ended: were it let go of at once, its thread, which still holds it, would destroy it
#: while Qt delivers its signal here.
_ended: deque[_Work] = deque(maxlen=8)


@contextmanager
def own(store: Store) -> Iterator[Store]:
    """A store over a connection of its own, for the thread that asks; a copy's temporary folder stays."""
    made = store.opened_anew()
    try:
        yield made
    finally:
        made.let_go()


class _Work(QObject):
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)


def run(work: Callable[[], T], done: Callable[[T], None], refused: Refused) -> None:
    """Calls work in a new thread, then done or refused in the calling thread; other exceptions are reported as bugs."""
    threading.Thread(target=prepared(work, done, refused), daemon=True).start()


def prepared(work: Callable[[], T], done: Callable[[T], None], refused: Refused) -> Callable[[], None]:
    """The same for an existing thread: returns the function that this thread must call."""
    carrier = _Work()
    _running.add(carrier)

    def ending(call: Callable[[Any], object]) -> Callable[[Any], None]:
        def end(outcome: Any) -> None:
            _running.discard(carrier)
            _ended.append(carrier)
            call(outcome)

        return end

    carrier.done.connect(ending(done))
    carrier.refused.connect(ending(refused))
    carrier.failed.connect(ending(FAILURES.handle))
    return lambda: _call(carrier, work)


def _call(carrier: _Work, work: Callable[[], object]) -> None:
    try:
        result = work()
    except UserError as refusal:
        carrier.refused.emit(refusal)
    except Exception as error:
        carrier.failed.emit(error)
    else:
        carrier.done.emit(result)
