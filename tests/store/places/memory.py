"""Places without a disk: one that keeps its word, and one that does what bad clients and servers do."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.store.format.pieces import MAX_PIECE
from cbnet_desktop.store.places.place import Mark


class Memory:
    """A place in memory; several replicas may share it."""

    def __init__(self, name: str = "hukommelsen") -> None:
        self.name = name
        self.identity = f"memory:{name}"
        self.pieces: dict[str, bytes] = {}
        self.marks: dict[str, int] = {}
        #: Calls so far, and why none may write.
        self.calls = 0
        self.obstacle = ""

    def look(self, *, closely: bool = False) -> Mapping[str, Mark]:
        """The names there."""
        self.calls += 1
        return {name: self._mark(name) if closely else Mark(-1, 0) for name in self.pieces}

    def _mark(self, name: str) -> Mark:
        return Mark(len(self.pieces[name]), self.marks.get(name, 0))

    def get(self, name: str) -> bytes | None:
        """The bytes of a piece."""
        self.calls += 1
        found = self.pieces.get(name)
        return None if found is None else found[: MAX_PIECE + 1]

    def put(self, name: str, data: bytes) -> None:
        """Keeps a piece."""
        self.calls += 1
        self.pieces[name] = data
        self.marks[name] = self.marks.get(name, 0) + 1

    def drop(self, name: str) -> None:
        """Removes a piece."""
        self.calls += 1
        self.pieces.pop(name, None)

    def check(self) -> str:
        """Why the place cannot be written."""
        self.calls += 1
        return self.obstacle

    def wait(self, seconds: float) -> None:
        """Takes no time."""


class Lying(Memory):
    """A place that at random loses, cuts, repeats and delays pieces, shows an older listing, or is away.

    What it does, a seeded Random decides; once calm, it keeps its word, but what is lost stays lost.
    """

    def __init__(self, random: Random, honesty: float = 0.7, name: str = "løgneren") -> None:
        super().__init__(name)
        self.random = random
        #: How often a call does what it says.
        self.honesty = honesty
        self._late: list[tuple[str, bytes]] = []
        self._dropped: dict[str, bytes] = {}
        self._shown: Mapping[str, Mark] = {}

    def calm(self) -> None:
        """From now on it keeps its word; what was delayed has come."""
        self._arrive()
        self.honesty = 1.0

    def look(self, *, closely: bool = False) -> Mapping[str, Mark]:
        """The names there, or those of an earlier look, or some of them."""
        self._act()
        shown = super().look(closely=closely)
        if self._is_lying():
            if self.random.random() < 0.5:
                return self._shown
            return {name: mark for name, mark in shown.items() if self.random.random() < 0.8}
        self._shown = shown
        return shown

    def get(self, name: str) -> bytes | None:
        """The bytes of a piece, or a part of them, others, or none."""
        self._act()
        found = super().get(name)
        if found is None or not self._is_lying():
            return found
        place = self.random.randrange(len(found) + 1)
        lies = (None, b"", found[:place], found + b"\0", found[:place] + b"?" + found[place + 1 :])
        return self.random.choice(lies)

    def put(self, name: str, data: bytes) -> None:
        """Keeps a piece, a part of it, or nothing; now or later."""
        self._act()
        if not self._is_lying():
            return super().put(name, data)
        match self.random.randrange(3):
            case 0:
                self._late.append((name, data))
            case 1:
                super().put(name, data[: self.random.randrange(len(data) + 1)])
            case _:
                pass
        return None

    def drop(self, name: str) -> None:
        """Removes a piece, which may come back."""
        self._act()
        if name in self.pieces:
            self._dropped[name] = self.pieces[name]
        if not self._is_lying():
            super().drop(name)

    def _is_lying(self) -> bool:
        return self.random.random() >= self.honesty

    def _act(self) -> None:
        """What others do meanwhile: what was delayed comes, what was dropped comes back, a piece is lost or damaged."""
        if not self._is_lying():
            return
        match self.random.randrange(6):
            case 0:
                self._arrive()
            case 1 if self._dropped:
                name = self.random.choice(list(self._dropped))
                self.pieces[name] = self._dropped.pop(name)
            case 2 if self.pieces:
                self.pieces.pop(self.random.choice(list(self.pieces)))
            case 3 if self.pieces:
                name = self.random.choice(list(self.pieces))
                self.pieces[name] = self.pieces[name][: self.random.randrange(len(self.pieces[name]) + 1)]
                self.marks[name] = self.marks.get(name, 0) + 1
            case 4:
                raise Unreadable(f"{self.name} kan ikke nås lige nu.")
            case _:
                pass

    def _arrive(self) -> None:
        for name, data in self._late:
            Memory.put(self, name, data)
        self._late.clear()
