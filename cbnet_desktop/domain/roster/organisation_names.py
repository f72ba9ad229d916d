"""What an organisation was called on a day, and its renaming (M2)."""

from __future__ import annotations

from uuid import uuid4

from cbnet_desktop.domain.records import FormerName, Organisation
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish, dates


def former_names(network: Network, organisation: Organisation) -> list[FormerName]:
    """The names that an organisation bore before, oldest first."""
    found = [row for row in network.live(FormerName) if row.organisation_id == organisation.id and row.ends_on]
    return sorted(found, key=lambda row: (row.ends_on or "", row.id))


def on(network: Network, organisation: Organisation | None, day: str) -> Organisation | FormerName | None:
    """The row that holds an organisation's name and short name of a day: a former name, else its own.

    An empty day is today.
    """
    if organisation is None:
        return None
    if not day:
        return organisation
    later = [
        row for row in network.live(FormerName) if row.organisation_id == organisation.id and (row.ends_on or "") >= day
    ]
    return min(later, key=lambda row: (row.ends_on or "", row.id), default=organisation)


def name(network: Network, row_id: str | None, day: str) -> str:
    """An organisation's full name of a day; empty where there is no such organisation."""
    row = on(network, network.find(Organisation, row_id), day)
    return row.name if row else ""


def short_name(network: Network, row_id: str | None, day: str) -> str:
    """An organisation's short name of a day, or its name where it had none."""
    row = on(network, network.find(Organisation, row_id), day)
    return (row.short_name or row.name) if row else ""


def rename(
    network: Network, organisation: Organisation, new_name: str, from_day: str, new_short_name: str | None = None
) -> tuple[Change, ...]:
    """The changes that give an organisation a new name from a day and keep the old one for the days before (M2).

    The short name stays unless a new one is given. Raises Invalid for a name it bears already, and for a day on which
    a former name was still in use.
    """
    FormerName.fields()["ends_on"].check(from_day)
    wanted = " ".join(new_name.split())
    short = organisation.short_name if new_short_name is None else " ".join(new_short_name.split())
    if not wanted:
        raise Invalid("Det nye navn mangler. Skriv det.", field="name")
    if (wanted, short) == (organisation.name, organisation.short_name):
        raise Invalid(f"Organisationen hedder allerede {quoted(wanted)}.", field="name")
    ends_on = dates.days_later(from_day, -1)
    for row in former_names(network, organisation):
        if (row.ends_on or "") >= ends_on:
            raise Invalid(
                f"Navnet {quoted(row.name)} er brugt til og med {danish.short_date(row.ends_on)}. Vælg en senere dag.",
                field="ends_on",
            )
    kept: dict[str, Value] = {
        "organisation_id": organisation.id,
        "name": organisation.name,
        "short_name": organisation.short_name,
        "ends_on": ends_on,
    }
    before = {"name": organisation.name, "short_name": organisation.short_name}
    return (
        Change(Organisation.TABLE, organisation.id, before, {"name": wanted, "short_name": short}),
        Change(FormerName.TABLE, uuid4().hex, None, kept),
    )
