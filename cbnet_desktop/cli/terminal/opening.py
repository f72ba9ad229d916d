"""Opening the network's file for one command, and carrying what it wrote on to the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cbnet_desktop.cli.terminal.output import complain
from cbnet_desktop.domain.records.errors import ReadOnly
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.system import paths

if TYPE_CHECKING:
    from cbnet_desktop.store import Store


@contextmanager
def opened(path: Path, *, tells_notices: bool = True) -> Iterator[Store]:
    """The store of the file, closed again afterwards; raises Unreadable and what else Store.open raises.

    What the exchange of the opening found beside the file is told on the error stream: it is told only once.
    """
    from cbnet_desktop.store import Store

    with own_folder() as home:
        store = Store.open(path, home=home, user=paths.user_name())
    try:
        if tells_notices and store.last_exchange:
            for notice in store.last_exchange.notices:
                complain(notice)
        yield store
    finally:
        store.close()


@contextmanager
def own_folder() -> Iterator[Path]:
    """The folder of replicas, settings and log; raises ReadOnly where the program cannot write in it."""
    home = paths.home()
    try:
        yield home
    except OSError:
        raise ReadOnly(f"Programmet kan ikke skrive i sin egen mappe {home}. Vælg en anden med CBNET_HOME.") from None


def not_handed_over(store: Store) -> str:
    """Exchanges with the file; where the edits did not get there, the sentence that says why, else the empty string."""
    return _waiting(store, store.exchange().problem)


def hand_over(store: Store) -> None:
    """Carries the edits to the file; one that is out of reach is no failure, they are kept and sent later."""
    complain_of_waiting(store, store.exchange().problem)


def complain_of_waiting(store: Store, problem: str) -> None:
    """Says that what was written is kept here, where an exchange had a problem."""
    if problem:
        complain(_waiting(store, problem))


def _waiting(store: Store, problem: str) -> str:
    return f"Gemt på denne computer, men endnu ikke i {store.path.name}: {problem}" if problem else ""


def today_of(network: Network) -> date:
    """The day the network itself says it is, as the example network does, else the clock's."""
    fixed = network.profile.today_is
    return date.fromisoformat(fixed) if fixed else date.today()
