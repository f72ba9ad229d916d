"""The protocol of a place: a store of named bytes with four calls, and what may go wrong with it.

A place promises nothing about order, exclusion or completeness; what it gives is checked by hash. A name is never given
other bytes. Its calls block, and are made by the thread that exchanges, never by the window's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Mark(NamedTuple):
    """Size in bytes and time of the last change of a piece, as the place tells them; (-1, 0) where it does not."""

    size: int
    changed: int


class Place(Protocol):
    """A place where replicas exchange pieces. Its calls raise only Unreadable, ReadOnly or Full (UserErrors)."""

    @property
    def name(self) -> str:
        """What the place is called in sentences."""

    @property
    def identity(self) -> str:
        """A stable key: what was delivered is remembered for each identity."""

    def look(self, *, closely: bool = False) -> Mapping[str, Mark]:
        """The names there, with size and time where it looks closely: a share tells them slowly."""

    def get(self, name: str) -> bytes | None:
        """The bytes of a piece, at most one more than the largest; None where it is not there (any more)."""

    def put(self, name: str, data: bytes) -> None:
        """Writes a piece, whole or not at all, durably; the same name again is no error."""

    def drop(self, name: str) -> None:
        """Removes a piece; one that is gone is no error."""

    def check(self) -> str:
        """Why the place cannot be written, as a Danish sentence; empty where it can."""

    def wait(self, seconds: float) -> None:
        """Returns after the time, or earlier where something may have come."""
