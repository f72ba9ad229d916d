"""What a sign-off signs: what hinders it, what to look at first, and how the terms of reference stand (M23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.charter import charter, plan_rules
from cbnet_desktop.domain.charter.findings import STATES, Checked, Finding, Severity
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.plan.plan_content import ClauseState
from cbnet_desktop.domain.records import Goal, Plan, PlanVersion, Seat
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency, roster
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import SeatKind

#: The heading of the warnings, in window and console.
LOOK_FIRST = "Det hindrer ikke, men se på det først"
NAMED_GOALS = 5


def require_signable(network: Network, year: int, today: date) -> Plan:
    """The year's plan, complete for sign-off on a day; raises Invalid with what is missing (M14, M16, M17)."""
    found = plan.of_year(network, year)
    for obstacle in hindrances(network, year, today):
        message = obstacle.message
        if found and obstacle.table == Goal.TABLE:
            message = _unready_goals(network, found)
        raise Invalid(message, table=obstacle.table, row_id=obstacle.row_id, field=obstacle.field)
    assert found
    return found


def hindrances(network: Network, year: int, today: date) -> list[Finding]:
    """All obstacles to signing off on a day, one for each thing to correct (M3, M14, M16, M17)."""
    found = plan.of_year(network, year)
    if found is None:
        message = f"Der er ingen handlingsplan for {year}. Opret planen og dens mål, før den godkendes."
        return [Finding("M16", Severity.ERROR, message, Plan.TABLE)]
    return [
        *_goals(network, found),
        *plan_rules.source_obstacles(network, found, today),
        *_agency(network, today.isoformat()),
    ]


def warnings(network: Network, year: int, today: date) -> list[Finding]:
    """What the checklist has open for the year and does not hinder the sign-off."""
    known = {(one.table, one.row_id, one.field) for one in hindrances(network, year, today)}
    return [
        finding
        for item in _checked(network, year, today)
        for finding in item.verdict.findings
        if finding.severity is not Severity.NOTE and (finding.table, finding.row_id, finding.field) not in known
    ]


def terms(network: Network, year: int, today: date) -> tuple[ClauseState, ...]:
    """Every clause of the terms of reference as it stands once the plan is signed on a day."""
    return tuple(
        ClauseState(
            item.clause.id,
            item.clause.title,
            STATES[item.verdict.state],
            tuple(finding.message for finding in item.verdict.findings),
        )
        for item in _checked(network, year, today)
    )


def _checked(network: Network, year: int, today: date) -> list[Checked]:
    """The clauses for a network in which the plan is signed: that it is not yet so is no news to who signs it."""
    found = plan.of_year(network, year)
    if found is None:
        return charter.check(network, year, today)
    version = PlanVersion.added(
        {
            "plan_id": found.id,
            "year": year,
            "number": plan.next_number(network, year),
            "decided_sha256": plan.decided(network, found).decided_sha256,
        }
    )
    return charter.check(network.with_changes([version]), year, today)


def _goals(network: Network, found: Plan) -> Iterator[Finding]:
    ordered, numbers = plan.goals(network, found), plan.numbers(network, found)
    if not ordered:
        message = f"Handlingsplanen for {found.year} har ingen mål. Skriv mindst ét mål, før planen godkendes."
        yield Finding("M17", Severity.ERROR, message, Plan.TABLE, found.id)
    for goal in ordered:
        for field in plan.lacks(goal):
            name = f"Mål {numbers[goal.id]} {quoted(labels.short(goal.text, 50))}"
            yield Finding("M17", Severity.ERROR, f"{name} har {plan.LACKING[field]}.", Goal.TABLE, goal.id, field)


def _unready_goals(network: Network, found: Plan) -> str:
    """One sentence on all goals without owner or deadline, which names the first of them."""
    numbers = plan.numbers(network, found)
    unready = [goal for goal in plan.goals(network, found) if plan.lacks(goal)]
    named = [
        f"mål {numbers[goal.id]} {quoted(labels.short(goal.text, 40))} har "
        f"{danish.joined([plan.LACKING[name] for name in plan.lacks(goal)])}"
        for goal in unready[:NAMED_GOALS]
    ]
    if rest := len(unready) - len(named):
        named.append(f"{rest} andre mål mangler også ansvarlig eller frist")
    sentence = "; ".join(named)
    return f"{sentence[0].upper()}{sentence[1:]}. Udfyld det, før planen godkendes."


def _agency(network: Network, day: str) -> Iterator[Finding]:
    seats = roster.seats_of(network, SeatKind.AGENCY, day)
    if not any(roster.sitting(network, seat, day) for seat in seats):
        message = (
            f"Ingen repræsenterer {agency.name(network, day)} i netværket {danish.short_date(day)}. "
            "Udpeg en repræsentant, før planen godkendes."
        )
        yield Finding("M3", Severity.ERROR, message, Seat.TABLE, seats[0].id if seats else "")
