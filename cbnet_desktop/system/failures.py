"""Unexpected errors: logged and shown with a report to copy, while the program stays open."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cbnet_desktop import __version__
from cbnet_desktop.system import qt_libraries

LARGE_LOG = 1_000_000
QUIET_SECONDS = 10.0

Show = Callable[[str], None]


def open_log(path: Path) -> None:
    """Logs to the file, after rotating a large one; to the terminal where the file cannot be written."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        move_large(path)
        handler = log_handler(path)
    except OSError:
        logging.basicConfig()
        logging.warning("The log %s cannot be written.", path)
        return
    root.addHandler(handler)
    if handler.stream is not None:
        faulthandler.enable(handler.stream)


def log_handler(path: Path) -> logging.FileHandler:
    """Appends to the log file in its format; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = logging.FileHandler(path, encoding="utf-8")
    with suppress(OSError):
        path.chmod(0o600)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler


def log_quietly(path: Path) -> None:
    """Lets the log file take what nobody else takes: a terminal is for sentences. It is opened when there is any."""
    logging.lastResort = _Quiet(path)


class _Quiet(logging.Handler):
    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            handler = log_handler(self._path)
            handler.emit(record)
            handler.close()


def move_large(path: Path) -> None:
    """Renames a large log to .1; only at start, since Windows cannot rename a file that another window has open."""
    with suppress(OSError):
        if path.stat().st_size > LARGE_LOG:
            path.replace(path.with_name(path.name + ".1"))


def report(error: BaseException) -> str:
    """The error report to copy: versions, platform, UTC time and traceback, without local variables.

    Where a part of the program is missing, a sentence in front says so.
    """
    sentence = qt_libraries.explain(error) if isinstance(error, ImportError) else ""
    trace = "".join(traceback.format_exception(error))
    told = [sentence, ""] if sentence else []
    return "\n".join([*told, *_versions(), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "", trace])


def _versions() -> list[str]:
    import platform

    known = {"PySide6": "__version__", "pysqlite3.dbapi2": "sqlite_version"}
    loaded = [
        f"{name} {getattr(sys.modules[name], version, '?')}" for name, version in known.items() if name in sys.modules
    ]
    return [f"CBnet {__version__}", f"Python {platform.python_version()}", *loaded, platform.platform()]


class Failures:
    """Handles uncaught exceptions: always logged, and shown unless the same one was shown a moment ago."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._show: Show | None = None
        self._is_showing = False
        self._shown_at: dict[str, float] = {}

    def show_with(self, show: Show | None) -> None:
        """Sets the function that shows a report; it is called in the thread that failed."""
        self._show = show

    def install(self) -> None:
        """Sets the interpreter's exception hooks, for all threads."""
        sys.excepthook = lambda _kind, error, _trace: self.handle(error)
        threading.excepthook = lambda args: self.handle(args.exc_value or args.exc_type())

    def handle(self, error: BaseException) -> None:
        """Logs and shows the error; KeyboardInterrupt and SystemExit only go to the terminal."""
        if not isinstance(error, Exception):
            _print(error)
            return
        text = report(error)
        logging.getLogger("cbnet").error("Unexpected error\n%s", text)
        if self._show is None:
            _print(error)
        elif not self._is_showing and not self._was_just_shown(error):
            self._show_once(self._show, error, text)

    def _show_once(self, show: Show, error: Exception, text: str) -> None:
        self._is_showing = True
        try:
            show(text)
        except Exception:
            logging.getLogger("cbnet").exception("The error report could not be shown")
        finally:
            self._is_showing = False
            self._shown_at[_place(error)] = self._clock()

    def _was_just_shown(self, error: Exception) -> bool:
        # A view that fails while painting would otherwise open dialogs without end.
        shown_at = self._shown_at.get(_place(error))
        return shown_at is not None and self._clock() - shown_at < QUIET_SECONDS


def _print(error: BaseException) -> None:
    sys.__excepthook__(type(error), error, error.__traceback__)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__


FAILURES = Failures()
