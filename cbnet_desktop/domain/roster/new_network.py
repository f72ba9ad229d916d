"""The first edit of a new network: its terms of reference, its organisations and its eight seats (M1-M3)."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.records import Charter, NetworkProfile, Organisation, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import OrganisationKind, SeatKind

#: The six central libraries and the region each lies in.
LIBRARIES = {
    "Gentofte": "Hovedstaden",
    "Roskilde": "Sjælland",
    "Odense": "Syddanmark",
    "Vejle": "Syddanmark",
    "Herning": "Midtjylland",
    "Aalborg": "Nordjylland",
}


@dataclass(frozen=True, slots=True)
class Agency:
    """What the agency is called; its seat bears its name unless it has one of its own."""

    name: str
    short_name: str = ""
    seat: str = ""


#: The agency of the terms of reference, and what has had its tasks since 2016.
KBE = Agency("Kulturstyrelsens Biblioteksenhed", "KBE", "Biblioteksenheden (KBE)")
SLKS = Agency("Slots- og Kulturstyrelsen", "SLKS")


def agency_in(first_year: int, name: str = "", short_name: str = "") -> Agency:
    """The agency by these names; without a name, what it was called in the year."""
    usual = KBE if first_year < 2016 else SLKS
    given = " ".join(name.split()), " ".join(short_name.split())
    return usual if given in (("", ""), (usual.name, usual.short_name)) else Agency(*given)


def changes(name: str, first_year: int, network_id: str, agency_called: Agency | None = None) -> tuple[Change, ...]:
    """Adds the profile (with the network's id), the charter, eight organisations and as many seats."""
    called = agency_called or agency_in(first_year)
    agency = Organisation.added(
        {"name": called.name, "short_name": called.short_name, "kind": str(OrganisationKind.AGENCY)}
    )
    libraries = [_library(place) for place in sorted(LIBRARIES, key=danish.sort_key)]
    directors = Organisation.added({"name": "Centralbibliotekscheferne", "kind": str(OrganisationKind.DIRECTORS)})
    return (
        Change(NetworkProfile.TABLE, network_id, None, {"name": name, "first_year": first_year}),
        Charter.added({"valid_from": f"{first_year - 1}-01-01"}),
        agency,
        *libraries,
        directors,
        _seat(called.seat or called.name, SeatKind.AGENCY, agency, 1),
        *(_seat(str((row.after or {})["short_name"]), SeatKind.AREA, row, 2 + i) for i, row in enumerate(libraries)),
        _seat("Centralbibliotekscheferne", SeatKind.DIRECTORS, directors, 2 + len(libraries)),
    )


def _library(place: str) -> Change:
    return Organisation.added(
        {
            "name": f"{place} Centralbibliotek",
            "short_name": place,
            "kind": str(OrganisationKind.CENTRAL_LIBRARY),
            "municipality": f"{place} Kommune",
            "region": f"Region {LIBRARIES[place]}",
        }
    )


def _seat(name: str, kind: SeatKind, organisation: Change, position: int) -> Change:
    return Seat.added({"name": name, "kind": str(kind), "organisation_id": organisation.row_id, "position": position})
