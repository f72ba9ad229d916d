"""Compares a built folder with what is expected of it: python .shipping/check_build.py dist/cbnet [--write]

What is inside stands in contents.txt; --write writes it anew, so that a change of it is read in the change. Linux only.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from cbnet_desktop.system import libraries

LIST = Path(__file__).with_name("contents.txt")
MOST_BYTES = 180_000_000
PROGRAMS = ("cbnet-desktop", "cbnet")


def main(arguments: list[str]) -> int:
    """Prints one sentence for each fault; exit code 1 if there is any."""
    folder = Path(arguments[0])
    modules = packages(folder)
    found = sorted({f"package {name}" for name in modules} | set(shared_libraries(folder)))
    if "--write" in arguments:
        LIST.write_text("\n".join(found) + "\n", encoding="utf-8")
    expected = LIST.read_text(encoding="utf-8").split("\n")[:-1]
    faults = [f"Not expected in the program: {name}" for name in found if name not in expected]
    faults += [f"Missing in the program: {name}" for name in expected if name not in found]
    faults += [*foreign_paths(folder), *too_large(folder)]
    faults += [f"The licence of {name} is not passed on" for name in unlicensed(modules, folder)]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def packages(folder: Path) -> set[str]:
    """The top packages of Python inside, but for Python's own."""
    from PyInstaller.archive.readers import CArchiveReader

    packed = [CArchiveReader(str(folder / program)).open_embedded_archive("PYZ.pyz").toc for program in PROGRAMS]
    names = {module.partition(".")[0] for modules in packed for module in modules}
    return {name for name in names - sys.stdlib_module_names if not name.startswith(("_pyi", "_sysconfigdata"))}


def unlicensed(modules: set[str], folder: Path) -> list[str]:
    """The modules that belong to no library whose licence lies in the folder."""
    listed = {libraries.normal(library.name) for library in libraries.read(folder / "_internal" / libraries.LICENCES)}
    owners = metadata.packages_distributions()
    return sorted(
        name
        for name in modules - {"cbnet_desktop"}
        if not listed & {libraries.normal(owner) for owner in owners.get(name, [name])}
    )


def shared_libraries(folder: Path) -> Iterator[str]:
    """The shared libraries inside, without versions and hashes; those of Python's own modules left out."""
    for path in elf_files(folder):
        if "lib-dynload" not in path.parts and path.name not in PROGRAMS:
            place = path.relative_to(folder / "_internal").parent
            yield f"library {place / name_of(path)}"


def name_of(path: Path) -> str:
    """A library's name without version, hash and Python's tag: libfoo-1a2b3c4d.so.1.2 is libfoo.so."""
    return re.sub(r"(-[0-9a-f]{8})?([.-][\d.]+)?(\.abi3|\.cpython-[\w-]+)?\.so[.\d]*$", ".so", path.name)


def foreign_paths(folder: Path) -> Iterator[str]:
    """Where a library is searched for outside the program: the builder's own folders."""
    for path in elf_files(folder):
        told = subprocess.run(["readelf", "-d", path], check=True, capture_output=True, text=True).stdout
        for searched in re.findall(r"R(?:UN)?PATH\).*\[(.*)\]", told):
            if any(not part.startswith("$ORIGIN") for part in searched.split(":")):
                yield f"{path.relative_to(folder)} searches in {searched}"


def too_large(folder: Path) -> Iterator[str]:
    """One sentence when the folder has more bytes than it may."""
    size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    sys.stdout.write(f"The program has {size / 1e6:.1f} MB.\n")
    if size > MOST_BYTES:
        yield f"That is more than {MOST_BYTES / 1e6:.0f} MB."


def elf_files(folder: Path) -> list[Path]:
    """All programs and shared libraries."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if path.open("rb").read(4) == b"\x7fELF"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
