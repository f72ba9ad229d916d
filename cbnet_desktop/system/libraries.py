"""The libraries that the program is made of, each with its licence and the texts that go with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Set
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from cbnet_desktop.system import paths

#: In the folder of a built program: the texts, and what they belong to.
LICENCES, LIST = "licences", "libraries.json"
#: Files of a distribution that its licence asks to be passed on.
_TEXTS = re.compile(r"(?:^|/)licenses/|(?:^|/)(?:licen[cs]es?|copying|notice|authors)\b[^/]*$", re.IGNORECASE)


class Library(NamedTuple):
    """One library; the notice says where its source is and how to replace it, where the licence demands that."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    notice: str = ""


def libraries() -> list[Library]:
    """The program and its libraries: of the built program by its own list, else those installed, by their names."""
    if built := paths.built_in():
        return read(built / LICENCES)
    try:
        program = metadata.distribution("cbnet-desktop")
    except metadata.PackageNotFoundError:
        return []
    return [of(program), *(of(distribution) for distribution in needed(program.requires or []))]


def read(folder: Path) -> list[Library]:
    """The libraries listed in a folder of licences; none where the list is missing."""
    if not (folder / LIST).is_file():
        return []
    return [
        Library(
            entry["name"],
            entry["version"],
            entry["licence"],
            tuple(folder / text for text in entry["texts"]),
            entry["notice"],
        )
        for entry in json.loads((folder / LIST).read_text(encoding="utf-8"))
    ]


def needed(requirements: Iterable[str], without: Set[str] = frozenset()) -> list[metadata.Distribution]:
    """The installed distributions that these requirements ask for, and those in turn, by their names."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(requirements)
    while waiting:
        line = waiting.pop()
        name = normal(line)
        if "extra ==" in line or name in found or name in without:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # asked for on other systems or Pythons only
        waiting += found[name].requires or []
    return [found[name] for name in sorted(found)]


def normal(requirement: str) -> str:
    """The name that a requirement begins with, as indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def of(distribution: metadata.Distribution) -> Library:
    """What an installed distribution says of itself."""
    texts = [
        Path(str(file.locate()))
        for file in distribution.files or []
        if file.parts[0].endswith(".dist-info") and _TEXTS.search("/".join(file.parts[1:]))
    ]
    about = distribution.metadata
    named = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    classified = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line[:7] == "License"]
    licence = named[0].strip().partition("\n")[0] if named else ", ".join(classified)
    return Library(about["Name"], distribution.version, licence, tuple(sorted(texts)))
