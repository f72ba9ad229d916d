"""Where mail drafts lie for the system's mail program: a private folder that goes with the program."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from cbnet_desktop.store.files.whole_files import private_folder, write_bytes_new


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return private_folder()


def written(name: str, mail: bytes) -> Path:
    """A draft in a folder of its own, there whole or not at all; raises Full or ReadOnly."""
    path = Path(tempfile.mkdtemp(dir=_folder().name)) / name
    write_bytes_new(path, mail)
    return path


def clear() -> None:
    """Removes all drafts, since somebody was erased whose address or reminder they may hold."""
    for path in Path(_folder().name).iterdir() if _folder.cache_info().currsize else ():
        with suppress(OSError):
            shutil.rmtree(path)
