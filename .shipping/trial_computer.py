"""The computer that a package is tried on: this one, or a folder that debootstrap filled."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

USER = "cbnetproeve"
#: An ordinary user's environment, and nothing of ours.
ENVIRONMENT = {"USER": USER, "LOGNAME": USER, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
#: Where packages put things, and what of it is apt's own lists and logs.
TREES = ("etc", "home", "opt", "srv", "usr", "var")
NO_TRACE = ("var/cache/apt", "var/lib/apt", "var/lib/dpkg", "var/log", "var/tmp")
#: Where an installed package could leave a word in a file that is not its own.
READ = ("etc", "usr/share/applications", "usr/share/mime", "usr/share/icons")
PATIENCE_S = 240


class Failed(Exception):
    """A step failed; str() says in a sentence what is wrong, and then what was said."""


class Computer:
    """Runs commands there, as root for apt and as an ordinary user for everything else."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = Path("/home") / USER

    def inside(self, path: Path) -> Path:
        """Where a path of that computer lies on this one."""
        return self.root / path.relative_to("/")

    def mount(self, *folders: Path) -> None:
        """Gives a chroot processes, devices and folders of this computer; they go with the mount namespace."""
        if self.root == Path("/"):
            return
        _run(["mount", "-t", "proc", "proc", str(self.root / "proc")])
        for folder in (Path("/dev"), *folders):
            self.inside(folder).mkdir(parents=True, exist_ok=True)
            _run(["mount", "--rbind", str(folder), str(self.inside(folder))])

    def apt(self, *arguments: str) -> str:
        """What apt-get says; it asks nothing."""
        proxies = [f"{name}={value}" for name, value in os.environ.items() if name.lower().endswith("_proxy")]
        quiet = [
            "-q",
            "-y",
            "-o",
            "APT::Sandbox::User=root",
            "-o",
            "APT::Install-Recommends=1",
            "-o",
            "Dpkg::Use-Pty=0",
        ]
        return self.as_root("env", *proxies, "DEBIAN_FRONTEND=noninteractive", "apt-get", *quiet, *arguments)

    def as_root(self, *command: str) -> str:
        """What a command says; raises Failed."""
        return _run(["chroot", str(self.root), *command])

    def as_user(self, *command: str, codes: tuple[int, ...] = (0,), **environment: str) -> str:
        """What a command of the ordinary user says, in her home; raises Failed for another exit code."""
        return _run(self.users_command(command, environment), codes)

    def users_command(self, command: tuple[str, ...], environment: Mapping[str, str]) -> list[str]:
        """A command of hers as this computer starts it."""
        words = {**ENVIRONMENT, "HOME": str(self.home), **environment}
        rights = [f"--reuid={USER}", f"--regid={USER}", "--init-groups"]
        clean = ["env", "-i", f"--chdir={self.home}", *(f"{name}={value}" for name, value in words.items())]
        return ["chroot", str(self.root), "setpriv", *rights, *clean, *command]

    def add_user(self) -> None:
        """An ordinary user with an empty home."""
        self.as_root("useradd", "--create-home", "--home-dir", str(self.home), "--shell", "/bin/sh", USER)

    def remove_user(self) -> None:
        """The user and all that is hers."""
        subprocess.run(["chroot", str(self.root), "userdel", USER], capture_output=True, check=False)
        shutil.rmtree(self.inside(self.home), ignore_errors=True)

    def write(self, path: Path, text: str, mode: int = 0o644) -> None:
        """A file of the user's, in folders that may be new."""
        self.as_user("mkdir", "-p", str(path.parent))
        self.inside(path).write_text(text, encoding="utf-8")
        self.inside(path).chmod(mode)
        self.as_root("chown", f"{USER}:", str(path))

    def read(self, path: Path) -> str:
        """A file's text, empty where there is none."""
        found = self.inside(path)
        return found.read_text(encoding="utf-8") if found.is_file() else ""

    def state(self) -> dict[str, str]:
        """Every path of the system with its kind, rights and goal, and the content of what packages share."""
        found: dict[str, str] = {}
        own = {self.root / name for name in NO_TRACE} | {self.inside(self.home)}
        for folder, folders, names in chain.from_iterable(os.walk(self.root / tree) for tree in TREES):
            here = Path(folder)
            folders[:] = [name for name in folders if here / name not in own]
            for path in (here / name for name in [*folders, *names]):
                found[f"/{path.relative_to(self.root)}"] = self._described(path)
        return found

    def _described(self, path: Path) -> str:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            return f"link to {path.readlink()}"
        words = stat.filemode(kind)
        if stat.S_ISREG(kind) and path.relative_to(self.root).as_posix().startswith(READ):
            words += f" {hashlib.sha256(path.read_bytes()).hexdigest()}"
        return words


def _run(command: list[str], codes: tuple[int, ...] = (0,)) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    except FileNotFoundError:
        raise Failed(f"{command[0]} is missing.") from None
    except subprocess.TimeoutExpired:
        raise Failed(f"»{shlex.join(command[-3:])}« did not end within {PATIENCE_S} s.") from None
    if done.returncode not in codes:
        said = f"{done.stdout}\n{done.stderr}".strip()[-3000:]
        raise Failed(f"»{shlex.join(command[2:])}« ended with {done.returncode}: {said}")
    return done.stdout
