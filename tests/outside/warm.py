"""The console many times over in seconds: one process loads the libraries, and each command is a fork of it.

Only the loading is spared. The process apart is a fork too, with its own limits, orders and replies. Run as a program
it reads the arguments of a command a line, and writes a line on how it ended.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.cli.console import REPOSITORY
from tests.store.victims import KILL, forked

LIBRARIES = (
    "cbnet_desktop.cli.__main__",
    "cbnet_desktop.cli.program",
    "cbnet_desktop.documents.papers.catalogue",
    "cbnet_desktop.documents.signing.examination",
    "cbnet_desktop.documents.signing.provenance",
    "cbnet_desktop.documents.signing.signatures",
    "cbnet_desktop.documents.signing.update_policy",
    "cbnet_desktop.documents.signing.verdict",
    "cbnet_desktop.domain.sheets.verdicts",
    "cbnet_desktop.sheets.csv_text",
    "cbnet_desktop.sheets.reading",
    "cbnet_desktop.sheets.xlsx_reading",
    "cbnet_desktop.store",
    "openpyxl",
    "pyhanko.sign.validation",
    "pypdfium2",
)


@dataclass(frozen=True)
class Ended:
    """How a command ended: seconds by the clock and of computing, and the most bytes that a process of it held."""

    code: int
    out: str
    err: str
    seconds: float
    computing: float
    memory: int


class Console:
    """Runs commands one after another in a process that has everything loaded."""

    def __init__(self, home: Path) -> None:
        environment = {**os.environ, "CBNET_HOME": str(home), "CBNET_USER": "Mette Holm"}
        environment["PYTHONPATH"] = str(REPOSITORY)
        command = [sys.executable, "-m", "tests.outside.warm", str(home)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, cwd=REPOSITORY, text=True)

    def run(self, *arguments: str | Path) -> Ended:
        """Runs a command."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(one) for one in arguments]) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait()


class Forked:
    """A process apart, forked instead of started; in place of a subprocess.Popen."""

    def __init__(self) -> None:
        asked, answered = os.pipe(), os.pipe()
        self._pid = forked()
        if not self._pid:
            _be_apart(asked, answered)
        os.close(asked[0])
        os.close(answered[1])
        self.stdin: IO[bytes] = os.fdopen(asked[1], "wb")
        self.stdout: IO[bytes] = os.fdopen(answered[0], "rb")

    def kill(self) -> None:
        """Ends the process."""
        if self._pid:
            os.kill(self._pid, KILL)

    def wait(self) -> None:
        """Waits for its end."""
        if self._pid:
            os.waitpid(self._pid, 0)
        self._pid = 0


def _be_apart(asked: tuple[int, int], answered: tuple[int, int]) -> None:
    from cbnet_desktop.system import apart

    code = 70
    try:
        os.close(asked[1])
        os.close(answered[0])
        os.dup2(asked[0], 0)
        os.dup2(answered[1], 1)
        os.close(answered[1])
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it ends with the process
        code = apart.serve()
    finally:
        os._exit(code)


def _told(arguments: Sequence[str], folder: Path) -> dict[str, Any]:
    """Runs a command in a fork and says how it ended."""
    if sys.platform == "win32":
        raise OSError("Windows has no fork")
    out, err = folder / "ud", folder / "fejl"
    begun = time.monotonic()
    pid = os.fork()
    if not pid:
        _be_the_console(arguments, out, err)
    _, status, used = os.wait4(pid, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "out": out.read_text(encoding="utf-8"),
        "err": err.read_text(encoding="utf-8"),
        "seconds": time.monotonic() - begun,
        "computing": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * 1024,
    }


def _be_the_console(arguments: Sequence[str], out: Path, err: Path) -> None:
    from cbnet_desktop.cli import __main__ as cli

    code = 70
    try:
        for number, path in enumerate((out, err), 1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - it ends with the process
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - the same
        code = cli.main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def main() -> None:
    """Answers each line with one."""
    import importlib

    from cbnet_desktop.system import foreign

    for library in LIBRARIES:
        importlib.import_module(library)
    foreign.started = Forked  # type: ignore[assignment]  # what it is asked for is the same
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_told(json.loads(line), Path(sys.argv[1]))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
