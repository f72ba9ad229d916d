"""Files that another program has open: Windows' errors as they are told, and a file that Linux really calls busy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def windows_says(winerror: int, path: Path | str = "", other: Path | str | None = None) -> OSError:
    """What Windows raises with this number about a file, or two."""
    error = PermissionError(13, "Access is denied", str(path), None, other and str(other))
    error.winerror = winerror  # type: ignore[attr-defined, unused-ignore]  # Windows alone has it
    return error


@contextmanager
def busy(path: Path) -> Iterator[None]:
    """While it lasts, nobody replaces or removes the file: Linux calls one that something is mounted on busy."""
    if not sys.platform.startswith("linux") or subprocess.run(["mount", "--bind", path, path], check=False).returncode:
        pytest.skip("only root on Linux can make a file busy")
    try:
        yield
    finally:
        release(path)


def release(path: Path) -> None:
    """Lets go of a busy file."""
    subprocess.run(["umount", path], stderr=subprocess.DEVNULL, check=False)
