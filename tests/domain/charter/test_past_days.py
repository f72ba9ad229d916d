"""What happened, happened on a day that has been: what is refused, and what a merge brought but does not count."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import past_days
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.edits import revertible
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.papers import book
from cbnet_desktop.domain.papers import budget as budget_paper
from cbnet_desktop.domain.plan import plan_text
from cbnet_desktop.domain.records import (
    TABLES,
    AgendaItem,
    Attendance,
    BudgetShare,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    InvolvedLibrary,
    Involvement,
    Meeting,
    NetworkProfile,
    Offer,
    Task,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.words import dates
from tests.building import NOVEMBER, Building, messages, profile_id

TOMORROW = "2014-11-25"
TODAY = date.fromisoformat(NOVEMBER)


@pytest.fixture
def now(year: Building) -> Building:
    """The plan year 2015 in order, edited on 24.11.2014."""
    year.today = NOVEMBER
    return year


def share_of(building: Building, name: str = "Vejle") -> BudgetShare:
    row = budget.share_of(building.network, 2015, building.library(name).id)
    assert row
    return row


def set_of(building: Building) -> FocusSet:
    row = focus.set_of(building.network, 2015)
    assert row
    return row


def answer_of(building: Building, name: str = "Odense") -> ConsultationAnswer:
    return focus.answers(building.network, set_of(building))[building.library(name).id]


def agreement(building: Building) -> tuple[str, str]:
    """An involvement of Vejle agreed and consented to; the ids of both rows."""
    made = building.add(Involvement, focus_area_id=building.network.live(FocusArea)[0].id, content="Temadag")
    named = building.add(
        InvolvedLibrary,
        involvement_id=made,
        organisation_id=building.library("Vejle").id,
        consented_on=NOVEMBER,
        consented_by_id=building.person("Vejles repræsentant").id,
    )
    building.set(Involvement, made, state="agreed", agreed_on=NOVEMBER)
    return made, named


def refusal_of(building: Building, changes: list[Change]) -> Invalid:
    before = building.network
    with pytest.raises(Invalid) as refusal:
        building.apply(changes)
    assert building.network is before
    return refusal.value


# What an edit may not write

DONE = [(kind, name) for kind in TABLES.values() for name, field in kind.fields().items() if field.has_happened]


def test_the_days_of_what_has_been_done_are_known_by_their_fields() -> None:
    assert {f"{kind.TABLE}.{name}" for kind, name in DONE} == {
        "agreement_clauses.changed_on",
        "agreement_tasks.done_on",
        "agreements.signed_on",
        "appointments.letter_on",
        "assessments.assessed_on",
        "budget_shares.agency_agreed_on",
        "budget_shares.library_agreed_on",
        "consultation_answers.answered_on",
        "dispatches.drafted_on",
        "dispatches.sent_on",
        "erasures.erased_on",
        "experiences.tried_on",
        "extensions.agreed_on",
        "focus_sets.consulted_on",
        "focus_sets.revised_on",
        "focus_sets.set_on",
        "follow_ups.done_on",
        "goal_reports.reported_on",
        "goals.status_on",
        "involved_libraries.consented_on",
        "involvements.agreed_on",
        "meetings.approved_on",
        "meetings.called_on",
        "meetings.revised_on",
        "reopenings.reopened_on",
        "tasks.reviewed_on",
    }
    assert all(kind.fields()[name].kind is Kind.DATE for kind, name in DONE)


@pytest.mark.parametrize(("kind", "name"), DONE, ids=[f"{kind.TABLE}.{name}" for kind, name in DONE])
def test_no_edit_writes_a_day_after_today_and_every_edit_may_write_today(kind: type, name: str) -> None:
    building = Building.new()
    row_id = building.merge_new(kind, **{name: TOMORROW})
    change = Change(kind.TABLE, row_id, {name: None}, {name: TOMORROW})
    (problem,) = past_days.refused(building.network, [change], lambda: NOVEMBER)
    assert (problem.table, problem.row_id, problem.field) == (kind.TABLE, row_id, name)
    assert "kan ikke være 25.11.2014, for i dag er det 24.11.2014. Skriv den dag, det skete." in problem.message
    assert not list(past_days.refused(building.network, [change], lambda: TOMORROW)), "after midnight it is today"


def test_what_an_edit_does_not_touch_is_left_in_peace(now: Building) -> None:
    row = share_of(now)
    now.merge_set(BudgetShare, row.id, library_agreed_on="2031-01-01")
    now.set(BudgetShare, row.id, note="Set igennem")
    now.set(BudgetShare, row.id, library_agreed_on="2031-01-01")
    now.set(BudgetShare, row.id, library_agreed_on=None)


def test_today_is_the_day_to_which_the_network_is_set_whatever_the_clock_says(now: Building) -> None:
    now.set(NetworkProfile, profile_id(now.network), today_is="2014-11-30")
    now.reopen()
    now.set(Meeting, now.network.live(Meeting)[0].id, state="approved", approved_on="2014-11-30")
    task = now.add(Task, title="Kursus")
    refusal = refusal_of(now, [now.change(Task, task, reviewed_on="2014-12-01")])
    assert "i dag er det 30.11.2014" in str(refusal)


@pytest.mark.parametrize("state", ["held", "approved"])
def test_a_meeting_ahead_is_neither_held_nor_approved(now: Building, state: str) -> None:
    meeting_id = now.meeting("annual", TOMORROW)
    now.write_minutes(meeting_id)
    refusal = refusal_of(now, [now.change(Meeting, meeting_id, state=state)])
    assert str(refusal) == (
        "Årsmøde 25.11.2014 kan ikke stå som afholdt, for i dag er det 24.11.2014. "
        "Vent, til mødet er holdt, eller ret datoen."
    )
    assert (refusal.table, refusal.row_id, refusal.field) == ("meetings", meeting_id, "state")
    now.set(Meeting, meeting_id, held_on=NOVEMBER)
    now.set(Meeting, meeting_id, state="held")
    assert refusal_of(now, [now.change(Meeting, meeting_id, held_on=TOMORROW)]).field == "held_on"


def test_minutes_are_not_approved_before_the_meeting(now: Building) -> None:
    meeting = now.network.live(Meeting)[0]
    now.reopen()
    refusal = refusal_of(now, [now.change(Meeting, meeting.id, approved_on="2014-11-04")])
    assert str(refusal) == (
        "Referatet af Årsmøde 05.11.2014 kan ikke være godkendt 04.11.2014, før mødet er holdt. Ret en af datoerne."
    )
    now.set(Meeting, meeting.id, approved_on="2014-11-05")
    assert refusal_of(now, [now.change(Meeting, meeting.id, held_on="2014-11-06")]).field == "held_on"


def test_a_meeting_is_not_called_after_it_was_held(now: Building) -> None:
    meeting_id = now.meeting("planning", "2014-11-05")
    refusal = refusal_of(now, [now.change(Meeting, meeting_id, called_on="2014-11-06")])
    assert str(refusal) == (
        "Planlægnings- og koordineringsmøde 05.11.2014 kan ikke være indkaldt 06.11.2014, efter at mødet er holdt. "
        "Ret en af datoerne."
    )
    now.set(Meeting, meeting_id, called_on="2014-11-05")
    assert refusal_of(now, [now.change(Meeting, meeting_id, held_on="2014-11-04")]).field == "held_on"


def test_nobody_is_present_before_the_day_has_come(now: Building) -> None:
    meeting_id = now.meeting("annual", TOMORROW)
    now.apply(meetings.call_members(now.network, now.network.get(Meeting, meeting_id)))
    rows = meetings.attendances(now.network, now.network.get(Meeting, meeting_id))
    assert {row.status for row in rows} == {"invited"}
    refusal = refusal_of(now, [now.change(Attendance, rows[0].id, status="present")])
    assert str(refusal) == (
        "Ingen kan stå som til stede på Årsmøde 25.11.2014, før dagen er kommet. Vælg »Indkaldt« eller »Afbud«."
    )
    now.set(Attendance, rows[0].id, status="apologies")
    now.set(Meeting, meeting_id, held_on=NOVEMBER)
    now.set(Attendance, rows[1].id, status="present")
    assert "Sæt dem til »Indkaldt« først." in str(refusal_of(now, [now.change(Meeting, meeting_id, held_on=TOMORROW)]))


def test_an_offer_is_not_held_before_it_begins(now: Building) -> None:
    offer_id = now.add(Offer, title="Webinar", starts_on=TOMORROW)
    assert "kan ikke stå som afholdt endnu" in str(refusal_of(now, [now.change(Offer, offer_id, state="held")]))
    now.set(Offer, offer_id, starts_on=NOVEMBER)
    now.set(Offer, offer_id, state="held")


def test_an_answer_does_not_come_before_the_question(now: Building) -> None:
    refusal = refusal_of(now, [now.change(ConsultationAnswer, answer_of(now).id, answered_on="2014-08-19")])
    assert str(refusal) == (
        "Svaret kan ikke være givet 19.08.2014, for høringen blev først sendt ud 20.08.2014. Ret en af datoerne."
    )
    now.set(ConsultationAnswer, answer_of(now).id, answered_on="2014-08-20")


@pytest.mark.parametrize("field", ["library_agreed_on", "agency_agreed_on"])
def test_a_share_is_not_agreed_absurdly_early(now: Building, field: str) -> None:
    refusal = refusal_of(now, [now.change(BudgetShare, share_of(now).id, **{field: "1999-01-01"})])
    assert str(refusal) == (
        "Andelen for 2015 kan ikke være aftalt så længe før 2015. Skriv en dag fra 01.01.2010 og frem."
    )
    assert refusal_of(now, [now.change(BudgetShare, share_of(now).id, **{field: "2009-12-31"})]).field == field
    now.set(BudgetShare, share_of(now).id, **{field: "2010-01-01"})


def test_an_involvement_is_neither_agreed_nor_consented_to_absurdly_early(now: Building) -> None:
    made, named = agreement(now)
    assert "Inddragelsen kan ikke være aftalt så længe før 2015." in str(
        refusal_of(now, [now.change(Involvement, made, agreed_on="2009-12-31")])
    )
    assert "Samtykket kan ikke være givet så længe før 2015." in str(
        refusal_of(now, [now.change(InvolvedLibrary, named, consented_on="2009-12-31")])
    )


def test_an_undo_brings_no_day_back_that_has_not_been(now: Building) -> None:
    row = share_of(now)
    now.merge_set(BudgetShare, row.id, library_agreed_on="2031-01-01")
    written = now.set(BudgetShare, row.id, library_agreed_on=NOVEMBER, note="Rettet")
    kept, left = revertible.sorted_out(
        now.network, [one.inverse() for one in written if one.table == BudgetShare.TABLE], lambda: NOVEMBER
    )
    assert [one.after for one in kept] == [{"note": ""}]
    assert ["i dag er det 24.11.2014" in one.message for one in left] == [True]


# What a merge brought


def test_m13_asks_for_an_answer_in_the_present_tense_until_the_deadline(year: Building) -> None:
    found, answer = set_of(year), answer_of(year)
    year.merge_set(ConsultationAnswer, answer.id, answered_on=None)
    year.merge_set(FocusSet, found.id, deadline="2014-11-28", set_on="2015-11-30")
    assert messages(year, "M13") == (
        "Odense har ikke svaret på høringen om indsatsområderne for 2015. Fristen er 28.11.2014. "
        "Indsatsområderne for 2015 står som fastsat 30.11.2015, men den dag er ikke kommet endnu, så datoen tæller "
        "ikke. Ret den. Fastsættelsen er låst; genåbn den først."
    )
    assert "Odense svarede ikke" not in messages(year, "M13", today="2014-11-28")
    assert "Odense svarede ikke på høringen" in messages(year, "M13", today="2014-11-29")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"set_on": TOMORROW}, "Indsatsområderne for 2015 står som fastsat 25.11.2014, men den dag er ikke kommet"),
        ({"consulted_on": TOMORROW}, "Høringen om indsatsområderne for 2015 står som sendt 25.11.2014, men den dag"),
    ],
)
def test_m13_does_not_count_a_step_to_come(year: Building, values: dict[str, Value], told: str) -> None:
    year.merge_set(FocusSet, set_of(year).id, **values)
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN
    assert told in messages(year, "M13")
    assert "ikke kommet endnu" not in messages(year, "M13", today=TOMORROW)


def test_areas_to_be_set_are_not_set_on_paper_either(year: Building) -> None:
    year.merge_set(FocusSet, set_of(year).id, set_on=TOMORROW)
    assert plan_text.focus_areas_set(year.network, set_of(year), NOVEMBER).startswith("Fastsat den 10. oktober 2014")
    assert plan_text.focus_areas_set(year.network, set_of(year), "2014-10-09") == ""
    assert focus.state(year.network, 2015, NOVEMBER) == "consultation"


@pytest.mark.parametrize(
    ("answered_on", "told"),
    [
        (TOMORROW, "Svaret fra Odense står til 25.11.2014, men den dag er ikke kommet endnu, så datoen tæller ikke."),
        ("2014-08-19", "Svaret fra Odense står til 19.08.2014, men høringen blev først sendt ud 20.08.2014"),
    ],
)
def test_m13_does_not_count_an_answer_to_come_or_before_the_question(
    year: Building, answered_on: str, told: str
) -> None:
    year.merge_set(ConsultationAnswer, answer_of(year).id, answered_on=answered_on)
    assert year.state("M13", 2015, NOVEMBER) is State.OPEN
    assert told in messages(year, "M13")


@pytest.mark.parametrize("state", ["held", "approved"])
def test_no_clause_counts_a_meeting_ahead(year: Building, state: str) -> None:
    meeting = year.network.live(Meeting)[0]
    year.merge_set(Meeting, meeting.id, held_on="2014-12-03", state=state)
    told = "Årsmøde 03.12.2014 står som afholdt, men dagen er ikke kommet endnu, så mødet tæller ikke."
    for clause, of_year in (("M14", 2014), ("M15", 2014), ("M16", 2015)):
        assert year.state(clause, of_year, NOVEMBER) is State.OPEN, clause
        assert told in messages(year, clause, of_year), clause
    assert year.state("M14", 2014, "2014-12-03") is State.KEPT
    assert not book.content(year.network, TODAY, {}).years[0].meetings[0].is_held


def test_m14_notes_a_meeting_ahead_beside_one_that_counts(year: Building) -> None:
    year.merge_set(Meeting, year.annual_meeting("2014-11-20"), held_on="2014-12-03")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT
    assert "Årsmøde 03.12.2014 står som afholdt" in messages(year, "M14", 2014)


def test_advice_on_a_meeting_ahead_is_to_reopen_minutes_that_are_locked(year: Building) -> None:
    meeting = year.network.live(Meeting)[0]
    year.merge_set(Meeting, meeting.id, held_on="2014-12-03")
    assert "tæller ikke. Genåbn referatet." in messages(year, "M14", 2014)
    assert "»Indkaldt«" not in messages(year, "M14", 2014)
    year.reopen(meeting.id)
    assert year.network.get(Meeting, meeting.id).state == "planned"
    year.merge_set(Meeting, meeting.id, state="held")
    assert "Sæt det tilbage til »Indkaldt«, eller ret datoen." in messages(year, "M14", 2014)


def test_advice_to_edit_what_is_locked_says_that_it_is_reopened_first(year: Building) -> None:
    meeting = year.network.live(Meeting)[0]
    year.merge_set(Meeting, meeting.id, approved_on=TOMORROW)
    assert messages(year, "M16").endswith("Ret datoen. Referatet er låst; genåbn det først.")
    year.merge_set(FocusSet, set_of(year).id, set_on=TOMORROW)
    assert "Ret den. Fastsættelsen er låst; genåbn den først." in messages(year, "M13")
    for item in meetings.agenda(year.network, meeting):
        year.merge_set(AgendaItem, item.id, outcome="")
    assert "Skriv, hvad der blev drøftet. Referatet er låst; genåbn det først." in messages(year, "M15", 2014)
    for row in meetings.attendances(year.network, meeting):
        year.merge_set(Attendance, row.id, status="apologies")
    assert "hold et nyt årsmøde. Referatet er låst; genåbn det først." in messages(year, "M14", 2014)


@pytest.mark.parametrize(
    ("approved_on", "why"),
    [(TOMORROW, "den dag er ikke kommet endnu"), ("2014-11-04", "da var mødet ikke holdt")],
)
def test_m16_does_not_count_minutes_approved_in_the_future_or_before_the_meeting(
    year: Building, approved_on: str, why: str
) -> None:
    year.merge_set(Meeting, year.network.live(Meeting)[0].id, approved_on=approved_on)
    assert year.state("M16", 2015, NOVEMBER) is State.OPEN
    assert f"men {why}, så det tæller ikke. Ret datoen." in messages(year, "M16")
    assert year.state("M14", 2014, NOVEMBER) is State.KEPT, "the meeting was held all the same"


@pytest.mark.parametrize(
    ("agreed_on", "why"),
    [("2031-01-01", "den dag er ikke kommet endnu"), ("1999-01-01", "det er for længe før 2015")],
)
@pytest.mark.parametrize("field", ["library_agreed_on", "agency_agreed_on"])
def test_a_pool_is_not_final_on_a_day_that_cannot_be(year: Building, field: str, agreed_on: str, why: str) -> None:
    assert not budget.pool(year.network, 2015, NOVEMBER).is_provisional
    year.merge_set(BudgetShare, share_of(year).id, **{field: agreed_on})
    sums = budget.pool(year.network, 2015, NOVEMBER)
    assert sums.is_provisional
    assert [library.short_name for library in sums.not_agreed] == ["Vejle"]
    assert "puljen er foreløbig" in str(budget_paper.content(year.network, 2015, TODAY).front)
    assert year.state("M20", 2015, NOVEMBER) is State.OPEN
    assert f"men {why}, så datoen tæller ikke. Ret den." in messages(year, "M20")
    assert "Vejle har ikke aftalt andelen endnu." in messages(year, "M21")


@pytest.mark.parametrize(
    ("day", "why"), [("2031-01-01", "den dag er ikke kommet endnu"), ("1999-01-01", "det er for længe før 2015")]
)
def test_m8_does_not_count_a_consent_or_an_agreement_on_a_day_that_cannot_be(
    year: Building, day: str, why: str
) -> None:
    made, named = agreement(year)
    assert "Vejle" not in messages(year, "M8")
    year.merge_set(InvolvedLibrary, named, consented_on=day)
    assert year.state("M8", 2015, NOVEMBER) is State.BROKEN
    assert "mangler samtykke fra Vejle" in messages(year, "M8")
    assert f"Samtykket fra Vejle står til {day[8:]}.{day[5:7]}.{day[:4]}, men {why}" in messages(year, "M8")
    year.merge_set(InvolvedLibrary, named, consented_on=NOVEMBER)
    year.merge_set(Involvement, made, agreed_on=day)
    assert "mangler en dato" in messages(year, "M8")
    assert f"men {why}, så datoen tæller ikke. Ret den." in messages(year, "M8")


def test_something_is_agreed_from_five_years_before_its_year_to_today() -> None:
    days = ("", "2009-12-31", "2010-01-01", NOVEMBER, TOMORROW)
    assert [dates.is_agreed_by(day, 2015, NOVEMBER) for day in days] == [False, False, True, True, False]
    assert not dates.is_agreed_by(None, 2015, NOVEMBER)
