"""Rules on involvement in focus areas and on their assessment (M8, M9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.charter import past_days
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.focus import assessments, focus, involvement
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import (
    Assessment,
    Dissemination,
    FocusArea,
    InvolvedLibrary,
    Involvement,
    Organisation,
)
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import InvolvementState, Part, SeatKind


def check_involvement(network: Network, year: int, today: date) -> Verdict:
    """M8: the involvement of libraries in the central part's focus areas is agreed with each of them.

    Due when the year begins or with the first draft; broken where the year ends without agreement.
    """
    areas = focus.of_year(network, year)
    named = involvement.by_involvement(network)
    severity = by_end_of(year, today)
    findings: list[Finding] = []
    is_begun = False
    for area in areas:
        rows = involvement.of_area(network, area)
        is_begun = is_begun or bool(rows)
        for row in rows:
            libraries = named.get(row.id, [])
            findings.extend(_agreement_findings(network, row, libraries, today.isoformat(), severity))
            findings.extend(_consent_findings(network, row, libraries, today.isoformat()))
            findings.extend(_untimely(network, row, libraries, area, today.isoformat()))
            findings.extend(_outside(network, libraries, area))
        if not rows and area.part == Part.CENTRAL and today.year >= year:
            message = f"Der er ingen inddragelsesaftale om {quoted(area.title)}. Aftal med et eller flere biblioteker."
            findings.append(Finding("M8", severity, message, FocusArea.TABLE, area.id))
    return Verdict.of(findings, is_due=is_begun or (bool(areas) and today.year >= year))


def _agreement_findings(
    network: Network, row: Involvement, named: list[InvolvedLibrary], day: str, severity: Severity
) -> Iterator[Finding]:
    area = network.find(FocusArea, row.focus_area_id)
    name = f"Inddragelsesaftalen om {quoted(area.title if area else '')}"
    lacks = involvement.lacking(network, row, named, day)
    if row.state == InvolvementState.AGREED and lacks:
        message = f"{name} står som aftalt, men mangler {lacks}."
        yield Finding("M8", Severity.ERROR, message, Involvement.TABLE, row.id, "state")
    elif row.state != InvolvementState.AGREED:
        what = f"Den mangler {lacks}." if lacks else "Sæt den til »Aftalt«."
        message = f"{name} er ikke indgået endnu. {what}"
        yield Finding("M8", severity, message, Involvement.TABLE, row.id, "state")


def _consent_findings(network: Network, row: Involvement, named: list[InvolvedLibrary], day: str) -> Iterator[Finding]:
    for library in named:
        has_consented = involvement.counts(network, row, library.consented_on, day)
        if has_consented and library.consented_by_id and not _speaks_for(network, library):
            who = labels.person_name(network, library.consented_by_id)
            place = labels.organisation_name(network, library.organisation_id, library.consented_on)
            on = danish.short_date(library.consented_on)
            message = (
                f"{who} repræsenterede ikke {place} {on}, da samtykket blev givet. Vælg den rette, eller ret datoen."
            )
            yield Finding("M8", Severity.WARNING, message, InvolvedLibrary.TABLE, library.id, "consented_by_id")


def _untimely(
    network: Network, row: Involvement, named: list[InvolvedLibrary], area: FocusArea, day: str
) -> Iterator[Finding]:
    """Days that a merge brought and that count for no consent."""
    what = f"Inddragelsesaftalen om {quoted(area.title)} står som aftalt"
    if message := past_days.untimely(what, row.agreed_on, day, area.year):
        yield Finding("M8", Severity.WARNING, message, Involvement.TABLE, row.id, "agreed_on")
    for library in named:
        what = f"Samtykket fra {involvement.library_name(network, library)} står til"
        if message := past_days.untimely(what, library.consented_on, day, area.year):
            yield Finding("M8", Severity.WARNING, message, InvolvedLibrary.TABLE, library.id, "consented_on")


def _outside(network: Network, named: list[InvolvedLibrary], area: FocusArea) -> Iterator[Finding]:
    """A library that has left the network, or has not come yet, takes no part in the year's work."""
    for row in named:
        library = network.find(Organisation, row.organisation_id)
        if library and roster.is_outside(network, library, area.year):
            message = (
                f"{involvement.library_name(network, row)} hører ikke til netværket i {area.year} og kan ikke "
                f"inddrages i {quoted(area.title)}. Vælg et andet bibliotek, eller ret, hvornår biblioteket er med."
            )
            yield Finding("M8", Severity.WARNING, message, InvolvedLibrary.TABLE, row.id, "organisation_id")


def _speaks_for(network: Network, library: InvolvedLibrary) -> bool:
    day = library.consented_on or ""
    seats = [
        seat for seat in roster.seats_of(network, SeatKind.AREA, day) if seat.organisation_id == library.organisation_id
    ]
    return any(roster.is_speaking_for(network, library.consented_by_id, seat, day) for seat in seats)


def check_assessment(network: Network, year: int, today: date) -> Verdict:
    """M9: each focus area of the past year is assessed before the annual meeting that prepares the year.

    Due when that meeting is called, or from the month in which it is reported missing; broken after the past year.
    """
    past = year - 1
    areas = focus.of_year(network, past)
    prepared_at = plan.preparing_meeting(network, year)
    is_called = prepared_at is not None and meetings.is_called(prepared_at)
    held_in = max(past, plan.preparing_year(network, year))
    is_due = is_called or today >= network.charter_on(f"{held_in}-12-31").missing_from(held_in)
    if not areas or not is_due or today.year < past:
        return Verdict(is_due=False)
    severity = by_end_of(held_in, today)
    waiting = {row.focus_area_id: row.id for row in network.live(Assessment) if not assessments.is_made(row)}
    findings = [
        _unassessed(area, past, severity, waiting.get(area.id)) for area in assessments.unassessed(network, past)
    ]
    return Verdict.of([*findings, *_not_carried_out(network, areas, past)])


def _unassessed(area: FocusArea, past: int, severity: Severity, waiting_id: str | None) -> Finding:
    """Refers to the assessment without text, else to the focus area: a new row would get the current year."""
    message = (
        f"Indsatsområdet {quoted(area.title)} fra {past} er ikke vurderet. Skriv mindst én vurdering før årsmødet."
    )
    if waiting_id:
        return Finding("M9", severity, message, Assessment.TABLE, waiting_id, "text")
    return Finding("M9", severity, message, FocusArea.TABLE, area.id)


def _not_carried_out(network: Network, areas: list[FocusArea], past: int) -> Iterator[Finding]:
    disseminated = {row.focus_area_id for row in network.live(Dissemination)}
    for area in areas:
        if area.id not in disseminated:
            message = f"Der er ingen formidling af indsatsområdet {quoted(area.title)} i {past}."
            yield Finding("M9", Severity.NOTE, message, FocusArea.TABLE, area.id)
