"""Writing this computer's own edits: signed, and split where an act is larger than a line may be."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.store.format.edits import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_LINE,
    MAX_OPS,
    MAX_PREVS,
    SEALED,
    VERSION,
    Bad,
    CellOp,
    Head,
    encoded,
    one_line,
    sealed_hash,
)
from cbnet_desktop.store.format.standing import KNOWN
from cbnet_desktop.store.log import computers, ops
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.log.rows import FROZEN

if TYPE_CHECKING:
    from cbnet_desktop.store.format.keys import PublicKey, Signer

Cells = Sequence[tuple[ops.Cell, Value]]
#: What a line holds beside its cells: head, signature, and prevs beyond the usual one.
_ROOM = 100_000
#: What is told where the key file was lost or damaged.
_NEW_KEY = (
    "Denne computers underskrift var væk, og den har fået en ny. Bed en af de andre om at sige »Kender den« under "
    "Computere. Var det den, der skrev filen, så lad den skrive den igen."
)
#: How far this computer's clock may stand before the newest edit that it knows.
_BEHIND = timedelta(days=2)


class Edited(NamedTuple):
    """When, by whom and under which label an edit is made."""

    at: str
    author: str
    label: str


class Author:
    """Writes edits into a replica under this computer's key."""

    def __init__(self, conn: Connection, network: str, keys: KeyFile) -> None:
        self._conn = conn
        self._network = network
        self._keys = keys

    @property
    def chain(self) -> str:
        """The name of this computer's chain."""
        return self._keys.signer().public.chain

    def write(self, edited: Edited, cells: Iterable[tuple[ops.Cell, Value]], now: float, *, founds: str = "") -> str:
        """Appends the edits of one act inside the caller's transaction; returns the act's name.

        Raises Invalid where a row is larger than a line can hold.
        """
        parts = list(_lines_of(list(dict(cells).items())))
        act = uuid.uuid4().hex if len(parts) > 1 else ""
        written = [self._write(edited, part, now, act=act, founds=founds) for part in parts]
        return act or written[0]

    def note_seen(self, edited: Edited, seen: list[str], now: float) -> str:
        """Appends a receipt: an edit without cells that names the last edits that have come here."""
        return self._write(edited, [], now, seen=seen)

    def farewell(self, now: float) -> Signer:
        """Appends a last edit that knows a new key, because a clone goes on under this one. Both branches stay."""
        from cbnet_desktop.store.format.keys import Signer

        fresh = Signer.new()
        at, _ = time_of(self._conn, datetime.fromtimestamp(now, UTC))
        cells = [((computers.TABLE, fresh.public.chain, computers.COLUMN), KNOWN)]
        if computers.keeper(self._conn) == self.chain:
            cells.append(((computers.NETWORK, self._network, computers.KEEPER), fresh.public.chain))
        self._write(Edited(at, "CBnet", "Computerens data er i brug to steder"), cells, now)
        return fresh

    def adopt(self, signer: Signer) -> None:
        """Goes on under another key."""
        self._keys.replace(signer)
        self._go_under(signer.public)

    def _go_under(self, key: PublicKey) -> None:
        self._conn.execute("insert or ignore into key (chain, public) values (?, ?)", (key.chain, key.text))
        computers.set_local(self._conn, computers.LOCAL_CHAIN, key.chain)

    def _write(
        self, edited: Edited, cells: Cells, now: float, *, act: str = "", founds: str = "", seen: Sequence[str] = ()
    ) -> str:
        conn, signer = self._conn, self._keys.signer()
        key = signer.public
        known = computers.local(conn, computers.LOCAL_CHAIN)
        if known != key.chain:
            self._go_under(key)
        if known not in ("", key.chain):
            computers.set_local(conn, computers.LOCAL_UNTOLD, _NEW_KEY)
        query = "select id, number from edit where chain = ? and is_tip = 1 order by id"
        tips = conn.execute(query, (key.chain,)).fetchall()
        number = 1 + max((number for _, number in tips), default=0)
        made, values = self._sealed(cells)
        head = Head(
            VERSION, key.chain, number, [edit for edit, _ in tips], edited.at, one_line(edited.author),
            one_line(edited.label), act, founds, list(seen), made,
        )  # fmt: skip
        try:
            edit = signer.sign(self._network, head, encoded(values))
        except Bad as why:
            raise Invalid("Ændringen kan ikke gemmes: et id eller en tekst i den kan ikke stå i historikken.") from why
        ops.insert(conn, [edit], now, {edit.id}, is_own=True)
        computers.note_founder(conn, self._network, edit)
        conn.executemany(
            "insert into cell (tbl, row_id, col, heads) values (?, ?, ?, ?) "
            "on conflict (tbl, row_id, col) do update set heads = excluded.heads",
            [(*cell, f'["{edit.id}.{position}"]') for position, (cell, _) in enumerate(cells)],
        )
        return edit.id

    def _sealed(self, cells: Cells) -> tuple[list[CellOp], list[tuple[str, str]]]:
        """The ops of cells, and salt and JSON of those whose value may have to be erased."""
        made: list[CellOp] = []
        values: list[tuple[str, str]] = []
        for cell, value in cells:
            prevs = ops.replaced_by(self._conn, cell, value)[-MAX_PREVS:]
            if (cell[0], cell[2]) in SEALED:
                salt, text = secrets.token_hex(12), encoded(value)
                values.append((salt, text))
                made.append(CellOp(*cell, prevs, None, sealed_hash(salt, text)))
            else:
                made.append(CellOp(*cell, prevs, value))
        return made, values


def _lines_of(cells: list[tuple[ops.Cell, Value]]) -> Iterator[Cells]:
    """The cells of an act in parts that fit into a line each; a frozen row stands in one."""
    part: list[tuple[ops.Cell, Value]] = []
    size = 0
    for unit in _units(cells):
        length = sum(_size(cell, value) for cell, value in unit)
        if length > MAX_LINE - _ROOM:
            raise Invalid(
                "Teksten er for lang til at blive gemt. Del den, eller læg den i en fil for sig.",
                table=unit[0][0][0],
                row_id=unit[0][0][1],
                field=unit[0][0][2],
            )
        if part and (size + length > MAX_LINE - _ROOM or len(part) + len(unit) > MAX_OPS):
            yield part
            part, size = [], 0
        part.extend(unit)
        size += length
    yield part


def _units(cells: list[tuple[ops.Cell, Value]]) -> Iterator[list[tuple[ops.Cell, Value]]]:
    rows: dict[tuple[str, str], list[tuple[ops.Cell, Value]]] = {}
    for cell, value in cells:
        if cell[0] in FROZEN:
            rows.setdefault(cell[:2], []).append((cell, value))
    for cell, value in cells:
        if cell[0] not in FROZEN:
            yield [(cell, value)]
        elif whole := rows.pop(cell[:2], None):
            yield whole


def _size(cell: ops.Cell, value: Value) -> int:
    """The most bytes that a cell takes in a line: two names of ops, a seal and a value written as JSON in JSON."""
    text = 2 * len(encoded(value).encode()) if (cell[0], cell[2]) in SEALED else len(encoded(value).encode())
    return text + sum(map(len, cell)) + 220


def time_of(conn: Connection, now: datetime) -> tuple[str, bool]:
    """The time that an edit is given, and whether it is this computer's.

    A clock outside the years allowed, or days before what is known here, would have the edit refused or shown behind
    what it replaces; then the newest time that is believed is written.
    """
    at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    is_allowed = FIRST_YEAR <= now.year <= LAST_YEAR
    newest = conn.execute("select max(at) from edit").fetchone()[0]
    if is_allowed and (newest is None or not _is_behind(now, newest)):
        return at, True
    believed = _believed_time(conn)
    if is_allowed and not _is_behind(now, believed):
        return at, True
    return believed or f"{FIRST_YEAR}-01-01T00:00:00.000Z", False


def _believed_time(conn: Connection) -> str:
    """The newest time that two known computers have come to; where there is but one, its own.

    So neither a stranger nor one laptop whose clock is ahead leads all others on with it.
    """
    known = computers.current(conn).known
    query = "select chain, max(at) from edit where is_tip = 1 group by chain"
    times = sorted((at for chain, at in conn.execute(query).fetchall() if chain in known), reverse=True)
    return next(iter(times[1:] or times), "")


def _is_behind(now: datetime, newest: str) -> bool:
    return newest > (now + _BEHIND).isoformat(timespec="milliseconds").replace("+00:00", "Z")
