"""The names of a network, which its spelling knows: people, organisations, places, seats and groups."""

from __future__ import annotations

from cbnet_desktop.domain.records import (
    FormerName,
    FormerSeatName,
    KnownWord,
    Meeting,
    NetworkProfile,
    Organisation,
    Person,
    Seat,
    WorkingGroup,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network

_NAMES: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (Person, ("name",)),
    (Organisation, ("name", "short_name", "municipality", "region")),
    (FormerName, ("name", "short_name")),
    (Seat, ("name",)),
    (FormerSeatName, ("name",)),
    (WorkingGroup, ("name",)),
    (NetworkProfile, ("name",)),
    (Meeting, ("place",)),
)
TABLES = frozenset({KnownWord.TABLE, *(kind.TABLE for kind, _ in _NAMES)})


def texts(network: Network) -> frozenset[str]:
    """Every name, those of archived rows too, and the words that were added to the list."""
    names = {getattr(row, name) for kind, fields in _NAMES for row in network.rows(kind) for name in fields}
    return frozenset(names | {row.word for row in network.live(KnownWord)})


def added(network: Network, word: str) -> Change:
    """The change that adds a word to the network's list; an archived one comes back."""
    listed = min((row for row in network.rows(KnownWord) if row.word == word), key=lambda row: row.id, default=None)
    return listed.edited({"archived": False}) if listed else KnownWord.added({"word": word})
