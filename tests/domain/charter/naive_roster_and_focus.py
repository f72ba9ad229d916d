"""Who sits in the network, and its focus areas, reckoned by days and sets (M3, M8, M12, M13)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from cbnet_desktop.domain.records import (
    Appointment,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    InvolvedLibrary,
    Involvement,
    Seat,
)
from tests.domain.charter.naive_days import days_of, number, span
from tests.domain.charter.naive_rows import BROKEN, OPEN, Faults, Rows, has_been, is_timely, late


def m3(net: Rows, year: int, today: str) -> Faults:
    """One agency, one directors', one for each area; each seat has exactly one representative on each day so far."""
    day = min(max(today, f"{year}-01-01"), f"{year}-12-31")
    wanted = [("agency", None), ("directors", None), *(("area", library) for library in net.libraries_on(day))]
    for kind, library in wanted:
        if len(net.seats_of(kind, day, library)) != 1:
            yield BROKEN, f"seats {kind} {library}"
    counted = days_of(year) if today[:4] != str(year) else days_of(year) & span(None, today)
    places: Counter[tuple[int, str | None]] = Counter()
    for seat in net.seats:
        days = counted & net.seat_days[seat.id]
        sitters: Counter[int] = Counter()
        for row, term in net.terms_of(seat):
            sitters.update(term & days)
            places.update({(one, row.person_id) for one in term & days})
        if any(count > 1 for count in sitters.values()):
            yield BROKEN, f"overlap {seat.name}"
        vacant = {one for one in days if one not in sitters}
        for one in vacant:
            if not _runs_out(net, seat.id, one, vacant, today):
                yield OPEN, f"vacant {seat.name} {one}"
                break
    periods = [(row.starts_on or "", row.ends_on) for row in net.rows(Seat)]
    periods += [(row.starts_on or "", row.ends_on) for row in net.rows(Appointment)]
    for starts_on, ends_on in periods:
        if starts_on[:4] == str(year) and (ends_on or starts_on) < starts_on:
            yield OPEN, "ends before it begins"
    if any(count > 1 for count in places.values()):
        yield OPEN, "one person in two seats"


def _runs_out(net: Rows, seat_id: str, day: int, vacant: set[int], today: str) -> bool:
    """Whether a vacant day only tells of a term that will run out one day and has no successor yet."""
    seat = next(seat for seat in net.seats if seat.id == seat_id)
    while day - 1 in vacant:
        day -= 1
    iso = date.fromordinal(day).isoformat()
    last = max((row.ends_on or "" for row, _ in net.terms_of(seat)), default="")
    return last >= today and iso > today and net.left_over(seat, iso) is not None


def _involvements(net: Rows, area: FocusArea) -> list[Involvement]:
    return [row for row in net.rows(Involvement) if row.focus_area_id == area.id]


def m8(net: Rows, year: int, today: str) -> Faults:
    """No agreement without a date and every named library's consent; one for each area of the central part."""
    for area in net.areas(year):
        rows = _involvements(net, area)
        if not rows and area.part == "central" and today >= f"{year}-01-01":
            yield late(year, today), "nobody involved"
        for row in rows:
            named = [one for one in net.rows(InvolvedLibrary) if one.involvement_id == row.id]
            agreed = [one for one in named if _consents(net, one, year, today)]
            if row.state != "agreed":
                yield late(year, today), "draft"
            elif not named or agreed != named or not is_timely(row.agreed_on, year, today):
                yield BROKEN, "agreed without date or consent"
            days = [row.agreed_on, *(one.consented_on for one in named)]
            if any(day and not is_timely(day, year, today) for day in days):
                yield OPEN, "untimely"
            if any(net.is_outside(one.organisation_id, year) for one in named):
                yield OPEN, "a library outside the network"
            for one in named:
                day, person = one.consented_on or "", one.consented_by_id
                is_named = person and is_timely(day, year, today)
                if is_named and not net.represents(person, "area", day, one.organisation_id):
                    yield OPEN, "consent of a stranger"


def _consents(net: Rows, one: InvolvedLibrary, year: int, today: str) -> bool:
    return is_timely(one.consented_on, year, today) and net.is_as_agreed("consented", one, one.consented_on)


def m8_due(net: Rows, year: int, today: str) -> bool:
    """Due when the year begins or with the first draft."""
    areas = net.areas(year)
    return bool(areas) and (today >= f"{year}-01-01" or any(_involvements(net, area) for area in areas))


def m12(net: Rows, year: int, today: str) -> Faults:
    """Each library of the day has one representative."""
    day = min(today, f"{year}-12-31")
    for library in net.libraries_on(day):
        seats = net.seats_of("area", day, library)
        sitters = [row for seat in seats for row, days in net.terms_of(seat) if number(day) in days]
        if len(sitters) != 1:
            yield BROKEN if len(sitters) > 1 else OPEN, f"{len(sitters)} for {library}"


def m13_due(net: Rows, year: int, today: str) -> bool:
    """Due when the annual meeting before the year is called, or missed."""
    meeting = net.preparing(year)
    is_called = meeting is not None and meeting.state in ("called", "held", "approved")
    return bool(net.focus_sets(year)) or is_called or today >= net.missed_from(year)


def m13(net: Rows, year: int, today: str) -> Faults:
    """The agency sets the year's areas with the libraries: consulted, answered, set by its representative in time."""
    sets = net.focus_sets(year)
    if not sets:
        if m13_due(net, year, today):
            yield late(year, today), "no set"
        return
    if len(sets) > 1:
        yield BROKEN, "two sets"
    if not net.areas(year):
        yield OPEN, "no areas"
    row = sets[0]
    yield from _consultation(net, row, today)
    if not row.set_on or row.set_on > today:
        yield OPEN, "not set"
    elif not row.set_by_id:
        yield OPEN, "set by nobody"
    elif not net.represents(row.set_by_id, "agency", row.set_on):
        yield BROKEN, "set by a stranger"
    if net.is_changed("set", row, row.set_on):
        yield OPEN, "changed since"
    meeting = net.preparing(year)
    if row.set_on and row.consulted_on and row.set_on < row.consulted_on:
        yield OPEN, "set before asked"
    if row.set_on and meeting and row.set_on > (meeting.held_on or ""):
        yield OPEN, "set after the meeting"


def _consultation(net: Rows, row: FocusSet, today: str) -> Faults:
    if not has_been(row.consulted_on, today) or not row.deadline:
        yield OPEN, "not consulted or no deadline"
    if not has_been(row.consulted_on, today):
        return
    asked = row.consulted_on or ""
    closed = min(row.set_on or today, today)
    rows = sorted((one for one in net.rows(ConsultationAnswer) if one.focus_set_id == row.id), key=lambda one: one.id)
    said = {one.organisation_id: one.answered_on for one in rows}
    for library in net.libraries_on(asked):
        day = said.get(library)
        if day and asked <= day <= today:
            continue
        if day or not row.deadline or row.deadline >= closed:
            yield OPEN, f"no answer {library}"
