"""Reading what lies in a place: unknown pieces are taken in, vanished and changed ones noticed, damaged ones told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.exchange.delivery import Delivery
from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.edits import Bad
from cbnet_desktop.store.format.pieces import Name, Piece
from cbnet_desktop.store.log import computers, newer
from cbnet_desktop.store.log.connection import transaction, translated_errors
from cbnet_desktop.store.log.union import Taken, take_in
from cbnet_desktop.store.places.place import Mark

#: When the bytes of all pieces were last compared with their names, and the seconds of a day.
_COMPARED, _DAY = "compared", 86_400.0
#: Beginning of the keys of pieces whose bytes are not their name, and since when.
_DAMAGED = "damaged "
#: Edits from which pieces are taken in, those read before them in the same transaction.
_TOGETHER = 20_000
#: The most files that a sentence names.
_NAMED = 3

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """The running result of an exchange."""

    taken: Taken = field(default_factory=Taken)
    pushed: int = 0
    problem: str = ""
    is_reached: bool = False
    only_reads: bool = False
    patience: float = 0.0
    #: Of annexes; where more are to go, the exchange has more to do.
    most_bytes: float = float("inf")
    has_more: bool = False
    notices: list[str] = field(default_factory=list)


class Reader:
    """Reads the pieces of a place into a replica, which remembers which were damaged, and since when."""

    def __init__(self, delivery: Delivery, replica: Path) -> None:
        self._delivery = delivery
        self._replica = replica
        self.cancelled: Callable[[], bool] = lambda: False
        self.progress: Callable[[int, int], None] = lambda _done, _all: None

    def drop_again(self, names: dict[str, Mark], done: Tally, *, closely: bool) -> None:
        """Passes over pieces that were dropped here and that a tool which never deletes brought back.

        They are dropped again; those that may not be, at close looks alone.
        """
        delivery = self._delivery
        delivery.stuck.intersection_update(names)
        again = [name for name in delivery.dropped() if names.pop(name, None)]
        for name in again:
            if not done.only_reads and (closely or name not in delivery.stuck):
                delivery.remove(name)

    def note_stuck(self, done: Tally) -> None:
        """Tells of pieces that could not be dropped: they may hold what was erased."""
        found = sorted(self._delivery.stuck)
        if found:
            rest = [f"{len(found) - _NAMED} til"] if len(found) > _NAMED else []
            done.notices.append(
                f"CBnet må ikke slette {danish.counted(len(found), 'gammel fil', 'gamle filer')} i mappen "
                f"{self._delivery.place.name}, og oplysninger, der er slettet, kan stå i dem. Få adgang til at slette "
                f"i mappen, eller få slettet {danish.joined([*found[:_NAMED], *rest])}."
            )

    def pull(self, names: Mapping[str, Mark], done: Tally, *, closely: bool) -> None:
        """Takes in what is unknown, and notices what has vanished or, looking closely, changed."""
        known = self._delivery.known()
        for name in known.keys() - names.keys():
            self._delivery.forget(name)
        if closely:
            self._look_again({name: mark for name, mark in known.items() if name in names}, names)
            known = self._delivery.known()
        fresh = [name for name in names.keys() - known.keys() if Name.of(name)]
        fresh.sort(key=lambda name: (-int(name.split("-")[1]), name))
        bags: dict[str, Piece] = {}
        for place, name in enumerate(fresh):
            if self.cancelled():
                break
            self.progress(place, len(fresh))
            if (piece := self._read(name, done)) is not None:
                bags[name] = piece
            if sum(len(bag.edits) for bag in bags.values()) >= _TOGETHER:
                self._take_in(bags, done)
                bags = {}
        self._take_in(bags, done)
        for name in self._damaged() - names.keys():
            self._forget_damaged(name)

    def _look_again(self, known: Mapping[str, Mark], names: Mapping[str, Mark]) -> None:
        """Reads pieces again whose size or time has changed since."""
        for name, mark in known.items():
            if mark == names[name]:
                continue
            data = self._delivery.place.get(name)
            if data is not None and _is_named(data, name):
                self._delivery.note_mark(name, names[name])
            else:
                self._delivery.forget(name)

    def _take_in(self, bags: Mapping[str, Piece], done: Tally) -> None:
        """Takes pieces in together; where that fails, one by one, so that none stops another."""
        try:
            self._take_in_together(bags, done)
        except UserError:
            raise
        except Exception:
            _log.exception("pieces not taken in: %s", ", ".join(bags))
            for name, bag in bags.items() if len(bags) > 1 else ():
                self._take_in({name: bag}, done)
            if len(bags) == 1:
                done.notices.append(f"Filen {next(iter(bags))} i mappen kan ikke læses af CBnet. Den er ladt i fred.")

    def _take_in_together(self, bags: Mapping[str, Piece], done: Tally) -> None:
        if not bags:
            return
        keys = {chain: key for bag in bags.values() for chain, key in bag.keys.items()}
        edits = [edit for bag in bags.values() for edit in bag.edits]
        checked = frozenset(edit for bag in bags.values() for edit in bag.checked)
        with translated_errors(self._replica), transaction(self._delivery.conn):
            done.taken.add(take_in(self._delivery.conn, keys, edits, checked, self._delivery.clock()))
            for name, bag in bags.items():
                self._delivery.note(name, [edit.id for edit in bag.edits])

    def _read(self, name: str, done: Tally) -> Piece | None:
        data = self._delivery.place.get(name)
        if data is None:
            return None
        if not _is_named(data, name):
            self._note_damaged(name, done)
            return None
        self._forget_damaged(name)
        parts = Name.of(name)
        try:
            piece = pieces.unpacked(data, self._delivery.network, parts.edits if parts else 0)
        except Bad as why:
            _log.warning("%s: %s", name, why)
            done.notices.append(f"Filen {name} i mappen er ikke skrevet af CBnet. Den er ladt i fred.")
            piece = Piece({}, [], frozenset(), [])
        if piece.refused:
            _log.warning("%s: %s", name, piece.refused[:3])
            count = danish.counted(len(piece.refused), "linje", "linjer")
            done.notices.append(f"{count.capitalize()} i {name} passer ikke med sin underskrift og er ikke taget med.")
        return piece

    def _note_damaged(self, name: str, done: Tally) -> None:
        """Bytes are not the name: half fetched, or damaged. Told after a while; one's own is laid again."""
        conn, now = self._delivery.conn, self._delivery.clock()
        since = computers.local(conn, f"{_DAMAGED}{name}")
        if not since:
            computers.set_local(conn, f"{_DAMAGED}{name}", str(now))
        if now - float(since or now) < done.patience:
            return
        parts = Name.of(name)
        count = danish.counted(parts.edits if parts else 0, "ændring", "ændringer")
        done.notices.append(
            f"En del i mappen er beskadiget eller kun hentet halvt ({count}). Det, du har, er lagt i mappen igen; "
            "intet er mistet her."
        )
        # One that an earlier life of this computer wrote may hold what was lost with it: it may still be coming.
        if self._delivery.is_own(name) and name in self._delivery.vouched and not done.only_reads:
            self._delivery.remove(name)

    def _damaged(self) -> set[str]:
        query = "select substr(key, ?) from local where key >= ? and key < ?"
        values = (len(_DAMAGED) + 1, _DAMAGED, f"{_DAMAGED}~")
        return {name for (name,) in self._delivery.conn.execute(query, values).fetchall()}

    def _forget_damaged(self, name: str) -> None:
        self._delivery.conn.execute("delete from local where key = ?", (f"{_DAMAGED}{name}",))

    def note_strays(self, names: Mapping[str, Mark], done: Tally) -> None:
        """Tells of what a newer program has written."""
        if told := newer.sentence(self._delivery.conn, has_strays=any(not Name.of(name) for name in names)):
            done.notices.append(told)

    def compare_daily(self, now: float) -> None:
        """Compares all bytes with their names, once a day."""
        if now - float(computers.local(self._delivery.conn, _COMPARED) or 0) >= _DAY:
            self.compare_all()
            computers.set_local(self._delivery.conn, _COMPARED, str(now))

    def compare_all(self) -> None:
        """Compares the bytes of all pieces with their names: once a day, since a damaged byte shows in nothing else."""
        for name in self._delivery.known():
            data = self._delivery.place.get(name)
            if data is not None and not _is_named(data, name):
                self._delivery.forget(name)


def _is_named(data: bytes, name: str) -> bool:
    parts = Name.of(name)
    return parts is not None and pieces.digest(data) == parts.digest
