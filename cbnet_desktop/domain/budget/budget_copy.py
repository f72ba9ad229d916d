"""Copying budget shares from the year before: amounts and shares, never agreements (M20)."""

from __future__ import annotations

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.records import BudgetShare
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster

COPIED = ("earmarked_ore", "share_bp", "share_ore")


def copied(network: Network, year: int) -> tuple[Change, ...]:
    """The changes that copy amounts and shares for each library that has entered none; raises Invalid without any."""
    libraries = roster.central_libraries_of(network, year)
    changes = [change for library in libraries if (change := _copied_one(network, year, library.id))]
    if changes:
        return tuple(changes)
    if any(_entered(row) for row in budget.shares(network, year - 1)):
        raise Invalid(
            f"Alle biblioteker med en andel i {year - 1} har allerede beløb i {year}. Der er intet at kopiere."
        )
    raise Invalid(f"Der er ingen budgetandele for {year - 1} at kopiere.")


def _copied_one(network: Network, year: int, library_id: str) -> Change | None:
    before = budget.share_of(network, year - 1, library_id)
    values = _entered(before) if before else {}
    known = budget.share_of(network, year, library_id)
    if not values or (known and _entered(known)):
        return None
    return known.edited(values) if known else BudgetShare.added({"year": year, "organisation_id": library_id, **values})


def _entered(row: BudgetShare) -> dict[str, Value]:
    return {name: value for name in COPIED if (value := getattr(row, name)) is not None}
