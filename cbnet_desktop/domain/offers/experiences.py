"""The year's experience on the three levels (M7)."""

from __future__ import annotations

from cbnet_desktop.domain.records import Experience
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Level


def of_year(network: Network, year: int) -> list[Experience]:
    """The experience of the year, newest first, then in Danish order."""
    found = network.in_year(Experience, "tried_on", year)
    found.sort(key=lambda row: (danish.sort_key(row.title), row.id))
    return sorted(found, key=lambda row: row.tried_on or "", reverse=True)


def by_level(network: Network, year: int) -> dict[Level, list[Experience]]:
    """The year's experience by level; levels without any are included."""
    found = of_year(network, year)
    return {level: [row for row in found if row.level == level] for level in Level}


def empty_levels(network: Network, year: int) -> list[Level]:
    """The levels on which the year has no experience yet."""
    return [level for level, rows in by_level(network, year).items() if not rows]
