"""Reading a file that somebody else may have written: a mailed copy, an old backup, the shared file.

Nothing of it is believed but signed edits. It is copied to a private folder first, so that nothing beside it is read or
rolled back into it, and never written.
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from cbnet_desktop.domain.records.errors import Unreadable, UserError
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.files.whole_files import is_too_long, private_folder
from cbnet_desktop.store.format.edits import MAX_LINE, NETWORK, Bad, SignedEdit, parsed
from cbnet_desktop.store.format.keys import PublicKey, public_key
from cbnet_desktop.store.format.pieces import Piece, proved
from cbnet_desktop.store.log import computers
from cbnet_desktop.store.log.connection import Connection, translated_errors
from cbnet_desktop.store.places.folder import NO_ROOM, refused
from cbnet_desktop.system import held

#: The largest file in bytes that is read.
LARGEST = 4 << 30
#: Edits, and bytes of them, that are checked and taken in together.
TOGETHER, _BYTES_TOGETHER = 5_000, 48 << 20
#: The steps of SQLite's that reading a file may take, and those for each byte of it: a field of a row has some 100.
_STEPS, _STEPS_A_BYTE = 50_000_000, 10
#: In characters, of base64 and of the row around it.
_LONGEST_KEY = 60


def require_file(path: Path) -> None:
    """Raises Unreadable unless the path is a file that may be a database."""
    if is_too_long(path):
        raise Unreadable(f"Stien til {path.name} er for lang. Læg filen i en mappe tættere på roden.")
    try:
        found = path.stat()
    except OSError:
        raise Unreadable(f"Filen {path} findes ikke, eller du har ikke adgang til den.") from None
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable(f"{path} er en mappe. Vælg en CBnet-fil.")
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(f"{path.name} er ikke en fil. Vælg en CBnet-fil.")
    if found.st_size == 0:
        raise Unreadable(f"Filen {path.name} er tom. Åbn en CBnet-fil, eller opret et nyt netværk i en ny fil.")
    if found.st_size > LARGEST:
        raise Unreadable(f"Filen {path.name} er for stor til at være en CBnet-fil. Vælg en anden fil.")
    # SQLite treats a file shorter than its smallest page as an empty database.
    if found.st_size < 512:
        raise Unreadable(f"Filen {path.name} er ikke en CBnet-fil. Vælg en anden fil.")
    # Page sizes are multiples of 512 bytes.
    if found.st_size % 512:
        raise Unreadable(f"Filen {path.name} er ikke en CBnet-fil, eller den er kun hentet halvt.")


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """A connection to a private copy of the file, checked to be ours; raises Unreadable or TooNew."""
    require_file(path)
    with private_folder() as folder:
        copy = Path(folder) / path.name
        try:
            with held.patiently(lambda: path.open("rb")) as source, copy.open("xb") as target:
                while block := source.read(1 << 20):
                    target.write(block)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise refused(error, copy.parent) from error
            if held.is_open_elsewhere(error):
                raise Unreadable(held.SENTENCE.format(path.name)) from error
            raise Unreadable(f"Filen {path.name} kan ikke læses lige nu. Kontrollér forbindelsen til mappen.") from None
        with translated_errors(path), closing(schema.open_ours(copy, mode="ro", steps=_steps(copy))) as conn:
            yield conn


def _steps(path: Path) -> int:
    """How long reading a file may take: pages of a forged one can name each other, so that it has no end."""
    return _STEPS + _STEPS_A_BYTE * path.stat().st_size


def peeked(path: Path) -> str:
    """The id of the network in a file, read in place without a lock or journal; empty where it cannot be read so."""
    require_file(path)
    with translated_errors(path), closing(schema.open_ours(path, mode="ro&immutable=1", steps=_steps(path))) as conn:
        found = computers.local(conn, computers.LOCAL_NETWORK)
        return found if NETWORK.fullmatch(found) else ""


def is_another(path: Path, network: str) -> bool:
    """Whether the file at a path is one of another network than this; one that cannot be read is not."""
    with suppress(UserError):
        return peeked(path) not in ("", network)
    return False


def network_in(conn: Connection, path: Path) -> str:
    """The id of the network in an opened file; raises Unreadable."""
    _require_log(conn, path)
    found = computers.local(conn, computers.LOCAL_NETWORK)
    # The id becomes part of a path, so only hexadecimal digits are allowed.
    if not NETWORK.fullmatch(found):
        raise Unreadable(f"Filen {path.name} beskriver ikke noget netværk. Åbn en anden fil.")
    return found


def _require_log(conn: Connection, path: Path) -> None:
    """Raises unless what is read is exactly the program's tables: a view or an altered table could return anything."""
    changed = schema.differences(conn)
    if any(f"table {name}" in changed for name in ("edit", "key", "local")):
        raise Unreadable(f"Filen {path.name} har ikke den historik, som CBnet skriver. Åbn en sikkerhedskopi.")


def bags(conn: Connection, network: str) -> Iterator[Piece]:
    """The edits of an opened file in bags, as those of pieces: each with a right signature, the others left."""
    keys = _keys(conn)
    for rows in _rows_together(conn):
        found: dict[str, SignedEdit] = {}
        refused: list[str] = []
        for row in rows:
            try:
                edit = _edit(row, network)
            except Bad as why:
                refused.append(str(why))
                continue
            if edit.head.key in keys:
                found[edit.id] = edit
        good, checked = proved(found, keys)
        refused.extend(["signature"] * (len(found) - len(good)))
        yield Piece(keys, [edit for edit in found.values() if edit.id in good], frozenset(checked), refused)


def _rows_together(conn: Connection) -> Iterator[list[tuple[object, ...]]]:
    """The rows of edits in parts of bounded size; raises Unreadable where they hold more than a file of its size can.

    Each byte of a file is part of one row, unless it was forged.
    """
    left = _size(conn)
    query = (
        "select octet_length(body) + octet_length(sealed) + octet_length(signature) as size, rid from edit "
        "where size <= ? order by chain, number"
    )
    part: list[int] = []
    size = 0
    for length, rid in conn.execute(query, (2 * MAX_LINE,)):
        left -= length
        if left < 0:
            raise Unreadable("Filen er beskadiget eller ikke skrevet af CBnet. Vælg en anden fil.")
        if part and (len(part) >= TOGETHER or size + length > _BYTES_TOGETHER):
            yield _rows(conn, part)
            part, size = [], 0
        part.append(rid)
        size += length
    yield _rows(conn, part)


def _rows(conn: Connection, rids: list[int]) -> list[tuple[object, ...]]:
    query = "select body, sealed, signature from edit where rid = ?"
    return [row for rid in rids if (row := conn.execute(query, (rid,)).fetchone())]


def edits_in(conn: Connection) -> int:
    """The number of edits in an opened file."""
    # Each has a signature and two hashes at least. SQLite counts a whole table without looking at the steps left.
    query = "select count(*) from (select rid from edit limit ?)"
    return int(conn.execute(query, (_size(conn) // 100,)).fetchone()[0])


def _size(conn: Connection) -> int:
    return int(conn.execute("select page_count * page_size from pragma_page_count, pragma_page_size").fetchone()[0])


def _keys(conn: Connection) -> dict[str, PublicKey]:
    keys: dict[str, PublicKey] = {}
    query = "select public from key where octet_length(public) < ? limit ?"
    for (text,) in conn.execute(query, (_LONGEST_KEY, _size(conn) // _LONGEST_KEY)).fetchall():
        try:
            key = public_key(text if isinstance(text, str) else "")
        except Bad:
            continue
        keys[key.chain] = key
    return keys


def _edit(row: tuple[object, ...], network: str) -> SignedEdit:
    body, sealed, signature = row
    if not isinstance(body, bytes) or not isinstance(sealed, str) or not isinstance(signature, bytes):
        raise Bad("a row")
    if "\t" in sealed or len(sealed) > MAX_LINE:
        raise Bad("sealed values")
    return parsed(_inflated(body), sealed, signature, network)


def _inflated(body: bytes) -> str:
    try:
        if body[:1] != b"{":
            inflater = zlib.decompressobj()
            body = inflater.decompress(body, MAX_LINE + 1)
        if len(body) > MAX_LINE:
            raise Bad("too long a line")
        return body.decode()
    except (zlib.error, UnicodeDecodeError):
        raise Bad("no text") from None
