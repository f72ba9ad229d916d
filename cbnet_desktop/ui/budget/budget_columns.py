"""The columns of the libraries' shares and of the pool's allocations (M20, M21)."""

from __future__ import annotations

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.records import Allocation, BudgetShare
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import Column, column


def share_columns(session: Session) -> tuple[Column, ...]:
    """Library, state by today, amounts and dates of agreement."""
    return (
        column(
            BudgetShare,
            "organisation_id",
            width=16,
            is_editable=False,
            elsewhere="Rækkens centralbibliotek ligger fast. Navnet rettes under Netværk ▸ Organisationer.",
        ),
        Column(
            "Tilstand",
            text=lambda network, row: state_word(network, _share(row), session.today.isoformat()),
            icon=lambda network, row: state_icon(network, _share(row), session.today.isoformat()),
            width=15,
            elsewhere="Tilstanden følger af andelen og de to aftaledatoer i rækken.",
        ),
        column(
            BudgetShare,
            "earmarked_ore",
            sum_of=lambda network, row: _in_pool(network, row, _share(row).earmarked_ore),
            show_sum=danish.amount,
            width=11,
        ),
        column(
            BudgetShare,
            "share_bp",
            title="Andel i pct.",
            derived=lambda _, row: budget.percent(_share(row)),
            sort_by=lambda _, row: budget.effective_bp(_share(row)),
            width=9,
        ),
        column(BudgetShare, "share_ore", title="Andel i kr.", sum_of=None, width=11),
        Column(
            "Fælles beløb",
            elsewhere="Beløbet regnes ud af rækkens beløb og andel.",
            text=lambda _, row: danish.amount(_share(row).joint_ore),
            sort_by=lambda _, row: _share(row).joint_ore,
            sum_of=lambda network, row: _in_pool(network, row, _share(row).joint_ore),
            show_sum=danish.amount,
            is_number=True,
            width=11,
        ),
        column(BudgetShare, "library_agreed_on", title="Bibliotek aftalt", width=10),
        column(BudgetShare, "agency_agreed_on", title="Styrelse aftalt", width=10),
    )


def allocation_columns() -> tuple[Column, ...]:
    """Purpose, focus area, part, amounts granted, spent and left."""
    return (
        column(Allocation, "purpose", width=26),
        column(Allocation, "focus_area_id", width=24),
        column(Allocation, "part", width=18),
        column(Allocation, "amount_ore", width=9),
        column(Allocation, "spent_ore", width=9),
        Column(
            "Rest",
            elsewhere="Resten regnes ud af det bevilgede og det forbrugte.",
            text=lambda _, row: danish.amount(_left(row)),
            sort_by=lambda _, row: _left(row),
            sum_of=lambda _, row: _left(row),
            show_sum=danish.amount,
            icon=lambda _, row: "broken" if (_left(row) or 0) < 0 else "",
            is_number=True,
            width=9,
        ),
    )


def state_word(network: Network, row: BudgetShare, today: str) -> str:
    """»Aftalt«, or what is missing, for example »Mangler« and the name of the agency."""
    if budget.is_outside(network, row):
        return "Ikke med i året"
    if budget.is_agreed(network, row, today):
        return "Aftalt"
    if row.earmarked_ore is None or row.joint_ore is None:
        return "Mangler beløb" if row.earmarked_ore is None else "Mangler andel"
    has_library, has_agency = (
        dates.is_agreed_by(day, row.year, today) for day in (row.library_agreed_on, row.agency_agreed_on)
    )
    if has_library:
        return "Ændret siden" if has_agency else f"Mangler {agency.name_in(network, row.year)}"
    return "Mangler bibliotek" if has_agency else "Mangler begge"


def state_icon(network: Network, row: BudgetShare, today: str) -> str:
    """The icon of a share's state; none where the library owes none."""
    if budget.is_outside(network, row):
        return ""
    return "kept" if budget.is_agreed(network, row, today) else "open"


def _in_pool(network: Network, record: Record, ore: int | None) -> int | None:
    """An amount of a share where it counts in the year's sums."""
    return None if budget.is_outside(network, _share(record)) else ore


def _left(record: Record) -> int | None:
    """What is left of an allocation in øre; negative where more is spent."""
    assert isinstance(record, Allocation)
    return None if record.amount_ore is None else record.amount_ore - (record.spent_ore or 0)


def _share(record: Record) -> BudgetShare:
    assert isinstance(record, BudgetShare)
    return record
