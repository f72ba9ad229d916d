"""How the benchmarks measure: the fastest of some rounds, beside something plain that is measured in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cbnet_desktop.domain.records.network import Network


def fastest(action: Callable[[], object], rounds: int = 20) -> float:
    """Seconds of the fastest round: what else the machine does only ever adds."""
    return min(timed(action) for _ in range(rounds))


def timed(action: Callable[[], object]) -> float:
    """Seconds of one round."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def reading(network: Network) -> float:
    """Seconds for looking at every cell of a network once: the plain thing that rules and search stand beside."""

    def read() -> None:
        for rows in network.tables.values():
            for row in rows.values():
                for value in row.values().values():
                    str(value)

    return fastest(read, rounds=5)


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Prints a figure past pytest's capturing."""
    with capsys.disabled():
        print(f"\n{text}", end="")  # noqa: T201 - the speeds are for reading
