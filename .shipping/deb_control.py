"""What a Debian package says about itself: its version, what it needs, and the sums of its files."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

#: What uses a part of the desktop that not everybody has: without it only that part is missing.
LESSER = {
    "Recommends": ("*/platforms/libqwayland*", "*/wayland-*/*", "*/lib/libQt6Wayland*", "*/printsupport/*"),
    "Suggests": ("*/platformthemes/*",),
}
#: What the program calls by name, and what finds it by the type of its files.
ALSO = {
    "Recommends": (
        "cups-client",
        "desktop-file-utils",
        "fonts-dejavu-core",
        "hicolor-icon-theme",
        "libfile-mimeinfo-perl",  # where there is no desktop, xdg-open of Debian 12 asks it for a file's type
        "libglib2.0-bin",
        "shared-mime-info",
        "xdg-utils",
    ),
}
CONTROL = """\
Package: cbnet
Version: {version}
Architecture: {architecture}
Maintainer: The CBnet authors <cbnet@cbnet.invalid>
Installed-Size: {kibibytes}
{needs}
Section: misc
Priority: optional
Description: planner of the Danish central libraries' competence network
 CBnet is for the secretary of the competence network of the Danish central
 libraries: who sits on which seat, the year's focus areas, meetings and
 minutes, budget shares and the action plan, checked against the network's
 terms of reference. Several people can share one network in a folder.
 .
 The program speaks Danish and does not use the internet.
"""


class CannotBuild(Exception):
    """No package can be made; str() is one sentence for who builds it."""


def debian_version(version: str) -> str:
    """A Python version as Debian sorts it: 1.0rc1 is before 1.0, so it becomes 1.0~rc1."""
    return re.sub(r"\.?(a|b|rc|dev)(?=\d)", r"~\1", version)


def control(root: Path, version: str, needs: dict[str, str]) -> str:
    """The package's own page; needs are the packages by field, such as Depends."""
    size = sum(path.stat().st_size for path in files(root))
    lines = "\n".join(f"{field}: {packages}" for field, packages in needs.items() if packages)
    architecture = asked("dpkg", "--print-architecture").strip()
    return CONTROL.format(
        version=debian_version(version), architecture=architecture, kibibytes=-(-size // 1024), needs=lines
    )


def needs(program: Path) -> dict[str, str]:
    """The Debian packages that the program's libraries need, by the field that they belong in.

    Raises CannotBuild where a library is neither in the program nor on this computer.
    """
    binaries = [path for path in files(program) if _is_binary(path)]
    fields: dict[str, list[Path]] = {"Depends": [], **{field: [] for field in LESSER}}
    for path in binaries:
        fields[_field(path)].append(path)
    own = sorted({str(path.parent) for path in binaries if ".so" in path.name})
    words = [*(f"-l{folder}" for folder in own), *(f"-x{package}" for package in _brought_along(binaries))]
    for field, paths in fields.items():
        words += [f"-d{field}", *(f"-e{path}" for path in paths)]
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "debian" / "control"
        page.parent.mkdir()
        page.write_text("Source: cbnet\n\nPackage: cbnet\nArchitecture: any\n", encoding="utf-8")
        told = asked("dpkg-shlibdeps", "-O", "--ignore-missing-info", *words, folder=Path(scratch))
    found = dict(line.removeprefix("shlibs:").split("=", 1) for line in told.splitlines() if line.startswith("shlibs:"))
    return {field: ", ".join(filter(None, [found.get(field, ""), *ALSO.get(field, ())])) for field in fields}


def _brought_along(binaries: list[Path]) -> list[str]:
    """The packages of this computer whose libraries the program has itself, so that it does not need them."""
    names = sorted({f"*/{path.name}" for path in binaries if path.name.startswith("lib") and ".so." in path.name})
    if not names:
        return []
    # It ends with 1 where one of them is in no package, as Qt's are.
    told = subprocess.run(["dpkg-query", "--search", *names], capture_output=True, text=True, check=False).stdout
    return sorted({line.partition(":")[0] for line in told.splitlines()})


def _is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _field(path: Path) -> str:
    return next(
        (field for field, patterns in LESSER.items() if any(fnmatch(path.as_posix(), one) for one in patterns)),
        "Depends",
    )


def sums(root: Path) -> str:
    """The MD5 sums by which dpkg --verify sees a damaged file."""
    told = []
    for path in files(root):
        with path.open("rb") as file:
            told.append(f"{hashlib.file_digest(file, 'md5').hexdigest()}  {path.relative_to(root)}\n")
    return "".join(told)


def files(root: Path) -> Iterator[Path]:
    """The files below a folder in a fixed order, links left out."""
    return (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())


def asked(*command: str, folder: Path | None = None) -> str:
    """What a program says; raises CannotBuild where it is missing or fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        package = {"dpkg-shlibdeps": "dpkg-dev"}.get(command[0], Path(command[0]).name)
        raise CannotBuild(f"{command[0]} is missing; install it with »apt install {package}«.") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise CannotBuild(f"{command[0]} ended with {done.returncode} and said: {said}")
    return done.stdout
