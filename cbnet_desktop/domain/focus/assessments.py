"""Dissemination and assessment of the joint focus areas by libraries and regions (M9)."""

from __future__ import annotations

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import Assessment, Dissemination, FocusArea
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Level


def of_area(network: Network, area: FocusArea) -> list[Assessment]:
    """The assessments of a focus area by level and maker."""
    found = network.where(Assessment, "focus_area_id", area.id)
    return sorted(found, key=lambda row: (row.level != Level.REGIONAL, danish.sort_key(maker(network, row)), row.id))


def disseminations(network: Network, area: FocusArea) -> list[Dissemination]:
    """The activities that carried a focus area out, by date."""
    found = network.where(Dissemination, "focus_area_id", area.id)
    return sorted(found, key=lambda row: (row.held_on or "9", danish.sort_key(maker(network, row)), row.id))


def maker(network: Network, row: Assessment | Dissemination) -> str:
    """The library, or else the region, that made the assessment or held the activity."""
    on = row.assessed_on if isinstance(row, Assessment) else row.held_on
    return organisation_name(network, row.organisation_id, on) or row.region


def is_made(row: Assessment) -> bool:
    """Whether an assessment has its text yet."""
    return bool(row.text.strip())


def unassessed(network: Network, year: int) -> list[FocusArea]:
    """The year's focus areas that nobody has assessed yet (M9)."""
    made = {row.focus_area_id for row in network.live(Assessment) if is_made(row)}
    return [area for area in focus.of_year(network, year) if area.id not in made]


def asked_for(network: Network, area: FocusArea) -> tuple[Change, ...]:
    """The changes that add an empty assessment for each central library of the area's year without one."""
    known = {row.organisation_id for row in of_area(network, area)}
    return tuple(
        Assessment.added(
            {
                "focus_area_id": area.id,
                "level": str(Level.REGIONAL),
                "organisation_id": library.id,
                "region": library.region,
            }
        )
        for library in roster.central_libraries_of(network, area.year)
        if library.id not in known
    )
