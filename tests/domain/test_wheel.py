"""The annual wheel: everything dated in the year, in order (M22)."""

from __future__ import annotations

from cbnet_desktop.domain import wheel
from cbnet_desktop.domain.records import Goal, Meeting, Plan
from cbnet_desktop.domain.wheel import WheelEvent
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


def test_a_long_goal_is_cut_at_a_word() -> None:
    year = whole_year(2015)
    year.goal(year.network.live(Plan)[0].id, "Fælles kursus om formidling " * 40, deadline="2015-01-02")
    assert wheel.events(year.network, 2015)[0].text == (
        "Frist: Fælles kursus om formidling Fælles kursus om formidling…"
    )
