"""The libraries' shares, the pool that they make up and its allocations, in whole øre (M20, M21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cbnet_desktop.domain.agreed import subjects, texts
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import Allocation, BudgetShare, FocusArea, Organisation
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles.titles import name_in
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import PART_ORDER, Act
from cbnet_desktop.domain.words.money import apportion

#: The two sides that agree to a share.
BOTH = (Act.LIBRARY_AGREED, Act.AGENCY_AGREED)


@dataclass(frozen=True, slots=True)
class Pool:
    """A year's joint money in øre; provisional until every central library's share is agreed."""

    pool_ore: int
    earmarked_ore: int
    is_provisional: bool
    allocated_ore: int
    unallocated_ore: int
    not_agreed: tuple[Organisation, ...]


def shares(network: Network, year: int) -> list[BudgetShare]:
    """The year's shares in Danish order of the libraries' names then."""
    rows = network.where(BudgetShare, "year", year)
    return sorted(rows, key=lambda row: (danish.sort_key(name_in(network, row.organisation_id, year)), row.id))


def share_of(network: Network, year: int, organisation_id: str) -> BudgetShare | None:
    """A library's share of a year."""
    rows = shares(network, year)
    return next((row for row in rows if row.organisation_id == organisation_id), None)


def is_agreed(network: Network, row: BudgetShare, today: str = dates.LAST_DAY) -> bool:
    """Whether library and agency have both agreed by today, and not absurdly early, to the amount that it has now."""
    return row.joint_ore is not None and all(is_agreed_by(network, row, act, today) for act in BOTH)


def is_agreed_by(network: Network, row: BudgetShare, act: Act, today: str = dates.LAST_DAY) -> bool:
    """Whether one of the two sides has agreed by today to the amount that the share has now."""
    return dates.is_agreed_by(subjects.day(act, row), row.year, today) and texts.holds(network, act, row)


def effective_bp(row: BudgetShare) -> int | None:
    """The share in basis points: as entered, or computed from kroner and rounded half up."""
    if row.share_bp is not None:
        return row.share_bp
    if row.share_ore is None or not row.earmarked_ore:
        return None
    return (row.share_ore * 20_000 + row.earmarked_ore) // (2 * row.earmarked_ore)


def percent(row: BudgetShare) -> str:
    """The share as percent in words; what was computed from kroner is never rounded to nothing or all of it."""
    return danish.percent_of(effective_bp(row), row.joint_ore, row.earmarked_ore)


def counted(network: Network, year: int) -> list[BudgetShare]:
    """The year's shares that make up the pool: not those of central libraries outside their time in the network (M21).

    A library that belonged on any day of the year owes its own share of it, also where it was merged into another or
    split from one during the year: the money was earmarked to it. One with no money of its own that year enters 0 kr.
    A library that left before the year began owes nothing.
    """
    return [row for row in shares(network, year) if not is_outside(network, row)]


def is_outside(network: Network, row: BudgetShare) -> bool:
    """Whether a share is of a central library that did not belong to the network on any day of its year."""
    library = network.find(Organisation, row.organisation_id)
    return library is not None and roster.is_outside(network, library, row.year)


def ensure_shares(network: Network, year: int) -> tuple[Change, ...]:
    """The changes that add an empty share for each central library without one in the year."""
    known = {row.organisation_id for row in shares(network, year)}
    return tuple(
        BudgetShare.added({"year": year, "organisation_id": library.id})
        for library in roster.central_libraries_of(network, year)
        if library.id not in known
    )


def allocations(network: Network, year: int) -> list[Allocation]:
    """The allocations of the year's pool, by part and focus area."""
    areas = {area.id: index for index, area in enumerate(focus.of_year(network, year))}
    rows = network.where(Allocation, "year", year)
    return sorted(
        rows,
        key=lambda row: (
            PART_ORDER.get(row.part, 9),
            areas.get(row.focus_area_id or "", len(areas)),
            danish.sort_key(row.purpose),
            row.id,
        ),
    )


def pool(network: Network, year: int, today: str = dates.LAST_DAY) -> Pool:
    """The year's sums in øre, provisional until agreed by today; only a merge can make unallocated_ore negative."""
    rows = counted(network, year)
    agreed = [row for row in rows if is_agreed(network, row, today)]
    not_agreed = _not_agreed(network, year, rows, agreed)
    total = sum(row.joint_ore or 0 for row in rows)
    allocated = sum(row.amount_ore or 0 for row in network.live(Allocation) if row.year == year)
    return Pool(
        pool_ore=total,
        earmarked_ore=sum(row.earmarked_ore or 0 for row in rows),
        is_provisional=bool(not_agreed) or len(agreed) < len(rows),
        allocated_ore=allocated,
        unallocated_ore=total - allocated,
        not_agreed=not_agreed,
    )


def _not_agreed(
    network: Network, year: int, rows: Sequence[BudgetShare], agreed: Sequence[BudgetShare]
) -> tuple[Organisation, ...]:
    """Who keeps the pool provisional: the year's libraries without a share, and whoever has one that is not agreed."""
    known = {row.organisation_id for row in rows}
    lacking = [row for row in roster.central_libraries_of(network, year) if row.id not in known]
    late = (network.find(Organisation, row.organisation_id) for row in rows if row not in agreed)
    found = {row.id: row for row in (*lacking, *late) if row}
    return tuple(sorted(found.values(), key=lambda row: (danish.sort_key(name_in(network, row.id, year)), row.id)))


def distribute(network: Network, year: int, weights: Mapping[str, int]) -> tuple[Change, ...]:
    """Distributes what other allocations leave of the pool among focus areas by weight (M21).

    Each gets whole kroner, and the area with the largest weight the øre that are left over. Keys are focus area ids; an
    area's own allocation (the one without a goal) is replaced. Raises Invalid where nothing is left or the weights are
    negative or all 0.
    """
    own = {
        row.focus_area_id: row
        for row in reversed(allocations(network, year))
        if row.focus_area_id in weights and row.goal_id is None
    }
    replaced = sum(row.amount_ore or 0 for row in own.values())
    left = pool(network, year).unallocated_ore + replaced
    if left <= 0:
        raise Invalid(f"Der er ingen midler tilbage at fordele i {year}.", table=Allocation.TABLE, field="amount_ore")
    if not weights or any(weight < 0 for weight in weights.values()) or not sum(weights.values()):
        raise Invalid("Vægtene skal være 0 eller derover, og mindst én skal være over 0.", table=Allocation.TABLE)
    parts = [100 * kroner for kroner in apportion(left // 100, list(weights.values()))]
    parts[max(range(len(parts)), key=list(weights.values()).__getitem__)] += left % 100
    return tuple(
        _allocated(network, year, own.get(area_id), area_id, part) for area_id, part in zip(weights, parts, strict=True)
    )


def _allocated(network: Network, year: int, row: Allocation | None, area_id: str, amount_ore: int) -> Change:
    if row is not None:
        return row.edited({"amount_ore": amount_ore})
    area = network.get(FocusArea, area_id)
    values: dict[str, Value] = {"year": year, "purpose": area.title, "part": area.part, "focus_area_id": area.id}
    return Allocation.added({**values, "amount_ore": amount_ore})
