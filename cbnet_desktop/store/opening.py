"""Opening and founding networks: which replica and which place a path leads to."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.records import NetworkProfile
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Damaged, Invalid, Unclear, UserError
from cbnet_desktop.store import renewing
from cbnet_desktop.store.exchange.keeper import Keeper
from cbnet_desktop.store.files import foreign_file, replica_file
from cbnet_desktop.store.files.whole_files import private_folder, require_new
from cbnet_desktop.store.format.edits import founded_id
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.log.connection import Connection, translated_errors
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.places.folder import Folder
from cbnet_desktop.store.places.nowhere import Nowhere
from cbnet_desktop.store.replica import Store
from cbnet_desktop.system import held

Progress = Callable[[int, int], None]


class Meant(StrEnum):
    """How a file is meant that leads to a network known here under another path, or that lies alone."""

    SHARED = "shared"
    COPY = "copy"
    PLACE = "place"


def folder_of(file: Path, network: str) -> Path:
    """The folder of pieces beside a file: by the network's id, so that renaming or copying the file changes nothing."""
    return file.absolute().parent / f"cbnet-{network[:8]}"


def open_store(
    path: Path,
    *,
    home: Path,
    user: str,
    meant: Meant | None = None,
    only_reads: bool = False,
    exchanges: bool = True,
    progress: Progress = lambda _done, _all: None,
) -> Store:
    """Opens a file with this computer's replica of its network, and exchanges once unless the caller does so elsewhere.

    Where only_reads, the place is left as it is and a copy is looked at without asking. A path that is known is not
    read, where the caller exchanges not even for which network it is of now: Exchanger.is_another tells. progress is
    told pieces and edits as they are taken in. Raises Unclear where somebody has to say how the file is meant,
    Unreadable, TooNew or Busy.
    """
    opens = partial(
        _opened, path, home=home, user=user, meant=meant, only_reads=only_reads, exchanges=exchanges, progress=progress
    )
    try:
        return opens()
    except Damaged as damaged:
        renewal = renewing.put_aside(Path(damaged.file), home)
        if renewal is None:
            raise
    store = opens()
    renewing.bring_back(store, renewal)
    return store


def _opened(
    path: Path,
    *,
    home: Path,
    user: str,
    meant: Meant | None,
    only_reads: bool,
    exchanges: bool,
    progress: Progress,
) -> Store:
    known = replica_file.network_at(home, path)
    if known and (not exchanges or not foreign_file.is_another(path, known)) and meant is not Meant.COPY:
        store = _over(path, known, home, user)
    else:
        store = _found(path, home, user, meant, known=known, only_reads=only_reads, progress=progress)
    try:
        store.watch(progress)
        if exchanges and not isinstance(store.place, Nowhere):
            store.exchange(only_reads=only_reads)
            store.refresh()
        with translated_errors(store.replica_path):
            store.drafts.forget_erased(store.read())
    except BaseException:
        store.close()
        raise
    return store


def _found(
    path: Path, home: Path, user: str, meant: Meant | None, *, known: str, only_reads: bool, progress: Progress
) -> Store:
    with foreign_file.opened(path) as file:
        network = foreign_file.network_in(file, path)
        is_changed = known not in ("", network)
        meant = meant or _obvious(path, network, home, is_changed=is_changed, only_reads=only_reads)
        if meant is None:
            raise Unclear(_question(path, is_changed=is_changed))
        if meant is Meant.COPY:
            return _looked_at(file, path, network, user, progress)
        if meant is Meant.SHARED and not folder_of(path, network).is_dir():
            raise Invalid(
                f"Mappen {folder_of(path, network).name} ligger ikke ved siden af {path.name}. "
                "Find den rigtige fil, eller begynd et nyt mødested her."
            )
        store = _over(path, network, home, user)
        try:
            store.watch(progress)
            store.take_in_file(file)
            _remember(store, path)
        except BaseException:
            store.close()
            raise
    return store


def _obvious(path: Path, network: str, home: Path, *, is_changed: bool, only_reads: bool) -> Meant | None:
    """How a file is meant where nobody has to be asked."""
    if is_changed:
        return Meant.COPY if only_reads else None
    has_folder = folder_of(path, network).is_dir()
    replica = replica_file.path_of(home, network)
    known: list[Path] = []
    if replica.exists():
        with suppress(UserError), closing(replica_file.connect_replica(replica)) as conn:
            known = [Path(one) for one in replica_file.known_paths(conn)]
    # Without a path, a first opening was ended before it was done.
    if not known:
        return Meant.SHARED if has_folder else Meant.COPY
    if has_folder and any(_is_same(folder_of(one, network), folder_of(path, network)) for one in known[:1]):
        return Meant.SHARED
    return Meant.COPY if only_reads else None


def _is_same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _question(path: Path, *, is_changed: bool) -> str:
    if is_changed:
        return f"{path.name} er nu et andet netværk end det, der sidst blev åbnet her. Sig, hvad filen er."
    return f"Netværket i {path.name} kendes i forvejen fra en anden mappe. Sig, hvad filen her er."


def _remember(store: Store, path: Path) -> None:
    """Makes the path the network's, unless it is a copy beside the file that is."""
    known = replica_file.known_paths(store.conn)
    beside = [Path(one) for one in known[:1] if Path(one).parent == path.absolute().parent and Path(one).exists()]
    if beside:
        store.path = beside[0]
    else:
        replica_file.remember_path(store.conn, store.replica_path, path)


def _over(path: Path, network: str, home: Path, user: str) -> Store:
    replica = replica_file.path_of(home, network)
    conn = replica_file.open_replica(replica, network)
    try:
        with translated_errors(replica):
            return Store(conn, replica, Folder(folder_of(path, network), path), path, user)
    except BaseException:
        conn.close()  # Windows could not put a damaged replica aside that is open
        raise


def _looked_at(file: Connection, path: Path, network: str, user: str, progress: Progress) -> Store:
    """A copy to look at: a replica of its own in a temporary folder, made of the signed edits alone."""
    folder = private_folder()
    replica = replica_file.path_of(Path(folder.name), network)
    store = Store(replica_file.open_replica(replica, network), replica, Nowhere(), path, user)
    store.temporary = folder
    try:
        store.watch(progress)
        store.take_in_file(file)
    except BaseException:
        store.close()
        raise
    beside = folder_of(path, network)
    store.lacks_folder = "" if beside.is_dir() else beside.name
    return store


def create(
    path: Path,
    changes: Iterable[Change],
    *,
    home: Path,
    user: str,
    label: str,
    fill: Callable[[Store], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Store:
    """Founds a network with its first edit and what fill adds, then its file; raises Invalid where it exists.

    The network's row gets its id here: the hash of this computer's key and chance. The file appears complete or not at
    all. clock dates these edits only; later ones use the computer's time.
    """
    require_new(path)
    signer, nonce = Signer.new(), secrets.token_hex(16)
    network = founded_id(signer.public.chain, nonce)
    replica = replica_file.path_of(home, network)
    store = _over(path, network, home, user)
    KeyFile(replica).replace(signer)
    machine_clock = store.clock
    store.clock = clock or machine_clock
    try:
        _begin(store, label, _named(edit.normalised(changes), network), nonce, fill)
    except BaseException:
        store.close()
        for left in replica.parent.glob(f"{network}*"):
            with suppress(OSError):
                held.remove(left)
        raise
    store.clock = machine_clock
    replica_file.remember_path(store.conn, replica, path)
    Keeper(store.conn, path).note_written()
    store.exchange()
    return store


def _named(changes: tuple[Change, ...], network: str) -> tuple[Change, ...]:
    return tuple(
        Change(change.table, network, change.before, change.after) if change.table == NetworkProfile.TABLE else change
        for change in changes
    )


def _begin(
    store: Store, label: str, changes: tuple[Change, ...], nonce: str, fill: Callable[[Store], None] | None
) -> None:
    """Writes the first edits of a new network, unsynced, and then its file."""
    store.conn.execute("pragma synchronous = off")
    store.is_being_made, store.founds = True, nonce
    store.apply(label, changes)
    store.founds = ""
    if fill:
        fill(store)
    store.is_being_made = False
    store.conn.execute("pragma synchronous = full")
    store.conn.execute("pragma wal_checkpoint(truncate)")
    store.save_copy(store.path)
