"""Calling a meeting: who is invited, when, and with which words (M14, M18)."""

from __future__ import annotations

from cbnet_desktop.domain.meetings import agenda, attendance
from cbnet_desktop.domain.records import Meeting, WorkingGroup
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_KINDS, MeetingState


def invitation(network: Network, meeting: Meeting) -> str:
    """A first wording of the notice: what, when, where, and what the member is asked to do."""
    group = network.find(WorkingGroup, meeting.group_id)
    name = group.name if group else MEETING_KINDS.get(meeting.kind, meeting.kind)
    when = f"{danish.weekday(meeting.held_on)} den {danish.long_date(meeting.held_on)}" if meeting.held_on else ""
    lines = [f"Du indkaldes til {name[:1].lower()}{name[1:]} {when}{_clock(meeting)}{_place(meeting)}."]
    if meeting.link:
        lines.append(f"Link til mødet: {meeting.link}")
    lines.append("Dagsorden og bilag følger med. Meld afbud til sekretæren, så en suppleant kan deltage.")
    return "\n\n".join(lines)


def called(network: Network, meeting: Meeting, on: str, text: str) -> tuple[Change, ...]:
    """The meeting is called on a day with a text; members are listed, and what earlier meetings left is taken up."""
    values: dict[str, Value] = {"state": str(MeetingState.CALLED), "called_on": on, "invitation": text}
    before: dict[str, Value] = {name: getattr(meeting, name) for name in values}
    return (
        Change(Meeting.TABLE, meeting.id, before, values),
        *attendance.expected(network, meeting),
        *agenda.carried_added(network, meeting),
    )


def _clock(meeting: Meeting) -> str:
    if not meeting.starts_at:
        return ""
    until = f"–{danish.clock(meeting.ends_at)}" if meeting.ends_at else ""
    return f" kl. {danish.clock(meeting.starts_at)}{until}"


def _place(meeting: Meeting) -> str:
    if meeting.is_online:
        return ", online"
    return f", {meeting.place}" if meeting.place else ""
