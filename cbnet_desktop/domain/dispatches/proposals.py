"""What a dispatch is proposed to say, to whom and with which annexes (M3, M13, M14, M16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.dispatches import dispatches
from cbnet_desktop.domain.dispatches.dispatches import Recipient
from cbnet_desktop.domain.focus import focus, focus_steps
from cbnet_desktop.domain.meetings import agenda, annexes, attendance, meetings
from cbnet_desktop.domain.records import Annex, Attendance, FocusSet, Meeting, Person, Plan, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Attending, DispatchKind, MeetingState, SeatKind

AWAY = (Attending.APOLOGIES, Attending.ABSENT)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A dispatch to be: the secretary decides on all of it but kind and row.

    prepared are the changes that its paper needs, written with the draft: the notice's text, the deadline.
    """

    kind: DispatchKind
    about: Record
    recipients: tuple[Recipient, ...]
    subject: str
    text: str
    annexes: tuple[Annex, ...] = ()
    is_public: bool = False
    prepared: tuple[Change, ...] = ()

    @property
    def meant(self) -> tuple[Recipient, ...]:
        """The recipients whom it goes to unless the secretary decides otherwise."""
        return tuple(one for one in self.recipients if one.is_meant)


def notice(network: Network, meeting: Meeting, invitation: str, by: str) -> Proposal:
    """The notice of a meeting, to everybody expected at it; guests and those who are away may be added.

    Raises Invalid for a meeting that has been held or is cancelled.
    """
    if meeting.state in meetings.HELD or meeting.state == MeetingState.CANCELLED:
        over = "aflyst" if meeting.state == MeetingState.CANCELLED else "afholdt"
        raise Invalid(f"Mødet er {over}, så der kan ikke indkaldes til det.", field="state")
    prepared = (
        *((meeting.edited({"invitation": invitation}),) if invitation != meeting.invitation else ()),
        *attendance.expected(network, meeting),
        *agenda.carried_added(network, meeting),
    )
    after = network.with_changes(prepared)
    to = [_attendee(after, row, is_meant=row.status not in AWAY) for row in meetings.attendances(after, meeting)]
    text = _signed(invitation, by)
    return _proposal(after, DispatchKind.NOTICE, meeting, to, text, prepared=prepared)


def minutes(network: Network, meeting: Meeting, by: str) -> Proposal:
    """The minutes of a meeting, to everybody listed but guests; raises Invalid before it is held."""
    if meeting.state not in meetings.HELD:
        raise Invalid("Mødet er ikke afholdt. Markér det som afholdt, før referatet sendes.", field="state")
    to = [_attendee(network, row) for row in meetings.attendances(network, meeting)]
    is_draft = meeting.approved_on is None
    text = _signed(f"Hermed {'udkast til ' if is_draft else ''}referat af {titles.meeting_title(meeting)}.", by)
    return _proposal(network, DispatchKind.MINUTES, meeting, to, text)


def consultation(network: Network, year: int, day: str, deadline: str, by: str) -> Proposal:
    """The year's focus areas, to whoever sits for the central libraries; the others may be added.

    Raises Invalid where they are set already.
    """
    focus_set_id, added = focus.ensure(network, year)
    made = network.with_changes(added)
    row = made.get(FocusSet, focus_set_id)
    if row.set_on:
        raise Invalid(
            f"Indsatsområderne for {year} er fastsat {danish.short_date(row.set_on)} og kan ikke sendes i høring. "
            "Genåbn dem først."
        )
    focus_steps.send(made, year, day, deadline)
    prepared = (*added, *((row.edited({"deadline": deadline}),) if deadline != row.deadline else ()))
    after = network.with_changes(prepared)
    row = after.get(FocusSet, focus_set_id)
    asked = {library.id for library in focus.consulted(after, row)}
    to = [
        _seated(after, seat, day, is_meant=seat.kind == SeatKind.AREA and seat.organisation_id in asked)
        for seat in roster.seats_on(after, day)
    ]
    text = _signed(
        f"Hermed sendes indsatsområderne for {year} i høring hos centralbibliotekerne. "
        f"Svar senest {danish.weekday(deadline)} den {danish.long_date(deadline)}.\n\n"
        "Høringsbrevet er vedhæftet sammen med et svarskema til hvert bibliotek, som kan udfyldes på skærmen og sendes "
        "tilbage.",
        by,
    )
    return _proposal(after, DispatchKind.CONSULTATION, row, to, text, prepared=prepared)


def plan(network: Network, row: Plan, day: str, by: str) -> Proposal:
    """A year's plan, to whoever sits in the seats."""
    to = [_seated(network, seat, day) for seat in roster.seats_on(network, day)]
    text = _signed(f"Hermed kompetencenetværkets handlingsplan for {row.year}.", by)
    return _proposal(network, DispatchKind.PLAN, row, to, text)


def reminder(network: Network, person: Person, lines: Iterable[str], by: str) -> Proposal:
    """What a person is reminded of, to her alone."""
    due = "\n".join(f"- {one}" for one in lines)
    text = _signed(f"Kære {person.name}\n\nIfølge netværkets papirer mangler dette endnu:\n\n{due}", by)
    to = [Recipient(person.id, person.name, titles.organisation_name(network, person.organisation_id), person.email)]
    return _proposal(network, DispatchKind.REMINDER, person, to, text)


def files(network: Network, kind: DispatchKind, row: Record, *, is_public: bool) -> tuple[Annex, ...]:
    """The annexes that may go with a paper: closed ones only with the confidential edition of a meeting's."""
    owners = [row, *(meetings.agenda(network, row) if isinstance(row, Meeting) else ())]
    is_confidential = isinstance(row, Meeting) and not is_public
    return tuple(
        annex
        for owner in (owners if kind != DispatchKind.REMINDER and not isinstance(row, FocusSet) else ())
        for annex in annexes.of(network, owner)
        if annex.sha256 and (is_confidential or not annexes.is_closed(network, annex))
    )


def addressed(found: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """The recipients, each of whom has an address; raises Invalid for nobody, and for those without one."""
    to = tuple(found)
    if not to:
        raise Invalid("Forsendelsen har ingen modtagere. Vælg mindst én.")
    if lacking := [one.name for one in to if not one.address]:
        raise Invalid(
            f"{danish.joined(lacking)} har ingen e-mailadresse. Skriv den i personens række, eller fravælg modtageren."
        )
    return to


def _proposal(
    network: Network,
    kind: DispatchKind,
    row: Record,
    to: Iterable[Recipient | None],
    text: str,
    *,
    prepared: tuple[Change, ...] = (),
) -> Proposal:
    found = tuple(_joined(one for one in to if one))
    if not found:
        raise Invalid("Der er ingen at sende til: ingen er indkaldt, og ingen plads er besat.")
    subject = dispatches.title(network, kind, row)
    # The minutes' readers have had the annexes of the agenda.
    taken = () if kind is DispatchKind.MINUTES else files(network, kind, row, is_public=False)
    return Proposal(kind, row, found, subject, text, taken, prepared=prepared)


def _attendee(network: Network, row: Attendance, *, is_meant: bool = True) -> Recipient | None:
    """Who is listed at a meeting; a guest is not meant, since the paper may hold closed items."""
    person = network.find(Person, row.person_id)
    seat = attendance.represents(network, row)
    is_meant = is_meant and seat != attendance.GUEST
    return Recipient(person.id, person.name, seat, person.email, is_meant) if person else None


def _seated(network: Network, seat: Seat, day: str, *, is_meant: bool = True) -> Recipient | None:
    """Whoever sits in a seat, or the substitute of a vacant one."""
    term = roster.sitting(network, seat, day) or roster.substitute(network, seat, day)
    person = roster.person_of(network, term)
    name = seat_names.on(network, seat, day)
    return Recipient(person.id, person.name, name, person.email, is_meant) if person else None


def _joined(found: Iterable[Recipient]) -> Iterator[Recipient]:
    """Each person once, with all of her seats."""
    by_person: dict[str | None, list[Recipient]] = {}
    for one in found:
        by_person.setdefault(one.person_id, []).append(one)
    for same in by_person.values():
        first, seats = same[0], danish.joined(list(dict.fromkeys(one.seat for one in same if one.seat)))
        yield Recipient(first.person_id, first.name, seats, first.address, any(one.is_meant for one in same))


def _signed(text: str, by: str) -> str:
    return f"{text.strip()}\n\nVenlig hilsen\n{by}"
