"""Makes the installer for Windows from the built program: python .shipping/make_installer.py dist/cbnet FOLDER.

Runs makensis of NSIS, as Debian packs it, for only that has the parts of 64-bit Windows. The same folder gives the same
bytes. With CBNET_PFX it is signed, the uninstaller in it too. Says the installer's path on standard output.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import built_for
import make_icons
import sign_windows

from cbnet_desktop import __version__

SCRIPT = Path(__file__).resolve().parent / "windows" / "cbnet.nsi"
LIBRARIES = "_internal"


class CannotBuild(Exception):
    """The installer cannot be made; str() says why."""


def main(arguments: list[str]) -> int:
    """Makes the installer; exit code 2 for a wrong call, 1 with a sentence where it cannot be made."""
    if len(arguments) != 2:
        sys.stderr.write("Say the built program and a folder: python .shipping/make_installer.py dist/cbnet FOLDER\n")
        return 2
    try:
        print(build(Path(arguments[0]), Path(arguments[1])))
    except (CannotBuild, sign_windows.CannotSign) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def build(program: Path, folder: Path) -> Path:
    """The path of the installer in a folder, which may be new. Raises CannotBuild and CannotSign."""
    makensis = shutil.which("makensis")
    if makensis is None:
        raise CannotBuild("There is no makensis; install NSIS with »sudo apt install nsis«.")
    names = programs(program)
    target = folder.resolve() / f"cbnet-{__version__}-x64-setup.exe"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cbnet-installer-") as scratch:
        icons = Path(scratch)
        make_icons.write_ico(icons / "cbnet.ico", make_icons.program)
        make_icons.write_ico(icons / "document.ico", make_icons.document)
        values = {**names, **about(program), "TARGET": str(target), "NAME": target.name}
        values |= {"PROGRAM_ICON": str(icons / "cbnet.ico"), "DOCUMENT_ICON": str(icons / "document.ico")}
        if sign_windows.is_wanted():
            values["SIGN"] = f'"{sys.executable}" "{Path(sign_windows.__file__).resolve()}"'
        defined = [f"-D{name}={value}" for name, value in values.items()]
        # -WX: a warning is an error.
        run([makensis, "-WX", "-V2", "-INPUTCHARSET", "UTF8", *defined, str(SCRIPT)])
    if sign_windows.is_wanted():
        sign_windows.sign(target)
    return target


def programs(folder: Path) -> dict[str, str]:
    """The names of both programs; raises CannotBuild where the folder is not all theirs, or lacks one."""
    ending = ".exe" if (folder / f"{built_for.DESKTOP}.exe").is_file() else ""  # without it where it stands in for one
    names = {"DESKTOP": f"{built_for.DESKTOP}{ending}", "CONSOLE": f"cbnet{ending}"}
    wanted = {*names.values(), LIBRARIES}
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if lacking := sorted(wanted - found):
        raise CannotBuild(f"{folder} has no {', '.join(lacking)}; build it with »python -m PyInstaller build.spec«.")
    if strange := sorted(found - wanted):
        raise CannotBuild(f"{folder} has {', '.join(strange)} too, which the uninstaller would leave behind.")
    return names


def about(program: Path) -> dict[str, str]:
    """What the installer says of the program."""
    size = sum(path.stat().st_size for path in program.rglob("*") if path.is_file())
    return {
        "DIST": str(program.resolve()),
        "VERSION": __version__,
        "FOUR_NUMBERS": ".".join(str(number) for number in built_for.four_numbers()),
        "PUBLISHER": built_for.PUBLISHER,
        "MIME_TYPE": built_for.MIME_TYPE,
        "KILOBYTES": str(size // 1024),
    }


def run(command: list[str]) -> None:
    """Runs makensis in a language that knows every letter; raises CannotBuild with what it said."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    ended = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if ended.returncode:
        raise CannotBuild(ended.stdout.strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
