"""Rules on the network's meetings (M14, M15, M19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.charter import agreed_rules
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import AgendaItem, Meeting, Plan, Seat
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import TOPICS, MeetingKind, SeatKind

#: The sides of an annual meeting beside the agency, which has a name of its own.
SIDES = {
    SeatKind.DIRECTORS: "centralbibliotekschefernes repræsentant",
    SeatKind.AREA: "en repræsentant for centralbiblioteksområderne",
}


def check_annual_meeting(network: Network, year: int, today: date) -> Verdict:
    """M14: an annual meeting with the agency, the directors' representative and the network in the calendar year.

    Due from the month in the terms of reference (October), earlier if one was held or its date has passed.
    """
    found = meetings.annual_of(network, year)
    day = today.isoformat()
    held = [meeting for meeting in found if meetings.is_held(meeting, day)]
    ahead = [meeting for meeting in found if meeting.state in meetings.HELD and meeting not in held]
    missing = {meeting.id: meetings.missing_sides(network, meeting) for meeting in held}
    counted = sum(not sides for sides in missing.values())
    valid = network.charter_on(f"{year}-12-31")
    needed = valid.min_annual_meetings
    if counted >= needed:
        extra = [meeting for meeting in held if missing[meeting.id]]
        incomplete = [_incomplete(network, meeting, missing[meeting.id], Severity.NOTE) for meeting in extra]
        return Verdict.of([*incomplete, *_ahead(network, ahead, "M14", Severity.NOTE, day)])
    late = [meeting for meeting in found if meeting not in held and (meeting.held_on or "") < day]
    severity = by_end_of(year, today)
    findings = [_incomplete(network, meeting, missing[meeting.id], severity) for meeting in held if missing[meeting.id]]
    findings += [
        *_ahead(network, ahead, "M14", severity, day),
        *(_unheld(network, meeting, severity) for meeting in late),
    ]
    if not findings and today < valid.missing_from(year):
        return Verdict(is_due=False)
    if not findings or counted:
        coming = next((meeting for meeting in found if meeting not in (*held, *late, *ahead)), None)
        findings.append(_too_few(year, counted, needed, coming, severity))
    return Verdict.of(findings)


def _incomplete(network: Network, meeting: Meeting, sides: list[str], severity: Severity) -> Finding:
    own = {**SIDES, SeatKind.AGENCY: agency.name(network, meeting.held_on or "")}
    names = danish.joined([own[SeatKind(side)] for side in sides])
    represented = meetings.represented_seats(network, meeting)
    is_shared = any(row.id in represented and row.kind in sides for row in network.live(Seat))
    message = (
        f"{titles.meeting_title(meeting)} tæller ikke som årsmøde, for {names} er ikke registreret som til stede"
        f"{' ved en person for sig; én person tæller kun for én af parterne' if is_shared else ''}. "
        f"Ret deltagerlisten, eller hold et nyt årsmøde.{guard.reopen_first(network, meeting)}"
    )
    return Finding("M14", severity, message, Meeting.TABLE, meeting.id)


def _ahead(network: Network, found: list[Meeting], clause: str, severity: Severity, day: str) -> Iterator[Finding]:
    """Meetings that only a merge can have marked as held before their day."""
    for meeting in found:
        yield Finding(clause, severity, meetings.untimely(network, meeting, day), Meeting.TABLE, meeting.id, "state")


def _unheld(network: Network, meeting: Meeting, severity: Severity) -> Finding:
    message = (
        f"{titles.meeting_title(meeting)} skulle være holdt, men er ikke markeret som afholdt. "
        f"Ret mødets tilstand eller dato.{guard.reopen_first(network, meeting)}"
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
    day = today.isoformat()
    found = {meeting.id: meeting for meeting in meetings.annual_of(network, year)}
    for plan in sorted(network.live(Plan), key=lambda row: row.id):
        source = network.find(Meeting, plan.meeting_id) if plan.year == year else None
        if source and not source.archived and source.kind == MeetingKind.ANNUAL:
            found.setdefault(source.id, source)
    findings = [finding for meeting in found.values() for finding in _topic_findings(network, meeting, day)]
    findings += agreed_rules.changed_minutes(network, "M15", year, day)
    return Verdict.of(findings, is_due=any(meetings.is_held(meeting, day) for meeting in found.values()))


def _topic_findings(network: Network, meeting: Meeting, day: str) -> Iterator[Finding]:
    items = meetings.agenda(network, meeting)
    required = meetings.required_topics(network, meeting.held_on or "")
    without_item = meetings.topics_without_item(items, required)
    title, locked = titles.meeting_title(meeting), guard.reopen_first(network, meeting)
    is_held = meetings.is_held(meeting, day)
    if meeting.state in meetings.HELD and not is_held:
        yield from _ahead(network, [meeting], "M15", Severity.WARNING, day)
    for topic in without_item:
        message = f"Dagsordenen til {title} mangler det faste punkt »{TOPICS[topic]}«. Tilføj det.{locked}"
        yield Finding("M15", Severity.ERROR if is_held else Severity.WARNING, message, AgendaItem.TABLE, "", "topic")
    for topic in meetings.topics_without_outcome(items, required) if is_held else ():
        item = next((item for item in items if item.topic == topic), None)
        if item:
            message = f"{title} har intet referat af »{TOPICS[topic]}«. Skriv, hvad der blev drøftet.{locked}"
            yield Finding("M15", Severity.ERROR, message, AgendaItem.TABLE, item.id, "outcome")


def check_planning_meetings(network: Network, year: int, today: date) -> Verdict:
    """M19: up to four planning and coordination meetings in the calendar year; more give a warning.

    A reason in the meeting's note turns it into a note. Without one, more meetings held break the clause later.
    """
    changed = agreed_rules.changed_minutes(network, "M19", year, today.isoformat())
    return Verdict.of([*_planning_findings(network, year, today), *changed])


def _planning_findings(network: Network, year: int, today: date) -> Iterator[Finding]:
    counted = meetings.planning_of(network, year)
    limit = network.charter_on(f"{year}-12-31").max_planning_meetings
    if len(counted) <= limit:
        return
    extra = counted[limit:]
    unexplained = [meeting for meeting in extra if not meeting.note.strip()]
    is_over = today.year > year and all(meetings.is_held(meeting, today.isoformat()) for meeting in extra)
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
