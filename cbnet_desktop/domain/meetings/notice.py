"""Calling a meeting (M14, M18)."""

from __future__ import annotations

from cbnet_desktop.domain.meetings import agenda, attendance
from cbnet_desktop.domain.records import Meeting, WorkingGroup
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_KINDS, MeetingState


def invitation(network: Network, meeting: Meeting) -> str:
    """A draft of the notice: what, when, where, and what members are asked to do."""
    group = network.find(WorkingGroup, meeting.group_id)
    name = group.name if group else MEETING_KINDS.get(meeting.kind, meeting.kind)
    when = f"{danish.weekday(meeting.held_on)} den {danish.long_date(meeting.held_on)}" if meeting.held_on else ""
    hours = titles.meeting_hours(meeting)
    lines = [f"Du indkaldes til {name[:1].lower()}{name[1:]} {when}{hours and f' {hours}'}{_place(meeting)}."]
    if meeting.link:
        lines.append(f"Link til mødet: {meeting.link}")
    lines.append("Dagsorden og bilag følger med. Meld afbud til sekretæren, så en suppleant kan deltage.")
    return "\n\n".join(lines)


def called(network: Network, meeting: Meeting, on: str, text: str) -> tuple[Change, ...]:
    """The changes that call a meeting: state, date and text, the attendance list, and carried-over agenda items."""
    return (
        meeting.edited({"state": str(MeetingState.CALLED), "called_on": on, "invitation": text, "revised_on": None}),
        *attendance.expected(network, meeting),
        *agenda.carried_added(network, meeting),
    )


def _place(meeting: Meeting) -> str:
    if meeting.is_online:
        return ", online"
    return f", {meeting.place}" if meeting.place else ""
