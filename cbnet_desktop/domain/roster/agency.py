"""What the agency is called on a day (M2): KBE in the terms of reference, another name since."""

from __future__ import annotations

from cbnet_desktop.domain.records import Organisation
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import organisation_names
from cbnet_desktop.domain.words.choices import OrganisationKind

#: Where no agency is on record.
UNNAMED = "styrelsen"


def name(network: Network, day: str) -> str:
    """The agency's short name on a day (ISO; empty: today), or its full name where it has none."""
    found = min(
        network.where(Organisation, "kind", OrganisationKind.AGENCY),
        key=lambda row: row.id,
        default=None,
    )
    return organisation_names.short_name(network, found.id, day) if found else UNNAMED


def name_in(network: Network, year: int) -> str:
    """The agency's short name at the end of a year."""
    return name(network, f"{year}-12-31")
