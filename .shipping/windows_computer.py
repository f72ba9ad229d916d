"""A computer with Windows as the installer's trial sees it: this one, or a new one of wine's in a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path, PureWindowsPath

PATIENCE_S = 120


class NoWine(Exception):
    """There is no wine; str() says how to get it."""


def found(program: str) -> str:
    """Where a program of wine's lies; Debian has it in no folder of the path. Raises NoWine."""
    places = (program, f"/usr/lib/wine/{program}", f"/usr/lib/wine/{program}64")
    for path in filter(None, map(shutil.which, places)):
        return path
    raise NoWine("There is no wine; install it with »sudo apt install wine64«.")


class Computer:
    """Runs programs and reads registry and files. Wine's lies in a folder; on Windows there is but one."""

    def __init__(self, folder: Path) -> None:
        self._drive = None if sys.platform == "win32" else folder / "drive_c"
        self._before: list[str] = []
        self._environment = dict(os.environ)
        if self._drive:
            self._before = [found("wine64")]
            self._environment |= {"WINEPREFIX": str(folder), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
            self._environment.pop("DISPLAY", None)

    @property
    def is_real(self) -> bool:
        """Whether this is Windows."""
        return self._drive is None

    def close(self) -> None:
        """Ends what still runs on wine's; Windows goes on."""
        if self._drive:
            subprocess.run([found("wineserver"), "-k"], env=self._environment, check=False)

    def become(self, version: str) -> None:
        """Plays a version of Windows, as wine calls it: win7, win10."""
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", version, "/f")

    def seen(self, code: int) -> int:
        """An exit code as it arrives here: Linux keeps eight bits."""
        return code if self.is_real else code & 0xFF

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Starts a program and goes on."""
        return subprocess.Popen(
            [*self._before, *command],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code and output of a program when it has ended; ends it after two minutes."""
        with self.start(*command) as process:
            try:
                said = process.communicate(timeout=PATIENCE_S)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return process.returncode, said.decode("utf-8", errors="replace").strip()

    def stop(self, process: subprocess.Popen[bytes], program: str) -> None:
        """Ends a program that was started, wherever it has gone from the process that started it."""
        self.run("taskkill", "/F", "/IM", program)
        process.kill()
        process.communicate()

    def variable(self, name: str) -> str:
        """What an environment variable of the user is."""
        return self.run("cmd", "/c", f"echo %{name}%")[1]

    def path(self, windows: str) -> Path:
        """Where a path of its lies for this Python."""
        if self._drive is None:
            return Path(windows)
        return self._drive.joinpath(*PureWindowsPath(windows).parts[1:])

    def windows(self, path: Path) -> str:
        """How a file of this Python's is called there."""
        return str(path) if self._drive is None else "Z:" + str(path.resolve()).replace("/", "\\")

    def values(self, key: str) -> dict[str, str]:
        """The values of a key of the registry; empty where there is none. The nameless one is called ""."""
        code, said = self.run("reg", "query", key)
        found = {}
        for line in said.splitlines() if code == 0 else ():
            parts = line.strip().split("    ", 2)
            if len(parts) >= 2 and parts[1].startswith("REG_"):
                name = "" if parts[0].startswith("(") else parts[0]
                found[name] = parts[2] if len(parts) == 3 else ""
        return found

    def until(self, path: Path, *, is_there: bool) -> bool:
        """Waits until a file is there, or gone; whether it is."""
        end = time.monotonic() + PATIENCE_S
        while path.exists() != is_there and time.monotonic() < end:
            time.sleep(0.3)
        return path.exists() == is_there
