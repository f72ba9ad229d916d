"""What is set for everybody on this computer, in a file that its administrators write (docs/it.md).

Nothing of it is believed but what has the right type and size; what has not is told in one sentence and not followed.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cbnet_desktop.system import foreign

#: In bytes, and in characters of a path.
_LARGEST, _LONGEST_PATH = 65_536, 400
_MOST_KEPT, _MOST_TOLD = 1_000, 5
_FILE = "machine.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set; the field's name is that in the file."""

    #: Where networks lie: the folder in which opening and founding one begin.
    networks_folder: Path | None = None
    #: Where backups go, in a folder for each user and computer.
    backups_folder: Path | None = None
    #: How many backups of a network are kept; with 0 none are made.
    backups_kept: int | None = None
    #: Whether links to the web and to the mail program are left unopened.
    no_network: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """The settings of a file, and a Danish sentence on what in it is not followed."""

    file: Path
    settings: Settings = Settings()
    fault: str = ""

    def told(self) -> list[tuple[str, str]]:
        """What is set, in Danish: names and values; empty where nothing is."""
        kept, own = self.settings.backups_kept, self.settings
        found = [
            ("Netværk ligger i", str(own.networks_folder or "")),
            ("Sikkerhedskopier lægges i", str(own.backups_folder or "")),
            ("Sikkerhedskopier", "" if kept is None else f"de nyeste {kept} gemmes" if kept else "tages ikke"),
            ("Links", "åbnes ikke" if own.no_network else ""),
        ]
        return [(name, value) for name, value in found if value]


def machine_file(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """The file: CBNET_MACHINE, else in the platform's folder for settings of the whole computer."""
    if chosen := environment.get("CBNET_MACHINE"):
        return Path(chosen).expanduser().absolute()
    if platform == "win32":
        return Path(environment.get("ProgramData") or "C:/ProgramData", "CBnet", _FILE)
    return Path("/Library/Application Support" if platform == "darwin" else "/etc/xdg", "CBnet", _FILE)


def read(file: Path | None = None) -> Machine:
    """What is set for this computer; nothing where there is no file."""
    file = file or machine_file()
    try:
        content = _content(file, is_chosen="CBNET_MACHINE" in os.environ)
    except foreign.Missing:
        lost = "den er et link til en fil, som ikke findes"
        return Machine(file, fault=_not_followed(file, lost) if file.is_symlink() else "")
    except _Wrong as wrong:
        return Machine(file, fault=_not_followed(file, str(wrong)))
    return _understood(file, content)


def _not_followed(file: Path, reason: str) -> str:
    return f"Indstillingerne for hele computeren i {file} følges ikke: {reason}."


def settings() -> Settings:
    """What is set for this computer, as far as it can be followed."""
    return read().settings


def own_folder(folder: Path) -> Path:
    """This user's folder on this computer, in one that others may have too."""
    import getpass
    import platform

    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "bruger"
    return folder / re.sub(r"[^\w-]+", "-", f"{user}-{platform.node()}")


class _Wrong(Exception):
    """What is wrong with the file, as the end of a Danish sentence."""


def _content(file: Path, *, is_chosen: bool) -> Mapping[str, object]:
    try:
        written = foreign.content(file, _LARGEST)
        is_ours = is_chosen or is_trusted(file.stat())
    except foreign.Missing:
        raise
    except foreign.TooLarge:
        raise _Wrong(f"filen fylder mere end {_LARGEST >> 10} kB") from None
    except (foreign.Unread, OSError):
        raise _Wrong("det er ikke en fil, som kan læses") from None
    if not is_ours:
        raise _Wrong("andre end administratoren kan skrive i filen")
    try:
        found = json.loads(written.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _Wrong("den er ikke gyldig JSON i UTF-8") from None
    if not isinstance(found, dict):
        raise _Wrong("den er ikke ét JSON-objekt")
    return found


def is_trusted(found: os.stat_result, platform: str = sys.platform) -> bool:
    """Whether nobody but the administrator can have written a file; Windows keeps that in lists that are not asked."""
    return platform == "win32" or (found.st_uid == 0 and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _understood(file: Path, content: Mapping[str, object]) -> Machine:
    values: dict[str, Any] = {}
    faults = []
    for name, value in content.items():
        try:
            values[name] = _PARSERS.get(name, _unknown)(value)
        except _Wrong as wrong:
            faults.append(f"»{''.join(char for char in name[:40] if char.isprintable())}« {wrong}")
    if (more := len(faults) - _MOST_TOLD) > 0:
        faults[_MOST_TOLD:] = [f"og {more} til"]
    told = f"Indstillingerne for hele computeren i {file} følges ikke alle: {'; '.join(faults)}." if faults else ""
    return Machine(file, Settings(**values), told)


def _unknown(_: object) -> object:
    raise _Wrong("kendes ikke af denne udgave af CBnet")


def _folder(value: object) -> Path:
    if not isinstance(value, str) or not value or not value.isprintable():
        raise _Wrong("er ikke en sti i anførselstegn")
    if len(value) > _LONGEST_PATH:
        raise _Wrong(f"er en sti på mere end {_LONGEST_PATH} tegn")
    if unknown := unknown_variable(expanded := os.path.expandvars(value)):
        raise _Wrong(f"rummer {unknown}, men den miljøvariabel findes ikke")
    try:
        path = Path(expanded).expanduser()
    except RuntimeError:
        raise _Wrong("begynder i en hjemmemappe, som ikke kendes") from None
    if not path.is_absolute():
        raise _Wrong("er ikke en hel sti; den skal begynde med et drev, / eller ~")
    return path


def unknown_variable(expanded: str, platform: str = sys.platform) -> str:
    """What in an expanded path still names a variable and would become a folder; Windows has $ in names of shares."""
    found = re.search(r"%[^%/\\]+%" if platform == "win32" else r"\$(?:\w+|\{[^}]*\})", expanded)
    return found[0] if found else ""


def _kept(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_KEPT:
        raise _Wrong(f"er ikke et helt tal fra 0 til {_MOST_KEPT}")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("er ikke true eller false")
    return value


_PARSERS: Mapping[str, Callable[[object], object]] = {
    "networks_folder": _folder,
    "backups_folder": _folder,
    "backups_kept": _kept,
    "no_network": _flag,
}
