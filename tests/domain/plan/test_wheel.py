"""The annual wheel: everything dated in the year, in order (M22)."""

from __future__ import annotations

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import wheel
from cbnet_desktop.domain.plan.wheel import WheelEvent
from cbnet_desktop.domain.records import Agreement, AgreementTask, Assessment, Extension, FollowUp, Goal, Meeting, Plan
from tests.building import whole_year


def test_meetings_consultation_goals_and_shares_stand_by_date() -> None:
    year = whole_year(2015)
    year.meeting("planning", "2014-02-05", title="Opfølgningsmøde")
    assert wheel.events(year.network, 2014) == (
        WheelEvent("2014-02-05", "Opfølgningsmøde", "meeting"),
        WheelEvent("2014-08-20", "Indsatsområder 2015 sendt i høring", "consultation"),
        WheelEvent("2014-09-20", "Høringsfrist for indsatsområder 2015", "deadline"),
        WheelEvent("2014-10-10", "Indsatsområder 2015 fastsat", "consultation"),
        WheelEvent("2014-11-05", "Årsmøde", "meeting"),
        *(
            WheelEvent("2014-11-10", f"Budgetandel 2015 aftalt med {name}", "share")
            for name in ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg")
        ),
    )
    assert wheel.events(year.network, 2015) == (
        WheelEvent("2015-06-01", "Frist: Mål for Indsats i agency 2015", "goal"),
        WheelEvent("2015-06-01", "Frist: Mål for Indsats i central 2015", "goal"),
    )


def test_what_is_cancelled_or_archived_is_not_in_the_wheel() -> None:
    year = whole_year(2015)
    year.meeting("planning", "2015-02-05", state="cancelled")
    year.set(Meeting, year.meeting("planning", "2015-03-05"), archived=True)
    year.set(Goal, year.network.live(Goal)[0].id, archived=True)
    assert len(wheel.events(year.network, 2015)) == 1
    year.set(Plan, year.network.live(Plan)[0].id, archived=True)
    assert wheel.events(year.network, 2015) == ()


def test_agreements_that_end_open_deadlines_and_assessments_are_in_the_wheel() -> None:
    year = whole_year(2015)
    agreement_id = year.add(Agreement, kind="partnership", title="Digital dannelse", ends_on="2014-12-31")
    year.add(Extension, agreement_id=agreement_id, ends_on="2015-12-31")
    task_id = year.add(AgreementTask, agreement_id=agreement_id, text="Temadag", deadline="2015-05-01")
    follow_up_id = year.add(
        FollowUp, meeting_id=year.meeting("planning", "2014-02-05"), text="Book", deadline="2015-04-01"
    )
    area = focus.of_year(year.network, 2015)[0]
    for library in ("Odense", "Vejle"):
        values = {"organisation_id": year.library(library).id, "assessed_on": "2015-10-01", "text": "God."}
        year.add(Assessment, focus_area_id=area.id, **values)
    year.add(Assessment, focus_area_id=area.id, assessed_on="2015-10-02")
    found = [event for event in wheel.events(year.network, 2015) if event.kind != "goal"]
    assert found == [
        WheelEvent("2015-04-01", "Frist: Book", "deadline"),
        WheelEvent("2015-05-01", "Frist: Temadag", "deadline"),
        WheelEvent("2015-10-01", "Vurdering af Indsats i central 2015 (2)", "consultation"),
        WheelEvent("2015-12-31", "Aftale udløber: Digital dannelse", "deadline"),
    ]
    year.set(AgreementTask, task_id, done_on="2015-04-30")
    year.set(FollowUp, follow_up_id, done_on="2015-03-30")
    assert [event.on for event in wheel.events(year.network, 2015) if event.kind == "deadline"] == ["2015-12-31"]


def test_the_same_task_of_several_libraries_says_whose_each_is() -> None:
    year = whole_year(2015)
    agreement_id = year.add(Agreement, kind="partnership", title="Digital dannelse")
    for library in ("Odense", "Vejle"):
        values = {"organisation_id": year.library(library).id, "deadline": "2015-05-01"}
        year.add(AgreementTask, agreement_id=agreement_id, text="Hold en temadag.", **values)
    told = [event.text for event in wheel.events(year.network, 2015) if event.on == "2015-05-01"]
    assert told == ["Frist: Hold en temadag, Odense", "Frist: Hold en temadag, Vejle"]


def test_a_long_goal_is_cut_at_a_word() -> None:
    year = whole_year(2015)
    year.goal(year.network.live(Plan)[0].id, "Fælles kursus om formidling " * 40, deadline="2015-01-02")
    assert wheel.events(year.network, 2015)[0].text == (
        "Frist: Fælles kursus om formidling Fælles kursus om formidling…"
    )
