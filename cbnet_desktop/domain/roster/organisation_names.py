"""The names of an organisation over time, and renaming it (M2)."""

from __future__ import annotations

from cbnet_desktop.domain.records import FormerName, Organisation
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import former


def former_names(network: Network, organisation: Organisation) -> list[FormerName]:
    """The former names of an organisation, oldest first."""
    return former.in_order(network.where(FormerName, "organisation_id", organisation.id))


def on(network: Network, organisation: Organisation | None, day: str) -> Organisation | FormerName | None:
    """The row with an organisation's name and short name on a day (empty: today): a former name, else its own row."""
    if organisation is None or not day:
        return organisation
    return former.borne_on(former_names(network, organisation), day) or organisation


def name(network: Network, row_id: str | None, day: str) -> str:
    """An organisation's full name on a day; empty where there is no such organisation."""
    row = on(network, network.find(Organisation, row_id), day)
    return row.name if row else ""


def short_name(network: Network, row_id: str | None, day: str) -> str:
    """An organisation's short name on a day, or its full name where it had none."""
    row = on(network, network.find(Organisation, row_id), day)
    return (row.short_name or row.name) if row else ""


def rename(
    network: Network, organisation: Organisation, new_name: str, from_day: str, new_short_name: str | None = None
) -> tuple[Change, ...]:
    """The changes that give an organisation a new name from a day and keep the old one for the days before (M2).

    The short name stays unless a new one is given. Raises Invalid for the name it already has, and for a day on which
    a former name was in use.
    """
    ends_on = former.last_day(former_names(network, organisation), from_day)
    wanted = " ".join(new_name.split())
    short = organisation.short_name if new_short_name is None else " ".join(new_short_name.split())
    if not wanted:
        raise Invalid("Det nye navn mangler. Skriv det.", field="name")
    if (wanted, short) == (organisation.name, organisation.short_name):
        raise Invalid(f"Organisationen hedder allerede {quoted(wanted)}.", field="name")
    return organisation.edited({"name": wanted, "short_name": short}), kept(organisation, ends_on)


def kept(organisation: Organisation, ends_on: str) -> Change:
    """The change that keeps an organisation's present names as those that were used until a day."""
    return FormerName.added(
        {
            "organisation_id": organisation.id,
            "name": organisation.name,
            "short_name": organisation.short_name,
            "ends_on": ends_on,
        }
    )
