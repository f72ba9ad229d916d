"""Rules on the network's meetings (M14, M15, M19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.charter import agreed_rules
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import AgendaItem, Meeting, Plan
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import TOPICS, MeetingKind, SeatKind

SIDES = {
    SeatKind.AGENCY: "KBE",
    SeatKind.DIRECTORS: "centralbibliotekschefernes repræsentant",
    SeatKind.AREA: "en repræsentant for centralbiblioteksområderne",
}


def check_annual_meeting(network: Network, year: int, today: date) -> Verdict:
    """M14: an annual meeting with KBE, the directors' representative and the network in the calendar year.

    Due from the month in the terms of reference (October), earlier if one was held or its date has passed.
    """
    found = meetings.annual_of(network, year)
    held = [meeting for meeting in found if meeting.state in meetings.HELD]
    missing = {meeting.id: meetings.missing_sides(network, meeting) for meeting in held}
    counted = sum(not sides for sides in missing.values())
    valid = network.charter_on(f"{year}-12-31")
    needed = valid.min_annual_meetings
    if counted >= needed:
        extra = [meeting for meeting in held if missing[meeting.id]]
        return Verdict.of(_incomplete(meeting, missing[meeting.id], Severity.NOTE) for meeting in extra)
    late = [meeting for meeting in found if meeting not in held and (meeting.held_on or "") < today.isoformat()]
    severity = by_end_of(year, today)
    findings = [_incomplete(meeting, missing[meeting.id], severity) for meeting in held if missing[meeting.id]]
    findings += [_unheld(meeting, severity) for meeting in late]
    if not findings and today < valid.missing_from(year):
        return Verdict(is_due=False)
    if not findings or counted:
        coming = next((meeting for meeting in found if meeting not in held and meeting not in late), None)
        findings.append(_too_few(year, counted, needed, coming, severity))
    return Verdict.of(findings)


def _incomplete(meeting: Meeting, sides: list[str], severity: Severity) -> Finding:
    names = danish.joined([SIDES[SeatKind(side)] for side in sides])
    message = (
        f"{titles.meeting_title(meeting)} tæller ikke som årsmøde, for {names} er ikke registreret som til stede. "
        "Ret deltagerlisten, eller hold et nyt årsmøde."
    )
    return Finding("M14", severity, message, Meeting.TABLE, meeting.id)


def _unheld(meeting: Meeting, severity: Severity) -> Finding:
    message = (
        f"{titles.meeting_title(meeting)} skulle være holdt, men er ikke markeret som afholdt. "
        "Ret mødets tilstand eller dato."
    )
    return Finding("M14", severity, message, Meeting.TABLE, meeting.id, "state")


def _too_few(year: int, counted: int, needed: int, coming: Meeting | None, severity: Severity) -> Finding:
    if coming:
        message = f"{titles.meeting_title(coming)} er ikke holdt endnu."
        return Finding("M14", severity, message, Meeting.TABLE, coming.id, "state")
    if counted:
        message = f"Der er holdt {counted} af mindst {needed} årsmøder i {year}."
    elif severity is Severity.ERROR:
        message = f"Der blev ikke holdt noget årsmøde i {year}."
    else:
        message = f"Der er ikke planlagt noget årsmøde i {year}. Sæt en dato, og indkald til mødet."
    return Finding("M14", severity, message, Meeting.TABLE)


def check_topics(network: Network, year: int, today: date) -> Verdict:
    """M15: the year's annual meetings, and the one its plan is based on, discussed the mandatory topics."""
    del today
    found = {meeting.id: meeting for meeting in meetings.annual_of(network, year)}
    for plan in network.live(Plan):
        source = network.find(Meeting, plan.meeting_id) if plan.year == year else None
        if source and not source.archived and source.kind == MeetingKind.ANNUAL:
            found.setdefault(source.id, source)
    findings = [finding for meeting in found.values() for finding in _topic_findings(network, meeting)]
    findings += agreed_rules.changed_minutes(network, "M15", year)
    return Verdict.of(findings, is_due=any(meeting.state in meetings.HELD for meeting in found.values()))


def _topic_findings(network: Network, meeting: Meeting) -> Iterator[Finding]:
    items = meetings.agenda(network, meeting)
    required = meetings.required_topics(network, meeting.held_on or "")
    without_item = meetings.topics_without_item(items, required)
    title = titles.meeting_title(meeting)
    is_held = meeting.state in meetings.HELD
    for topic in without_item:
        message = f"Dagsordenen til {title} mangler det faste punkt »{TOPICS[topic]}«. Tilføj det."
        yield Finding("M15", Severity.ERROR if is_held else Severity.WARNING, message, AgendaItem.TABLE, "", "topic")
    for topic in meetings.topics_without_outcome(items, required) if is_held else ():
        item = next((item for item in items if item.topic == topic), None)
        if item:
            message = f"{title} har intet referat af »{TOPICS[topic]}«. Skriv, hvad der blev drøftet."
            yield Finding("M15", Severity.ERROR, message, AgendaItem.TABLE, item.id, "outcome")


def check_planning_meetings(network: Network, year: int, today: date) -> Verdict:
    """M19: up to four planning and coordination meetings in the calendar year; more give a warning.

    A reason in the meeting's note turns it into a note. Without one, more meetings held break the clause later.
    """
    return Verdict.of([*_planning_findings(network, year, today), *agreed_rules.changed_minutes(network, "M19", year)])


def _planning_findings(network: Network, year: int, today: date) -> Iterator[Finding]:
    counted = meetings.planning_of(network, year)
    limit = network.charter_on(f"{year}-12-31").max_planning_meetings
    if len(counted) <= limit:
        return
    extra = counted[limit:]
    unexplained = [meeting for meeting in extra if not meeting.note.strip()]
    is_over = today.year > year and all(meeting.state in meetings.HELD for meeting in extra)
    severity = by_end_of(year, today) if is_over else Severity.WARNING
    message = (
        f"Der er {len(counted)} planlægnings- og koordineringsmøder i {year}, og der regnes med op til {limit}. "
        "Aflys et møde, eller notér på mødet, hvorfor der er brug for det."
    )
    if not unexplained:
        named = (
            f"Der er {len(counted)} planlægnings- og koordineringsmøder i {year}, flere end de {limit}, der regnes med."
        )
        yield Finding("M19", Severity.NOTE, f"{named} Grunden er noteret.", Meeting.TABLE, extra[0].id, "note")
    else:
        yield Finding("M19", severity, message, Meeting.TABLE, unexplained[0].id, "note")
