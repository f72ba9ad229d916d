"""The program as a person meets it: a process with a window on a screen, and the console over the same file."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.real.screen import Screen

#: How long anything may take that a person waits for, on a machine with other work.
PATIENCE = 20.0


@dataclass(frozen=True)
class Seen:
    """Something on the screen as assistive technology is told of it."""

    name: str
    place: tuple[int, int, int, int]
    states: frozenset[str]
    role: str = ""
    label: str = ""
    description: str = ""
    text: str = ""

    @classmethod
    def of(cls, told: dict[str, Any]) -> Seen:
        """From what the eyes answer."""
        return cls(**{**told, "place": tuple(told["place"]), "states": frozenset(told["states"])})

    @property
    def value(self) -> str:
        """A cell's text without its column's title in front and marks behind; »tomt« is the empty text."""
        text = self.name.split(": ", 1)[-1]
        return "" if text == "tomt" else text


class Program:
    """cbnet-desktop on a screen. Keys go to whatever has the focus, as on a desk."""

    def __init__(self, screen: Screen, home: Path, path: Path, user: str = "Prøve Prøvesen") -> None:
        self.screen = screen
        self.path = path
        self.home = home
        self.environment = {**screen.environment, "CBNET_HOME": str(home), "CBNET_USER": user, "HOME": str(home)}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> Program:
        """Starts it over its file, or with other arguments, and waits for its window."""
        return self._begin(*(arguments or [str(self.path)]))

    def start_first(self) -> Program:
        """Starts it without a file, as on the first day."""
        return self._begin()

    def _begin(self, *arguments: str) -> Program:
        # Whoever runs the tests apart from a terminal may have the signal of its end ignored, and so would the program.
        command = [str(shutil.which("env")), "--default-signal=HUP", sys.executable, "-m", "cbnet_desktop", *arguments]
        self.process = subprocess.Popen(command, env=self.environment)
        self.wait_for(lambda: self.screen.ask("active"), "a window with the keyboard")
        return self.settle()

    def stop(self, *, by: signal.Signals = signal.SIGTERM) -> int:
        """Ends it and gives its exit code; one that does not end is killed and that is a failure."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(by)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self.process = None
        return code

    def wait_for_end(self) -> int:
        """Its exit code, once it has ended by itself."""
        assert self.process is not None
        code = self.process.wait(PATIENCE)
        self.process = None
        return code

    # What a person does

    def key(self, *names: str) -> Program:
        """Presses keys, and waits after each until the program has taken it in.

        While somebody listens by AT-SPI, Qt asks there before it hands on a plain key, and a shortcut overtakes it.
        """
        for name in names:
            self.screen.key(name)
            self.settle()
        return self

    def hold(self, modifier: str, *names: str) -> Program:
        """Presses keys while another stays down the whole time."""
        self.screen.hold(modifier, *names)
        return self.settle()

    def type(self, text: str, delay_ms: int = 30) -> Program:
        """Types a text."""
        self.screen.type(text, delay_ms)
        return self.settle()

    def click(self, seen: Seen, *, times: int = 1, button: int = 1) -> Program:
        """Clicks on something seen."""
        self.screen.click(seen.place, times=times, button=button)
        return self.settle()

    def click_cell(self, table: str, row: str, column: str, *, times: int = 1) -> Program:
        """Clicks on a table's cell, in the row with a cell of that text."""
        return self.click(self.cell(table, row, column), times=times)

    def click_title(self, table: str, column: str) -> Program:
        """Clicks on a column's title."""
        return self.click(self.title(table, column))

    def copy_elsewhere(self, text: str, kind: str = "UTF8_STRING") -> Program:
        """Copies a text in another program."""
        self.screen.put_on_clipboard(text, kind)
        return self

    # What a person sees

    def windows(self) -> list[str]:
        """The titles of its windows and dialogs."""
        return [str(title) for title in self.screen.ask("windows")]

    def focus(self) -> Seen:
        """What has the keyboard."""
        found: list[Seen] = []

        def look() -> bool:
            told = self.screen.ask("focus")
            found[:] = [Seen.of(told)] if told else []
            return bool(found)

        self.wait_for(look, "a focus")
        return found[0]

    def find(self, role: str, name: str = "") -> list[Seen]:
        """Everything shown of a role (»push button«, »text«, »label«) whose name or label holds the words."""
        return [Seen.of(told) for told in self.screen.ask("find", role, name)]

    def the(self, role: str, name: str = "") -> Seen:
        """The one thing of the kind, waited for; the last one where several are shown."""
        found: list[Seen] = []

        def look() -> bool:
            found[:] = self.find(role, name)
            return bool(found)

        self.wait_for(look, f"{role} »{name}«")
        return found[-1]

    def says(self, words: str) -> bool:
        """Whether a label on the screen holds the words, at once or within a moment."""
        end = time.monotonic() + 3
        while not (found := bool(self.find("label", words))) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def table(self, name: str) -> list[dict[str, Seen]]:
        """The rows of a table by the titles that are shown, from left to right."""
        told = self.screen.ask("table", name)
        return [dict(zip(told["titles"], map(Seen.of, row), strict=True)) for row in told["rows"]]

    def cell(self, table: str, row: str, column: str) -> Seen:
        """The cell of a column in the first row that has a cell of that text."""
        for cells in self.table(table):
            if any(cell.value == row or cell.value.startswith(row) for cell in cells.values()):
                return cells[column]
        raise LookupError(f"{table} has no row »{row}«")

    def titles(self, table: str) -> list[Seen]:
        """The headings of a table's columns that are wholly in sight, from left to right."""
        return [Seen.of(told) for told in self.screen.ask("titles", table)]

    def title(self, table: str, column: str) -> Seen:
        """The heading of a column."""
        return next(title for title in self.titles(table) if title.name == column)

    def photograph(self, target: Path) -> Path:
        """The whole screen as a PNG."""
        return self.screen.photograph(target)

    # What is in the file, by the console

    def console(self, *arguments: str, allowed: tuple[int, ...] = (0,)) -> str:
        """What a command of the console says over the same file."""
        command, *rest = arguments
        done = subprocess.run(
            [sys.executable, "-m", "cbnet_desktop.cli", command, str(self.path), *rest],
            env=self.environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode in allowed, f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table of the file, archived ones with them, as stored."""
        told = self.console("show", table, "--json", "--all")
        rows: list[dict[str, Any]] = json.loads(told)
        return rows

    def row(self, table: str, **fields: object) -> dict[str, Any]:
        """The one row of a table of the file with these values."""
        found = [row for row in self.rows(table) if all(row[name] == value for name, value in fields.items())]
        assert len(found) == 1, f"{len(found)} rows of {table} with {fields}"
        return found[0]

    def history(self) -> list[str]:
        """What was done, in the words of the history, the newest first."""
        return [line for line in self.console("history").splitlines() if line and not line.startswith(" ")]

    # Waiting

    def settle(self) -> Program:
        """Waits until keys pressed before have been taken in: a question is answered behind them."""
        for _ in range(2):
            time.sleep(0.06)
            if self.process is not None and self.process.poll() is None:
                self.windows()
        return self

    def wait_for(self, is_so: Callable[[], object], what: str = "what was expected") -> None:
        """Looks again until it is so; AssertionError when it never is."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if is_so():
                    return
            except LookupError:
                if time.monotonic() > end:
                    raise
            assert time.monotonic() < end, f"waited {PATIENCE:g} s for {what} in vain"
            assert self.process is None or self.process.poll() is None, f"the program ended while {what} was waited for"
            time.sleep(0.1)
