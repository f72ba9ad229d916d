"""Rules on the terms of reference themselves, the network's owners and its members (M1, M2, M3, M12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from cbnet_desktop.domain.charter import form_rules, hard_rules, roster_hard_rules
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict
from cbnet_desktop.domain.records import Appointment, Charter, Organisation, Person, Seat
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency, roster, seat_names
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import OrganisationKind, Role, SeatKind


def check_charter(network: Network, year: int, today: date) -> Verdict:
    """M1: terms of reference for the year are on record."""
    del today
    last_day = f"{year}-12-31"
    versions = sorted(
        (row for row in network.rows(Charter) if row.is_complete and row.valid_from <= last_day),
        key=lambda row: (row.valid_from, row.id),
    )
    if versions:
        return Verdict.of([*_twin_versions(versions), *_decided_versions(network, versions)])
    message = f"Der er ikke registreret et kommissorium, som gælder i {year}. Tilføj det med den dag, det gælder fra."
    return Verdict((Finding("M1", Severity.WARNING, message, Charter.TABLE),))


def _twin_versions(versions: list[Charter]) -> Iterator[Finding]:
    for one, other in pairwise(versions):
        if one.valid_from == other.valid_from:
            day = danish.short_date(other.valid_from)
            message = f"To udgaver af kommissoriet gælder fra {day}. Ret datoen på den, der ikke gælder."
            yield Finding("M1", Severity.ERROR, message, Charter.TABLE, other.id, "valid_from")


def _decided_versions(network: Network, versions: list[Charter]) -> Iterator[Finding]:
    for row in versions:
        name = f"Kommissoriet fra {danish.short_date(row.valid_from)}"
        yield from form_rules.decision_findings(network, "M1", row, name)


def check_owners(network: Network, year: int, today: date) -> Verdict:
    """M2: an agency and at least one central library run the network in the year; each library has its region."""
    del today
    kinds = [row.kind for row in network.live(Organisation)]
    libraries = roster.central_libraries_of(network, year)
    findings = []
    if OrganisationKind.AGENCY not in kinds:
        message = "Styrelsens biblioteksenhed er ikke registreret. Tilføj den under organisationer."
        findings.append(Finding("M2", Severity.ERROR, message, Organisation.TABLE))
    if not libraries:
        message = f"Der er ingen centralbiblioteker i netværket i {year}. Tilføj dem under organisationer."
        findings.append(Finding("M2", Severity.ERROR, message, Organisation.TABLE))
    for library in libraries:
        if not library.region:
            message = f"{library.name} har ingen region, så det regionale kan ikke gøres op. Skriv regionen."
            findings.append(Finding("M2", Severity.WARNING, message, Organisation.TABLE, library.id, "region"))
    hidden = {problem.row_id: problem for problem in roster_hard_rules.hidden_libraries(network)}
    for found in (hidden[library.id] for library in libraries if library.id in hidden):
        findings.append(Finding("M2", Severity.NOTE, found.message, found.table, found.row_id, found.field))
    return Verdict.of(findings)


def check_composition(network: Network, year: int, today: date) -> Verdict:
    """M3: the network has the right seats, each with exactly one representative on every day of the year so far."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    until = min(last, today.isoformat()) if today.year == year else last
    findings = [*_missing_seats(network, min(max(today.isoformat(), first), last))]
    for seat in roster.seats(network):
        starts_on, ends_on = roster.seat_period(network, seat)
        opens, closes = max(first, starts_on or first), min(until, ends_on or until)
        if opens <= closes:
            findings.extend(_seat_findings(network, seat, opens, closes, today.isoformat()))
    findings.extend(_double_seats(network, first, until))
    return Verdict.of(findings)


def check_appointments(network: Network, year: int, today: date) -> Verdict:
    """M12: each central library of the day has one representative today (for a past year: on its last day)."""
    day = min(today.isoformat(), f"{year}-12-31")
    findings: list[Finding] = []
    for library in roster.central_libraries(network, day):
        findings.extend(_library_findings(network, library, day))
    return Verdict.of(findings)


def _missing_seats(network: Network, day: str) -> Iterator[Finding]:
    for kind, what in ((SeatKind.AGENCY, agency.name(network, day)), (SeatKind.DIRECTORS, "centralbibliotekscheferne")):
        yield from _seat_count(roster.seats_of(network, kind, day), what)
    areas = roster.seats_of(network, SeatKind.AREA, day)
    for library in roster.central_libraries(network, day):
        own = [seat for seat in areas if seat.organisation_id == library.id]
        yield from _seat_count(own, f"centralbiblioteksområdet {titles.organisation_name(network, library.id, day)}")


def _seat_count(seats: list[Seat], what: str) -> Iterator[Finding]:
    if not seats:
        message = f"Netværket har ingen plads til {what}. Tilføj pladsen."
        yield Finding("M3", Severity.ERROR, message, Seat.TABLE)
    elif len(seats) > 1:
        names = danish.joined([seat.name for seat in seats])
        message = f"Netværket har {len(seats)} pladser til {what}: {names}. Arkivér dem, der ikke skal være der."
        yield Finding("M3", Severity.ERROR, message, Seat.TABLE, seats[-1].id, "archived")


def _seat_findings(network: Network, seat: Seat, first: str, last: str, today: str) -> Iterator[Finding]:
    terms = [
        term for term in roster.appointments(network, seat) if dates.overlap(term.starts_on, term.ends_on, first, last)
    ]
    for one, other in hard_rules.overlapping(terms):
        message = hard_rules.overlap_message(network, one, other)
        yield Finding("M3", Severity.ERROR, message, Appointment.TABLE, other.id, "starts_on")
    day = first
    for term in terms:
        if (term.starts_on or "") > day:
            yield _vacancy(network, seat, day, roster.day_before(term.starts_on or day), today)
        day = max(day, roster.day_after(term.ends_on) if term.ends_on else dates.LAST_DAY)
    if day <= last:
        yield _open_end(network, seat, day, last, today)


def _vacancy(network: Network, seat: Seat, first: str, last: str, today: str) -> Finding:
    length = danish.counted(dates.days_between(first, last) + 1, "dag", "dage")
    if last == today:
        vacant = f"har stået ubesat i {length}, siden {danish.short_date(first)}"
    else:
        verb = "bliver" if first > today else "var" if last < today else "er"
        vacant = f"{verb} ubesat i {length}, {danish.short_date(first)}–{danish.short_date(last)}"
    message = f"Pladsen {_place(network, seat, first)} {vacant}. Registrér en udpegning for perioden."
    return Finding("M3", Severity.WARNING, message, Seat.TABLE, seat.id)


def _open_end(network: Network, seat: Seat, first: str, last: str, today: str) -> Finding:
    """The end of a seat without a new appointment: the last representative stays on, or the seat is vacant."""
    old = roster.expired(network, seat, first)
    if old is None or not old.ends_on:
        return _vacancy(network, seat, first, last, today)
    person, place = network.get(Person, old.person_id), _place(network, seat, old.ends_on)
    ended = danish.short_date(old.ends_on)
    if first > today and old.ends_on >= today:
        message = f"{person.name} er udpeget til pladsen {place} til og med {ended}, og ingen er udpeget derefter."
        return Finding("M3", Severity.NOTE, message, Appointment.TABLE, old.id, "ends_on")
    message = (
        f"{person.name} sidder fortsat på pladsen {place}, men udpegningen udløb {ended}. "
        "Forlæng den, eller udpeg en anden."
    )
    return Finding("M3", Severity.WARNING, message, Appointment.TABLE, old.id, "ends_on")


def _place(network: Network, seat: Seat, day: str) -> str:
    """What a seat is called on a day: an area's seat as its library, so that M3 and M12 speak of one place."""
    library = network.find(Organisation, seat.organisation_id) if seat.kind == SeatKind.AREA else None
    return titles.organisation_name(network, library.id, day) if library else seat_names.on(network, seat, day)


def _double_seats(network: Network, first: str, last: str) -> Iterator[Finding]:
    held: dict[str, list[Appointment]] = {}
    for row in network.live(Appointment):
        if row.role == Role.REPRESENTATIVE and dates.overlap(row.starts_on, row.ends_on, first, last):
            held.setdefault(row.person_id or "", []).append(row)
    for person_id, terms in held.items():
        person = network.find(Person, person_id)
        for one, other in hard_rules.overlapping(sorted(terms, key=lambda row: (row.starts_on or "", row.id))):
            if person and one.seat_id != other.seat_id and _are_there_together(network, one, other, first, last):
                names = danish.joined([_seat_name(network, row, other.starts_on or first) for row in (one, other)])
                message = f"{person.name} sidder på to pladser på samme tid: {names}. Udpeg en anden til den ene."
                yield Finding("M3", Severity.WARNING, message, Appointment.TABLE, other.id, "person_id")


def _are_there_together(network: Network, one: Appointment, other: Appointment, first: str, last: str) -> bool:
    """Whether both seats exist on a day that both terms have in a period: a library may be closed under a term."""
    seats = (seat for row in (one, other) if (seat := network.find(Seat, row.seat_id)))
    periods = [(first, last), *((row.starts_on, row.ends_on) for row in (one, other))]
    periods += [roster.seat_period(network, seat) for seat in seats]
    return max(start or "" for start, _ in periods) <= min(end or dates.LAST_DAY for _, end in periods)


def _library_findings(network: Network, library: Organisation, day: str) -> Iterator[Finding]:
    name, shown = titles.organisation_name(network, library.id, day), danish.short_date(day)
    seats = [seat for seat in roster.seats_of(network, SeatKind.AREA, day) if seat.organisation_id == library.id]
    if not seats:
        message = f"{name} har ingen plads i netværket. Tilføj pladsen, og registrér bibliotekets repræsentant."
        yield Finding("M12", Severity.WARNING, message, Seat.TABLE)
        return
    valid = [term for seat in seats for term in roster.appointments(network, seat) if roster.is_valid_on(term, day)]
    if len(valid) > 1:
        names = danish.joined([_person_name(network, term) for term in valid])
        message = f"{name} har {len(valid)} repræsentanter {shown}: {names}. Afslut de udpegninger, der ikke gælder."
        yield Finding("M12", Severity.ERROR, message, Appointment.TABLE, valid[-1].id, "ends_on")
    elif not valid:
        yield _unappointed(network, name, seats[0], day)


def _unappointed(network: Network, name: str, seat: Seat, day: str) -> Finding:
    old = roster.expired(network, seat, day)
    if old is None:
        message = f"{name} har ingen udpeget repræsentant {danish.short_date(day)}. Registrér udpegningen."
        return Finding("M12", Severity.WARNING, message, Seat.TABLE, seat.id)
    message = (
        f"{name} har ikke udpeget en repræsentant efter {_person_name(network, old)}, "
        f"hvis udpegning udløb {danish.short_date(old.ends_on)}."
    )
    return Finding("M12", Severity.WARNING, message, Appointment.TABLE, old.id, "ends_on")


def _person_name(network: Network, row: Appointment) -> str:
    return titles.person_name(network, row.person_id) or "en ukendt person"


def _seat_name(network: Network, row: Appointment, day: str) -> str:
    seat = network.find(Seat, row.seat_id)
    return _place(network, seat, day) if seat else "en ukendt plads"
