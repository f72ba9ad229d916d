"""A network built once, copied for each test as if it had been made there."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from cbnet_desktop.store.files import replica_file


def copied(built: Path, file: str, folder: Path, home: Path) -> Path:
    """Copies a file, the folder of its pieces and its home from where they were built; returns the file's new path."""
    for made in built.iterdir():
        if made.name == file:
            shutil.copy(made, folder)
        elif made.name == "home":
            shutil.copytree(made, home, dirs_exist_ok=True)
        elif made.is_dir():
            shutil.copytree(made, folder / made.name)
    (made,) = (built / "home" / "replicas").glob("*.cbnet")
    replica = home / "replicas" / made.name
    with closing(replica_file.connect_replica(replica)) as conn:
        replica_file.remember_path(conn, replica, folder / file)
    return folder / file
