"""What lies in folders, to be compared before and after."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def times_of(folder: Path) -> dict[str, int]:
    """When every file and folder below a folder was changed, in nanoseconds."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """The files that were changed or are gone; those that came do not count."""
    return {name for name, data in before.items() if after.get(name) != data}


def holding(folder: Path, *texts: str) -> list[str]:
    """The files below a folder that hold any of the texts, also compressed."""
    wanted = [text.encode() for text in texts]
    return [name for name, data in bytes_of(folder).items() if any(text in data + _inflated(data) for text in wanted)]


def _inflated(data: bytes) -> bytes:
    """What gzip holds, and what lies deflated anywhere in a database: each stream that begins like zlib's."""
    found = b""
    if data[:2] == b"\x1f\x8b":
        found = gzip.decompress(data)
    at = data.find(b"\x78")
    while at >= 0:
        with suppress(zlib.error):
            found += zlib.decompressobj().decompress(data[at : at + 200_000])
        at = data.find(b"\x78", at + 1)
    return found
