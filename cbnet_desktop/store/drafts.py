"""Unsaved input that is not valid yet, kept in a private file beside the replica until it is corrected."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.log.erasure import CONTACT_FIELDS
from cbnet_desktop.system import held

#: The largest draft file in bytes; a larger one is not ours.
LARGEST = 5_000_000


class Refused(NamedTuple):
    """Text typed into a field, and the sentence with which it was refused."""

    table: str
    row_id: str
    field: str
    typed: str
    message: str


class Draft(NamedTuple):
    """Text of an unfinished line or dialog (kind) about a row."""

    kind: str
    table: str
    row_id: str
    name: str
    text: str


class DraftFile:
    """The draft file of a network; a damaged or foreign file counts as missing."""

    def __init__(self, replica_path: Path) -> None:
        self.path = replica_path.with_suffix(".typed.json")

    def read(self, network: Network) -> tuple[list[Refused], list[Draft]]:
        """The entries about rows that still exist, without those erased since they were written."""
        found = self._found()
        erased = newly_erased(network, _texts(found.get("erasures")))
        refused = [Refused(*entry) for entry in _entries(found.get("refused"), len(Refused._fields))]
        drafts = [Draft(*entry) for entry in _entries(found.get("drafts"), len(Draft._fields))]
        return (
            [one for one in refused if _stands(network, one.table, one.row_id, one.field) and not is_of(one, erased)],
            [one for one in drafts if _stands(network, one.table, one.row_id) and not is_of(one, erased)],
        )

    def write(self, network: Network, refused: Iterable[Refused], drafts: Iterable[Draft]) -> None:
        """Replaces the file atomically, or deletes it where there are no entries; raises OSError."""
        values = {"refused": list(refused), "drafts": list(drafts)}
        if not any(values.values()):
            held.remove(self.path)
            return
        unfinished = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        try:
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({**values, "erasures": [row.id for row in network.rows(Erasure)]}, file, ensure_ascii=False)
            held.replace(unfinished, self.path)
        finally:
            with suppress(OSError):
                held.remove(unfinished)

    def forget_erased(self, network: Network) -> None:
        """Removes the entries covered by an erasure, wherever it was decided."""
        if self.path.exists():
            with suppress(OSError):
                self.write(network, *self.read(network))

    def _found(self) -> dict[str, object]:
        try:
            if self.path.stat().st_size > LARGEST:
                return {}
            found = json.loads(held.patiently(lambda: self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def newly_erased(network: Network, known: Iterable[str]) -> set[str]:
    """The ids of people erased by other decisions than the known ones."""
    known = set(known)
    return {str(row.person_id) for row in network.rows(Erasure) if row.id not in known}


def is_of(entry: Refused | Draft, people: set[str]) -> bool:
    """Whether an entry has or may have contact data of these people."""
    is_theirs = entry.table == Person.TABLE and entry.row_id in people
    return is_theirs and (isinstance(entry, Draft) or entry.field in CONTACT_FIELDS)


def _stands(network: Network, table: str, row_id: str, field: str = "") -> bool:
    row = network.tables.get(table, {}).get(row_id)
    return row is not None and (not field or field in row.fields())


def _entries(found: object, length: int) -> Iterator[list[str]]:
    for entry in found if isinstance(found, list) else ():
        if len(texts := _texts(entry)) == length:
            yield texts


def _texts(found: object) -> list[str]:
    is_all = isinstance(found, list) and all(isinstance(text, str) for text in found)
    return list(found) if is_all and isinstance(found, list) else []
