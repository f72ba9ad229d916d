"""The type of the fixture `add`."""

from __future__ import annotations

from typing import Protocol

from cbnet_desktop.domain.records.changes import Value


class Add(Protocol):
    """Adds a row to a table of the network under test and returns its id."""

    def __call__(self, table: str, **values: Value) -> str: ...
