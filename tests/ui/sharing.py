"""What the tests of sharing play with: a colleague's edits and the exchanges that carry them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store import Exchanged, Store
from cbnet_desktop.ui.editing.session import Session


def at(hour: int, minute: int) -> str:
    """A Danish time of today as UTC."""
    local = datetime.now(danish.TIME_ZONE).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local.astimezone(UTC).isoformat().replace("+00:00", "Z")


def exchanged(**values: Any) -> Exchanged:
    """What an exchange came to, at 13.58 unless told otherwise."""
    told: dict[str, Any] = {"tables": frozenset(), "pulled": 0, "pushed": 0, "waiting": 0, "at": at(13, 58), **values}
    return Exchanged(**told)


def meet(session: Session, colleague: Store) -> None:
    """Both have what the other wrote, and the window shows it."""
    session.store.exchange()
    colleague.exchange()
    colleague.refresh()
    session.store.exchange()
    session.look()


def take_away(store: Store) -> Callable[[], None]:
    """Takes the folder that the network is shared in out of reach; the result brings it back."""
    there = store.path.parent
    away = there.rename(there.with_name(f"{there.name} er væk"))

    def bring_back() -> None:
        away.rename(there)

    return bring_back


def change(store: Store, row_id: str, table: str = "people", **values: Value) -> None:
    """An edit of a row in a store that no window shows."""
    row = store.read().row(table, row_id)
    store.apply("Rettet", [Change(table, row_id, {name: getattr(row, name) for name in values}, values)])


def fall_out(session: Session, colleague: Store, person: str, **values: tuple[Value, Value]) -> None:
    """The document's user and then the colleague change fields of a person without knowing of each other."""
    row = session.network.get(Person, person)
    before = {name: getattr(row, name) for name in values}
    session.write([Change("people", person, before, {name: mine for name, (mine, _) in values.items()})])
    colleague.clock = lambda: datetime.now(UTC) + timedelta(seconds=1)
    change(colleague, person, "people", **{name: theirs for name, (_, theirs) in values.items()})
    meet(session, colleague)
