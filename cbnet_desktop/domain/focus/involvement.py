"""Agreements with central libraries on their involvement in focus areas, with each library's consent (M8)."""

from __future__ import annotations

from collections.abc import Iterable

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import FocusArea, InvolvedLibrary, Involvement
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import Act, InvolvementState


def of_area(network: Network, area: FocusArea) -> list[Involvement]:
    """The involvement agreements of a focus area by date of agreement."""
    found = network.where(Involvement, "focus_area_id", area.id)
    return sorted(found, key=lambda row: (row.agreed_on or "9", row.id))


def of_year(network: Network, year: int) -> list[Involvement]:
    """The involvement agreements of the year's focus areas, in the areas' order."""
    return [row for area in focus.of_year(network, year) for row in of_area(network, area)]


def libraries(network: Network, involvement: Involvement) -> list[InvolvedLibrary]:
    """The libraries named in an agreement, in Danish order of their names."""
    return by_involvement(network).get(involvement.id, [])


def by_involvement(network: Network) -> dict[str, list[InvolvedLibrary]]:
    """The libraries of each agreement, by its id, in Danish order of their names then."""
    found = grouped(network)
    for rows in found.values():
        rows.sort(key=lambda row: (danish.sort_key(library_name(network, row)), row.id))
    return found


def grouped(network: Network) -> dict[str, list[InvolvedLibrary]]:
    """The libraries of each agreement, by its id, in the order of their ids: by name costs more than a rule may."""
    found: dict[str, list[InvolvedLibrary]] = {}
    for row in network.live(InvolvedLibrary):
        found.setdefault(row.involvement_id or "", []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.id)
    return found


def library_name(network: Network, row: InvolvedLibrary) -> str:
    """What a library is called in the year of the focus area that it is involved in."""
    involvement = network.find(Involvement, row.involvement_id)
    area = network.find(FocusArea, involvement.focus_area_id) if involvement else None
    return organisation_name(network, row.organisation_id, f"{area.year}-12-31" if area else None)


def counts(network: Network, involvement: Involvement, day: str | None, today: str = dates.LAST_DAY) -> bool:
    """Whether a day is one on which the agreement or a consent to it can have been given by today."""
    area = network.find(FocusArea, involvement.focus_area_id)
    return dates.is_agreed_by(day, area.year, today) if area else dates.has_been(day, today)


def without_consent(
    network: Network, involvement: Involvement, rows: Iterable[InvolvedLibrary], today: str = dates.LAST_DAY
) -> list[InvolvedLibrary]:
    """The libraries that have not consented by today to what the agreement says now."""
    return [
        row
        for row in rows
        if not (counts(network, involvement, row.consented_on, today) and texts.holds(network, Act.CONSENTED, row))
    ]


def lacking(
    network: Network, involvement: Involvement, rows: list[InvolvedLibrary], today: str = dates.LAST_DAY
) -> str:
    """What an agreement with these libraries lacks by today before it is »aftalt«, as a phrase; empty for nothing."""
    lacks = [] if counts(network, involvement, involvement.agreed_on, today) else ["en dato"]
    if not rows:
        lacks.append("mindst ét centralbibliotek")
    if open_ones := [
        library_name(network, row) or "et bibliotek" for row in without_consent(network, involvement, rows, today)
    ]:
        lacks.append(f"samtykke fra {danish.joined(sorted(open_ones, key=danish.sort_key))}")
    return danish.joined(lacks)


def library_added(network: Network, involvement: Involvement, organisation_id: str) -> tuple[Change, ...]:
    """The change that adds a library to an agreement; none where it is there already."""
    if any(row.organisation_id == organisation_id for row in libraries(network, involvement)):
        return ()
    return (InvolvedLibrary.added({"involvement_id": involvement.id, "organisation_id": organisation_id}),)


def agreed(network: Network, involvement: Involvement, on: str) -> Change:
    """The change that marks the agreement as agreed on a day; raises Invalid without every library's consent."""
    rows = libraries(network, involvement)
    if not rows or without_consent(network, involvement, rows):
        missing = lacking(network, involvement, rows).removeprefix("en dato og ").removeprefix("en dato, ")
        raise Invalid(f"Aftalen mangler {missing}. Registrér det, før aftalen står som aftalt.", field="state")
    return involvement.edited({"state": str(InvolvementState.AGREED), "agreed_on": on})
