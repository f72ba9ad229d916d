"""What can be said of a signed document: in order, to be looked at, or broken."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class State(IntEnum):
    """The three values of a verdict, the best first (EN 319 102-1: passed, indeterminate, failed)."""

    IN_ORDER = 0
    LOOK = 1
    BROKEN = 2


#: The values as scripts read them.
NAMES = {State.IN_ORDER: "in_order", State.LOOK: "to_be_looked_at", State.BROKEN: "broken"}


class Said(NamedTuple):
    """A sentence and what it says of the document; None for a remark that speaks neither for it nor against it."""

    state: State | None
    sentence: str
