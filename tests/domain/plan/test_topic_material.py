"""What lies before an annual meeting at its mandatory topics (M15)."""

from __future__ import annotations

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import topic_material
from cbnet_desktop.domain.plan.topic_material import Line, Material
from cbnet_desktop.domain.records import (
    Agreement,
    AreaAnswer,
    ConsultationAnswer,
    Experience,
    FocusArea,
    Goal,
    GroupMember,
    Meeting,
    Offer,
    Person,
    Plan,
    WorkingGroup,
)
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words.choices import Topic
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
            Line("", "Høringssvar: 6 af 6"),
            *(
                Line("", f"{name}: har svaret")
                for name in ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg")
            ),
        ),
    )


def test_the_consultation_says_who_has_answered_what_and_who_has_not(year: Building) -> None:
    meeting_id = year.meeting("annual", "2014-12-05")
    first, second, *_ = year.network.live(ConsultationAnswer)
    year.set(ConsultationAnswer, first.id, answered_on=None)
    year.set(ConsultationAnswer, second.id, stance="remarks", answer="Savner erhvervsområdet.")
    shown = material(year, meeting_id, Topic.COMING_FOCUS)
    assert shown is not None
    texts = [line.text for line in shown.lines]
    missing = titles.organisation_name(year.network, first.organisation_id)
    answered = titles.organisation_name(year.network, second.organisation_id)
    assert f"Høringssvar: 5 af 6; mangler {missing}" in texts
    assert f"{answered}: Støtter med bemærkninger. Savner erhvervsområdet." in texts


def test_answers_on_single_areas_are_counted_and_told_below_the_librarys_own(year: Building) -> None:
    meeting_id = year.meeting("annual", "2014-12-05")
    first, second = focus.of_year(year.network, 2015)
    found = focus.set_of(year.network, 2015)
    assert found is not None
    rows = focus.answers(year.network, found)
    year.set(ConsultationAnswer, rows[year.library("Vejle").id].id, stance="supports")
    odense = rows[year.library("Odense").id].id
    year.add(AreaAnswer, consultation_answer_id=odense, focus_area_id=first.id, stance="remarks", remark="For bredt.")
    year.add(AreaAnswer, consultation_answer_id=odense, focus_area_id=second.id, stance="opposes")
    shown = material(year, meeting_id, Topic.COMING_FOCUS)
    assert shown is not None
    assert shown.lines[2:] == (
        Line("", "Høringssvar: 6 af 6"),
        Line("1", "Indsats i central 2015: 1 støtter og 1 støtter med bemærkninger"),
        Line("2", "Indsats i agency 2015: 1 støtter og 1 støtter ikke"),
        Line("", "Gentofte: har svaret"),
        Line("", "Herning: har svaret"),
        Line("", "Odense: har svaret for hvert indsatsområde"),
        Line("", "Odense om »Indsats i central 2015«: Støtter med bemærkninger. For bredt."),
        Line("", "Odense om »Indsats i agency 2015«: Støtter ikke"),
        Line("", "Roskilde: har svaret"),
        Line("", "Vejle: Støtter"),
        Line("", "Aalborg: har svaret"),
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


def test_the_networks_other_functions_name_groups_agreements_that_end_offers_and_experience() -> None:
    building = Building.new()
    group = building.add(WorkingGroup, name="E-bøger", starts_on="2014-01-01")
    person = building.add(Person, name="Gorm Tænkeholm")
    building.add(WorkingGroup, name="Forbi", ends_on="2014-06-30")
    building.add(Agreement, title="Partnerskab", kind="partnership", starts_on="2014-01-01", ends_on="2015-03-31")
    building.add(Offer, title="Kursus", starts_on="2014-03-04")
    building.add(Experience, title="Prøvet", tried_on="2014-05-06")
    meeting_id = building.meeting("annual", "2014-12-05")

    def texts() -> list[str]:
        shown = material(building, meeting_id, Topic.OTHER_FUNCTIONS)
        assert shown is not None
        return [line.text for line in shown.lines][2:]

    ended, counted = "Partnerskab 2014–2015 udløber 31.03.2015", "1 kompetencetilbud og 1 erfaring i 2014"
    assert texts() == ["E-bøger, uden tovholder", ended, counted]
    building.add(GroupMember, group_id=group, person_id=person, is_lead=True)
    assert texts() == ["E-bøger, tovholder Gorm Tænkeholm", ended, counted]


def test_an_ordinary_item_has_no_material(year: Building) -> None:
    assert material(year, year.meeting("annual", "2014-12-05"), None) is None


def test_an_annual_meeting_held_in_january_prepares_the_plan_made_from_it() -> None:
    building = Building.new()
    meeting_id = building.meeting("annual", "2015-01-14")
    meeting = building.network.get(Meeting, meeting_id)
    assert topic_material.coming_year(building.network, meeting) == 2016
    building.add(Plan, year=2015, meeting_id=meeting_id)
    assert topic_material.coming_year(building.network, meeting) == 2015


def test_an_area_that_a_merge_left_in_no_part_is_still_shown(year: Building) -> None:
    meeting = year.meeting("annual", "2015-11-05")
    area = year.merge_new(FocusArea, year=2016, title="Nyt", part=None, level=None)
    shown = material(year, meeting, Topic.COMING_FOCUS)
    assert shown is not None
    assert "Nyt" in [line.text for line in shown.lines]
    year.merge_set(FocusArea, area, part="agency")
    shown = material(year, meeting, Topic.COMING_FOCUS)
    assert shown is not None
    assert "Nyt (styrelsesdel)" in [line.text for line in shown.lines]
