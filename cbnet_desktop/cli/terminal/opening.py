"""Opens the network's file for one command, and sends what the command wrote to the file."""

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
def opened(path: Path, *, shows_notices: bool = True) -> Iterator[Store]:
    """The store of the file, closed afterwards; raises Unreadable and what else open_store raises.

    Notices of the exchange on opening go to stderr; they would not come again.
    """
    from cbnet_desktop.store import open_store

    with own_folder() as home:
        store = open_store(path, home=home, user=paths.user_name())
    try:
        if shows_notices and store.last_exchange:
            for notice in store.last_exchange.notices:
                complain(notice)
        yield store
    finally:
        store.close()


@contextmanager
def own_folder() -> Iterator[Path]:
    """The folder of replicas, settings and log; raises ReadOnly where it is not writable."""
    home = paths.home()
    try:
        yield home
    except OSError:
        raise ReadOnly(f"Programmet kan ikke skrive i sin egen mappe {home}. Vælg en anden med CBNET_HOME.") from None


def hand_over(store: Store) -> None:
    """Sends the edits to the file; only warns when it is out of reach, since they are kept and sent later."""
    warn_unsent(store, store.exchange().problem)


def warn_unsent(store: Store, problem: str) -> None:
    """Warns that edits are kept on this computer, where an exchange had a problem."""
    if problem:
        complain(unsent(store, problem))


def unsent(store: Store, problem: str) -> str:
    """The warning for an exchange's problem; empty without one."""
    return f"Gemt på denne computer, men endnu ikke i {store.path.name}: {problem}" if problem else ""


def today_of(network: Network) -> date:
    """The fixed day of a network that has one, as the example does, else the clock's."""
    fixed = network.profile.today_is
    return date.fromisoformat(fixed) if fixed else date.today()
