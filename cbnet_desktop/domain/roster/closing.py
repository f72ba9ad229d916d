"""A central library leaves the network: it is closed, or merged into another (M2, M3, M12)."""

from __future__ import annotations

from collections.abc import Iterator

from cbnet_desktop.domain.records import Appointment, Organisation, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Role


def closed(
    network: Network, library: Organisation, ends_on: str, successor_id: str | None = None
) -> tuple[Change, ...]:
    """The changes with which a library, its seats and their terms end on a day; successor_id takes over its area.

    Raises Invalid for a day on which the library is not in the network, and for a successor that is not in it then.
    """
    Organisation.fields()["ends_on"].check(ends_on)
    shown = danish.short_date(ends_on)
    if not roster.belongs(network, library, ends_on, ends_on):
        raise Invalid(f"{library.name} hører ikke til netværket {shown}. Vælg en dag, hvor det gør.", field="ends_on")
    successor = network.find(Organisation, successor_id)
    after = roster.day_after(ends_on)
    if successor and roster.is_central(successor) and not roster.belongs(network, successor, after, after):
        raise Invalid(
            f"{successor.name} hører ikke til netværket {danish.short_date(after)} og kan ikke føre området videre.",
            field="merged_into_id",
        )
    values: dict[str, Value] = {"ends_on": ends_on, "merged_into_id": successor_id}
    seats = roster.area_seats(network, library)
    return (library.edited(values), *(change for seat in seats for change in _ended_seat(network, seat, ends_on)))


def _ended_seat(network: Network, seat: Seat, ends_on: str) -> Iterator[Change]:
    """Ends a seat and its terms; those that would only begin later are archived."""
    terms = [term for role in Role for term in roster.appointments(network, seat, role)]
    rows: list[Seat | Appointment] = [seat, *terms]
    for row in rows:
        if (row.starts_on or "") > ends_on:
            yield row.edited({"archived": True})
        elif (row.ends_on or roster.LAST_DAY) > ends_on:
            yield row.edited({"ends_on": ends_on})


def label(library: Organisation, ends_on: str, successor: Organisation | None) -> str:
    """The label of the edit, for example »Vejle Centralbibliotek sammenlagt med Odense, sidste dag 31.12.2015«."""
    what = f"sammenlagt med {successor.short_name or successor.name}" if successor else "nedlagt"
    return f"{library.name} {what}, sidste dag {danish.short_date(ends_on)}"
