"""Hard rules for the year's focus areas (M13)."""

from __future__ import annotations

from collections.abc import Iterator

from cbnet_desktop.domain.charter.findings import HardRule, Problem
from cbnet_desktop.domain.records import FocusArea
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network


def later_origins(network: Network) -> Iterator[Problem]:
    """A focus area that continues itself, or one of the same or a later year; so none can form a circle (M13)."""
    for area in network.live(FocusArea):
        origin = network.find(FocusArea, area.continues_id)
        if origin and origin.year and area.year and origin.year >= area.year:  # a merge may bring one without its year
            what = "sig selv" if origin.id == area.id else f"{quoted(origin.title)} fra {origin.year}"
            yield Problem(
                ("continues", area.id, origin.id, origin.year, area.year),
                f"Indsatsområdet {quoted(area.title)} fra {area.year} kan ikke fortsætte {what}. "
                f"Vælg et indsatsområde fra et år før {area.year}.",
                FocusArea.TABLE,
                area.id,
                "continues_id",
            )


#: The rules with the tables whose edits can break them.
RULES: tuple[tuple[frozenset[str], HardRule], ...] = ((frozenset({FocusArea.TABLE}), later_origins),)
