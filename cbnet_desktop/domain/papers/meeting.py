"""A meeting's papers: notice and agenda, minutes, signature sheet (M14, M15, M18)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.meetings import agenda, annexes, attendance, follow_ups, meetings
from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.plan import topic_material
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Attendance,
    FollowUp,
    Meeting,
    Person,
    WorkingGroup,
)
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import (
    ATTENDING,
    GOAL_STATUSES,
    ITEM_KINDS,
    MEETING_KINDS,
    MEETING_STATES,
    Act,
    Attending,
    MeetingState,
)

#: The guests of a meeting, by status.
GUESTS = {"Desuden til stede": Attending.PRESENT, "Desuden indkaldt": Attending.INVITED}
#: After these an agenda that is told as it is now tells of no revisions.
_SETTLED = {*meetings.HELD, MeetingState.CANCELLED}


@dataclass(frozen=True, slots=True)
class MaterialText:
    """The background material of an agenda item; each line is a number, a text and a status."""

    heading: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ItemText:
    """An agenda item on paper; begins is empty where the time is not known."""

    number: str
    title: str
    kind: str
    begins: str
    minutes: str
    is_closed: bool
    presentation: str
    recommendation: str
    annexes: tuple[tuple[str, str], ...]
    material: MaterialText | None
    outcome: str
    decision: str


@dataclass(frozen=True, slots=True)
class Attendant:
    """An attendee, whom they represent, and at which items they were present."""

    name: str
    title: str
    represents: str
    note: str


@dataclass(frozen=True, slots=True)
class FollowUpText:
    """A follow-up of the meeting; dates are Danish."""

    item: str
    text: str
    owner: str
    deadline: str
    state: str


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """A meeting on paper; left_out has the numbers of closed items, which a public copy does not show.

    changes has what a revised agenda says otherwise than the one that was sent.
    """

    front: Front
    facts: tuple[tuple[str, str], ...]
    invitation: str
    attendants: tuple[tuple[str, tuple[Attendant, ...]], ...]
    items: tuple[ItemText, ...]
    left_out: tuple[str, ...]
    follow_ups: tuple[FollowUpText, ...]
    changes: tuple[str, ...] = ()


def agenda_paper(network: Network, meeting: Meeting, *, is_public: bool = False) -> MeetingPaper:
    """Notice and agenda: as sent or, where it has changed since and the meeting is to come, revised.

    A public copy leaves out closed items.
    """
    if kept := kept_agenda(network, meeting):
        return _kept(kept, is_public=is_public) or live_agenda(network, meeting, is_public=is_public)
    sent = texts.standing(network, Act.CALLED, meeting)
    if sent is None or sent.text is None or sent.is_unchanged or meeting.state in _SETTLED:
        return live_agenda(network, meeting, is_public=is_public)
    before = set(texts.rows_of(sent.text).get(AgendaItem.TABLE, {}))
    paper = live_agenda(network, meeting, is_public=is_public)
    shown = [item for item in meetings.agenda(network, meeting) if not (is_public and item.closed)]
    items = (
        text if item.id in before else replace(text, kind=f"{text.kind} · tilføjet efter udsendelsen")
        for item, text in zip(shown, paper.items, strict=True)
    )
    changes = () if is_public else tuple(texts.differences(network, sent.text))
    return replace(paper, items=tuple(items), changes=changes)


def kept_agenda(network: Network, meeting: Meeting) -> AgreedText | None:
    """The text of an agenda that stands as it was sent; None where it is told as it is now."""
    sent = texts.standing(network, Act.CALLED, meeting)
    if sent is None or sent.text is None or meeting.state == MeetingState.CANCELLED:
        return None
    stands = sent.is_unchanged or meeting.state in meetings.HELD
    return sent.text if stands and _kept(sent.text, is_public=False) else None


def live_agenda(network: Network, meeting: Meeting, *, is_public: bool = False) -> MeetingPaper:
    """Notice and agenda as they are now."""
    state = "Aflyst" if meeting.state == MeetingState.CANCELLED else "Dagsorden"
    called = f", udsendt {danish.short_date(meeting.called_on)}" if meeting.called_on else ""
    revised = f", revideret {danish.short_date(meeting.revised_on)}" if meeting.revised_on else ""
    title = f"{titles.meeting_name(meeting)}: indkaldelse og dagsorden"
    paper = _paper(network, meeting, title, f"{state}{called}{revised}", is_public=is_public)
    # The content is embedded in the PDF as data, so it must not hold more than the paper shows.
    items = tuple(replace(item, outcome="", decision="") for item in paper.items)
    return replace(paper, items=items, attendants=(), follow_ups=())


def minutes_paper(
    network: Network, meeting: Meeting, today: str = dates.LAST_DAY, *, is_public: bool = False
) -> MeetingPaper:
    """The minutes: as approved by today, else as they are now.

    A public copy leaves out closed items and their follow-ups.
    """
    kept = _approved_text(network, meeting, today, is_public=is_public)
    return kept or live_minutes(network, meeting, today, is_public=is_public)


def live_minutes(
    network: Network, meeting: Meeting, today: str = dates.LAST_DAY, *, is_public: bool = False
) -> MeetingPaper:
    """The minutes as they are now."""
    title = f"{titles.meeting_name(meeting)}: referat"
    reopened = guard.reopened_words(network, Act.APPROVED, meeting)
    meeting = meeting.replaced({"state": meetings.state_by(meeting, today)})
    paper = _paper(network, meeting, title, _approved(network, meeting), is_public=is_public)
    # The material is computed from today's data, not from those of the meeting.
    items = tuple(replace(item, material=None) for item in paper.items)
    facts = (*paper.facts, *([("Genåbning", f"{reopened[0].upper()}{reopened[1:]}")] if reopened else []))
    return replace(paper, facts=facts, items=items, invitation="")


def signature_paper(network: Network, meeting: Meeting, today: str = dates.LAST_DAY) -> MeetingPaper:
    """The sheet on which the attendees sign the minutes."""
    kept = _approved_text(network, meeting, today, is_public=False)
    paper = kept or live_minutes(network, meeting, today)
    attendants = kept.attendants if kept else _attendants(network, meeting, with_notes=False)
    signing = tuple(group for group in attendants if group[0] == ATTENDING[Attending.PRESENT])
    head = replace(paper.front, title=f"{titles.meeting_name(meeting)}: underskriftsark")
    return replace(paper, front=head, facts=(), invitation="", attendants=signing, items=(), follow_ups=())


def _approved_text(network: Network, meeting: Meeting, today: str, *, is_public: bool) -> MeetingPaper | None:
    approved = texts.standing(network, Act.APPROVED, meeting)
    text = approved.text if approved else None
    return _kept(text, is_public=is_public) if text and dates.has_been(text.agreed_on, today) else None


def _kept(text: AgreedText, *, is_public: bool) -> MeetingPaper | None:
    return texts.paper_of(MeetingPaper, text, "public" if is_public else "internal")


def _paper(network: Network, meeting: Meeting, title: str, state: str, *, is_public: bool = False) -> MeetingPaper:
    items = meetings.agenda(network, meeting)
    times = agenda.begins(meeting, items)
    shown = [(item, begins) for item, begins in zip(items, times, strict=True) if not (is_public and item.closed)]
    edition = f"{state} · offentlig udgave" if is_public else state
    return MeetingPaper(
        front=front(network, title, _when(meeting), edition, meeting.held_on or f"{network.profile.first_year}-01-01"),
        facts=tuple(_facts(network, meeting, is_public=is_public)),
        invitation=meeting.invitation,
        attendants=_attendants(network, meeting, with_notes=not is_public and meeting.state != MeetingState.APPROVED),
        items=tuple(_item(network, meeting, item, begins, is_public=is_public) for item, begins in shown),
        left_out=tuple(_number(item) for item in items if is_public and item.closed),
        follow_ups=_follow_ups(network, meeting, {item.id for item, _ in shown}, is_public=is_public),
    )


def _when(meeting: Meeting) -> str:
    day = f"{danish.long_date(meeting.held_on)} {titles.meeting_hours(meeting)}".strip()
    day = day if meeting.held_on else "Dato ikke fastsat"
    return ", ".join(part for part in (day, meeting.place, "online" if meeting.is_online else "") if part)


def _approved(network: Network, meeting: Meeting) -> str:
    again = " igen" if guard.last_reopening(network, Act.APPROVED, meeting) else ""
    if meeting.state != MeetingState.APPROVED:
        return f"Referat, ikke godkendt{again}"
    where = network.find(Meeting, meeting.approved_at_id)
    at = f" på {titles.meeting_title(where)}" if where else ""
    return f"Referat godkendt{again} {danish.short_date(meeting.approved_on)}{at}".strip()


def _facts(network: Network, meeting: Meeting, *, is_public: bool) -> list[tuple[str, str]]:
    """Name and value; a public copy does not show the link to an online meeting."""
    group = network.find(WorkingGroup, meeting.group_id)
    facts = [
        ("Mødetype", MEETING_KINDS.get(meeting.kind, meeting.kind)),
        ("Arbejdsgruppe", group.name if group else ""),
        ("Link", "" if is_public else meeting.link),
        ("Mødeleder", titles.person_name(network, meeting.chair_id)),
        ("Referent", meeting.minute_taker),
        ("Tilstand", MEETING_STATES.get(meeting.state, meeting.state)),
    ]
    return [(name, value) for name, value in facts if value]


def _attendants(
    network: Network, meeting: Meeting, *, with_notes: bool
) -> tuple[tuple[str, tuple[Attendant, ...]], ...]:
    """By status; the notes may be reasons for absence, and those never leave the internal copy."""
    rows = meetings.attendances(network, meeting)
    groups: list[tuple[str, list[Attendance]]] = [
        (ATTENDING[status], [row for row in rows if row.status == status and not row.is_guest]) for status in Attending
    ]
    for name, status in GUESTS.items():
        groups.append((name, [row for row in rows if row.is_guest and row.status == status]))
    return tuple(
        (name, tuple(_attendant(network, row, with_note=with_notes) for row in found))
        for name, found in groups
        if found
    )


def _attendant(network: Network, row: Attendance, *, with_note: bool) -> Attendant:
    person = network.find(Person, row.person_id)
    name = person.name if person else ""
    notes = (_span(network, row), row.note if with_note else "")
    return Attendant(
        name=name,
        title=person.title if person else "",
        represents=_represents(network, row, name),
        note=", ".join(note for note in notes if note),
    )


def _represents(network: Network, row: Attendance, name: str) -> str:
    meeting = network.find(Meeting, row.meeting_id)
    seat = "" if row.is_guest else attendance.represents(network, row)
    if seat in ("", attendance.GUEST) and meeting and meeting.minute_taker == name:
        return "Referent"
    return seat


def _span(network: Network, row: Attendance) -> str:
    first, last = network.find(AgendaItem, row.from_item_id), network.find(AgendaItem, row.to_item_id)
    if first and last:
        return f"pkt. {_number(first)}" if first.id == last.id else f"pkt. {_number(first)}–{_number(last)}"
    if first:
        return f"fra pkt. {_number(first)}"
    return f"til og med pkt. {_number(last)}" if last else ""


def _number(item: AgendaItem) -> str:
    return str(item.position) if item.position is not None else "–"


def _item(network: Network, meeting: Meeting, item: AgendaItem, begins: str, *, is_public: bool) -> ItemText:
    return ItemText(
        number=_number(item),
        title=item.title,
        kind=ITEM_KINDS.get(item.kind, item.kind),
        begins=danish.clock(begins) if begins else "",
        minutes=f"{item.minutes_allotted} min." if item.minutes_allotted else "",
        is_closed=item.closed,
        presentation=item.presentation,
        recommendation=item.recommendation,
        annexes=tuple(
            (f"{_number(item)}.{place}", annexes.told(row))
            for place, row in enumerate(annexes.of(network, item), 1)
            if not (is_public and row.closed)
        ),
        material=_material(network, meeting, item, is_public=is_public),
        outcome=item.outcome,
        decision=item.decision,
    )


def _material(network: Network, meeting: Meeting, item: AgendaItem, *, is_public: bool) -> MaterialText | None:
    found = topic_material.of_item(network, meeting, item, is_public=is_public)
    if found is None:
        return None
    lines = tuple((line.number, line.text, GOAL_STATUSES.get(line.status, line.status)) for line in found.lines)
    return MaterialText(found.heading, lines)


def _follow_ups(network: Network, meeting: Meeting, shown: set[str], *, is_public: bool) -> tuple[FollowUpText, ...]:
    rows = [
        row
        for row in network.live(FollowUp)
        if row.meeting_id == meeting.id and (row.agenda_item_id in shown or not (is_public and row.agenda_item_id))
    ]
    rows.sort(key=lambda row: (_place(network, row), row.deadline or "9999", danish.sort_key(row.text), row.id))
    return tuple(_follow_up(network, row) for row in rows)


def _place(network: Network, row: FollowUp) -> int:
    item = network.find(AgendaItem, row.agenda_item_id)
    return item.position or 0 if item else 0


def _follow_up(network: Network, row: FollowUp) -> FollowUpText:
    item = network.find(AgendaItem, row.agenda_item_id)
    return FollowUpText(
        item=f"Pkt. {_number(item)}" if item else "–",
        text=row.text,
        owner=follow_ups.owner(network, row),
        deadline=danish.short_date(row.deadline) if row.deadline else "",
        state=f"Udført {danish.short_date(row.done_on)}" if row.done_on else "Åben",
    )
