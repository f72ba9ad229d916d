"""A laptop of the outside proof: the console with a home folder, a user, a clock and a path to the shared file."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path
from typing import Any

from tests.cli.console import COMMAND, Laptop, Ran

FILE = "netværk.cbnet"


class Computer(Laptop):
    """One laptop and the path by which it knows the network."""

    def __init__(self, name: str, base: Path, folder: Path, file: str = FILE) -> None:
        super().__init__(base / name, name)
        self.name = name
        self.file = folder / file
        self.clock: dict[str, str] = {}

    @property
    def folder(self) -> Path:
        """The folder that it shares."""
        return self.file.parent

    def environment(self, **extra: str) -> dict[str, str]:
        return super().environment(**{**self.clock, **extra})

    def do(self, command: str, *arguments: str | Path, stdin: bytes = b"", **extra: str) -> Ran:
        """A command about the shared file, whatever it ends with."""
        return self.run(command, self.file, *arguments, stdin=stdin, **extra)

    @staticmethod
    def call(*arguments: str | Path) -> list[str]:
        """A command as a process is started with, for a program around it."""
        return [str(part) for part in (*COMMAND, *arguments)]

    def done(self, command: str, *arguments: str | Path) -> str:
        """The output of a command that must end with 0."""
        ran = self.do(command, *arguments)
        assert ran.code == 0, f"{self.name}: cbnet {command} ended with {ran.code}: {ran.out}{ran.err}"
        return ran.out.strip()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as the console shows them."""
        return list(json.loads(self.done("show", table, "--json")))

    def shown(self, table: str, field: str = "title") -> set[str]:
        """A field of each row of a table."""
        return {row[field] for row in self.rows(table)}

    def add(self, title: str) -> str:
        """Adds an experience, and its id; what is refused fails the test."""
        return self.done("add", "experiences", f"title={title}")

    def write(self, *changes: dict[str, Any]) -> Ran:
        """One edit through `cbnet apply`."""
        return self.do("apply", "-", stdin=json.dumps({"changes": changes}).encode() + b"\n")

    def exchange(self) -> Ran:
        return self.do("exchange")

    def clone(self, name: str, folder: Path) -> Computer:
        """A second laptop whose home is a copy of this one's, as a disk image or a restored profile makes it."""
        twin = Computer(name, self.home.parent, folder, self.file.name)
        shutil.copytree(self.home, twin.home)
        return twin

    def later(self, shift: str) -> None:
        """Lets its clock go ahead by a time such as 11m or 2d."""
        (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
        self.clock = {"LD_PRELOAD": str(library), "FAKETIME": f"+{shift}", "NO_FAKE_STAT": "1"}
        self.clock |= {"DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def new_experience(title: str) -> dict[str, Any]:
    """A new row, as `cbnet apply` reads it."""
    return {"table": "experiences", "row_id": uuid.uuid4().hex, "before": None, "after": {"title": title}}


def everybody_exchanges(*computers: Computer, rounds: int = 2) -> None:
    """Exchanges in turn, so often that what anybody wrote can have reached everybody."""
    for _ in range(rounds):
        for computer in computers:
            computer.exchange()
