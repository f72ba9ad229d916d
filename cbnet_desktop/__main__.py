"""The desktop program: parses the command line, opens the log, checks that Qt can start and opens the window."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from cbnet_desktop import __version__
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.system import alerts, machine, paths, qt_libraries, terminal
from cbnet_desktop.system.failures import FAILURES, open_log, report
from cbnet_desktop.system.options import HELP, Options, WrongCall, parse

FAILED = 1
REFUSED = 2
COULD_NOT_START = (
    "CBnet kunne ikke starte på grund af en fejl i programmet. "
    "Tryk Ctrl+C for at kopiere teksten, og send den til den, der passer programmet."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program; exit code 0 for success, 1 for a failed self-test, 2 when it could not start."""
    terminal.prepare()
    try:
        options = parse(sys.argv[1:] if arguments is None else arguments)
    except WrongCall as wrong:
        return _refuse(str(wrong))
    if options.is_help or options.is_version:
        _say(HELP if options.is_help else f"CBnet {__version__}", sys.stdout)
        return 0
    try:
        return _test_itself() if options.is_self_test else _open_window(options)
    except Exception as error:
        return _refuse(sentence) if (sentence := _explained(error)) else _fail(error)


def _explained(error: Exception) -> str:
    """The Danish sentence of an error that is foreseen; empty for any other."""
    if isinstance(error, UserError):
        return error.message
    return qt_libraries.explain(error) if isinstance(error, ImportError) else ""


def _test_itself() -> int:
    from cbnet_desktop.self_test import run_self_test

    return run_self_test(_teller())


def _teller() -> Callable[[str], None]:
    """Where the self-test tells its steps: in the terminal, else in the log; nobody answers a box for each."""
    if _is_read(sys.stdout):
        return lambda line: _say(line, sys.stdout)
    open_log(paths.log_file())
    return logging.getLogger("cbnet").info


def _open_window(options: Options) -> int:
    open_log(paths.log_file())
    FAILURES.install()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is a window, Ctrl+C in the terminal loses nothing
    if sentence := qt_libraries.obstacle():
        return _refuse(sentence)
    if fault := machine.read().fault:
        logging.getLogger("cbnet").warning("%s", fault)
    options = elsewhere(options)
    gc.disable()  # there is no garbage to collect at startup, and looking for it takes 5 % of the time
    _import_core()
    from cbnet_desktop.ui.window.start import run

    return run(options)


def elsewhere(options: Options) -> Options:
    """The options, in the user's home: Windows lets nobody rename or remove the folder that a program was started in.

    By double-click that is the network's own.
    """
    file = options.file and options.file.absolute()
    with suppress(OSError, RuntimeError):
        os.chdir(Path.home())
    return replace(options, file=file)


def _import_core() -> None:
    # PySide reads the source of every module that is imported after it, so what does without Qt comes first.
    import cbnet_desktop.documents.papers.catalogue
    import cbnet_desktop.store  # noqa: F401 - loading is all


def _refuse(sentence: str) -> int:
    logging.getLogger("cbnet").error("%s", sentence)
    _say(sentence, sys.stderr)
    return REFUSED


def _fail(error: Exception) -> int:
    """Shows what nobody would see of an error before there is a window; a terminal gets the traceback."""
    if _is_read(sys.stderr):
        raise error
    FAILURES.handle(error)
    alerts.show(f"{COULD_NOT_START}\n\n{report(error)}")
    return FAILED


def _say(text: str, stream: TextIO | None) -> None:
    if stream is None or not _is_read(stream):
        alerts.show(text)
    else:
        stream.write(text + "\n")
        stream.flush()


def _is_read(stream: TextIO | None) -> bool:
    """Whether there is a stream: a program that is built for Windows has none, or the null device in its place."""
    return stream is not None and getattr(stream, "name", "") != os.devnull


if __name__ == "__main__":
    sys.exit(main())
