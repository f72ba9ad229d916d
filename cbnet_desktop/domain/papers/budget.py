"""The year's budget on paper: shares, pool, allocations, spending and remainder (M20, M21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.plan import plan_text
from cbnet_desktop.domain.plan.plan_content import BudgetText
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish


@dataclass(frozen=True, slots=True)
class BudgetPaper:
    """A year's shares and pool, in øre."""

    front: Front
    year: int
    budget: BudgetText


def content(network: Network, year: int, today: date) -> BudgetPaper:
    """The budget of a year, as of today."""
    day = today.isoformat()
    found = plan_text.budget(network, year, day)
    state = "foreløbig" if found.is_provisional else "endelig"
    made = front(
        network,
        f"Budgetandele {year}",
        f"Status pr. {danish.long_date(day)}; puljen er {state}",
        f"Pr. {danish.short_date(day)}, {state} pulje",
        day,
    )
    return BudgetPaper(made, year, found)
