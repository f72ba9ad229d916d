"""A screen of this computer with a window manager, keys and a printer, for programs of the computer on trial."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from trial_computer import Computer, Failed

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.real import print_server, screen

PATIENCE_S = 30.0


class Desk:
    """Close it to end all that it started."""

    def __init__(self, computer: Computer) -> None:
        if reason := screen.obstacle() or print_server.obstacle():
            raise Failed(f"There can be {reason}.")
        self._computer = computer
        self._screen = screen.Screen()
        self._printers = print_server.PrintServer()
        self._printers.add("Kontoret")
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - read when something fails, closed with the desk
        self._started: subprocess.Popen[bytes] | None = None
        self._program = 0

    def start(self, *command: str) -> None:
        """Starts a program of the ordinary user there, on this screen."""
        environment = {"DISPLAY": self._screen.environment["DISPLAY"], "CUPS_SERVER": self._printers.address}
        self._started = subprocess.Popen(
            self._computer.users_command(command, environment),
            stdout=self._said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def key(self, *names: str) -> None:
        """Presses keys one after another."""
        self._screen.key(*names)

    def window(self, title: str) -> str:
        """The number of the newest window whose title has the words (a regular expression), waited for."""
        found: list[str] = []

        def look() -> bool:
            found[:] = [number for number, name in self.windows() if re.search(title, name)]
            return bool(found)

        self.wait_for(look, f"no window »{title}« came")
        time.sleep(0.3)  # until it has the keyboard
        return found[-1]

    def windows(self) -> list[tuple[str, str]]:
        """The numbers and titles of the windows that are shown."""
        numbers = self._asked("xdotool", "search", "--onlyvisible", "--name", ".").split()
        return [(number, self._asked("xdotool", "getwindowname", number).strip()) for number in numbers]

    def program(self, window: str) -> str:
        """The path of the program that a window belongs to."""
        self._program = int(self._asked("xdotool", "getwindowpid", window))
        return str(Path(f"/proc/{self._program}/exe").readlink())

    def wait_for(self, is_so: Callable[[], bool], otherwise: str) -> None:
        """Looks again until it is so; raises Failed with what is shown and was said when it never is."""
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            if time.monotonic() > end:
                self._said.seek(0)
                said = self._said.read().decode(errors="replace")[-2000:]
                shown = ", ".join(f"»{title}«" for _, title in self.windows())
                raise Failed(f"{otherwise[:1].upper()}{otherwise[1:]} within {PATIENCE_S:g} s. Shown: {shown}\n{said}")
            time.sleep(0.2)

    def end(self) -> None:
        """Ends the program whose window was found, as a log-off does."""
        assert self._started
        os.kill(self._program, signal.SIGTERM)
        try:
            self._started.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise Failed(f"The program does not end within {PATIENCE_S:g} s of SIGTERM.") from None
        self._started = None

    def close(self) -> None:
        """Ends the program, the printers and the screen."""
        if sys.platform == "linux" and self._started:
            with suppress(ProcessLookupError):
                os.killpg(self._started.pid, signal.SIGTERM)  # xdg-open and what it started
        self._said.close()
        self._printers.close()
        self._screen.close()

    def _asked(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self._screen.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return done.stdout
