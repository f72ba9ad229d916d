"""The console as tests call it: in this process for speed, or as a process of its own, end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

COMMAND = (sys.executable, "-m", "cbnet_desktop.cli")
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def sentence(self) -> str:
        """The one line on the error stream."""
        (line,) = self.err.splitlines()
        assert "Traceback" not in line
        return line


class Laptop:
    """One computer: its CBNET_HOME and its user, and commands run there as processes."""

    def __init__(self, home: Path, user: str) -> None:
        self.home = home
        self.user = user

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "CBNET"))}
        paths = {"CBNET_HOME": str(self.home), "CBNET_USER": self.user, "PYTHONPATH": str(REPOSITORY)}
        return {**kept, **paths, "LANG": "C", **extra}

    def run(self, *arguments: str | Path | bytes, stdin: bytes = b"", **extra: str) -> Ran:
        done = subprocess.run(
            [*COMMAND, *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            env=self.environment(**extra),
            timeout=60,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str | Path, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """A command that runs on, with pipes that hold nothing back."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*COMMAND, *arguments], stdin=pipe, stdout=stdout, stderr=pipe, bufsize=0, env=self.environment()
        )


def edited_apart(laptop: Laptop, copy: Path, *edit: str) -> Path:
    """What somebody brings home who edits a row in a copy, at a meeting place of her own."""
    ran = laptop.run("set", copy, *edit, "--as", "place")
    assert ran.code == 0, ran.err
    folder = copy.parent / uuid4().hex
    folder.mkdir()
    brought = folder / "kopi.cbnet"
    ran = laptop.run("copy", copy, "-o", brought)
    assert ran.code == 0, ran.err
    return brought


Cbnet = Callable[..., Ran]
Line = Callable[..., bytes]
