"""Reminders: each person with what is hers to do, and what nobody can be reminded of (M8, M13, M17)."""

from __future__ import annotations

from cbnet_desktop.domain.dispatches import reminders
from cbnet_desktop.domain.focus import focus, focus_steps
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import AgendaItem, FocusArea, FollowUp, InvolvedLibrary, Involvement, Meeting
from tests.building import Building


def said(building: Building, today: str) -> dict[str, tuple[str, ...]]:
    return {one.person.name if one.person else "": one.lines for one in reminders.of(building.network, today)}


def test_each_person_is_reminded_of_her_own_and_of_what_her_library_owes() -> None:
    building = Building.new(2014)
    building.appoint_everybody()
    gentofte = building.library("Gentofte")
    plan_id = building.plan(2014)
    mette = building.person("Roskildes repræsentant")
    building.goal(plan_id, "Et kursus", owner_person_id=mette.id, deadline="2014-05-01")
    building.goal(plan_id, "En temadag", deadline="2014-06-01")
    building.goal(plan_id, "Nået", deadline="2014-06-01", status="met", status_on="2014-05-01")
    building.goal(plan_id, "Senere", deadline="2014-12-01")
    area = building.add(FocusArea, year=2015, title="Læselyst", part="central")
    involvement = building.add(Involvement, focus_area_id=area, content="Deltag.")
    building.add(InvolvedLibrary, involvement_id=involvement, organisation_id=gentofte.id)
    building.apply(focus_steps.send(building.network, 2015, "2014-06-10", "2014-07-01"))
    row = focus.set_of(building.network, 2015)
    assert row
    answers = focus.answers(building.network, row)
    others = [answer for library, answer in answers.items() if library != gentofte.id]
    building.apply([answer.edited({"answered_on": "2014-06-20"}) for answer in others])
    assert said(building, "2014-07-02") == {
        "Gentoftes repræsentant": (
            "Mål i handlingsplan 2014: En temadag (frist 01.06.2014)",
            "Høringssvar om indsatsområderne for 2015 fra Gentofte (frist 01.07.2014)",
            "Samtykke fra Gentofte til inddragelsen i Læselyst (2015)",
        ),
        "Roskildes repræsentant": ("Mål i handlingsplan 2014: Et kursus (frist 01.05.2014)",),
    }


def test_a_follow_up_of_a_closed_item_is_not_put_in_a_mail_and_one_of_nobody_comes_last() -> None:
    building = Building.new(2014)
    building.appoint_everybody()
    meeting_id = building.meeting("planning", "2014-03-05")
    item = building.add(AgendaItem, meeting_id=meeting_id, title="Personsag", closed=True)
    mette = building.person("Gentoftes repræsentant")
    secret = {"meeting_id": meeting_id, "agenda_item_id": item, "deadline": "2014-04-01"}
    building.add(FollowUp, text="Tal med Hans", owner_person_id=mette.id, **secret)
    building.add(FollowUp, text="Bestil sal", meeting_id=meeting_id, deadline="2014-04-01")
    found = said(building, "2014-05-01")
    assert list(found) == ["Gentoftes repræsentant", ""]
    assert "Hans" not in found["Gentoftes repræsentant"][0]
    assert found[""] == ("Opfølgning: Bestil sal (frist 01.04.2014)",)
    assert meetings.agenda(building.network, building.network.get(Meeting, meeting_id))
