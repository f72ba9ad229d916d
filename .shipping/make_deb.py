"""Makes the Debian package from the built program: python .shipping/make_deb.py dist/cbnet FOLDER.

The program lies in /opt/cbnet, what the desktop asks about it under /usr/share; nothing runs when it is installed.
The same folder of the same commit gives the same bytes. Says the package's path on standard output.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import make_icons
import man_pages
from deb_control import CannotBuild, asked, control, debian_version, needs, sums

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "linux"
HOME = "opt/cbnet"
LICENCES = "_internal/licences"
PROGRAMS = tuple(man_pages.ABOUT)
MOST_BYTES = 65_000_000
#: Where the desktop looks for what is in .shipping/linux, as it is there.
PLACES = {
    "cbnet.desktop": "usr/share/applications",
    "cbnet.xml": "usr/share/mime/packages",
    "dk.cbnet.cbnet.metainfo.xml": "usr/share/metainfo",
}


def main(arguments: list[str]) -> int:
    """Makes the package; exit code 2 for a wrong call, 1 with a sentence where it cannot be made."""
    if len(arguments) != 2:
        sys.stderr.write("Say the built program and a folder: python .shipping/make_deb.py dist/cbnet FOLDER\n")
        return 2
    try:
        print(build(Path(arguments[0]), Path(arguments[1])))
    except CannotBuild as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def build(program: Path, folder: Path) -> Path:
    """The path of the package in a folder, which may be new. Raises CannotBuild."""
    for name in PROGRAMS:
        if not (program / name).is_file():
            raise CannotBuild(f"{program} has no {name}; build the program with »python -m PyInstaller build.spec«.")
    if not (program / LICENCES).is_dir():
        raise CannotBuild(f"{program} has no {LICENCES}, and without the licences of its libraries it may not go out.")
    version = own_word(program / "cbnet", "--version").removeprefix("cbnet").strip()
    moment = build_time()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cbnet-deb-") as scratch:
        root = Path(scratch) / "root"
        lay_out(program, root, version, moment)
        page, checked = control(root, version, needs(root / HOME)), sums(root)
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(page, encoding="utf-8")
        (root / "DEBIAN" / "md5sums").write_text(checked, encoding="utf-8")
        settle(root, moment)
        return packed(root, folder, version, moment)


def packed(root: Path, folder: Path, version: str, moment: int) -> Path:
    """The package itself; raises CannotBuild where it is larger than it may be."""
    architecture = asked("dpkg", "--print-architecture").strip()
    target = folder / f"cbnet_{debian_version(version)}_{architecture}.deb"
    os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    asked("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target))
    if target.stat().st_size > MOST_BYTES:
        raise CannotBuild(f"{target.name} has {target.stat().st_size:,} bytes and may have {MOST_BYTES:,}.")
    return target


def lay_out(program: Path, root: Path, version: str, moment: int) -> None:
    """Puts everything where it will lie on the user's computer."""
    day = datetime.fromtimestamp(moment, UTC).date().isoformat()
    shutil.copytree(program, root / HOME, symlinks=True)
    for name in PROGRAMS:
        link = root / "usr" / "bin" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(f"/{HOME}/{name}")
        manual = man_pages.page(name, own_word(program / name, "--help"), version, day)
        write(root / f"usr/share/man/man1/{name}.1.gz", zipped(manual))
    for name, place in PLACES.items():
        text = (DATA / name).read_text(encoding="utf-8")
        write(root / place / name, text.replace("@VERSION@", version).replace("@DATE@", day).encode())
    make_icons.write_hicolor(root / "usr/share/icons/hicolor")
    write(root / "usr/share/doc/cbnet/changelog.gz", zipped(changelog(version, moment)))
    write(root / "usr/share/doc/cbnet/copyright", copyright_page().encode())
    write(root / "usr/share/lintian/overrides/cbnet", (DATA / "lintian-overrides").read_bytes())


def changelog(version: str, moment: int) -> str:
    """Debian's changelog: one entry, for what is new stands in the program's own."""
    return (
        f"cbnet ({debian_version(version)}) stable; urgency=medium\n\n"
        f"  * CBnet {version}; what is new stands in CHANGELOG.md of its source.\n\n"
        f" -- The CBnet authors <cbnet@cbnet.invalid>  {formatdate(moment)}\n"
    )


def copyright_page() -> str:
    """Our licence, and where those of the libraries lie."""
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2].partition("\n\n")[2]
    indented = "\n".join(f" {line}" if line else " ." for line in licence.strip().splitlines())
    return (DATA / "copyright").read_text(encoding="utf-8").replace("@LICENCE@", indented)


def settle(root: Path, moment: int) -> None:
    """Gives every file the same rights and time wherever it was built."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            is_program = path.parent == root / HOME and path.name in PROGRAMS
            path.chmod(0o755 if path.is_dir() or is_program else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def build_time() -> int:
    """Seconds since 1970 of SOURCE_DATE_EPOCH, else of the commit. Raises CannotBuild."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout.strip():
        raise CannotBuild("There is no commit to take the time from; set SOURCE_DATE_EPOCH to its seconds since 1970.")
    return int(done.stdout)


def own_word(program: Path, option: str) -> str:
    """What a built program says of itself."""
    return asked("env", "-i", "HOME=/nonexistent", "LC_ALL=C.UTF-8", str(program.absolute()), option)


def zipped(text: str) -> bytes:
    """Packed with neither name nor time, as gzip -9n does."""
    return gzip.compress(text.encode(), 9, mtime=0)


def write(target: Path, content: bytes) -> None:
    """Writes a file into a folder that may be new."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
