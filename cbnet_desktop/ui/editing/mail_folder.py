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
    if not Path(_folder().name).is_dir():  # systems clear temporary files away
        _folder.cache_clear()
    path = Path(tempfile.mkdtemp(dir=_folder().name)) / name
    write_bytes_new(path, mail)
    return path


def clear() -> None:
    """Removes all drafts, since somebody was erased whose address or reminder they may hold."""
    with suppress(OSError):
        for path in Path(_folder().name).iterdir() if _folder.cache_info().currsize else ():
            shutil.rmtree(path, ignore_errors=True)
