"""Where the laptops of random schedules meet: places in memory that lie and break, and clients that carry pieces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.pieces import ANY_NAME, Name
from cbnet_desktop.store.places.place import Mark


class Crash(BaseException):
    """The program dies here."""


def _nothing(_: str) -> None:
    """Nothing happens at this point."""


@dataclass
class Memory:
    """A place of named bytes; lies is how often it tears, loses, hides or garbles, at is asked at each named point."""

    identity: str
    random: Random
    pieces: dict[str, bytes] = field(default_factory=dict)
    lies: float = 0.0
    at: Callable[[str], None] = _nothing
    never_deletes: bool = False
    name: str = "mappen"

    def look(self, *, closely: bool = False) -> Mapping[str, Mark]:
        """The names, now and then not all."""
        found = {
            name: Mark(len(data), hash(data)) if closely else Mark(-1, 0)
            for name, data in self.pieces.items()
            if ANY_NAME.fullmatch(name)
        }
        return {name: mark for name, mark in found.items() if not self._lies()}

    def get(self, name: str) -> bytes | None:
        """The bytes, now and then half of them."""
        data = self.pieces.get(name)
        return data[: self.random.randrange(len(data) + 1)] if data and self._lies() else data

    def put(self, name: str, data: bytes) -> None:
        """Writes, now and then half of it or nothing."""
        self.at("before put")
        if not self._lies():
            self.pieces[name] = data
        elif self.random.random() < 0.5:
            self.pieces[name] = data[: self.random.randrange(len(data))]
        self.at("after put")

    def drop(self, name: str) -> None:
        """Removes."""
        self.at("before drop")
        self.pieces.pop(name, None)
        self.at("after drop")

    def check(self) -> str:
        """It can be written."""
        return ""

    def wait(self, seconds: float) -> None:
        """Nothing is waited for."""

    def intact(self) -> list[str]:
        """The names of pieces whose bytes are what their names say."""
        return [name for name, data in self.pieces.items() if is_named(name, data)]

    def _lies(self) -> bool:
        return self.lies > 0 and self.random.random() < self.lies


def is_named(name: str, data: bytes) -> bool:
    parts = Name.of(name)
    return parts is not None and pieces.digest(data) == parts.digest


@dataclass
class Client:
    """A sync client between a laptop's folder and a server, one that remembers, or one that only adds."""

    local: Memory
    server: Memory
    adds: bool
    agreed: dict[str, bytes] = field(default_factory=dict)

    def run(self, random: Random, *, is_faulty: bool) -> None:
        """One round over the files of both sides; where it is faulty, some are passed over and some torn."""
        for name in sorted({*self.local.pieces, *self.server.pieces, *self.agreed}):
            if not is_faulty or random.random() >= 0.3:
                self._settle(name, random, is_faulty=is_faulty)

    def _settle(self, name: str, random: Random, *, is_faulty: bool) -> None:
        here, there = self.local.pieces.get(name), self.server.pieces.get(name)
        new = self._chosen(here, there, self.agreed.get(name), random)
        if is_faulty and new is not None and here != there and random.random() < 0.04:
            new = new[: random.randrange(len(new) + 1)]
        for side in (self.local.pieces, self.server.pieces, self.agreed):
            if new is None:
                side.pop(name, None)
            else:
                side[name] = new

    def _chosen(self, here: bytes | None, there: bytes | None, base: bytes | None, random: Random) -> bytes | None:
        if here == there:
            return here
        if here is None or there is None:
            if self.adds or base is None or base not in (here, there):
                return here if here is not None else there
            return None
        if not self.adds and base in (here, there):
            return there if here == base else here
        return random.choice((here, there))
