"""What the tests of the window call the fixture that adds a row."""

from __future__ import annotations

from typing import Protocol

from cbnet_desktop.domain.records.changes import Value


class Add(Protocol):
    """Adds a row to a table of the document under test; gives its id."""

    def __call__(self, table: str, **values: Value) -> str: ...
