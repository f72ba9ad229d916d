"""Exchanging annexes: what is here and not in the place is laid there and read back, what only is there is fetched.

A file counts by its hash alone. One without a row is never read, and none of them stops an exchange.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.exchange.delivery import Delivery
from cbnet_desktop.store.exchange.pulling import Tally
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.files.annex_files import AnnexFiles
from cbnet_desktop.store.format.annexes import digest, name_of, sha256_in
from cbnet_desktop.store.log import annexes, computers
from cbnet_desktop.store.log.annexes import Named
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.places.place import Mark

#: The most annexes of a network: more rows may come from a stranger, their bytes are not fetched.
MOST = 5_000
#: Seconds until a damaged file is read again, since a client may take long over a large one.
_PAUSE = 60.0
#: Refusals after which the place is left alone until the next exchange.
_REFUSALS = 3
#: The most files that a sentence names.
_NAMED = 3
#: Beginning of the keys of annexes that are not here or not whole, and since when; and the key of orphans.
_SINCE, _ORPHANS = "annex ", "annex orphans"

_log = logging.getLogger(__name__)


class AnnexExchange:
    """Exchanges the annexes of a replica with a place."""

    def __init__(self, delivery: Delivery, files: AnnexFiles) -> None:
        self._delivery = delivery
        self._files = files
        self._again: dict[str, float] = {}
        self._names: Mapping[str, Mark] = {}
        self._held: set[str] = set()
        self._closely = False
        #: Bytes that went from or to the place in this exchange.
        self._moved = 0

    def meet(
        self,
        names: Mapping[str, Mark],
        done: Tally,
        *,
        closely: bool,
        cancelled: Callable[[], bool],
        progress: Callable[[int, int], None],
    ) -> None:
        """Lays, fetches, heals and erases; tells of what is missing, damaged or nobody's.

        After done.most_bytes the rest is left to the next exchange, so that no edit waits for it.
        """
        conn = self._delivery.conn
        rows, erased = annexes.wanted(conn), annexes.erased(conn)
        self._names, self._held, self._closely = names, self._files.held(), closely
        self._forget_vanished()
        for sha256 in sorted(erased):
            self._erase(sha256, done)
        faults: dict[str, list[Named]] = {}
        refusals, self._moved = 0, 0
        for place, annex in enumerate(rows):
            if cancelled() or refusals == _REFUSALS:
                break
            if self._moved >= done.most_bytes:
                done.has_more = True
                break
            progress(place, len(rows))
            try:
                fault = self._settle(annex, done)
            except UserError as refusal:
                done.problem = done.problem or refusal.message
                refusals += 1
                continue
            except Exception:
                _log.exception("annex %s", annex.sha256)
                fault = _UNREADABLE
            if self._is_due(annex.sha256, done, is_fault=bool(fault)):
                faults.setdefault(fault, []).append(annex)
        done.notices.extend(sentence.format(_told(found)) for sentence, found in faults.items())
        self._note_orphans({annex.name for annex in rows} | {name_of(sha256) for sha256 in erased}, done)
        if closely:
            self._files.sweep(annexes.ever_named(conn))

    def take_in(self, copy: Connection) -> None:
        """Keeps the files that a copy of the network carries and that are not here; those with other bytes are left."""
        if "table annex_bytes" in schema.differences(copy):
            return
        held = self._files.held()
        for annex in annexes.wanted(self._delivery.conn):
            if annex.sha256 not in held and len(held) < MOST:
                query = "select data from annex_bytes where sha256 = ? and octet_length(data) = ?"
                row = copy.execute(query, (annex.sha256, annex.size)).fetchone()
                if row and isinstance(row[0], bytes) and digest(row[0]) == annex.sha256:
                    held.add(self._files.keep(row[0]))

    def _settle(self, annex: Named, done: Tally) -> str:
        """Brings one annex to where it is not; returns the sentence on what is wrong with it, empty where nothing."""
        is_here, is_there = annex.sha256 in self._held, annex.name in self._names
        if not is_here:
            return self._fetch(annex) if is_there else _MISSING
        if is_there and self._is_known(annex.name):
            return ""
        if is_there and self._is_right(annex):
            self._note(annex.name)
            return ""
        if done.only_reads:
            return _DAMAGED if is_there else ""
        if is_there and not self._is_due(annex.sha256, done, is_fault=True):
            return _DAMAGED
        return self._lay(annex, done)

    def _fetch(self, annex: Named) -> str:
        if len(self._held) >= MOST:
            return _TOO_MANY
        if not self._may_read(annex):
            return _DAMAGED
        self._moved += annex.size
        data = self._delivery.place.get(annex.name)
        if data is None:
            return _MISSING
        if len(data) != annex.size or digest(data) != annex.sha256:
            self._again[annex.name] = self._delivery.clock() + _PAUSE
            return _DAMAGED
        self._files.keep(data)
        self._held.add(annex.sha256)
        self._note(annex.name)
        return ""

    def _may_read(self, annex: Named) -> bool:
        """Whether the file may be whole: its size is right, and it was not found wrong a moment ago."""
        size = self._names[annex.name].size
        return size in (-1, annex.size) and (
            self._closely or self._again.get(annex.name, 0.0) <= self._delivery.clock()
        )

    def _is_right(self, annex: Named) -> bool:
        if not self._may_read(annex):
            return False
        self._moved += annex.size
        data = self._delivery.place.get(annex.name)
        is_right = data is not None and digest(data) == annex.sha256
        if not is_right:
            self._again[annex.name] = self._delivery.clock() + _PAUSE
        return is_right

    def _lay(self, annex: Named, done: Tally) -> str:
        """Lays an annex in the place; it counts as delivered when it was read back and compared."""
        data, place = self._files.content(annex.sha256), self._delivery.place
        if data is None:
            self._files.drop(annex.sha256)
            return _MISSING
        if reason := place.check():
            done.problem = done.problem or reason
            return ""
        self._moved += annex.size
        place.put(annex.name, data)
        if place.get(annex.name) == data:
            self._note(annex.name)
        else:
            done.problem = (
                done.problem or f"Bilaget {annex.told} kunne ikke læses igen i {place.name}. Der prøves igen om lidt."
            )
        return ""

    def _erase(self, sha256: str, done: Tally) -> None:
        """Removes erased bytes here and in the place, as often as somebody brings them back."""
        if sha256 in self._held:
            try:
                self._files.drop(sha256)
            except UserError as refusal:
                done.notices.append(f"Et bilag, der er slettet, ligger stadig på denne computer. {refusal.message}")
        name = name_of(sha256)
        if name in self._names and not done.only_reads and (self._closely or name not in self._delivery.stuck):
            self._delivery.remove(name)

    def _is_known(self, name: str) -> bool:
        """Whether a file was read back whole here, and has not changed since as far as a close look tells."""
        query = "select size, changed from annex_file where place = ? and name = ?"
        row = self._delivery.conn.execute(query, (self._delivery.place.identity, name)).fetchone()
        if row is None or not self._closely or self._names[name].size == -1:
            return row is not None
        return Mark(*row) == self._names[name]

    def _note(self, name: str) -> None:
        mark = self._names.get(name, Mark(-1, 0))
        self._again.pop(name, None)
        self._delivery.conn.execute(
            "insert or replace into annex_file (place, name, size, changed) values (?, ?, ?, ?)",
            (self._delivery.place.identity, name, mark.size, mark.changed),
        )

    def _forget_vanished(self) -> None:
        conn, identity = self._delivery.conn, self._delivery.place.identity
        for (name,) in conn.execute("select name from annex_file where place = ?", (identity,)).fetchall():
            if name not in self._names:
                conn.execute("delete from annex_file where place = ? and name = ?", (identity, name))

    def _is_due(self, sha256: str, done: Tally, *, is_fault: bool) -> bool:
        """Whether a fault has lasted so long that it is told or mended; one that is over is forgotten."""
        conn, key, now = self._delivery.conn, f"{_SINCE}{sha256}", self._delivery.clock()
        since = computers.local(conn, key)
        if not is_fault:
            if since:
                conn.execute("delete from local where key = ?", (key,))
            return False
        if not since:
            computers.set_local(conn, key, str(now))
        return now - float(since or now) >= done.patience

    def _note_orphans(self, known: set[str], done: Tally) -> None:
        """Tells of files of no row; they are neither read nor removed: the row may be on its way."""
        found = [name for name in self._names if sha256_in(name) and name not in known]
        if found:
            named = {name_of(sha256) for sha256 in annexes.ever_named(self._delivery.conn)}
            found = sorted(set(found) - named)
        if self._is_due(_ORPHANS, done, is_fault=bool(found)):
            done.notices.append(
                f"I mappen {self._delivery.place.name} ligger der {danish.counted(len(found), 'fil', 'filer')}, som "
                f"ikke hører til noget bilag og ikke åbnes: {_listed(found)}."
            )


_MISSING = (
    "Ikke hentet endnu: {}. Det kommer, når mappen er synkroniseret, eller når den, der lagde det ind, åbner CBnet."
)
_DAMAGED = "Beskadiget i mappen eller kun hentet halvt: {}. Det lægges i mappen igen af den, der har det helt."
_UNREADABLE = "Kan ikke læses af CBnet: {}. Det er ladt i fred."
_TOO_MANY = f"Ikke hentet, fordi der er flere end {danish.number(MOST)} bilag: {{}}."


def _told(found: list[Named]) -> str:
    word = "bilaget" if len(found) == 1 else "bilagene"
    return f"{word} {_listed([annex.told for annex in found])}"


def _listed(names: list[str]) -> str:
    rest = [f"{len(names) - _NAMED} til"] if len(names) > _NAMED else []
    return danish.joined([*names[:_NAMED], *rest])
