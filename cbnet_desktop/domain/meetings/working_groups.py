"""The network's working groups (M18)."""

from __future__ import annotations

from collections.abc import Iterable

from cbnet_desktop.domain.records import GroupMember, Meeting, Person, WorkingGroup
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates


def on(network: Network, day: str) -> list[WorkingGroup]:
    """The groups that exist on a day, in Danish order."""
    return _ordered(row for row in network.live(WorkingGroup) if dates.overlap(row.starts_on, row.ends_on, day, day))


def of_year(network: Network, year: int) -> list[WorkingGroup]:
    """The groups that exist on some day of the year, in Danish order."""
    return _ordered(row for row in network.live(WorkingGroup) if dates.is_in_year(row.starts_on, row.ends_on, year))


def members(network: Network, group: WorkingGroup, day: str) -> list[GroupMember]:
    """A group's members on a day, the lead first, then in Danish order of names."""
    return [row for row in all_members(network, group) if dates.overlap(row.starts_on, row.ends_on, day, day)]


def all_members(network: Network, group: WorkingGroup) -> list[GroupMember]:
    """All present and past members, the lead first, then in Danish order of names."""
    rows = network.where(GroupMember, "group_id", group.id)
    return sorted(
        rows, key=lambda row: (not row.is_lead, danish.sort_key(titles.person_name(network, row.person_id)), row.id)
    )


def lead(network: Network, group: WorkingGroup, day: str) -> Person | None:
    """The lead of a group on a day."""
    found = next((row for row in members(network, group, day) if row.is_lead), None)
    return network.find(Person, found.person_id) if found else None


def meetings_of(network: Network, group: WorkingGroup) -> list[Meeting]:
    """A group's meetings by date."""
    found = network.where(Meeting, "group_id", group.id)
    return sorted(found, key=lambda row: (row.held_on or "", row.starts_at or "", row.id))


def _ordered(rows: Iterable[WorkingGroup]) -> list[WorkingGroup]:
    return sorted(rows, key=lambda row: (danish.sort_key(row.name), row.id))
