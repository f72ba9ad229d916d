"""Rules on the budget (M20, M21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import agreed_rules, hard_rules, past_days
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict
from cbnet_desktop.domain.records import Allocation, BudgetShare, FocusArea, Goal, Plan
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency, roster
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish


def check_shares(network: Network, year: int, today: date) -> Verdict:
    """M20: each library of the year has entered its share for joint competence development and agreed it with KBE."""
    rows = budget.shares(network, year)
    findings: list[Finding] = []
    for library in roster.central_libraries_of(network, year):
        own = [row for row in rows if row.organisation_id == library.id]
        findings.extend(_library_findings(network, titles.name_in(network, library.id, year), year, own, today))
    findings.extend(_outside(network, row) for row in rows if row.joint_ore and budget.is_outside(network, row))
    for row in rows:
        for act in budget.BOTH:
            findings.extend(agreed_rules.changed(network, "M20", act, row))
    return Verdict.of(findings)


def _outside(network: Network, row: BudgetShare) -> Finding:
    """A share with money that is in no pool, so that it is not lost sight of."""
    name = titles.name_in(network, row.organisation_id, row.year)
    message = (
        f"{name} hører ikke til netværket i {row.year}, så andelen, {_amount(row)}, indgår ikke i de fælles midler. "
        "Arkivér den, eller ret, hvornår biblioteket er med."
    )
    return Finding("M20", Severity.WARNING, message, BudgetShare.TABLE, row.id, "archived")


def _library_findings(
    network: Network, name: str, year: int, rows: list[BudgetShare], today: date
) -> Iterator[Finding]:
    if not rows:
        message = f"{name} har ingen budgetandel for {year}. Indtast det afsatte beløb og andelen."
        yield Finding("M20", Severity.WARNING, message, BudgetShare.TABLE)
        return
    for row in rows[1:]:
        message = f"{name} har {len(rows)} budgetandele for {year}. Arkivér dem, der ikke gælder."
        yield Finding("M20", Severity.ERROR, message, BudgetShare.TABLE, row.id, "archived")
    yield from _share_findings(network, name, rows[0])
    for field in ("library_agreed_on", "agency_agreed_on"):
        what = f"Andelen for {name} i {year} står som aftalt"
        if message := past_days.untimely(what, getattr(rows[0], field), today.isoformat(), year):
            yield Finding("M20", Severity.WARNING, message, BudgetShare.TABLE, rows[0].id, field)


def _share_findings(network: Network, name: str, row: BudgetShare) -> Iterator[Finding]:
    def found(severity: Severity, message: str, field: str) -> Finding:
        return Finding("M20", severity, message, BudgetShare.TABLE, row.id, field)

    try:
        row.check()
    except Invalid as broken:
        yield found(Severity.ERROR, f"{name} {row.year}: {broken.message}", broken.field)
        return
    if row.earmarked_ore is None:
        yield found(Severity.WARNING, f"{name} har ikke oplyst det afsatte beløb for {row.year}.", "earmarked_ore")
    if row.share_bp is None and row.share_ore is None:
        yield found(Severity.WARNING, f"{name} har ikke oplyst den fælles andel for {row.year}.", "share_bp")
    if row.joint_ore is None:
        return
    if not row.library_agreed_on:
        message = danish.sentence(f"{name} har ikke aftalt sin andel for {row.year}, {_amount(row)}")
        yield found(Severity.WARNING, message, "library_agreed_on")
    if not row.agency_agreed_on:
        share = f"{danish.genitive(name)} andel for {row.year}, {_amount(row)}"
        message = f"{share}, er endnu ikke aftalt med {agency.name_in(network, row.year)}."
        yield found(Severity.WARNING, message, "agency_agreed_on")


def _amount(row: BudgetShare) -> str:
    return danish.amount(row.joint_ore, unit="kr.")


def check_pool(network: Network, year: int, today: date) -> Verdict:
    """M21: the allocations do not exceed the sum of the shares; due once a share is known."""
    sums = budget.pool(network, year, today.isoformat())
    rows = budget.allocations(network, year)
    findings = [finding for row in rows for finding in _allocation_findings(network, row)]
    if sums.unallocated_ore < 0:
        message = hard_rules.overdrawn_message(year, sums)
        findings.append(Finding("M21", Severity.ERROR, message, Allocation.TABLE, rows[-1].id, "amount_ore"))
    is_known = any(row.joint_ore is not None for row in budget.counted(network, year))
    if is_known and sums.is_provisional:
        findings.append(_provisional(network, year, sums))
    if sums.unallocated_ore > 0:
        left = danish.amount(sums.unallocated_ore, unit="kr.")
        message = f"{left} af de fælles midler i {year} er ikke fordelt endnu."
        findings.append(Finding("M21", Severity.NOTE, message, Allocation.TABLE))
    return Verdict.of(findings, is_due=is_known)


def _provisional(network: Network, year: int, sums: budget.Pool) -> Finding:
    names = danish.joined([titles.name_in(network, library.id, year) for library in sums.not_agreed])
    message = f"De fælles midler for {year}, {danish.amount(sums.pool_ore, unit='kr.')}, er foreløbige"
    message += f": {names} har ikke aftalt andelen endnu." if names else "."
    return Finding("M21", Severity.NOTE, message, BudgetShare.TABLE)


def _allocation_findings(network: Network, row: Allocation) -> Iterator[Finding]:
    name = f"Bevillingen {quoted(labels.row_title(network, row))}"
    if row.amount_ore is None:
        yield Finding("M21", Severity.WARNING, f"{name} har intet beløb.", Allocation.TABLE, row.id, "amount_ore")
    elif row.spent_ore is not None and row.spent_ore > row.amount_ore:
        over = danish.amount(row.spent_ore - row.amount_ore, unit="kr.")
        message = danish.sentence(f"{name} er overskredet med {over}")
        yield Finding("M21", Severity.WARNING, message, Allocation.TABLE, row.id, "spent_ore")
    yield from _of_another_year(network, row, name)


def _of_another_year(network: Network, row: Allocation, name: str) -> Iterator[Finding]:
    """Money of one year that is given to a focus area or a goal of another."""
    area, goal = network.find(FocusArea, row.focus_area_id), network.find(Goal, row.goal_id)
    planned = network.find(Plan, goal.plan_id) if goal else None
    for field, noun, found in (("focus_area_id", "indsatsområde", area), ("goal_id", "mål", planned)):
        if found and found.year != row.year:
            message = f"{name} for {row.year} er knyttet til et {noun} fra {found.year}. Vælg et {noun} fra {row.year}."
            yield Finding("M21", Severity.NOTE, message, Allocation.TABLE, row.id, field)
