"""The first edit of a new network: its terms of reference, its organisations and its eight seats (M1-M3)."""

from __future__ import annotations

from uuid import uuid4

from cbnet_desktop.domain.records import Charter, NetworkProfile, Organisation, Seat
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.fields import Record
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


def changes(name: str, first_year: int, network_id: str) -> tuple[Change, ...]:
    """Creates the profile (its id is the network's), the charter, KBE, six libraries, the directors and eight seats."""
    agency = _created(
        Organisation,
        name="Kulturstyrelsens Biblioteksenhed",
        short_name="KBE",
        kind=str(OrganisationKind.AGENCY),
    )
    libraries = [_library(place) for place in sorted(LIBRARIES, key=danish.sort_key)]
    directors = _created(
        Organisation,
        name="Centralbibliotekscheferne",
        kind=str(OrganisationKind.DIRECTORS),
    )
    return (
        Change(NetworkProfile.TABLE, network_id, None, {"name": name, "first_year": first_year}),
        _created(Charter, valid_from=f"{first_year - 1}-01-01"),
        agency,
        *libraries,
        directors,
        _seat("Biblioteksenheden (KBE)", SeatKind.AGENCY, agency, 1),
        *(_seat(str((row.after or {})["short_name"]), SeatKind.AREA, row, 2 + i) for i, row in enumerate(libraries)),
        _seat("Centralbibliotekscheferne", SeatKind.DIRECTORS, directors, 2 + len(libraries)),
    )


def _library(place: str) -> Change:
    return _created(
        Organisation,
        name=f"{place} Centralbibliotek",
        short_name=place,
        kind=str(OrganisationKind.CENTRAL_LIBRARY),
        municipality=f"{place} Kommune",
        region=f"Region {LIBRARIES[place]}",
    )


def _seat(name: str, kind: SeatKind, organisation: Change, position: int) -> Change:
    return _created(Seat, name=name, kind=str(kind), organisation_id=organisation.row_id, position=position)


def _created(record: type[Record], /, **values: Value) -> Change:
    return Change(record.TABLE, uuid4().hex, None, values)
