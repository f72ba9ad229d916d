"""What an archived row still holds is said: seats, goals, groups and follow-ups."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.edits import archiving
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network

DAY = "2015-03-01"


@pytest.fixture
def network() -> Network:
    """Mette in a seat with a goal, a group and a follow-up; Bo with nothing but a seat that he has left."""
    rows = [
        ("organisations", "vejle", {"name": "Vejle Bibliotek", "short_name": "Vejle", "kind": "central_library"}),
        ("seats", "seat", {"name": "Vejle", "kind": "area", "organisation_id": "vejle"}),
        ("people", "mette", {"name": "Mette Friis", "organisation_id": "vejle"}),
        ("people", "bo", {"name": "Bo Friis"}),
        ("appointments", "a", {"seat_id": "seat", "person_id": "mette", "starts_on": "2015-01-01"}),
        (
            "appointments",
            "b",
            {"seat_id": "seat", "person_id": "bo", "starts_on": "2014-01-01", "ends_on": "2014-12-31"},
        ),
        ("plans", "plan", {"year": 2015}),
        ("plans", "old", {"year": 2014}),
        ("focus_areas", "area", {"year": 2015, "title": "Læselyst", "part": "library"}),
        (
            "goals",
            "goal",
            {"plan_id": "plan", "text": "Et kursus", "owner_person_id": "mette", "focus_area_id": "area"},
        ),
        ("goals", "met", {"plan_id": "plan", "text": "Et andet", "owner_person_id": "mette", "status": "met"}),
        ("goals", "past", {"plan_id": "old", "text": "Et gammelt", "owner_person_id": "mette"}),
        ("working_groups", "group", {"name": "Kursusgruppen", "starts_on": "2014-01-01"}),
        ("group_members", "m", {"group_id": "group", "person_id": "mette", "starts_on": "2014-01-01"}),
    ]
    return Network.empty().with_changes([Change(table, row_id, None, values) for table, row_id, values in rows])


@pytest.mark.parametrize(
    ("table", "row_id", "said"),
    [
        (
            "people",
            "mette",
            "Mette Friis sidder stadig på pladsen Vejle, er stadig ansvarlig for 1 mål "
            "og er stadig med i Kursusgruppen.",
        ),
        ("people", "bo", ""),
        (
            "organisations",
            "vejle",
            "Vejle udpeger stadig til pladsen Vejle og er stadig arbejdssted for 1 person.",
        ),
        ("seats", "seat", "Vejle er stadig besat af Mette Friis."),
        ("focus_areas", "area", "»Læselyst« har stadig 1 mål."),
        ("working_groups", "group", "Kursusgruppen har stadig 1 medlem."),
        ("goals", "goal", ""),
    ],
)
def test_what_an_archived_row_holds_is_said(network: Network, table: str, row_id: str, said: str) -> None:
    row = network.row(table, row_id)
    assert row
    assert archiving.left_behind(network, [row], DAY) == said


def test_many_are_counted(network: Network) -> None:
    row = network.row("people", "mette")
    assert row
    assert archiving.left_behind(network, [row] * 5, DAY).endswith("Det samme gælder 2 andre.")
