"""Rules on the action plan (M4, M16, M17, M22, M23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.agreements import portfolio
from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import meeting_rules, plan_hard_rules
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import FocusArea, Goal, Meeting, Organisation, Person, Plan, PlanVersion
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.recall import recalled
from cbnet_desktop.domain.roster import agency, roster
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import PARTS, SETTLED, Act, MeetingKind, SeatKind


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
        *(network.where(Goal, "plan_id", found.id) if found else ()),
        *budget.allocations(network, year),
        *portfolio.of_year(network, year),
    ]
    for row in rows:
        if getattr(row, "part", None) not in PARTS:
            name = f"{row.NOUN.capitalize()} {quoted(labels.row_title(network, row))}"
            message = f"{name} ligger i ingen af de to dele. Vælg centralbiblioteksdelen eller styrelsesdelen."
            yield Finding("M4", Severity.ERROR, message, row.TABLE, row.id, "part")


def check_source(network: Network, year: int, today: date) -> Verdict:
    """M16: the year's plan exists and is based on an annual meeting of its own, held and approved.

    A meeting of another year than the terms of reference say needs a reason; the network's first plan needs none.
    """
    found = plan.of_year(network, year)
    if found is None:
        return _without_plan(network, year, today)
    others = sorted(row.id for row in network.live(Plan) if row.year == year and row.id != found.id)
    message = f"Der er {len(others) + 1} handlingsplaner for {year}. Arkivér de andre."
    findings = [Finding("M16", Severity.ERROR, message, Plan.TABLE, row_id) for row_id in others]
    findings.extend(_source_findings(network, found, today))
    return Verdict.of(findings)


def _without_plan(network: Network, year: int, today: date) -> Verdict:
    if versions := plan.versions(network, year):
        return Verdict.of(_displaced("M16", network, versions[-1]))
    prepared_at = plan.preparing_meeting(network, year)
    if today.year < year and not (prepared_at and meetings.is_held(prepared_at, today.isoformat())):
        return Verdict(is_due=False)
    if today.year > year:
        message = f"Der blev ikke udarbejdet nogen handlingsplan for {year}."
    elif plan.is_first(network, year) and not prepared_at:
        message = f"Der er ingen handlingsplan for {year}, netværkets første planår. Opret den."
    else:
        held_in = plan.preparing_year(network, year)
        message = f"Der er ingen handlingsplan for {year}. Opret den på baggrund af årsmødet i {held_in}."
    return Verdict((Finding("M16", by_end_of(year, today), message, Plan.TABLE),))


def _source_findings(network: Network, found: Plan, today: date) -> Iterator[Finding]:
    yield from source_obstacles(network, found, today)
    meeting = plan.source_meeting(network, found)
    if meeting is None:
        if plan.is_first(network, found.year):
            message = f"Handlingsplanen for {found.year} er netværkets første og bygger ikke på noget årsmøde."
            yield Finding("M16", Severity.NOTE, message, Plan.TABLE, found.id, "meeting_id")
        return
    carried = [row for row in plan.carried_by(network, meeting) if row.year and row.year <= found.year]
    if carried[0].year < found.year:
        message = plan_hard_rules.shared_message(meeting, carried)
        yield Finding("M16", Severity.ERROR, message, Plan.TABLE, found.id, "meeting_id")
    yield from _offset_findings(network, found, meeting)


def source_obstacles(network: Network, found: Plan, today: date) -> Iterator[Finding]:
    """Why a plan has no annual meeting behind it that counts: held, approved and with all sides present (M14, M16)."""
    meeting = plan.source_meeting(network, found)
    if meeting is None:
        if not plan.is_first(network, found.year):
            message = f"Handlingsplanen for {found.year} er ikke knyttet til det årsmøde, den bygger på. Vælg årsmødet."
            yield Finding("M16", Severity.WARNING, message, Plan.TABLE, found.id, "meeting_id")
        return
    based = f"Handlingsplanen for {found.year} bygger på {titles.meeting_title(meeting)}"
    if meeting.kind != MeetingKind.ANNUAL:
        message = f"{based}, som ikke er et årsmøde. Vælg årsmødet."
        yield Finding("M16", Severity.ERROR, message, Plan.TABLE, found.id, "meeting_id")
    elif untimely := meetings.untimely(network, meeting, today.isoformat()):
        message = f"Handlingsplanen for {found.year} bygger på et møde, der ikke tæller: {untimely}"
        yield Finding("M16", Severity.WARNING, message, Meeting.TABLE, meeting.id, "state")
    elif not meetings.is_held(meeting, today.isoformat()):
        message = f"{based}, som ikke er holdt endnu. Hold mødet, og få referatet godkendt."
        yield Finding("M16", Severity.WARNING, message, Meeting.TABLE, meeting.id, "state")
    elif not meetings.is_approved(meeting, today.isoformat()):
        again = guard.reopened_words(network, Act.APPROVED, meeting)
        message = (
            f"{based}, hvis referat blev {danish.sentence(again)} Få referatet godkendt igen."
            if again
            else f"{based}, hvis referat ikke er godkendt. Få referatet godkendt."
        )
        yield Finding("M16", Severity.WARNING, message, Meeting.TABLE, meeting.id, "state")
    elif not texts.holds(network, Act.APPROVED, meeting):
        message = f"{based}, hvis referat er ændret, efter at det blev godkendt. Tag ændringen tilbage, eller genåbn."
        yield Finding("M16", Severity.WARNING, message, Meeting.TABLE, meeting.id, "approved_on")
    elif sides := meetings.missing_sides(network, meeting):
        names = {**meeting_rules.SIDES, SeatKind.AGENCY: agency.name(network, meeting.held_on or "")}
        message = (
            f"{based}, som ikke tæller som årsmøde, for {danish.joined([names[SeatKind(side)] for side in sides])} "
            "er ikke registreret som til stede. Ret deltagerlisten, eller vælg et andet årsmøde."
        )
        yield Finding("M16", Severity.WARNING, message, Meeting.TABLE, meeting.id)


def _offset_findings(network: Network, found: Plan, meeting: Meeting) -> Iterator[Finding]:
    """A meeting of another year than the terms of reference say is answered by a reason, as M19's extra meetings."""
    prepared = meetings.plan_year(network, meeting)
    if prepared == found.year:
        return
    message = (
        f"Handlingsplanen for {found.year} bygger på {titles.meeting_title(meeting)}, som efter kommissoriet skulle "
        f"forberede planen for {prepared}."
    )
    if reason := found.meeting_reason.strip():
        note = f"{message} Begrundelsen er: {quoted(labels.short(reason, 120))}."
        yield Finding("M16", Severity.NOTE, note, Plan.TABLE, found.id, "meeting_reason")
    else:
        advice = f"{message} Vælg det rette årsmøde, eller skriv begrundelsen for valget."
        yield Finding("M16", Severity.WARNING, advice, Plan.TABLE, found.id, "meeting_id")


def check_goals(network: Network, year: int, today: date) -> Verdict:
    """M17: goals have an owner, a deadline in the plan year, and an indicator or target.

    A missing owner or deadline breaks the clause once the plan is signed off or its year is over.
    """
    found = plan.of_year(network, year)
    if found is None:
        return Verdict(is_due=False)
    is_final = today.year > year or bool(plan.versions(network, year))
    severity = Severity.ERROR if is_final else Severity.WARNING
    numbers = plan.numbers(network, found)
    if not numbers:
        message = f"Handlingsplanen for {year} har ingen mål. Skriv det første."
        return Verdict((Finding("M17", severity, message, Goal.TABLE),))
    return Verdict.of(
        finding
        for goal_id, number in numbers.items()
        for finding in recalled(network, _of_goal, goal_id, number, year, severity, is_coming=today.year <= year)
    )


def _of_goal(
    network: Network, goal_id: str, number: str, year: int, severity: Severity, *, is_coming: bool
) -> tuple[Finding, ...]:
    goal = network.get(Goal, goal_id)
    owners = _owner_findings(network, goal, number, year) if is_coming else ()
    return (*_goal_findings(network, goal, number, year, severity), *owners)


def _owner_findings(network: Network, goal: Goal, number: str, year: int) -> Iterator[Finding]:
    """An owner who has left cannot answer for work that is still to be done."""
    owners: tuple[tuple[str, str, Person | Organisation | None], ...] = (
        ("owner_person_id", "personen", network.find(Person, goal.owner_person_id)),
        ("owner_organisation_id", "organisationen", network.find(Organisation, goal.owner_organisation_id)),
    )
    for field, what, owner in owners if goal.status not in SETTLED else ():
        has_left = isinstance(owner, Organisation) and roster.is_outside(network, owner, year)
        if owner and (owner.archived or has_left):
            why = f"biblioteket hører ikke til netværket i {year}" if has_left else f"{what} er arkiveret"
            message = (
                f"Mål {number} {quoted(labels.short(goal.text, 50))} har {owner.name} som ansvarlig, men {why}. "
                "Vælg en anden."
            )
            yield Finding("M17", Severity.WARNING, message, Goal.TABLE, goal.id, field)


def _goal_findings(network: Network, goal: Goal, number: str, year: int, severity: Severity) -> Iterator[Finding]:
    name = f"Mål {number} {quoted(labels.short(goal.text, 50))}"
    for field in plan.lacks(goal):
        yield Finding("M17", severity, f"{name} har {plan.LACKING[field]}.", Goal.TABLE, goal.id, field)
    if goal.deadline and not goal.deadline.startswith(f"{year}-"):
        message = f"{name} har frist {danish.short_date(goal.deadline)}, som ligger uden for planåret."
        yield Finding("M17", Severity.WARNING, message, Goal.TABLE, goal.id, "deadline")
    if not (goal.indicator.strip() or goal.target.strip()):
        message = f"{name} har hverken indikator eller måltal, så man ikke kan se, om det er nået."
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
    """M23: the plan is signed off by the start of its year, each number once, and is what was signed."""
    found = plan.of_year(network, year)
    versions = plan.versions(network, year)
    strange = [_strange(version) for version in plan.strange_versions(network, year)]
    if versions and (found is None or versions[-1].plan_id != found.id):
        return Verdict.of([*_displaced("M23", network, versions[-1]), *strange])
    if found is None:
        return Verdict.of(strange, is_due=False)
    if not versions:
        if today.year < year:
            return Verdict.of(strange, is_due=False)
        message = f"Handlingsplanen for {year} er ikke godkendt. Godkend den, når målene er på plads."
        return Verdict.of([*strange, Finding("M23", Severity.WARNING, message, Plan.TABLE, found.id)])
    findings = strange + [
        _signed_twice(found, version, versions[-1])
        for version, other in pairwise(versions)
        if version.number == other.number
    ]
    if not plan.is_signed_twice(network, year) and plan.has_changed_since(network, versions[-1]):
        message = (
            f"Handlingsplanen for {year} afviger fra version {versions[-1].number}, som er godkendt. "
            "Godkend en ny version, eller ret planen tilbage."
        )
        findings.append(Finding("M23", Severity.WARNING, message, Plan.TABLE, found.id))
    return Verdict.of(findings)


def _strange(version: PlanVersion) -> Finding:
    """A version that counts only once its computer is known."""
    return Finding("M23", Severity.WARNING, plan.strange_sentence(version), PlanVersion.TABLE, version.id)


def _displaced(clause: str, network: Network, version: PlanVersion) -> Iterator[Finding]:
    """A plan that was signed for a year and is no longer the year's plan, which only a merge can cause."""
    row = network.find(Plan, version.plan_id)
    signed = f"Handlingsplanen for {version.year} er godkendt som version {version.number}"
    if row is None:
        message = f"{signed}, men planen findes ikke mere. Versionen er bevaret; opret planen igen, og godkend den."
        yield Finding(clause, Severity.ERROR, message, PlanVersion.TABLE, version.id)
    elif row.archived:
        message = f"{signed}, men planen er arkiveret. Hent den frem igen."
        yield Finding(clause, Severity.ERROR, message, Plan.TABLE, row.id, "archived")
    else:
        message = f"{signed}, men planen står nu under {row.year}. Sæt planåret tilbage til {version.year}."
        yield Finding(clause, Severity.ERROR, message, Plan.TABLE, row.id, "year")


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
