"""The names of a seat over time, and renaming it (M3)."""

from __future__ import annotations

from cbnet_desktop.domain.records import FormerSeatName, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import former


def former_names(network: Network, seat: Seat) -> list[FormerSeatName]:
    """The former names of a seat, oldest first."""
    return former.in_order(network.where(FormerSeatName, "seat_id", seat.id))


def on(network: Network, seat: Seat, day: str) -> str:
    """The name of a seat on a day (ISO; empty: today)."""
    return (former.borne_on(former_names(network, seat), day) or seat).name


def rename(network: Network, seat: Seat, new_name: str, from_day: str) -> tuple[Change, ...]:
    """The changes that give a seat a new name from a day and keep the old one for the days before (M3).

    Raises Invalid for the name it already has, and for a day on which a former name was in use.
    """
    ends_on = former.last_day(former_names(network, seat), from_day)
    wanted = " ".join(new_name.split())
    if not wanted:
        raise Invalid("Det nye navn mangler. Skriv det.", field="name")
    if wanted == seat.name:
        raise Invalid(f"Pladsen hedder allerede {quoted(wanted)}.", field="name")
    return seat.edited({"name": wanted}), kept(seat, ends_on)


def kept(seat: Seat, ends_on: str) -> Change:
    """The change that keeps a seat's present name as one that was used until a day."""
    return FormerSeatName.added({"seat_id": seat.id, "name": seat.name, "ends_on": ends_on})
