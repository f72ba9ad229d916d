"""What lies before an annual meeting at its mandatory topics (M15)."""

from __future__ import annotations

from cbnet_desktop.domain import topic_material
from cbnet_desktop.domain.records import FocusArea, Goal, Meeting, Plan
from cbnet_desktop.domain.terms import Topic
from cbnet_desktop.domain.topic_material import Line, Material
from tests.building import Building


def material(building: Building, meeting_id: str, topic: str | None) -> Material | None:
    return topic_material.of_topic(building.network, building.network.get(Meeting, meeting_id), topic)


def test_the_past_year_is_shown_by_its_goals_and_their_status(year: Building) -> None:
    goal = next(iter(year.network.live(Goal)))
    year.set(Goal, goal.id, status="met")
    shown = material(year, year.meeting("annual", "2015-11-05"), Topic.PAST_YEAR)
    assert shown is not None
    assert shown.heading == "Handlingsplan 2015, ikke godkendt: 2 mål"
    assert sorted(line.status for line in shown.lines) == ["met", "not_started"]
    assert {line.number for line in shown.lines} == {"1.1", "2.1"}


def test_a_year_without_a_plan_says_so(year: Building) -> None:
    assert material(year, year.meeting("annual", "2014-12-05"), Topic.PAST_YEAR) == Material(
        "Der er ingen handlingsplan for 2014."
    )


def test_the_coming_focus_areas_are_shown_with_how_far_they_have_come(year: Building) -> None:
    meeting_id = year.meeting("annual", "2014-12-05")
    assert material(year, meeting_id, Topic.COMING_FOCUS) == Material(
        "Indsatsområder 2015: fastsat 10.10.2014",
        (
            Line("1", "Indsats i central 2015 (centralbiblioteksdel, nationalt)"),
            Line("2", "Indsats i agency 2015 (styrelsesdel, nationalt)"),
        ),
    )


def test_proposals_are_shown_as_such_and_their_absence_too() -> None:
    building = Building.new()
    meeting_id = building.meeting("annual", "2014-12-05")
    assert material(building, meeting_id, Topic.COMING_FOCUS) == Material(
        "Der er ingen forslag til indsatsområder for 2015."
    )
    building.add(FocusArea, year=2015, title="Læselyst")
    shown = material(building, meeting_id, Topic.COMING_FOCUS)
    assert shown is not None
    assert shown.heading == "Indsatsområder 2015: forslag"


def test_the_networks_other_functions_name_vacant_seats_and_count_meetings() -> None:
    building = Building.new()
    for name in ("KBE", "Gentofte", "Roskilde", "Odense", "Vejle", "Herning"):
        building.appoint("Biblioteksenheden" if name == "KBE" else name, f"{name}s repræsentant")
    building.meeting("planning", "2014-02-05")
    shown = material(building, building.meeting("annual", "2014-12-05"), Topic.OTHER_FUNCTIONS)
    assert shown is not None
    assert [line.text for line in shown.lines] == [
        "Ubesatte pladser: Aalborg og Centralbibliotekscheferne",
        "1 af op til 4 planlægningsmøder i 2014",
    ]


def test_an_ordinary_item_has_no_material(year: Building) -> None:
    assert material(year, year.meeting("annual", "2014-12-05"), None) is None


def test_an_annual_meeting_held_in_january_prepares_the_plan_made_from_it() -> None:
    building = Building.new()
    meeting_id = building.meeting("annual", "2015-01-14")
    meeting = building.network.get(Meeting, meeting_id)
    assert topic_material.coming_year(building.network, meeting) == 2016
    building.add(Plan, year=2015, meeting_id=meeting_id)
    assert topic_material.coming_year(building.network, meeting) == 2015
