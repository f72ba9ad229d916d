"""What a hard rule finds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.records.network import Network


@dataclass(frozen=True, slots=True)
class Problem:
    """A hard rule that does not hold; weight tells a worse case of the same problem from a better one."""

    key: Hashable
    message: str
    table: str
    row_id: str
    field: str = ""
    weight: int = 0


HardRule = Callable[[Network], Iterator[Problem]]
