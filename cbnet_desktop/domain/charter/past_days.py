"""Days of what has happened: an edit writes none that is still to come, and none before what it follows.

Only what an edit touches is checked. What a merge brought counts for no clause, and the clause's rule names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cbnet_desktop.domain.charter.findings import Problem
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import (
    TABLES,
    Attendance,
    BudgetShare,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Offer,
)
from cbnet_desktop.domain.records.changes import Change, folded
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import Attending, OfferState

Names = frozenset[str]

#: What makes an edit worth checking: the days themselves, and what says that something has happened on another's day.
_WATCHED = {
    kind.TABLE: frozenset(name for name, field in kind.fields().items() if field.has_happened)
    for kind in TABLES.values()
}
_WATCHED[Meeting.TABLE] |= {"held_on", "state"}
_WATCHED[Attendance.TABLE] |= {"status", "meeting_id"}
_WATCHED[Offer.TABLE] |= {"starts_on", "state"}


def require(after: Network, changes: Iterable[Change], today: Callable[[], str]) -> None:
    """Raises Invalid where an edit writes a day that has not been, or one before what it follows."""
    for problem in refused(after, changes, today):
        raise Invalid(problem.message, table=problem.table, row_id=problem.row_id, field=problem.field)


def refused(after: Network, changes: Iterable[Change], today: Callable[[], str]) -> Iterator[Problem]:
    """The days that an edit may not write; after is the network with the edit.

    today is called only for such days; the network's fixed »Dags dato« goes before it.
    """
    touched = [
        (row, names)
        for change in folded(changes)
        if (names := _WATCHED[change.table].intersection(change.after or ()))
        and (row := after.row(change.table, change.row_id))
    ]
    if not touched:
        return
    now = after.today("") or today()
    for row, names in touched:
        yield from _to_come(row, names, now)
        yield from _not_held(after, row, names, now)
        yield from _out_of_order(after, row, names)


def untimely(what: str, day: str | None, today: str, year: int | None = None) -> str:
    """Why a day that a merge brought does not count by today, or for a year, as a sentence; empty where it does.

    what goes before the day, for example »Andelen for Odense står som aftalt«.
    """
    if not day:
        return ""
    if day > today:
        why = "den dag er ikke kommet endnu"
    elif year and day < dates.agreeable_from(year):
        why = f"det er for længe før {year}"
    else:
        return ""
    return f"{what} {danish.short_date(day)}, men {why}, så datoen tæller ikke. Ret den."


def _to_come(row: Record, names: Names, now: str) -> Iterator[Problem]:
    """A day after today in a field about something done."""
    for name, field in row.fields().items():
        day = getattr(row, name)
        if name in names and field.has_happened and day and day > now:
            yield Problem(
                ("to come", row.id, name),
                f"{quoted(field.label)} kan ikke være {danish.short_date(day)}, for i dag er det "
                f"{danish.short_date(now)}. Skriv den dag, det skete.",
                row.TABLE,
                row.id,
                name,
            )


def _out_of_order(network: Network, row: Record, names: Names) -> Iterator[Problem]:
    """A day before what it follows, or so early that it can only be mistyped."""

    def found(field: str, message: str) -> Iterator[Problem]:
        if field in names:
            yield Problem(("order", row.id, field), message, row.TABLE, row.id, field)

    match row:
        case Meeting():
            for name, message in _around_meeting(row):
                yield from found(name if name in names else "held_on", message)
        case ConsultationAnswer(answered_on=str(day)):
            asked = network.find(FocusSet, row.focus_set_id)
            if asked and asked.consulted_on and day < asked.consulted_on:
                message = (
                    f"Svaret kan ikke være givet {danish.short_date(day)}, for høringen blev først sendt ud "
                    f"{danish.short_date(asked.consulted_on)}. Ret en af datoerne."
                )
                yield from found("answered_on", message)
        case BudgetShare():
            for name in ("library_agreed_on", "agency_agreed_on"):
                if _is_too_early(getattr(row, name), row.year):
                    yield from found(name, _too_early(f"Andelen for {row.year}", "aftalt", row.year))
        case Involvement(agreed_on=str(day)):
            area = network.find(FocusArea, row.focus_area_id)
            if area and _is_too_early(day, area.year):
                yield from found("agreed_on", _too_early("Inddragelsen", "aftalt", area.year))
        case InvolvedLibrary(consented_on=str(day)):
            agreement = network.find(Involvement, row.involvement_id)
            area = network.find(FocusArea, agreement.focus_area_id) if agreement else None
            if area and _is_too_early(day, area.year):
                yield from found("consented_on", _too_early("Samtykket", "givet", area.year))


def _around_meeting(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """The days of a notice after its meeting and of an approval before it, each with the reason against it."""
    title, held_on = titles.meeting_title(meeting), meeting.held_on or ""
    if held_on and meeting.called_on and meeting.called_on > held_on:
        day = danish.short_date(meeting.called_on)
        yield "called_on", f"{title} kan ikke være indkaldt {day}, efter at mødet er holdt. Ret en af datoerne."
    if meeting.approved_on and meeting.approved_on < held_on:
        day = danish.short_date(meeting.approved_on)
        yield (
            "approved_on",
            f"Referatet af {title} kan ikke være godkendt {day}, før mødet er holdt. Ret en af datoerne.",
        )


def _is_too_early(day: str | None, year: int | None) -> bool:
    return bool(day) and (day or "") < dates.agreeable_from(year)


def _too_early(what: str, done: str, year: int) -> str:
    first = danish.short_date(dates.agreeable_from(year))
    return f"{what} kan ikke være {done} så længe før {year}. Skriv en dag fra {first} og frem."


def _not_held(network: Network, row: Record, names: Names, now: str) -> Iterator[Problem]:
    """A meeting or an offer held before its day, and anybody present at such a meeting."""
    match row:
        case Meeting(held_on=str(day)) if day > now:
            field, message = _before_its_day(network, row, now)
            if message and (field == "state" or field in names):
                field = field if field in names else "held_on"
                yield Problem(("not held", row.id), message, row.TABLE, row.id, field)
        case Attendance(status=Attending.PRESENT):
            meeting = network.find(Meeting, row.meeting_id)
            if meeting and (meeting.held_on or "") > now:
                message = (
                    f"Ingen kan stå som til stede på {titles.meeting_title(meeting)}, før dagen er kommet. "
                    "Vælg »Indkaldt« eller »Afbud«."
                )
                yield Problem(("present", row.id), message, row.TABLE, row.id, "status")
        case Offer(state=OfferState.HELD, starts_on=str(day)) if day > now:
            message = (
                f"Tilbuddet {quoted(row.title)} begynder {danish.short_date(day)} og kan ikke stå som afholdt endnu. "
                "Ret datoen eller tilstanden."
            )
            field = "state" if "state" in names else "starts_on"
            yield Problem(("not held", row.id), message, row.TABLE, row.id, field)


def _before_its_day(network: Network, meeting: Meeting, now: str) -> tuple[str, str]:
    """The field and the message for a meeting ahead that is told as if it had been; empty where it is not."""
    title = titles.meeting_title(meeting)
    if meeting.state in meetings.HELD:
        return "state", (
            f"{title} kan ikke stå som afholdt, for i dag er det {danish.short_date(now)}. "
            "Vent, til mødet er holdt, eller ret datoen."
        )
    if any(row.status == Attending.PRESENT for row in meetings.attendances(network, meeting)):
        return "held_on", f"{title} ligger forude, men nogen står som til stede. Sæt dem til »Indkaldt« først."
    return "", ""
