"""A second, naive reckoning of the terms of reference, by days and sets over the rows alone.

It knows no rule of the program: only records, and the words of the terms. `python -m
tests.domain.charter.naive_reckoning 10000` compares so many random networks with the program and prints what differs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.records import (
    Appointment,
    Attendance,
    BudgetShare,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    Organisation,
    Plan,
    Seat,
)
from cbnet_desktop.domain.records.network import Network
from tests.building import Building

FIRST, YEARS = 2014, (2014, 2015, 2016)
TODAYS = ("2014-11-24", "2015-06-01", "2016-12-31", "2018-01-01")
END = "9999-12-31"
CLAUSES = ("M3", "M12", "M13", "M14", "M16", "M17", "M19", "M20")


def is_in_order(network: Network, clause: str, year: int, today: str, changed: set[str]) -> bool | None:
    """Whether nothing is missing of a clause in a year; None where the terms leave open whether it is due.

    changed: ids of the rows whose text was changed after somebody agreed to it.
    """
    planning = [row for row in _meetings(network, year, "planning") if row.state != "cancelled"]
    reckoned: dict[str, Callable[[], bool | None]] = {
        "M3": lambda: _m3(network, year, today),
        "M12": lambda: _m12(network, year, today),
        "M13": lambda: _m13(network, year, today, changed),
        "M14": lambda: _m14(network, year, today),
        "M16": lambda: _m16(network, year, today, changed),
        "M17": lambda: _m17(network, year),
        "M19": lambda: len(planning) <= 4,
        "M20": lambda: _m20(network, year, today, changed),
    }
    return reckoned[clause]()


def _days(first: str, last: str) -> Iterator[str]:
    day = date.fromisoformat(first)
    while day.isoformat() <= last:
        yield day.isoformat()
        day += timedelta(days=1)


def _has(row: Seat | Organisation, day: str) -> bool:
    return (row.starts_on or "") <= day <= (row.ends_on or END)


def _libraries(network: Network, day: str) -> set[str]:
    return {row.id for row in network.live(Organisation) if row.kind == "central_library" and _has(row, day)}


def _libraries_of(network: Network, year: int) -> set[str]:
    return {library for month in range(1, 13) for library in _libraries(network, f"{year}-{month:02}-15")}


def _seats(network: Network, day: str) -> list[Seat]:
    libraries = _libraries(network, day)
    return [
        row for row in network.live(Seat) if _has(row, day) and (row.kind != "area" or row.organisation_id in libraries)
    ]


def _terms(network: Network, seat: Seat, role: str) -> list[Appointment]:
    return [row for row in network.live(Appointment) if row.seat_id == seat.id and row.role == role]


def _holders(network: Network, seat: Seat, day: str) -> set[str]:
    """Who represents a seat; who was the last goes on until somebody follows."""
    terms = _terms(network, seat, "representative")
    valid = [row for row in terms if (row.starts_on or "") <= day <= (row.ends_on or END)]
    if not valid and terms and all((row.ends_on or END) < day for row in terms):
        valid = [max(terms, key=lambda row: row.ends_on or "")]
    return {row.person_id or "" for row in valid}


def _m3(network: Network, year: int, today: str) -> bool:
    """On each day of the year until today (a coming year: all of it) each seat that there is has one representative."""
    last = min(today, f"{year}-12-31") if today[:4] == str(year) else f"{year}-12-31"
    held: dict[str, set[str]] = {}
    for day in _days(f"{year}-01-01", last):
        people: list[str] = []
        for seat in _seats(network, day):
            terms = _terms(network, seat, "representative")
            valid = [row for row in terms if (row.starts_on or "") <= day <= (row.ends_on or END)]
            ended = [row for row in terms if (row.ends_on or END) < day]
            is_only_ahead = (
                day > today
                and bool(ended)
                and len(ended) == len(terms)
                and max(row.ends_on or "" for row in ended) >= today
            )
            if len(valid) != 1 and not (not valid and is_only_ahead):
                return False
            people += [row.person_id or "" for row in valid]
        if len(people) != len(set(people)):
            return False
        held[day] = set(people)
    return True


def _m12(network: Network, year: int, today: str) -> bool:
    day = min(today, f"{year}-12-31")
    for library in _libraries(network, day):
        valid = [
            row
            for seat in _seats(network, day)
            if seat.kind == "area" and seat.organisation_id == library
            for row in _terms(network, seat, "representative")
            if (row.starts_on or "") <= day <= (row.ends_on or END)
        ]
        if len(valid) != 1:
            return False
    return True


def _meetings(network: Network, year: int, kind: str) -> list[Meeting]:
    return [row for row in network.live(Meeting) if row.kind == kind and (row.held_on or "").startswith(f"{year}-")]


def _counts(network: Network, meeting: Meeting, today: str) -> bool:
    """Held on a day that has been, with three people: one of the agency, one of the directors, one of an area."""
    day = meeting.held_on or END
    if meeting.state not in ("held", "approved") or day > today:
        return False
    sides: dict[str, set[str]] = {"agency": set(), "directors": set(), "area": set()}
    for row in network.live(Attendance):
        if row.meeting_id != meeting.id or row.status != "present" or row.is_guest:
            continue
        for seat in _seats(network, day):
            stand_ins = {
                term.person_id
                for term in _terms(network, seat, "substitute")
                if (term.starts_on or "") <= day <= (term.ends_on or END)
            }
            speaks = (
                row.substitute_for_id == seat.id
                if row.substitute_for_id
                else (row.person_id in _holders(network, seat, day) | stand_ins)
            )
            if speaks:
                sides[seat.kind].add(row.person_id or "")
    return any(len(set(three)) == len(three) for three in product(*sides.values()))


def _m14(network: Network, year: int, today: str) -> bool | None:
    found = _meetings(network, year, "annual")
    if any(_counts(network, row, today) for row in found if row.state != "cancelled"):
        return True
    return None if today < f"{year}-10-01" else False


def _m16(network: Network, year: int, today: str, changed: set[str]) -> bool | None:
    plans = [row for row in network.live(Plan) if row.year == year]
    if not plans:
        return None if today < f"{year}-01-01" else False
    meeting = network.find(Meeting, plans[0].meeting_id)
    if meeting is None:
        return year == FIRST
    is_approved = meeting.state == "approved" and (meeting.held_on or END) <= (meeting.approved_on or "") <= today
    is_theirs = (meeting.held_on or "").startswith(f"{year - 1}-") or bool(plans[0].meeting_reason)
    is_alone = not any(row.meeting_id == meeting.id and row.year < year for row in network.live(Plan))
    return (
        meeting.kind == "annual"
        and is_approved
        and is_theirs
        and is_alone
        and meeting.id not in changed
        and _counts(network, meeting, today)
    )


def _m13(network: Network, year: int, today: str, changed: set[str]) -> bool | None:
    sets = [row for row in network.live(FocusSet) if row.year == year]
    if not sets:
        return None if today < f"{year}-01-01" else False
    (row,) = sets
    areas = [area for area in network.live(FocusArea) if area.year == year]
    if not (areas and row.consulted_on and row.deadline and row.set_on and row.set_by_id) or row.id in changed:
        return False
    is_in_time = row.consulted_on <= row.set_on <= today
    agency = [seat for seat in _seats(network, row.set_on) if seat.kind == "agency"]
    is_theirs = any(row.set_by_id in _holders(network, seat, row.set_on) for seat in agency)
    answered = {
        one.organisation_id
        for one in network.live(ConsultationAnswer)
        if one.focus_set_id == row.id and row.consulted_on <= (one.answered_on or "") <= today
    }
    is_heard = not _libraries(network, row.consulted_on) - answered or row.deadline < row.set_on
    return _is_before_its_meeting(network, row, row.set_on) if is_in_time and is_theirs and is_heard else False


def _is_before_its_meeting(network: Network, row: FocusSet, set_on: str) -> bool | None:
    year = row.year
    plan = next((one for one in network.live(Plan) if one.year == year), None)
    meeting = network.find(Meeting, plan.meeting_id) if plan else None
    if meeting is None:
        earlier = [one for back in (0, 1) for one in _meetings(network, year - back, "annual")]
        return None if any((one.held_on or END) < set_on for one in earlier) else True
    return set_on <= (meeting.held_on or END)


def _m17(network: Network, year: int) -> bool | None:
    plan = next((row for row in network.live(Plan) if row.year == year), None)
    goals = [row for row in network.live(Goal) if plan and row.plan_id == plan.id]
    if plan is None:
        return None
    return bool(goals) and all(
        (row.owner_person_id or row.owner_organisation_id)
        and (row.deadline or "").startswith(f"{year}-")
        and (row.indicator or row.target)
        for row in goals
    )


def _m20(network: Network, year: int, today: str, changed: set[str]) -> bool:
    for library in _libraries_of(network, year):
        shares = [row for row in network.live(BudgetShare) if (row.year, row.organisation_id) == (year, library)]
        if len(shares) != 1 or shares[0].id in changed:
            return False
        (share,) = shares
        if share.earmarked_ore is None or (share.share_bp is None and share.share_ore is None):
            return False
        for day in (share.library_agreed_on, share.agency_agreed_on):
            if not f"{year - 5}-01-01" <= (day or "") <= today:
                return False
    return True


def random_network(seed: int) -> tuple[Network, set[str]]:
    """Plan years with everything that goes wrong in a network's life, and the rows changed after an agreement."""
    chance = random.Random(seed)
    building = Building.new(FIRST)
    building.appoint_everybody("2012-01-01")
    _come_and_go(building, chance)
    changed: set[str] = set()
    for year in YEARS:
        if chance.random() < 0.85:
            _one_year(building, year, chance, changed)
    for year in (2014, 2015):
        for number in range(chance.choice((0, 3, 4, 5))):
            building.merge_new(Meeting, kind="planning", held_on=f"{year}-0{number + 2}-10", state="planned")
    return building.network, changed


def _come_and_go(building: Building, chance: random.Random) -> None:
    """Libraries join, leave and merge; terms end, with and without anybody after them."""
    if chance.random() < 0.4:
        starts_on = f"{chance.choice((2015, 2016, 2017))}-01-01"
        made = building.add(
            Organisation,
            name="Esbjerg",
            short_name="Esbjerg",
            kind="central_library",
            region="Syd",
            starts_on=starts_on,
        )
        building.add(Seat, name="Esbjerg", kind="area", organisation_id=made, starts_on=starts_on)
        if chance.random() < 0.6:
            building.appoint("Esbjerg", "Esbjergs repræsentant", starts_on)
    if chance.random() < 0.4:
        last = f"{chance.choice((2013, 2014, 2015))}-12-31"
        building.merge_set(
            Organisation, building.library("Vejle").id, ends_on=last, merged_into_id=building.library("Odense").id
        )
        building.merge_set(Seat, building.seat("Vejle").id, ends_on=last)
    for seat in ("Odense", "Herning", "Bib", "Centralbib"):
        if chance.random() < 0.25:
            term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat(seat).id)
            ends_on = f"{chance.choice((2013, 2014, 2015))}-{chance.choice(('03-31', '12-31'))}"
            building.merge_set(Appointment, term.id, ends_on=ends_on)
            if chance.random() < 0.6:
                gap = chance.choice((0, 1, 40))
                after = (date.fromisoformat(ends_on) + timedelta(days=1 + gap)).isoformat()
                building.appoint(building.seat(seat).name, f"Ny i {seat}", after)


def _one_year(building: Building, year: int, chance: random.Random, changed: set[str]) -> None:
    before = year - 1
    if chance.random() < 0.9:
        set_on = chance.choice((None, f"{before}-10-10", f"{before}-10-10", f"{before}-12-20"))
        set_id = building.focus_areas(year, consulted_on=f"{before}-08-20", deadline=f"{before}-09-20", set_on=set_on)
        for answer in [row for row in building.network.live(ConsultationAnswer) if row.focus_set_id == set_id]:
            if chance.random() < 0.1:
                building.merge_set(ConsultationAnswer, answer.id, answered_on=None)
        if set_on and chance.random() < 0.15:
            area = next(row for row in building.network.live(FocusArea) if row.year == year)
            building.merge_set(FocusArea, area.id, title="Et andet emne")
            changed.add(set_id)
    meeting_id = _annual_meeting(building, year, chance, changed) if chance.random() < 0.85 else None
    if chance.random() < 0.85:
        building.agree_shares(year, f"{before}-11-10")
        for share in [row for row in building.network.live(BudgetShare) if row.year == year]:
            _spoil(building, share, chance, changed)
    if chance.random() < 0.85:
        plan_id = building.merge_new(
            Plan, year=year, meeting_id=meeting_id, meeting_reason=chance.choice(("", "Enigt"))
        )
        for number in range(chance.choice((0, 1, 3))):
            lacks = chance.choice(({}, {}, {"deadline": None}, {"indicator": ""}, {"owner_organisation_id": None}))
            building.goal(plan_id, f"Mål {number}", **lacks)


def _annual_meeting(building: Building, year: int, chance: random.Random, changed: set[str]) -> str:
    held_on = chance.choice((f"{year - 1}-11-05", f"{year - 1}-11-05", f"{year}-01-14", f"{year - 1}-12-03"))
    meeting_id = building.meeting("annual", held_on)
    building.attend(meeting_id)
    building.write_minutes(meeting_id)
    for row in [one for one in building.network.live(Attendance) if one.meeting_id == meeting_id]:
        status = chance.choice(("present",) * 8 + ("apologies", "invited"))
        building.merge_set(Attendance, row.id, status=status, is_guest=chance.random() < 0.05)
    state = chance.choice(("approved", "approved", "held", "called", "cancelled"))
    building.set(Meeting, meeting_id, state=state)
    if state == "approved" and chance.random() < 0.15:
        building.merge_set(Meeting, meeting_id, place="Et andet sted")
        changed.add(meeting_id)
    return meeting_id


def _spoil(building: Building, share: BudgetShare, chance: random.Random, changed: set[str]) -> None:
    what = chance.random()
    if what < 0.05:
        building.set(BudgetShare, share.id, agency_agreed_on=None)
    elif what < 0.08:
        building.set(BudgetShare, share.id, library_agreed_on="2017-06-01")
    elif what < 0.11:
        building.merge_set(BudgetShare, share.id, earmarked_ore=1_000_000)
        changed.add(share.id)
    elif what < 0.13:
        building.merge_set(BudgetShare, share.id, archived=True)


def differences(seed: int) -> list[str]:
    """Where the program and the naive reckoning disagree about one random network."""
    network, changed = random_network(seed)
    found = []
    for year in YEARS:
        for today in TODAYS:
            if today < f"{year - 1}-11-01":
                continue
            checked = {one.clause.id: one.verdict for one in charter.check(network, year, date.fromisoformat(today))}
            for clause in CLAUSES:
                naive, state = is_in_order(network, clause, year, today, changed), checked[clause].state
                said = state in (State.KEPT, State.NOT_DUE)
                if naive is not None and naive is not said:
                    messages = " ".join(finding.message for finding in checked[clause].findings)
                    found.append(f"{seed} {clause} {year} on {today}: naive {naive}, program {state}: {messages[:200]}")
    return found


if __name__ == "__main__":
    for one in range(int(sys.argv[1])):
        for line in differences(one):
            print(line, flush=True)  # noqa: T201 - a command prints
