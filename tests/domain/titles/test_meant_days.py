"""A date without a year is read as a person means it: by what it belongs to, what stood there, and today."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import Appointment, FocusSet, FollowUp, Goal, Meeting, NetworkProfile, Plan
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import meant_days
from cbnet_desktop.domain.words import danish

CLOCK = "2026-11-30"
MEETING = Meeting("m", held_on="2026-11-27")
NETWORK = Network.empty().with_tables({"meetings": {"m": MEETING}, "plans": {"p": Plan("p", year=2027)}})


@pytest.mark.parametrize(
    ("record", "field", "typed", "meant"),
    [
        (FollowUp("f", meeting_id="m"), "deadline", "15.1.", "2027-01-15"),
        (FollowUp("f", meeting_id="m"), "deadline", "28.11.", "2026-11-28"),
        (FollowUp("f", meeting_id="m"), "done_on", "15.1.", "2026-01-15"),
        (FollowUp("f", meeting_id="m", deadline="2026-12-31"), "deadline", "7.1.", "2027-01-07"),
        (FollowUp("f", meeting_id="m", deadline="2027-01-07"), "deadline", "20.12.", "2026-12-20"),
        (Goal("g", plan_id="p"), "deadline", "1.2.", "2027-02-01"),
        (Goal("g", plan_id="p"), "deadline", "31.12.", "2027-12-31"),
        (Goal("g", plan_id="p", deadline="2027-10-30"), "deadline", "1/2", "2027-02-01"),
        (Goal("g", plan_id="p", deadline="2049-12-31"), "deadline", "1/2", "2027-02-01"),
        (Goal("g", plan_id="p", status_on="2026-11-01"), "status_on", "1/2", "2026-02-01"),
        (Appointment("a", starts_on="2027-01-01"), "ends_on", "31.12.", "2027-12-31"),
        (Appointment("a"), "starts_on", "1.1.", "2027-01-01"),
        (Appointment("a"), "starts_on", "1.9.", "2026-09-01"),
        (Appointment("a"), "letter_on", "1.12.", "2025-12-01"),
        (FocusSet("s", year=2027, consulted_on="2026-11-20"), "deadline", "18.12.", "2026-12-18"),
        (FocusSet("s", year=2027), "deadline", "18.12.", "2026-12-18"),
        (Meeting("n"), "held_on", "15.9.", "2027-09-15"),
        (Meeting("n", held_on="2014-12-04"), "held_on", "5.12.", "2014-12-05"),
        (Meeting("n", held_on="2014-12-04"), "held_on", "14.1.", "2015-01-14"),
    ],
)
def test_a_date_without_a_year_lies_where_it_belongs(record: Record, field: str, typed: str, meant: str) -> None:
    since = meant_days.since(NETWORK, record.fields()[field], record, CLOCK)
    assert danish.parse_date(typed, since) == meant


def test_what_has_happened_is_never_read_as_a_day_to_come() -> None:
    done_on = FollowUp.fields()["done_on"]
    row = FollowUp("f", meeting_id="m", done_on="2026-11-01")
    assert danish.parse_date("15.2.", meant_days.since(NETWORK, done_on, row, CLOCK)) == "2026-02-15"
    assert danish.parse_date("30.11.", meant_days.since(NETWORK, done_on, None, CLOCK)) == CLOCK


def test_the_networks_own_day_goes_before_the_clock() -> None:
    fixed = NETWORK.with_tables({"networks": {"x": NetworkProfile("x", name="X", today_is="2014-11-24")}})
    held_on = Meeting.fields()["held_on"]
    assert danish.parse_date("3.12.", meant_days.since(fixed, held_on, None, CLOCK)) == "2014-12-03"


def test_what_the_field_showed_goes_before_the_rest() -> None:
    held_on = Meeting.fields()["held_on"]
    since = meant_days.since(NETWORK, held_on, None, CLOCK, shown="2031-05-02")
    assert danish.parse_date("12.5.", since) == "2031-05-12"
