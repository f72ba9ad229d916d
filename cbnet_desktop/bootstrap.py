"""Sets the program up in a fresh clone with nothing but Python, and starts it or its tests.

python3 -m cbnet_desktop.bootstrap (example | test) [ARGUMENT…]: makes a virtual environment in .venv, reused until
pyproject.toml, its locked libraries or Python change. Installs the very files whose hashes the lock names, and nothing
that must be compiled. Imports the standard library only and parses under old Pythons, so as to refuse them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCK = ".shipping/lock"
OLDEST, NEWEST = (3, 11), (3, 14)
#: Of the oldest systems that every library has a ready-made package for.
OLDEST_MACOS, OLDEST_GLIBC = 15, (2, 34)
COMMANDS = {
    "example": ([], ["-m", "cbnet_desktop", "--example"]),
    "test": (["test"], ["-m", "tests"]),
}
OTHER_FILE = "En af pakkerne er ikke den, som CBnet er prøvet med, og er derfor ikke installeret."
USAGE = """\
Brug: python3 -m cbnet_desktop.bootstrap example   installerer og åbner eksempelnetværket
      python3 -m cbnet_desktop.bootstrap test      installerer og kører programmets prøver"""


class SetUpFailed(Exception):
    """The environment cannot be made; str() ends with a Danish sentence, after the tool's output if there is any."""


class Machine(NamedTuple):
    """What decides which ready-made packages fit."""

    system: str  # win32, darwin, linux …
    processor: str  # amd64, x86_64, arm64, aarch64 …
    bits: int
    macos: int  # the first number; 0 elsewhere
    glibc: tuple[int, ...]  # empty elsewhere, also under musl
    has_gil: bool


def main(arguments: list[str]) -> int:
    """Runs one of the commands; returns the exit code of the program it started, or 2 if it started none."""
    if not arguments or arguments[0] not in COMMANDS:
        _tell(USAGE)
        return 0 if arguments[:1] in (["--help"], ["-h"]) else 2
    extras, command = COMMANDS[arguments[0]]
    try:
        require_python()
        python = set_up(ROOT, extras)
    except SetUpFailed as failure:
        _tell(str(failure))
        return 2
    return _hand_over([str(python), *command, *arguments[1:]])


def _hand_over(command: list[str]) -> int:
    os.chdir(ROOT)
    if can_become():
        # Replaces this process, so that killing it kills the program.
        os.execv(command[0], command)
    return subprocess.call(command)


def require_python() -> None:
    """Raises SetUpFailed unless this Python is new enough and can make virtual environments."""
    version = sys.version_info[:2]
    if not OLDEST <= version <= NEWEST:
        found = ".".join(str(part) for part in version)
        raise SetUpFailed(f"CBnet skal bruge Python 3.11, 3.12, 3.13 eller 3.14; du har {found}.")
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        raise SetUpFailed(
            "Din Python mangler modulet venv; installér det med »sudo apt install python3-venv« "
            "(Debian og Ubuntu), og kør kommandoen igen."
        )


def this_machine() -> Machine:
    """The computer and the Python that run this."""
    # Windows on ARM also runs the Python of Intel processors, whose packages are there.
    processor = sysconfig.get_platform().rpartition("-")[2] if os.name == "nt" else platform.machine()
    libc, libc_version = platform.libc_ver()
    return Machine(
        sys.platform,
        processor.lower(),
        64 if sys.maxsize > 2**32 else 32,
        int(platform.mac_ver()[0].partition(".")[0] or 0),
        tuple(int(part) for part in libc_version.split(".") if libc == "glibc" and part.isdigit()),
        not sysconfig.get_config_var("Py_GIL_DISABLED"),
    )


def require_packages(machine: Machine) -> None:
    """Raises SetUpFailed where a library has no ready-made package, since compiling it takes long and fails."""
    reason = _lacking(machine)
    if reason:
        raise SetUpFailed(
            f"CBnet kan ikke installeres her, for der er ingen færdige pakker til {reason}. De findes til Windows og "
            f"Linux (glibc {OLDEST_GLIBC[0]}.{OLDEST_GLIBC[1]} eller nyere) på 64-bit Intel og AMD og til macOS "
            f"{OLDEST_MACOS} eller nyere på Apple silicon."
        )


def _lacking(machine: Machine) -> str:
    """What there are no packages for, in words; empty where there are."""
    is_mac, is_linux = machine.system == "darwin", machine.system == "linux"
    is_intel = machine.processor in ("amd64", "x86_64")
    lacks = (
        (not machine.has_gil, "Python uden GIL (free-threaded)"),
        (machine.bits != 64, "32-bit Python"),
        (machine.system == "win32" and not is_intel, "Windows på ARM"),
        (is_mac and is_intel, "Mac med Intel-processor"),
        (is_mac and machine.macos < OLDEST_MACOS, f"macOS {machine.macos}"),
        (machine.system not in ("win32", "darwin", "linux"), f"styresystemet {machine.system}"),
        (is_linux and not is_intel, f"Linux på {machine.processor}"),
        (is_linux and not machine.glibc, "Linux uden glibc, for eksempel Alpine"),
        (is_linux and machine.glibc < OLDEST_GLIBC, "Linux med glibc " + ".".join(map(str, machine.glibc))),
    )
    return next((words for is_lacking, words in lacks if is_lacking), "")


def set_up(root: Path, extras: list[str]) -> Path:
    """The path of the environment's Python; makes the environment and installs the clone in it if necessary."""
    for name in ("pyproject.toml", f"{LOCK}/run.txt"):
        if not (root / name).is_file():
            raise SetUpFailed(f"Kør kommandoen fra en hel klon af CBnet; her er ingen {name}.")
    environment = root / ".venv"
    python = python_of(environment)
    stamp = environment / "cbnet-installed.json"
    installed = read_stamp(stamp, root)
    if not python.exists() or installed is None or not set(extras) <= installed:
        require_packages(this_machine())
        wanted = sorted({*(installed or ()), *extras})
        _tell("Gør CBnet klar i mappen .venv; det tager et minuts tid første gang …")
        stamp.unlink(missing_ok=True)
        if not works(python):
            _run([sys.executable, "-m", "venv", "--clear", str(environment)], root, "Mappen .venv kunne ikke laves.")
        _install(python, root, wanted)
        stamp.write_text(json.dumps({"made_from": fingerprint(root), "extras": wanted}), encoding="utf-8")
    return python


def can_become(platform: str = sys.platform) -> bool:
    """Whether this process can become another program; on Windows a new one is begun, for which no terminal waits."""
    return platform != "win32"


def python_of(environment: Path, platform: str = sys.platform) -> Path:
    """Where a virtual environment has its Python."""
    return environment / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def fingerprint(root: Path) -> str:
    """A hash of pyproject.toml, lock, Python version and folder; when it changes, the installation is outdated."""
    made_from = hashlib.sha256(repr((sys.version_info[:2], str(root))).encode())
    for file in [root / "pyproject.toml", *sorted((root / LOCK).glob("*.txt"))]:
        made_from.update(file.read_bytes())
    return made_from.hexdigest()


def read_stamp(stamp: Path, root: Path) -> set[str] | None:
    """The extras that are installed; None when nothing is, or the installation is outdated."""
    try:
        written = json.loads(stamp.read_text(encoding="utf-8"))
        return set(written["extras"]) if written["made_from"] == fingerprint(root) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def works(python: Path) -> bool:
    """Whether the environment's Python starts, is of this Python's version and has pip."""
    probe = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        return subprocess.call([str(python), "-c", probe], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _install(python: Path, root: Path, extras: list[str]) -> None:
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lists = [f"--requirement={LOCK}/{name}.txt" for name in ["run", *extras]]
    # An editable has no hash, so the clone itself is installed in a second step, by the setuptools of the first.
    for step in (
        ["--require-hashes", "--only-binary=:all:", *lists],
        ["--no-deps", "--no-build-isolation", "--editable", "."],
    ):
        _run(
            pip + step,
            root,
            "Bibliotekerne kunne ikke installeres; de hentes fra internettet, så se efter, om der er forbindelse.",
        )


def _run(command: list[str], folder: Path, failure: str) -> None:
    result = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"},
        check=False,
    )
    if result.returncode:
        words = result.stdout.decode(errors="replace").strip()
        is_other_file = "DO NOT MATCH THE HASHES" in words
        raise SetUpFailed(f"{words}\n{OTHER_FILE if is_other_file else failure}")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
