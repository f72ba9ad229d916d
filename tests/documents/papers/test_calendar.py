"""The calendar file, read back as other calendars read it (RFC 5545)."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from cbnet_desktop.documents.papers.calendar import render
from cbnet_desktop.domain.papers import calendar
from cbnet_desktop.domain.papers.calendar import CalendarEntry, CalendarText, Revision
from cbnet_desktop.domain.records import FollowUp, Meeting
from tests.building import Building, whole_year

ROOT = Path(__file__).resolve().parents[3]
ENTRY = CalendarEntry(
    "a1@cbnet", "Årsmøde", "2014-11-24", "10:30", "15:00", "Hos KBE; sal 2, \\ 3", "Se\nbilag", "https://x.dk/m",
    "Årsmøde", 3, "2014-11-20T08:15:30.123Z",
)  # fmt: skip


def events(*entries: CalendarEntry) -> list[Any]:
    return list(Calendar.from_ical(render(CalendarText("Møder", entries))).walk("VEVENT"))


def test_an_entry_comes_back_with_everything_in_it() -> None:
    (event,) = events(ENTRY)
    assert str(event["UID"]) == "a1@cbnet"
    assert event["SEQUENCE"] == 3
    assert str(event["SUMMARY"]) == "Årsmøde"
    assert str(event["LOCATION"]) == "Hos KBE; sal 2, \\ 3"
    assert str(event["DESCRIPTION"]) == "Se\nbilag"
    assert str(event["URL"]) == "https://x.dk/m"
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == datetime(2014, 11, 20, 8, 15, 30, tzinfo=UTC)
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"


def test_lines_end_and_fold_as_the_standard_says() -> None:
    whole = render(CalendarText("Møder", (replace(ENTRY, title="Å" * 200, text="linje\n" * 40),)))
    assert whole.endswith(b"END:VCALENDAR\r\n")
    assert whole.count(b"\n") == whole.count(b"\r\n")
    assert max(map(len, whole.split(b"\r\n"))) <= 75
    (event,) = Calendar.from_ical(whole).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Å" * 200


def test_a_cancelled_meeting_says_so_and_takes_nobodys_time() -> None:
    (event,) = events(replace(ENTRY, is_cancelled=True))
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_a_meeting_without_a_time_lasts_all_day_and_an_end_before_the_beginning_is_left_out() -> None:
    whole_day, endless = events(replace(ENTRY, starts_at=None), replace(ENTRY, uid="b@cbnet", ends_at="09:00"))
    assert (whole_day["DTSTART"].dt, whole_day["DTEND"].dt) == (date(2014, 11, 24), date(2014, 11, 25))
    assert "DTEND" not in endless


def test_a_meeting_over_midnight_ends_on_its_last_day() -> None:
    night = replace(ENTRY, starts_at="19:00", ends_at="00:30", until="2014-11-25")
    days = replace(ENTRY, uid="b@cbnet", starts_at=None, ends_at=None, until="2014-11-26")
    seminar, whole_days = events(night, days)
    assert seminar["DTEND"].dt.replace(tzinfo=None) == datetime(2014, 11, 25, 0, 30)
    assert (whole_days["DTSTART"].dt, whole_days["DTEND"].dt) == (date(2014, 11, 24), date(2014, 11, 27))


def test_a_link_that_is_no_address_of_a_page_is_left_out() -> None:
    (event,) = events(replace(ENTRY, link="javascript:alert(1)"))
    assert "URL" not in event


@pytest.mark.parametrize(
    "day",
    [
        f"{year}-{day}"
        for year in (1990, 1995, 1996, 2014, 2026, 2050)
        for day in ("01-15", "03-24", "04-01", "07-01", "09-20", "10-15", "11-01", "12-31")
    ],
)
def test_the_rules_of_summer_time_in_the_file_give_danish_time(day: str) -> None:
    whole = Calendar.from_ical(render(CalendarText("Møder", ())))
    (zone,) = whole.walk("VTIMEZONE")
    noon = datetime.fromisoformat(f"{day}T12:00")
    assert offset(zone, noon) == noon.replace(tzinfo=ZoneInfo("Europe/Copenhagen")).utcoffset()


def offset(zone: Any, local: datetime) -> timedelta:
    """What the file's own rules say, by the last change before a moment; the rules of RFC 5545, 3.6.5."""
    changes = []
    for part in zone.walk():
        if part.name in ("STANDARD", "DAYLIGHT"):
            rule, first = part["RRULE"], part["DTSTART"].dt
            assert rule["BYDAY"] == ["-1SU"]
            until = rule["UNTIL"][0].replace(tzinfo=None) + part["TZOFFSETFROM"].td if "UNTIL" in rule else None
            for year in range(first.year, local.year + 1):
                at = last_sunday(year, rule["BYMONTH"][0]).replace(hour=first.hour)
                if at <= local and (until is None or at <= until):
                    changes.append((at, part["TZOFFSETTO"].td))
    return max(changes)[1]


def last_sunday(year: int, month: int) -> datetime:
    day = datetime(year, month, 31 if month in (3, 10) else 30)
    return day - timedelta(days=(day.weekday() + 1) % 7)


@pytest.fixture(scope="module")
def network() -> Building:
    return whole_year(2015)


def test_the_year_has_its_meetings_the_cancelled_too_and_its_deadlines(network: Building) -> None:
    building = Building(network.network)
    meeting = building.meeting("planning", "2014-05-05", state="cancelled", title="Forårsmøde")
    building.add(FollowUp, meeting_id=meeting, text="Skriv til alle", deadline="2014-06-01")
    building.add(FollowUp, meeting_id=meeting, text="Gjort", deadline="2014-06-02", done_on="2014-05-30")
    found = calendar.content(building.network, 2014, {meeting: Revision(4, "2014-05-01T10:00:00Z")})
    told = {entry.title: entry for entry in found.entries}
    assert told["Aflyst: Forårsmøde"].is_cancelled
    assert told["Aflyst: Forårsmøde"].sequence == 4
    assert "Årsmøde" in told
    assert told["Høringsfrist for indsatsområder 2015"].is_deadline
    assert "Frist: Skriv til alle" in told
    assert "Frist: Gjort" not in told
    assert [entry.on for entry in found.entries] == sorted(entry.on for entry in found.entries)
    only = calendar.content(building.network, 2014, {}, with_deadlines=False)
    assert not any(entry.is_deadline for entry in only.entries)
    assert len({entry.uid for entry in found.entries}) == len(found.entries)


class Step:
    """An entry of the history."""

    def __init__(
        self,
        edit: str,
        field: str,
        before: Any,
        value: Any,
        *,
        row: str = "m",
        at: str = "",
        table: str = Meeting.TABLE,
    ) -> None:
        self.edit, self.field, self.before, self.value = edit, field, before, value
        self.table, self.row_id, self.by, self.label = table, row, "", ""
        self.at = at or f"2014-01-01T00:00:0{edit}Z"


def test_the_sequence_rises_with_each_edit_of_what_the_calendar_shows_and_with_no_other() -> None:
    made = [Step("1", "id", None, "m"), Step("1", "held_on", None, "2014-05-05"), Step("1", "place", "", "A")]
    assert calendar.revisions(made)["m"] == Revision(0, "2014-01-01T00:00:01Z")
    moved = [*made, Step("2", "held_on", "2014-05-05", "2014-05-06"), Step("2", "place", "A", "B")]
    assert calendar.revisions(moved)["m"].number == 1
    noted = [*moved, Step("3", "note", "", "x")]
    assert calendar.revisions(noted)["m"] == Revision(1, "2014-01-01T00:00:03Z")
    named = [*noted, Step("4", "title", "", "y")]
    assert calendar.revisions(named)["m"] == Revision(2, "2014-01-01T00:00:04Z")
    cancelled = [*noted, Step("5", "state", "planned", "cancelled"), Step("6", "state", "cancelled", "planned")]
    assert calendar.revisions(reversed(cancelled))["m"].number == 3
    assert calendar.revisions([*cancelled, Step("7", "place", "B", "C", row="andet")])["m"].number == 3


def test_a_deadline_that_moves_is_told_anew() -> None:
    goal = [Step("1", "id", None, "m"), Step("1", "deadline", None, "2014-05-05")]
    moved = [*goal, Step("2", "deadline", "2014-05-05", "2014-06-06"), Step("3", "result", "a", "b")]
    assert calendar.revisions(moved)["m"].number == 1
    building = Building.new()
    meeting_id = building.meeting("other", "2014-03-05")
    row_id = building.add(FollowUp, meeting_id=meeting_id, text="Skriv", deadline="2014-06-06")
    (entry,) = (
        entry
        for entry in calendar.content(building.network, 2014, {row_id: Revision(1, "")}).entries
        if entry.title == "Frist: Skriv"
    )
    assert entry.sequence == 1


def test_an_extension_made_moved_or_taken_back_moves_its_agreements_last_day() -> None:
    def extension(edit: str, field: str, before: Any, value: Any) -> Step:
        return Step(edit, field, before, value, row="x", table="extensions")

    agreement = [Step("1", "id", None, "a", row="a"), Step("1", "ends_on", None, "2013-12-31", row="a")]
    made = [
        extension("2", "id", None, "x"),
        extension("2", "agreement_id", None, "a"),
        extension("2", "ends_on", None, "2014-12-31"),
    ]
    moved = extension("3", "ends_on", "2014-12-31", "2015-12-31")
    undone = [extension("4", "id", "x", None), extension("4", "ends_on", "2015-12-31", None)]
    assert calendar.revisions(agreement)["a"].number == 0
    assert calendar.revisions([*agreement, *made])["a"].number == 1
    assert calendar.revisions([*agreement, *made, moved])["a"] == Revision(2, "2014-01-01T00:00:03Z")
    assert calendar.revisions([*agreement, *made, moved, *undone])["a"].number == 3


PROGRAM = """
import hashlib
from cbnet_desktop.documents.papers.calendar import render
from cbnet_desktop.domain.papers.calendar import CalendarEntry, CalendarText
entries = tuple(CalendarEntry(f"{n}@cbnet", "Møde", "2014-03-30", "10:00", category="Frist") for n in range(9))
print(hashlib.sha256(render(CalendarText("Møder", entries))).hexdigest())
"""


def test_the_same_entries_give_the_same_bytes_whenever_and_wherever_they_are_written() -> None:
    def digest(**extra: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
        command = [sys.executable, "-c", PROGRAM]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert digest(PYTHONHASHSEED="1", TZ="UTC") == digest(PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C") != ""
