"""Rules on the action plan (M4, M16, M17, M22, M23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from cbnet_desktop.domain.agreements import portfolio
from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import FocusArea, Goal, Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import PARTS, SETTLED, MeetingKind, MeetingState


def check_parts(network: Network, year: int, today: date) -> Verdict:
    """M4: all work of the year belongs to one of the two parts, and its plan has goals in both."""
    del today
    found = plan.of_year(network, year)
    findings = [*_without_part(network, found, year)]
    used = {goal.part for goal in plan.goals(network, found)} if found else set(PARTS)
    for part, label in PARTS.items():
        if part not in used:
            message = f"Handlingsplanen for {year} har ingen mål i {label[0].lower()}{label[1:]}en."
            findings.append(Finding("M4", Severity.WARNING, message, Goal.TABLE))
    return Verdict.of(findings, is_due=found is not None)


def _without_part(network: Network, found: Plan | None, year: int) -> Iterator[Finding]:
    """Rows in neither part, which only a merge can cause."""
    rows: list[Record] = [
        *focus.of_year(network, year),
        *(goal for goal in network.live(Goal) if found and goal.plan_id == found.id),
        *budget.allocations(network, year),
        *portfolio.of_year(network, year),
    ]
    for row in rows:
        if getattr(row, "part", None) not in PARTS:
            name = f"{row.NOUN.capitalize()} {quoted(labels.row_title(network, row))}"
            message = f"{name} ligger i ingen af de to dele. Vælg centralbiblioteksdelen eller styrelsesdelen."
            yield Finding("M4", Severity.ERROR, message, row.TABLE, row.id, "part")


def check_source(network: Network, year: int, today: date) -> Verdict:
    """M16: the year's plan exists and is based on one annual meeting of the year before, held and approved."""
    plans = sorted((row for row in network.live(Plan) if row.year == year), key=lambda row: row.id)
    if not plans:
        return _without_plan(network, year, today)
    findings = [
        Finding(
            "M16",
            Severity.ERROR,
            f"Der er {len(plans)} handlingsplaner for {year}. Arkivér de andre.",
            Plan.TABLE,
            row.id,
        )
        for row in plans[1:]
    ]
    findings.extend(_source_findings(network, plans[0]))
    return Verdict.of(findings)


def _without_plan(network: Network, year: int, today: date) -> Verdict:
    is_prepared = any(meeting.state in meetings.HELD for meeting in meetings.preparing(network, year))
    if today.year < year and not is_prepared:
        return Verdict(is_due=False)
    is_over = today.year > year
    message = (
        f"Der blev ikke udarbejdet nogen handlingsplan for {year}."
        if is_over
        else f"Der er ingen handlingsplan for {year}. Opret den på baggrund af årsmødet i {year - 1}."
    )
    return Verdict((Finding("M16", by_end_of(year, today), message, Plan.TABLE),))


def _source_findings(network: Network, found: Plan) -> Iterator[Finding]:
    meeting = plan.source_meeting(network, found)
    if meeting is None:
        message = f"Handlingsplanen for {found.year} er ikke knyttet til det årsmøde, den bygger på."
        yield Finding("M16", Severity.WARNING, message, Plan.TABLE, found.id, "meeting_id")
        return
    title = titles.meeting_title(meeting)
    if meeting.kind != MeetingKind.ANNUAL:
        message = f"Handlingsplanen for {found.year} bygger på {title}, som ikke er et årsmøde."
        yield Finding("M16", Severity.ERROR, message, Plan.TABLE, found.id, "meeting_id")
    if meeting.state not in meetings.HELD:
        message = f"Handlingsplanen for {found.year} bygger på {title}, som ikke er holdt endnu."
        yield Finding("M16", Severity.WARNING, message, Meeting.TABLE, meeting.id, "state")
    elif meeting.state != MeetingState.APPROVED:
        message = f"Handlingsplanen for {found.year} bygger på {title}, hvis referat ikke er godkendt."
        yield Finding("M16", Severity.WARNING, message, Meeting.TABLE, meeting.id, "state")
    if meetings.plan_year(network, meeting) != found.year:
        prepared = meetings.plan_year(network, meeting)
        message = (
            f"Handlingsplanen for {found.year} bygger på {title}, som skulle forberede planen for {prepared}. "
            "Vælg det rette årsmøde."
        )
        yield Finding("M16", Severity.WARNING, message, Plan.TABLE, found.id, "meeting_id")


def check_goals(network: Network, year: int, today: date) -> Verdict:
    """M17: goals have an owner, a deadline in the plan year, and an indicator, target or result.

    A missing owner or deadline breaks the clause once the plan is signed off or its year is over.
    """
    found = plan.of_year(network, year)
    if found is None:
        return Verdict(is_due=False)
    is_final = today.year > year or bool(plan.versions(network, found))
    severity = Severity.ERROR if is_final else Severity.WARNING
    ordered = plan.goals(network, found)
    if not ordered:
        message = f"Handlingsplanen for {year} har ingen mål. Skriv det første."
        return Verdict((Finding("M17", severity, message, Goal.TABLE),))
    numbers = plan.numbers(network, found)
    return Verdict.of(
        finding for goal in ordered for finding in _goal_findings(network, goal, numbers[goal.id], year, severity)
    )


def _goal_findings(network: Network, goal: Goal, number: str, year: int, severity: Severity) -> Iterator[Finding]:
    name = f"Mål {number} {quoted(labels.short(goal.text, 50))}"
    for field in plan.lacks(goal):
        yield Finding("M17", severity, f"{name} mangler {plan.LACKING[field]}.", Goal.TABLE, goal.id, field)
    if goal.deadline and not goal.deadline.startswith(f"{year}-"):
        message = f"{name} har frist {danish.short_date(goal.deadline)}, som ligger uden for planåret."
        yield Finding("M17", Severity.WARNING, message, Goal.TABLE, goal.id, "deadline")
    if not (goal.indicator or goal.target or goal.result.strip()):
        message = f"{name} har hverken indikator, måltal eller resultat, så man ikke kan se, om det er nået."
        yield Finding("M17", Severity.WARNING, message, Goal.TABLE, goal.id, "indicator")
    area = network.find(FocusArea, goal.focus_area_id)
    if area and (area.archived or area.year != year):
        message = f"{name} hører under {quoted(area.title)}, som ikke er blandt indsatsområderne for {year}."
        yield Finding("M17", Severity.NOTE, message, Goal.TABLE, goal.id, "focus_area_id")


def check_follow_up(network: Network, year: int, today: date) -> Verdict:
    """M22: the goals of the year before are assessed, so that its work can be discussed.

    Due after that year, broken after the plan year.
    """
    past = plan.of_year(network, year - 1)
    if past is None or today.year < year:
        return Verdict(is_due=False)
    numbers = plan.numbers(network, past)
    return Verdict.of(
        Finding(
            "M22",
            by_end_of(year, today),
            f"Mål {numbers[goal.id]} {quoted(labels.short(goal.text, 50))} fra {year - 1} er ikke vurderet: "
            "indfriet, delvist indfriet eller ikke indfriet.",
            Goal.TABLE,
            goal.id,
            "status",
        )
        for goal in plan.goals(network, past)
        if goal.status not in SETTLED
    )


def check_sign_off(network: Network, year: int, today: date) -> Verdict:
    """M23: the plan is signed off by the start of its year, and each version number is used once."""
    found = plan.of_year(network, year)
    if found is None:
        return Verdict(is_due=False)
    versions = plan.versions(network, found)
    if not versions:
        if today.year < year:
            return Verdict(is_due=False)
        message = f"Handlingsplanen for {year} er ikke godkendt. Godkend den, når målene er på plads."
        return Verdict((Finding("M23", Severity.WARNING, message, Plan.TABLE, found.id),))
    return Verdict.of(
        _signed_twice(found, version, versions[-1])
        for version, other in pairwise(versions)
        if version.number == other.number
    )


def _signed_twice(found: Plan, version: PlanVersion, newest: PlanVersion) -> Finding:
    """Two versions with one number: an error until a later version replaces both."""
    message = (
        f"Handlingsplanen for {found.year} har to versioner med nummer {version.number}, godkendt hver for sig. "
        "Begge er bevaret."
    )
    if version.number == newest.number:
        message = f"{message} Godkend en ny version, der gælder."
        return Finding("M23", Severity.ERROR, message, PlanVersion.TABLE, version.id)
    message = f"{message} Version {newest.number} gælder nu."
    return Finding("M23", Severity.NOTE, message, PlanVersion.TABLE, version.id)
