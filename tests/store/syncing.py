"""A sync service played on one machine: a server's folder and one client per laptop that copies whole files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random


class Habit(StrEnum):
    """What the service does when both sides changed a file."""

    CONFLICTED_COPY = "conflicted copy"
    LAST_WRITER_WINS = "last writer wins"
    TORN_DOWNLOAD = "torn download"


@dataclass
class Client:
    """One laptop's client; it knows each file as it was when both sides last agreed."""

    server: Path
    folder: Path
    name: str
    agreed: dict[str, bytes | None] = field(default_factory=dict)
    copies: int = 0

    def run(self, habit: Habit, random: Random) -> None:
        """One round over every file of either side."""
        for name in sorted({*self._names(self.folder), *self._names(self.server), *self.agreed}):
            self._settle(name, habit, random)

    def _settle(self, name: str, habit: Habit, random: Random) -> None:
        here, there, base = _read(self.folder / name), _read(self.server / name), self.agreed.get(name)
        if here != there:
            if there == base:
                _write(self.server / name, here)
            elif here == base:
                if habit is Habit.TORN_DOWNLOAD and there and random.random() < 0.3:
                    _write(self.folder / name, there[: random.randrange(len(there))])
                else:
                    _write(self.folder / name, there)
            else:
                self._clash(name, here, there, habit, random)
        self.agreed[name] = _read(self.folder / name)

    def _clash(self, name: str, here: bytes | None, there: bytes | None, habit: Habit, random: Random) -> None:
        if here is None or there is None:
            _write(self.folder / name, here or there)
            _write(self.server / name, here or there)
        elif habit is Habit.CONFLICTED_COPY:
            self.copies += 1
            copy = f"{Path(name).stem} ({self.name}s konfliktkopi {self.copies}){Path(name).suffix}"
            for side in (self.folder, self.server):
                _write(side / copy, here)
            self.agreed[copy] = here
            _write(self.folder / name, there)
        elif random.random() < 0.5:
            _write(self.folder / name, there)
        else:
            _write(self.server / name, here)

    @staticmethod
    def _names(folder: Path) -> set[str]:
        return {path.name for path in folder.iterdir() if path.is_file()}


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, content: bytes | None) -> None:
    """Replaces the file as a sync client does: by renaming a new one."""
    if content is None:
        path.unlink(missing_ok=True)
        return
    draft = path.with_name(f".{path.name}.download")
    draft.write_bytes(content)
    shutil.move(draft, path)
