"""What the log says of annexes: which bytes rows name, which were erased, and which a row has ever named."""

from __future__ import annotations

import json
from typing import NamedTuple

from cbnet_desktop.domain.meetings.annex_files import safe_name
from cbnet_desktop.domain.records import Annex, Erasure
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.store.format.annexes import MAX_ANNEX, SHA256, name_of
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.log.ops import heads_in


class Named(NamedTuple):
    """Bytes that a row names: their hash, their size and what the row calls them."""

    sha256: str
    size: int
    called: str

    @property
    def name(self) -> str:
        """The name under which they lie in a place."""
        return name_of(self.sha256)

    @property
    def told(self) -> str:
        """What they are called in a sentence, whoever named them."""
        return quoted(safe_name(self.called))


def wanted(conn: Connection) -> list[Named]:
    """The bytes that rows name and that were not erased."""
    query = f"select sha256, min(size), min(file_name) from {Annex.TABLE} where sha256 != '' group by sha256"
    gone = erased(conn)
    return [
        Named(sha256, size, called)
        for sha256, size, called in conn.execute(query).fetchall()
        if SHA256.fullmatch(sha256) and size and 0 < size <= MAX_ANNEX and sha256 not in gone
    ]


def erased(conn: Connection) -> set[str]:
    """The hashes of bytes that were erased, here or elsewhere; an erasure that waits is none."""
    found = conn.execute(f"select files from {Erasure.TABLE} where files is not null").fetchall()
    return {sha256 for (files,) in found for sha256 in heads_in(files) if SHA256.fullmatch(sha256)}


def ever_named(conn: Connection) -> set[str]:
    """The hashes that a row names or has named."""
    query = "select distinct value from op where tbl = ? and col = 'sha256' and value is not null"
    return {str(json.loads(value)) for (value,) in conn.execute(query, (Annex.TABLE,)).fetchall()}
