"""Rules on the forms of work and meeting, and on the decisions behind them (M18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.charter import agreed_rules
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict
from cbnet_desktop.domain.meetings import meetings, working_groups
from cbnet_desktop.domain.records import AgendaItem, Charter, GroupMember, Meeting, MeetingForm, WorkingGroup
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import MeetingState

_TO_COME = frozenset({str(MeetingState.PLANNED), str(MeetingState.CALLED)})


def check_forms(network: Network, year: int, today: date) -> Verdict:
    """M18: the network organises itself; its groups have members and a lead, and its decisions exist."""
    findings: list[Finding] = []
    for group in working_groups.of_year(network, year):
        findings.extend(_group_findings(network, group, year, today.isoformat()))
        findings.extend(decision_findings(network, "M18", group, f"Arbejdsgruppen {quoted(group.name)}"))
    for form in sorted(network.live(MeetingForm), key=lambda row: (danish.sort_key(row.name), row.id)):
        findings.extend(decision_findings(network, "M18", form, f"Mødeformen {quoted(form.name)}"))
    return Verdict.of([*findings, *agreed_rules.changed_minutes(network, "M18", year, today.isoformat())])


def _group_findings(network: Network, group: WorkingGroup, year: int, today: str) -> Iterator[Finding]:
    day = min(max(today, f"{year}-01-01", group.starts_on or ""), f"{year}-12-31", group.ends_on or dates.LAST_DAY)
    name = f"Arbejdsgruppen {quoted(group.name)}"
    found = working_groups.members(network, group, day)
    leads = [row for row in found if row.is_lead]
    shown = danish.short_date(day)
    if not found:
        message = f"{name} har ingen medlemmer {shown}. Tilføj dem, eller skriv, hvornår gruppen er afsluttet."
        yield Finding("M18", Severity.WARNING, message, WorkingGroup.TABLE, group.id)
    elif not leads:
        message = f"{name} har ingen tovholder {shown}. Vælg en af medlemmerne."
        yield Finding("M18", Severity.WARNING, message, GroupMember.TABLE, found[0].id, "is_lead")
    elif len(leads) > 1:
        names = danish.joined([labels.person_name(network, row.person_id) for row in leads])
        message = f"{name} har {len(leads)} tovholdere {shown}: {names}. Vælg den ene."
        yield Finding("M18", Severity.WARNING, message, GroupMember.TABLE, leads[-1].id, "is_lead")
    for meeting in working_groups.meetings_of(network, group):
        is_outside = not dates.overlap(group.starts_on, group.ends_on, meeting.held_on, meeting.held_on)
        if is_outside and (meeting.held_on or "").startswith(f"{year}-") and meetings.is_held(meeting, today):
            message = f"{titles.meeting_title(meeting)} blev holdt, da {name[0].lower()}{name[1:]} ikke var nedsat."
            yield Finding("M18", Severity.NOTE, message, Meeting.TABLE, meeting.id, "held_on")


def decision_findings(
    network: Network, clause: str, row: WorkingGroup | MeetingForm | Charter, name: str
) -> Iterator[Finding]:
    """A warning where the item that a row refers to has no decision; an error once its minutes are approved."""
    item = network.find(AgendaItem, row.decided_item_id)
    meeting = network.find(Meeting, item.meeting_id) if item else None
    if item is None or meeting is None or item.decision.strip() or meeting.state in _TO_COME:
        return
    place = f"{quoted(item.title)} på {titles.meeting_title(meeting)}"
    if meeting.state == MeetingState.CANCELLED:
        message = f"{name} skulle være besluttet under {place}, som blev aflyst. Vælg et andet punkt."
    else:
        message = (
            f"{name} er knyttet til {place}, som ingen beslutning har. Skriv beslutningen, eller vælg et andet punkt."
        )
    is_broken = meeting.state in (MeetingState.APPROVED, MeetingState.CANCELLED)
    severity = Severity.ERROR if is_broken else Severity.WARNING
    yield Finding(clause, severity, message, row.TABLE, row.id, "decided_item_id")
