"""Tries the installer for Windows: python .shipping/try_installer.py [INSTALLER PROGRAM].

On Windows with the installer and the folder it was made from: it is installed on this very computer and removed again,
so an installed CBnet of your own would go. Elsewhere under wine without arguments, with an installer of programs that
stand in for ours. Says one line for each thing tried.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import built_for
import make_installer
from windows_computer import Computer, NoWine

from cbnet_desktop import __version__

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\CBnet"
CLASSES = r"Software\Classes"
IN_USE, TOO_OLD = 32, 1150
STARTING_S = 5
DESKTOP = f"{built_for.DESKTOP}.exe"


class Deviation(Exception):
    """Something was not as it should be; str() says what."""


def main(arguments: list[str]) -> int:
    """Tries everything; exit code 1 at the first deviation, 2 for a wrong call."""
    is_windows = sys.platform == "win32"
    if len(arguments) != (2 if is_windows else 0):
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="cbnet-try-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        try:
            program = Path(arguments[1]) if is_windows else stand_in(folder / "program")
            setup = Path(arguments[0]) if is_windows else make_installer.build(program, folder)
            with closing(Computer(folder / "wine")) as computer:
                try_all(computer, setup, program)
        except (Deviation, NoWine, make_installer.CannotBuild, subprocess.TimeoutExpired) as trouble:
            print(f"FAILED: {trouble}", file=sys.stderr)
            return 1
    return 0


def try_all(computer: Computer, setup: Path, program: Path) -> None:
    """Tries an installer and the folder that it was made from; raises Deviation."""
    if not computer.is_real:
        refuse_old_windows(computer, setup)
    Trial(computer, setup, program, "HKCU", r"%LOCALAPPDATA%\Programs\CBnet").run()
    Trial(computer, setup, program, "HKLM", r"%ProgramFiles%\CBnet", "/AllUsers").run()


def stand_in(folder: Path) -> Path:
    """A folder with two programs of Windows that only stay open, and files with names of every kind."""
    (folder / "_internal" / "mappe æøå").mkdir(parents=True)
    for name in ("data.txt", "mappe æøå/ß 日本.txt", "tom"):
        (folder / "_internal" / name).write_text(name if name != "tom" else "", encoding="utf-8")
    script = make_installer.SCRIPT.with_name("stand_in.nsi")
    for name in (DESKTOP, "cbnet.exe"):
        make_installer.run(["makensis", "-WX", "-V2", f"-DTARGET={folder / name}", str(script)])
    return folder


def refuse_old_windows(computer: Computer, setup: Path) -> None:
    """Raises Deviation unless a Windows that is too old is told so; leaves the computer with a newer one."""
    computer.become("win7")
    code = computer.run(computer.windows(setup), "/S")[0]
    if code != computer.seen(TOO_OLD):
        raise Deviation(f"Windows 7 is met with exit code {code}")
    print("Windows 7: refuse: in order", flush=True)
    computer.become("win10")


class Trial:
    """One kind of installation: per user, or for everybody."""

    def __init__(self, computer: Computer, setup: Path, program: Path, root: str, folder: str, *switches: str) -> None:
        self._computer, self._program, self._root = computer, program, root
        self._setup = (computer.windows(setup), "/S", *switches)
        self._home = computer.run("cmd", "/c", f"echo {folder}")[1]
        self._folder = computer.path(self._home)
        self._data = computer.path(computer.variable("LOCALAPPDATA")) / "CBnet" / "trial.txt"
        start_menu = computer.variable("APPDATA" if root == "HKCU" else "ProgramData")
        self._link = computer.path(start_menu) / "Microsoft/Windows/Start Menu/Programs/CBnet.lnk"

    def run(self) -> None:
        """All of it, in order; raises Deviation."""
        self._data.parent.mkdir(parents=True, exist_ok=True)
        self._data.write_text("the user's own", encoding="utf-8")
        steps = {
            "installed": self._install,
            "replaced": self._replace,
            "left alone while the program is open": self._refuse_while_open,
            "moved to another folder": self._move,
            "removed": self._uninstall,
        }
        if self._computer.is_real:
            steps = {"installed": self._install, "self-tested": self._start, "held": self._refuse_while_held} | steps
        for name, step in steps.items():
            step()
            print(f"{self._root}: {name}: in order", flush=True)
        self._data.unlink()

    def _install(self) -> None:
        self._expect("the exit code", self._computer.run(*self._setup)[0], 0)
        self._expect_whole()
        entry = self._computer.values(rf"{self._root}\{UNINSTALL}")
        self._expect("the version in the list", entry.get("DisplayVersion"), __version__)
        self._expect("the publisher", entry.get("Publisher"), built_for.PUBLISHER)
        self._expect("the folder in the list", entry.get("InstallLocation"), self._home)
        self._expect("what removes it silently", entry.get("QuietUninstallString"), f'"{self._home}\\uninstall.exe" /S')
        lacking = {"DisplayIcon", "EstimatedSize", "InstallDate", "NoModify", "NoRepair"} - entry.keys()
        self._expect("what the list lacks", lacking, set())
        kind = self._computer.values(rf"{self._root}\{CLASSES}\.cbnet").get("")
        command = self._computer.values(rf"{self._root}\{CLASSES}\{kind}\shell\open\command").get("")
        self._expect("what a double-click does", command, f'"{self._home}\\{DESKTOP}" -- "%1"')
        self._expect("the start menu", self._link.exists(), True)

    def _expect_whole(self) -> None:
        """What was built is installed, byte for byte, and nothing else but the installer's own."""
        built = {path.relative_to(self._program) for path in self._program.rglob("*") if path.is_file()}
        own = {Path("uninstall.exe"), Path("_internal/document.ico")}
        found = {path.relative_to(self._folder) for path in self._folder.rglob("*") if path.is_file()}
        self._expect("files too many or too few", sorted(map(str, found ^ (built | own))), [])
        other = [name for name in built if (self._folder / name).read_bytes() != (self._program / name).read_bytes()]
        self._expect("files that are not as built", other, [])

    def _start(self) -> None:
        """The installed program tests itself; a stand-in has nothing to test."""
        for program, argument in ((DESKTOP, "--self-test"), ("cbnet.exe", "--version")):
            code, said = self._computer.run(f"{self._home}\\{program}", argument)
            print(said)
            self._expect(f"the exit code of {program}", code, 0)

    def _replace(self) -> None:
        """An older version goes whole, and what lies beside it stays."""
        for name in ("_internal/gone.txt", "mine.txt"):
            (self._folder / name).write_text("of the former version", encoding="utf-8")
        self._expect("the exit code", self._computer.run(*self._setup)[0], 0)
        self._expect("a file of somebody's in the folder", (self._folder / "mine.txt").exists(), True)
        (self._folder / "mine.txt").unlink()
        self._expect_whole()

    def _refuse_while_open(self) -> None:
        """Nothing is changed while the program runs, by the installer and by the uninstaller."""
        arguments = ("--example",) if self._computer.is_real else ()
        process = self._computer.start(f"{self._home}\\{DESKTOP}", *arguments)
        try:
            time.sleep(STARTING_S)
            self._expect("the exit code of the installer", self._computer.run(*self._setup)[0], IN_USE)
            self._computer.run(f"{self._home}\\uninstall.exe", "/S")
            time.sleep(STARTING_S)  # it goes on in a copy of itself
            self._expect_whole()
        finally:
            self._computer.stop(process, DESKTOP)

    def _refuse_while_held(self) -> None:
        """Nothing is changed while another program holds a file; wine lets folders go that Windows keeps."""
        with (self._folder / "_internal" / "document.ico").open("rb"):
            self._expect("the exit code of the installer", self._computer.run(*self._setup)[0], IN_USE)
        self._expect_whole()

    def _move(self) -> None:
        """What is installed elsewhere leaves nothing in the former folder; the next goes to the same place again."""
        former = self._folder
        self._home = f"{self._computer.variable('PUBLIC')}\\CBnet-æøå"  # the switch cannot be quoted: no blank
        self._folder = self._computer.path(self._home)
        for switches in ((f"/D={self._home}",), ()):
            self._expect("the exit code", self._computer.run(*self._setup, *switches)[0], 0)
            self._expect_whole()
            self._expect("the former folder", former.exists(), False)

    def _uninstall(self) -> None:
        """Nothing of ours is left, and all of the user's."""
        self._expect("the exit code", self._computer.run(f"{self._home}\\uninstall.exe", "/S")[0], 0)
        self._expect("the folder is gone", self._computer.until(self._folder, is_there=False), True)
        self._expect("the link is gone", self._computer.until(self._link, is_there=False), True)
        for key in (UNINSTALL, rf"{CLASSES}\.cbnet", rf"{CLASSES}\CBnet.Network"):
            self._expect(f"what is left in {key}", self._computer.run("reg", "query", rf"{self._root}\{key}")[0], 1)
        self._expect("the user's own file", self._data.exists(), True)

    @staticmethod
    def _expect(what: str, found: object, wanted: object) -> None:
        if found != wanted:
            raise Deviation(f"{what}: {found!r} instead of {wanted!r}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
