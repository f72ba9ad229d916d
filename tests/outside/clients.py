"""The real programs that carry a shared folder between laptops, each behind the same few calls."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import ClassVar

Called = subprocess.CompletedProcess[str]


class Client:
    """One folder of one disk for all laptops: nothing carries it. The others say what differs."""

    PROGRAMS: ClassVar[tuple[str, ...]] = ()
    LAPTOPS: ClassVar[int] = 2

    def __init__(self, base: Path, names: Sequence[str]) -> None:
        self.base = base
        self.names = tuple(names)
        #: What the client complained of, by how often.
        self.said: Counter[str] = Counter()

    @classmethod
    def obstacle(cls) -> str:
        """What is missing on this machine, as a reason to skip; empty when nothing is."""
        missing = [program for program in cls.PROGRAMS if found(program) is None]
        return f"{', '.join(missing)} is not installed (Debian has a package of that name)" if missing else ""

    def folder(self, name: str) -> Path:
        """A laptop's folder, which exists."""
        return _made(self.base / ("share" if type(self) in (Client, Crowd) else f"folder of {name}"))

    def start(self) -> None:
        """Starts what runs beside the laptops."""

    def sync(self, name: str) -> None:
        """Carries once between a laptop and the others."""

    def disturb(self, random: Random) -> None:
        """Takes somebody off the network for a while, where the client can."""

    def rest(self) -> None:
        """Carries until every folder has what the others have, as far as this client ever does that."""
        for _ in range(2):
            for name in self.names:
                self.sync(name)

    def stop(self) -> None:
        """Ends what start started."""

    def call(self, *arguments: str | Path, into: Path | None = None, **environment: str) -> Called:
        """Runs the client's program; what it says when it fails is kept."""
        call = [str(argument) for argument in arguments]
        env = {**os.environ, **environment}
        try:
            ran = subprocess.run(call, cwd=into, env=env, capture_output=True, text=True, check=False, timeout=60)
        except subprocess.TimeoutExpired:
            ran = Called(call, 124, "", "did not end in 60 s")
        if ran.returncode:
            self.said[" | ".join((ran.stdout + ran.stderr).strip().splitlines()[-1:])[-160:] or call[0]] += 1
        return ran


class Crowd(Client):
    """Three laptops on one folder."""

    LAPTOPS = 3


class HubClient(Client):
    """A client that carries between a laptop's folder and a hub."""

    @property
    def hub(self) -> Path:
        return _made(self.base / "hub")


class Unison(HubClient):
    """Takes the newer of two that both changed, and keeps the other as a copy beside it."""

    PROGRAMS = ("unison",)
    PREFERENCE: ClassVar[tuple[str, ...]] = ("-prefer", "newer", "-confirmbigdel=false", "-copyonconflict")

    def sync(self, name: str) -> None:
        archive = str(_made(self.base / f"unison of {name}"))
        self.call("unison", self.folder(name), self.hub, "-batch", "-times", *self.PREFERENCE, UNISON=archive)


class UnisonUndecided(Unison):
    """Leaves what both changed alone, for ever."""

    PREFERENCE = ()


class Bisync(HubClient):
    PROGRAMS = ("rclone",)

    def sync(self, name: str) -> None:
        notes = self.base / f"rclone of {name}"
        is_first = not notes.exists()
        call = ("rclone", "bisync", self.folder(name), self.hub, "--workdir", _made(notes), "--config", os.devnull)
        if is_first or self.call(*call, "--force").returncode:
            self.call(*call, "--force", "--resync")


class Rsync(HubClient):
    """Takes the newer, never deletes."""

    PROGRAMS = ("rsync",)
    HOW: ClassVar[tuple[str, ...]] = ("-au",)

    def sync(self, name: str) -> None:
        here, there = f"{self.folder(name)}/", f"{self.hub}/"
        self.call("rsync", *self.HOW, here, there)
        self.call("rsync", *self.HOW, there, here)


class RsyncInPlace(Rsync):
    """Writes into the file that is there, so that readers see half of it."""

    HOW = ("-au", "--inplace")


class Copying(HubClient):
    """cp -u both ways, in a loop."""

    PROGRAMS = ("cp",)

    def sync(self, name: str) -> None:
        self.call("cp", "-ru", f"{self.folder(name)}/.", f"{self.hub}/")
        self.call("cp", "-ru", f"{self.hub}/.", f"{self.folder(name)}/")


class Git(HubClient):
    """Commits everything, takes in the others', and prefers its own where a file differs."""

    PROGRAMS = ("git",)

    def sync(self, name: str) -> None:
        if not (self.folder(name) / ".git").exists():
            self._begin(name)
        self._git(name, "add", "-A")
        self._git(name, "commit", "-qm", "s", "--allow-empty")
        self._git(name, "fetch", "-q", "hub")
        if self._git(name, "rev-parse", "-q", "--verify", "hub/main") == 0 and self._git(
            name, "merge", "-q", "-X", "ours", "--allow-unrelated-histories", "-m", "m", "hub/main"
        ):
            self._git(name, "add", "-A")
            self._git(name, "commit", "-qm", "m")
        self._git(name, "push", "-q", "hub", "HEAD:main")

    def _begin(self, name: str) -> None:
        if not (self.hub / "HEAD").exists():
            self.call("git", "init", "-q", "--bare", "-b", "main", self.hub)
        self._git(name, "init", "-q", "-b", "main")
        self._git(name, "remote", "add", "hub", str(self.hub))

    def _git(self, name: str, *arguments: str) -> int:
        who = ("-c", f"user.name={name}", "-c", f"user.email={name}@example.org", "-c", "gc.auto=0")
        return self.call("git", *who, *arguments, into=self.folder(name), GIT_CONFIG_GLOBAL=os.devnull).returncode


def found(program: str) -> str | None:
    """The path of a program, also of one that only the administrator has in the path."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def ended(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that the test started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(is_so: object, what: str, seconds: float = 20.0) -> None:
    """Waits until a call answers with something true; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if callable(is_so) and is_so():
            return
        time.sleep(0.1)
    raise TimeoutError(f"{what} did not come about in {seconds:.0f} s")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
