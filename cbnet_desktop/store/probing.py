"""Probing whether file locks work in the folder of a shared file, which decides how it is written."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store.connection import connect
from cbnet_desktop.store.places import PublishedFile, SharedFile

_SYNC_NAMES = (
    "onedrive",
    "dropbox",
    "nextcloud",
    "owncloud",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
)
_SYNC_MARKS = (".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log", ".stfolder")
_SYNC_DATABASES = (".sync_*.db", "._sync_*.db")
_LOCAL_TYPES = frozenset(
    {"ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "f2fs", "zfs", "ntfs", "ntfs3", "vfat"}
)


class Locking(StrEnum):
    """How far the folder's locks can be trusted."""

    WORKS = "works"
    WHOLE_FILE_ONLY = "whole_file_only"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ground:
    """The result of a probe, with one Danish sentence for the user."""

    locking: Locking
    sentence: str


_SHARED = Ground(Locking.WORKS, "Filen deles direkte: flere kan arbejde i den på samme tid.")
_WHOLE_FILE = Ground(
    Locking.WHOLE_FILE_ONLY, "Filen ligger på et netværksdrev, der kun kan låses som helhed: én skriver ad gangen."
)


def probe(folder: Path, mounts: str | None = None) -> Ground:
    """Probes a folder by its name, its file system and, where these are not conclusive, a trial lock."""
    if service := _sync_service(folder):
        return _published(f"en mappe, der synkroniseres ({service})")
    kind, options = _file_system(folder, _mount_table() if mounts is None else mounts)
    if "nobrl" in options or kind.startswith("fuse.") or kind in ("9p", "davfs"):
        return _published("en mappe uden låse")
    if kind in _LOCAL_TYPES or not kind:
        return _SHARED
    return _tried(folder)


def place_for(path: Path, network_id: str, mounts: str | None = None) -> tuple[SharedFile, Ground]:
    """The shared file as the kind of place that its folder allows."""
    ground = probe(path.absolute().parent, mounts)
    if ground.locking is Locking.NONE:
        return PublishedFile(path, network_id), ground
    vfs = "unix-excl" if ground.locking is Locking.WHOLE_FILE_ONLY else ""
    return SharedFile(path, network_id, vfs=vfs), ground


def _published(what: str) -> Ground:
    return Ground(
        Locking.NONE, f"Filen ligger i {what}: CBnet lægger hele kopier i mappen og fletter, hvad andre lægger der."
    )


def _sync_service(folder: Path) -> str:
    for place in (folder, *folder.parents):
        name = place.name.lower()
        if any(name.startswith(known) for known in _SYNC_NAMES):
            return place.name
        if any((place / mark).exists() for mark in _SYNC_MARKS):
            return place.name
        if any(next(place.glob(pattern), None) for pattern in _SYNC_DATABASES):
            return place.name
    return ""


def _mount_table() -> str:
    if sys.platform != "linux":
        return ""
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _file_system(folder: Path, mounts: str) -> tuple[str, list[str]]:
    """Type and options of the innermost mount that holds the folder; empty where unknown."""
    best, found = "", ("", list[str]())
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 4:
            continue
        point = fields[1].replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, found = point, (fields[2], fields[3].split(","))
    return found


def _tried(folder: Path) -> Ground:
    """Probes with a trial database: some network drives refuse to upgrade a read lock to a write lock."""
    try:
        with tempfile.TemporaryDirectory(prefix=".~cbnet", dir=folder) as name:
            if _can_write(Path(name) / "a.db", ""):
                return _SHARED
            if _can_write(Path(name) / "b.db", "unix-excl"):
                return _WHOLE_FILE
    except OSError:
        return _SHARED
    return _published("en mappe uden låse")


def _can_write(path: Path, vfs: str) -> bool:
    try:
        conn = connect(path, mode="rwc", vfs=vfs, busy_ms=0)
    except UserError:
        return False
    try:
        conn.execute("create table probe (x)")
    except Exception:
        return False
    finally:
        conn.close()
    return True
