"""A share that stops answering: a preloaded C library blocks every call about a folder while a flag lies there."""

from __future__ import annotations

import functools
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.outside.clients import found

SOURCE = Path(__file__).with_name("hanging.c")


def obstacle() -> str:
    """What is missing to build the library, as a reason to skip; empty when nothing is."""
    if not sys.platform.startswith("linux"):
        return "LD_PRELOAD is Linux's"
    return "" if found("cc") else "cc is not installed (Debian: gcc libc6-dev)"


@functools.cache
def library() -> Path:
    """The library, built once for all tests of this process."""
    built = Path(tempfile.mkdtemp(prefix="cbnet-hanging-")) / "hanging.so"
    flags = ("-shared", "-fPIC", "-O1", "-Wall", "-Wno-nonnull", "-Wno-nonnull-compare")
    subprocess.run(["cc", *flags, "-o", str(built), str(SOURCE), "-ldl"], check=True)
    return built


@dataclass(frozen=True)
class Hanging:
    """A folder that can be made to hang for the processes started with its environment."""

    folder: Path
    flag: Path

    @property
    def environment(self) -> dict[str, str]:
        names = {"HANGING_FOLDER": str(self.folder), "HANGING_FLAG": str(self.flag)}
        return {**names, "LD_PRELOAD": str(library())}

    def begin(self) -> None:
        self.flag.touch()

    def end(self) -> None:
        self.flag.unlink(missing_ok=True)
