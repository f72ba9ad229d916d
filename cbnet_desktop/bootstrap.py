"""Sets the program up in a fresh clone with nothing but Python, and starts it or its tests.

python3 -m cbnet_desktop.bootstrap (example | test) [ARGUMENT…]: makes a virtual environment in .venv, reused until
pyproject.toml or Python changes. Imports the standard library only and parses under old Pythons, so as to refuse them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
COMMANDS = {
    "example": ([], ["-m", "cbnet_desktop", "--example"]),
    "test": (["test"], ["-m", "tests"]),
}
USAGE = """\
Brug: python3 -m cbnet_desktop.bootstrap example   installerer og åbner eksempelnetværket
      python3 -m cbnet_desktop.bootstrap test      installerer og kører programmets prøver"""


class SetUpFailed(Exception):
    """The environment cannot be made; str() ends with a Danish sentence, after the tool's output if there is any."""


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
    if version < OLDEST:
        found = ".".join(str(part) for part in version)
        raise SetUpFailed(f"CBnet skal bruge Python 3.11 eller nyere; du har {found}.")
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        raise SetUpFailed(
            "Din Python mangler modulet venv; installér det med »sudo apt install python3-venv« "
            "(Debian og Ubuntu), og kør kommandoen igen."
        )


def set_up(root: Path, extras: list[str]) -> Path:
    """The path of the environment's Python; makes the environment and installs the clone in it if necessary."""
    if not (root / "pyproject.toml").is_file():
        raise SetUpFailed("Kør kommandoen fra en klon af CBnet; her er ingen pyproject.toml.")
    environment = root / ".venv"
    python = python_of(environment)
    stamp = environment / "cbnet-installed.json"
    installed = read_stamp(stamp, root)
    if not python.exists() or installed is None or not set(extras) <= installed:
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
    """A hash of pyproject.toml, Python version and folder; when it changes, the installation is outdated."""
    made_from = (root / "pyproject.toml").read_bytes() + repr((sys.version_info[:2], str(root))).encode()
    return hashlib.sha256(made_from).hexdigest()


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
    clone = ".[{}]".format(",".join(extras)) if extras else "."
    _run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", clone],
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
        raise SetUpFailed(f"{words}\n{failure}")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
