"""Compares a built program with the licences in it: every module belongs to a library whose licence is passed on.

python .shipping/check_licences.py dist/cbnet: run it by the Python that built.
"""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from cbnet_desktop.system import libraries

#: What is in the folder and is nobody's but ours, Python's or PyInstaller's.
OWN = {"cbnet_desktop", "resources", "licences", "lib-dynload", "LICENSE", "base_library"}


def unlicensed(built: Path) -> list[str]:
    """The modules and folders of a built program that belong to no library on its list."""
    inside = built / "_internal"
    listed = {libraries.normal(library.name) for library in libraries.read(inside / libraries.LICENCES)}
    owners = metadata.packages_distributions()
    names = {entry.name.partition(".")[0] for entry in inside.iterdir() if entry.is_dir() or entry.suffix == ".pyd"}
    for program in built.iterdir():
        if program.is_file() and program.stem in ("cbnet", "cbnet-desktop"):
            names |= _modules(program)
    unknown = {name for name in names - OWN - set(sys.stdlib_module_names) if not name.startswith("pyi")}
    return sorted(name for name in unknown if not listed & set(map(libraries.normal, owners.get(name, [name]))))


def _modules(program: Path) -> set[str]:
    """The first names of the modules packed into a program."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program))
    packed = [name for name, entry in archive.toc.items() if entry[-1] == "z"]
    return {module.partition(".")[0] for name in packed for module in archive.open_embedded_archive(name).toc}


def main(arguments: list[str]) -> int:
    """Prints what has no licence; returns the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    found = unlicensed(Path(arguments[0]))
    for name in found:
        print(f"{name} is in the built program, and the licence of its library is not")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
