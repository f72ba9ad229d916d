"""The annual wheel of a year for one sheet of paper (M22)."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.plan import wheel
from cbnet_desktop.domain.plan.wheel import WheelEvent
from cbnet_desktop.domain.records.network import Network


@dataclass(frozen=True, slots=True)
class WheelText:
    """All events of a year."""

    front: Front
    year: int
    events: tuple[WheelEvent, ...]


def content(network: Network, year: int) -> WheelText:
    """The wheel of a year, dated the year's first day."""
    made = front(network, f"Årshjul {year}", "", f"Årshjul {year}", f"{year}-01-01")
    return WheelText(made, year, wheel.events(network, year))
