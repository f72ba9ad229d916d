"""The window over a share that stops answering, as a process of its own: python -m tests.outside.window_on_share.

FILE is opened and edited; then FLAG is made, which makes the share hang (see hanging.py), and it is edited and closed.
With --opening the share hangs from the beginning. What was measured is said in a line of JSON at each step.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.start import make_application

EDITS = 12
#: Milliseconds: what the exchange thread needs for its first exchange, and until it surely waits for the share.
SETTLING, HANGING = 3000, 7000


class Heart:
    """Beats in the window's thread; the longest time that it missed is how long the window was frozen."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self.longest = 0.0
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def start_again(self) -> None:
        self._beat()
        self.longest = 0.0


def main(arguments: Sequence[str]) -> int:
    """Plays it; 1 where no window came."""
    path, flag, *more = arguments
    app, files = make_application(), Files(MainWindow)
    heart, began = Heart(), time.monotonic()
    if "--opening" in more:
        Path(flag).touch()
    if not files.open(Path(path)):
        return 1
    say(opened=time.monotonic() - began)
    QTest.qWait(SETTLING)
    if "--opening" not in more:
        heart.start_again()
        say(answering=list(edits(files)), frozen=heart.longest)
        Path(flag).touch()
    heart.start_again()
    QTest.qWait(HANGING)
    say(hanging=list(edits(files)), frozen=heart.longest)
    closing = time.monotonic()
    not_none(files.window).close()
    say(closing=time.monotonic() - closing)
    app.quit()
    return 0


def edits(files: Files) -> Iterator[float]:
    """Edits by the session's one path, and the seconds that each took."""
    session = not_none(files.session)
    for number in range(EDITS):
        change = Change("experiences", uuid.uuid4().hex, None, {"title": f"Mens drevet svarer eller hænger {number}"})
        began = time.monotonic()
        session.write([change])
        yield time.monotonic() - began
        QTest.qWait(100)


def say(**measured: object) -> None:
    sys.stdout.write(json.dumps(measured) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
