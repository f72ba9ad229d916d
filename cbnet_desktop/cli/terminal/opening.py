"""Opens the network's file for one command, and lays what the command wrote in the place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cbnet_desktop.cli.terminal.output import complain
from cbnet_desktop.domain.records.errors import ReadOnly
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.system import paths

if TYPE_CHECKING:
    from cbnet_desktop.store import Exchanged, Meant, Store

#: Seconds without an answer after which a command goes on without the place.
PATIENCE = 8.0
WRONG_CLOCK = "Denne computers ur går forkert. Rettelsen er dateret som den nyeste, der kendes. Stil uret."


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """The store of the file for a command that only reads, closed afterwards; raises what open_store raises.

    Nothing is written but in the program's own folder, and a copy is read without asking.
    """
    with _opened(path, None, only_reads=True) as store:
        if store.last_exchange:
            tell(store.last_exchange)
            if not store.last_exchange.is_reached:
                complain(f"{store.last_exchange.problem} Det, der vises, er fra sidste udveksling.")
        elif store.behind:
            complain(store.behind)
        yield store


@contextmanager
def writing(path: Path, meant: Meant | None) -> Iterator[Store]:
    """The store of the file for a command that writes; the file is renewed at the end where this computer keeps it.

    Raises ReadOnly for a copy that is only looked at, and what open_store raises.
    """
    with _opened(path, meant, only_reads=False) as store:
        if store.is_copy:
            raise ReadOnly(_refusal_of_copy(store))
        if store.last_exchange:
            tell(store.last_exchange)
        yield store
        if store.last_exchange is None or store.last_exchange.is_reached:
            store.within(PATIENCE, lambda own: own.finish())
        if store.has_wrong_clock:
            complain(WRONG_CLOCK)


@contextmanager
def _opened(path: Path, meant: Meant | None, *, only_reads: bool) -> Iterator[Store]:
    from cbnet_desktop.store import open_store
    from cbnet_desktop.store.exchange.exchanger import unanswered
    from cbnet_desktop.system import machine
    from cbnet_desktop.system.failures import log_quietly

    log_quietly(paths.log_file())
    if fault := machine.read().fault:
        complain(fault)
    with own_folder() as home:
        open_as = partial(open_store, path, home=home, user=paths.user_name(), meant=meant, only_reads=only_reads)
        store = open_as(exchanges=False)
        is_another = not store.is_copy and store.within(PATIENCE, lambda own: own.is_another())
        if is_another:
            store.close()
            store = open_as()
        elif is_another is None:
            store.note(unanswered(store.conn, store.place))
    try:
        if not store.is_copy and not store.last_exchange:
            exchange(store, only_reads=only_reads)
        yield store
    finally:
        store.close()


def exchange(store: Store, *, only_reads: bool = False) -> Exchanged:
    """Exchanges with the place, and shows what came in; a share that does not answer is not waited for."""
    from cbnet_desktop.store.exchange.exchanger import unanswered

    done = store.within(PATIENCE, lambda own: own.exchange(closely=True, only_reads=only_reads))
    done = done or unanswered(store.conn, store.place)
    store.note(done)
    store.look()
    return done


def tell(done: Exchanged) -> None:
    """Tells on stderr what an exchange noticed; it would not come again."""
    for notice in done.notices:
        complain(notice)


def _refusal_of_copy(store: Store) -> str:
    name = store.path.name
    if store.lacks_folder:
        return (
            f"Mappen {store.lacks_folder} ligger ikke ved siden af {name}, så filen er en kopi til gennemsyn. Læg "
            "mappen ved siden af den, eller skriv --as place for at begynde et nyt mødested her."
        )
    return f"{name} er en kopi til gennemsyn, som ikke kan rettes. Ret i den fælles fil, eller skriv --as place."


@contextmanager
def own_folder() -> Iterator[Path]:
    """The folder of replicas, settings and log; raises ReadOnly where it is not writable."""
    home = paths.home()
    try:
        yield home
    except OSError:
        raise ReadOnly(f"Programmet kan ikke skrive i sin egen mappe {home}. Vælg en anden med CBNET_HOME.") from None


def hand_over(store: Store) -> None:
    """Lays the edits in the place; only warns when that fails, since they are kept and laid there later."""
    if problem := handed_over(store):
        complain(problem)


def handed_over(store: Store) -> str:
    """Lays the edits in the place, and tells what is noticed only now; returns the warning where that fails."""
    told = store.last_exchange.notices if store.last_exchange else ()
    done = exchange(store)
    for notice in done.notices:
        if notice not in told:
            complain(notice)
    return unsent(done.problem)


def warn_unsent(problem: str) -> None:
    """Warns that edits are kept on this computer, where an exchange had a problem."""
    if problem:
        complain(unsent(problem))


def unsent(problem: str) -> str:
    """The warning for an exchange's problem; empty without one."""
    return f"Gemt på denne computer, men ikke lagt i mappen endnu: {problem}" if problem else ""


def today_of(network: Network) -> date:
    """The fixed day of a network that has one, as the example does, else the clock's."""
    fixed = network.profile.today_is
    return date.fromisoformat(fixed) if fixed else date.today()
