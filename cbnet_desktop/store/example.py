"""The example network: real institutions, fictional people and amounts, replayed edit by edit to give it a history.

Each line of resources/example.jsonl is an edit, {"at", "by", "label", "changes"}, the sign-off of a year, {"at", "by",
"sign_off", "reason"}, or the erasure of a person's contact data, {"at", "by", "erase", "reason"}. Rows are called by
readable names there; their ids in the network are made from table and name.
Only the network's own id is new in each file, so that two example files never meet in one replica.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from cbnet_desktop.domain.edits.edit import record_kind
from cbnet_desktop.domain.records import NetworkProfile, Person
from cbnet_desktop.domain.records.changes import Change, Value, Values
from cbnet_desktop.domain.words.danish import local_time
from cbnet_desktop.store.log.signing import Render
from cbnet_desktop.store.opening import create, open_store
from cbnet_desktop.store.replica import Store
from cbnet_desktop.system import paths

SCRIPT = "example.jsonl"
FILE = "eksempel.cbnet"
#: Namespace of the rows' ids (UUID version 5), so that they are the same in every example file.
_NAMES = uuid.UUID("6d1c1f0e-5a0b-4c53-9f4e-2b7f0c9d2014")

Line = Mapping[str, Any]


def build(path: Path, *, home: Path, user: str, render: Render) -> Store:
    """Writes a new file with the example network; raises Invalid where the file exists."""
    replay = _Replay(script(), render)
    first = replay.lines[0]
    store = create(
        path,
        replay.changes_of(first),
        home=home,
        user=first["by"],
        label=first["label"],
        fill=replay.fill,
        clock=replay.clock,
    )
    store.user = user
    return store


def open_or_build(*, home: Path, user: str, render: Render) -> Store:
    """The example file in the program's own folder, written at the first call; the user's edits in it are kept."""
    path = home / FILE
    if path.exists():
        return open_store(path, home=home, user=user)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return build(path, home=home, user=user, render=render)


def script() -> list[Line]:
    """The lines of the script, in order; rows have readable names."""
    text = paths.resource(SCRIPT).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def row_id(table: str, name: str) -> str:
    """The id of a row of the example by its readable name; the network's own row has no fixed id."""
    return uuid.uuid5(_NAMES, f"{table}/{name}").hex


class _Replay:
    """The replay of the script, with the author and time of the current line."""

    def __init__(self, lines: Sequence[Line], render: Render) -> None:
        self.lines = lines
        #: The network gets its id when its first edit is written.
        self._network_id = ""
        self._render = render
        self._at = lines[0]["at"]

    def clock(self) -> datetime:
        """The time of the current line."""
        return datetime.fromisoformat(self._at)

    def fill(self, store: Store) -> None:
        """Replays all lines but the first, which creates the network."""
        self._network_id = store.network_id
        for line in self.lines[1:]:
            self._at = line["at"]
            store.user = line["by"]
            self._play(store, line)

    def _play(self, store: Store, line: Line) -> None:
        today = local_time(line["at"]).date()
        if "sign_off" in line:
            store.sign_off(line["sign_off"], line["reason"], self._render, today=today, exchanges=False)
        elif "erase" in line:
            store.erase(row_id(Person.TABLE, line["erase"]), line["reason"], today=today)
        else:
            store.apply(line["label"], self.changes_of(line))

    def changes_of(self, line: Line) -> list[Change]:
        """An edit's changes, with ids instead of names."""
        return [self._with_ids(Change.from_json(change)) for change in line["changes"]]

    def _with_ids(self, change: Change) -> Change:
        return Change(
            change.table,
            self._id(change.table, change.row_id),
            self._side(change.table, change.before),
            self._side(change.table, change.after),
        )

    def _side(self, table: str, values: Values | None) -> Values | None:
        fields = record_kind(table).fields()
        return values and {name: self._value(fields[name].refers_to, value) for name, value in values.items()}

    def _value(self, refers_to: str, value: Value) -> Value:
        return self._id(refers_to, value) if refers_to and isinstance(value, str) else value

    def _id(self, table: str, name: str) -> str:
        return self._network_id if table == NetworkProfile.TABLE else row_id(table, name)
