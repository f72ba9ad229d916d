"""Where the program's own files are: replicas, settings and log at home, resources beside or in the package."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from cbnet_desktop.system import held

_PACKAGE = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The folder of replicas, settings and log: CBNET_HOME, else the platform's user data folder. May not exist yet."""
    if chosen := os.environ.get("CBNET_HOME"):
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("CBnet", appauthor=False))


def knows_name() -> bool:
    """Whether it has been said who is editing, so that nobody need be named by a login."""
    return bool(_chosen_name())


def user_name() -> str:
    """Who is editing: CBNET_USER, else the name in the settings, else the login name."""
    if chosen := _chosen_name():
        return chosen
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "Ukendt bruger"


def _chosen_name() -> str:
    return os.environ.get("CBNET_USER", "").strip() or str(settings().get("user_name") or "").strip()


def log_file() -> Path:
    """The program's log; renamed to .1 when it grows large."""
    return home() / "cbnet.log"


def settings_file() -> Path:
    """The user's choices as one JSON object."""
    return home() / "settings.json"


def settings() -> dict[str, Any]:
    """The user's choices by name; empty when there are none. A damaged file is renamed, never an error."""
    try:
        return _saved_settings()
    except OSError:
        return {}


def _saved_settings() -> dict[str, Any]:
    path = settings_file()
    try:
        values = json.loads(held.patiently(lambda: path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError):
        values = None
    if isinstance(values, dict):
        return values
    with suppress(OSError):
        held.replace(path, path.with_name("settings.damaged.json"))
    return {}


def save_settings(**changes: Any) -> None:
    """Saves these choices beside the others, atomically; None removes one. Raises OSError.

    Where the others cannot be read now, they are not written over.
    """
    values = {name: value for name, value in {**_saved_settings(), **changes}.items() if value is not None}
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        held.replace(unfinished, path)
    finally:
        with suppress(OSError):
            held.remove(unfinished)


def resource(name: str) -> Path:
    """A file or folder of resources/ by its name there; raises ImportError when that part of the program is missing."""
    path = _resources() / name
    if not path.exists():
        raise ImportError(f"{path} mangler")
    return path


def built_in() -> Path | None:
    """The folder of everything in a program that PyInstaller built; None in a clone or an installed package."""
    return Path(built) if (built := getattr(sys, "_MEIPASS", None)) else None


def _resources() -> Path:
    """Beside the package in a clone, inside it when installed, beside the libraries in a built program."""
    if built := built_in():
        return built / "resources"
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
