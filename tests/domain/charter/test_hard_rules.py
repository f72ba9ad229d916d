"""Hard rules refuse what an edit newly breaks, and lock nobody out of what was broken before."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import charter, hard_rules
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import (
    AgendaItem,
    Allocation,
    Appointment,
    Attendance,
    BudgetShare,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    NetworkProfile,
    Person,
    Plan,
    Seat,
)
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import roster
from tests.building import Building, new_row, whole_year


def term_of(building: Building, seat: str) -> Appointment:
    return roster.appointments(building.network, building.seat(seat))[0]


def test_a_second_representative_in_the_same_time_is_refused_with_both_names_and_dates(year: Building) -> None:
    person = year.add(Person, name="Ny Nielsen")
    before = year.network
    with pytest.raises(Invalid) as refusal:
        year.add(Appointment, seat_id=year.seat("Odense").id, person_id=person, starts_on="2014-05-01")
    assert str(refusal.value) == (
        "Odense kan kun have én repræsentant ad gangen: Odenses repræsentant (fra 01.01.2012) og Ny Nielsen "
        "(fra 01.05.2014) overlapper. Sæt en slutdato på den første udpegning, dagen før den næste begynder."
    )
    assert (refusal.value.table, refusal.value.field) == ("appointments", "starts_on")
    assert year.network is before


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_refused"),
    [
        ("2014-06-01", None, False),
        ("2014-05-31", None, True),
        ("2011-01-01", "2011-12-31", False),
        ("2011-01-01", "2012-01-01", True),
        ("2013-01-01", "2013-01-01", True),
        ("2011-01-01", None, True),
    ],
)
def test_the_first_and_the_last_day_of_a_term_belong_to_it(
    year: Building, starts_on: str, ends_on: str | None, is_refused: bool
) -> None:
    year.set(Appointment, term_of(year, "Odense").id, ends_on="2014-05-31")
    if is_refused:
        with pytest.raises(Invalid):
            year.appoint("Odense", "Ny Nielsen", starts_on, ends_on)
    else:
        year.appoint("Odense", "Ny Nielsen", starts_on, ends_on)


def test_a_substitute_and_another_seat_do_not_collide(year: Building) -> None:
    year.appoint("Odense", "Sanne Suppleant", "2014-01-01", role="substitute")
    year.appoint("Odense", "Søren Suppleant", "2014-01-01", role="substitute")
    seat = year.add(Seat, name="Gæst", kind="agency")
    year.add(Appointment, seat_id=seat, person_id=year.person("Odenses repræsentant").id, starts_on="2014-01-01")


def test_a_second_seat_of_the_same_library_does_not_get_round_the_rule(year: Building) -> None:
    seat = year.add(Seat, name="Odense 2", kind="area", organisation_id=year.library("Odense").id)
    with pytest.raises(Invalid, match="kun have én repræsentant"):
        year.add(Appointment, seat_id=seat, person_id=year.person("Vejles repræsentant").id, starts_on="2014-01-01")


def test_no_other_edit_gets_round_the_rule(year: Building) -> None:
    first = term_of(year, "Odense")
    year.set(Appointment, first.id, ends_on="2014-05-31")
    second = year.appoint("Odense", "Ny Nielsen", "2014-06-01")
    stand_in = year.appoint("Odense", "Sanne Suppleant", role="substitute")
    archived = year.appoint("Odense", "Gamle Gert", "2010-01-01", "2010-12-31")
    year.set(Appointment, archived, archived=True)
    year.set(Appointment, archived, ends_on=None)
    refused = [
        (first.id, {"ends_on": None}),
        (second, {"starts_on": "2014-05-31"}),
        (stand_in, {"role": "representative"}),
        (archived, {"archived": False}),
        (term_of(year, "Vejle").id, {"seat_id": year.seat("Odense").id}),
    ]
    for row_id, values in refused:
        with pytest.raises(Invalid, match="én repræsentant ad gangen"):
            year.set(Appointment, row_id, **values)


def test_the_same_person_appointed_twice_is_named_once(year: Building) -> None:
    term = term_of(year, "Odense")
    with pytest.raises(Invalid, match="Odenses repræsentant er udpeget to gange"):
        year.add(Appointment, seat_id=term.seat_id, person_id=term.person_id, starts_on="2014-01-01")


def test_an_overlap_that_a_merge_brought_locks_nobody_out(year: Building) -> None:
    person = year.add(Person, name="Ny Nielsen")
    row = year.merge_new(Appointment, seat_id=year.seat("Odense").id, person_id=person, starts_on="2014-05-01")
    year.set(Appointment, row, note="Fra den anden pc")
    year.set(Appointment, term_of(year, "Vejle").id, note="En anden plads")
    year.set(Appointment, term_of(year, "Odense").id, ends_on="2014-04-30")
    assert year.state("M12", 2015, "2014-11-24") == "kept"


@pytest.fixture
def annual(year: Building) -> Meeting:
    return year.network.live(Meeting)[0]


def topic_item(building: Building, topic: str) -> AgendaItem:
    return next(row for row in building.network.live(AgendaItem) if row.topic == topic)


@pytest.mark.parametrize("state", ["held", "approved"])
def test_an_annual_meeting_is_not_closed_without_minutes_on_each_topic(state: str) -> None:
    building = Building.new()
    meeting_id = building.meeting("annual", "2014-11-05", state="called")
    building.set(AgendaItem, topic_item(building, "past_year").id, outcome="Drøftet.")
    building.set(AgendaItem, topic_item(building, "coming_focus").id, outcome=" \n ")
    with pytest.raises(Invalid) as refusal:
        building.set(Meeting, meeting_id, state=state)
    assert "Årsmøde 05.11.2014 kan ikke stå som afholdt uden referat af " in str(refusal.value)
    assert "»De kommende indsatsområder« og »Netværkets øvrige funktioner«" in str(refusal.value)
    assert (refusal.value.table, refusal.value.row_id, refusal.value.field) == ("meetings", meeting_id, "state")


def test_minutes_and_state_may_come_in_one_edit() -> None:
    building = Building.new()
    meeting_id = building.meeting("annual", "2014-11-05")
    items = [row for row in building.network.live(AgendaItem) if row.topic]
    changes = [building.change(AgendaItem, item.id, outcome="Drøftet.") for item in items]
    building.apply([building.change(Meeting, meeting_id, state="held"), *changes])


@pytest.mark.parametrize("values", [{"outcome": ""}, {"archived": True}, {"topic": None}, {"topic": "past_year"}])
def test_a_closed_annual_meeting_does_not_lose_its_minutes(
    year: Building, annual: Meeting, values: dict[str, str | bool | None]
) -> None:
    year.reopen(annual.id)
    assert year.network.get(Meeting, annual.id).state == "held"
    with pytest.raises(Invalid, match="uden referat af »Netværkets øvrige funktioner«"):
        year.set(AgendaItem, topic_item(year, "other_functions").id, **values)


def test_an_item_moves_to_no_other_meeting_when_its_own_needs_it(year: Building) -> None:
    year.reopen()
    other = year.meeting("planning", "2014-05-01")
    with pytest.raises(Invalid):
        year.set(AgendaItem, topic_item(year, "past_year").id, meeting_id=other)


def test_a_planning_meeting_in_which_little_was_written_may_be_held_but_does_not_become_annual(year: Building) -> None:
    meeting_id = year.meeting("planning", "2014-05-01", state="held")
    with pytest.raises(Invalid):
        year.set(Meeting, meeting_id, kind="annual")


def test_a_closed_meeting_without_topics_from_a_merge_can_be_mended_step_by_step_and_not_made_worse(
    year: Building, annual: Meeting
) -> None:
    for topic in ("past_year", "coming_focus"):
        year.merge_set(AgendaItem, topic_item(year, topic).id, outcome="")
    year.reopen(annual.id)
    year.set(Meeting, annual.id, place="Odense")
    with pytest.raises(Invalid):
        year.set(AgendaItem, topic_item(year, "other_functions").id, outcome="")
    with pytest.raises(Invalid):
        year.set(Meeting, annual.id, state="approved")
    year.set(AgendaItem, topic_item(year, "past_year").id, outcome="Drøftet.")
    year.set(AgendaItem, topic_item(year, "coming_focus").id, outcome="Drøftet.")
    year.set(Meeting, annual.id, state="approved")


def test_only_the_agencys_representative_of_that_day_is_recorded_as_setter(year: Building) -> None:
    row = focus.set_of(year.network, 2015)
    assert row
    newcomer = year.add(Person, name="Ny Fra KBE")
    year.apply(roster.replace_holder(year.network, year.seat("Bib"), newcomer, "2014-11-01"))
    year.reopen(row.id)
    with pytest.raises(Invalid) as refusal:
        year.set(FocusSet, row.id, set_by_id=newcomer, set_on=row.set_on)
    assert str(refusal.value) == (
        "Kun repræsentanten for KBE kan fastsætte indsatsområderne for 2015, og det var Ny Fra KBE ikke 10.10.2014. "
        "Vælg Biblioteksenheden (KBE)s repræsentant."
    )
    year.set(FocusSet, row.id, set_by_id=newcomer, set_on="2014-11-02")
    year.reopen(row.id)
    with pytest.raises(Invalid):
        year.set(FocusSet, row.id, set_by_id=newcomer, set_on="2014-10-31")


def test_a_representative_who_sits_on_after_an_expired_term_still_speaks_for_the_agency(year: Building) -> None:
    year.set(Appointment, term_of(year, "Bib").id, ends_on="2014-09-30")
    row = focus.set_of(year.network, 2015)
    assert row
    year.reopen(row.id)
    year.set(FocusSet, row.id, set_on="2014-10-11", set_by_id=row.set_by_id)


def test_a_change_in_the_roster_is_not_stopped_by_a_decision_of_the_past(year: Building) -> None:
    year.set(Appointment, term_of(year, "Bib").id, starts_on="2014-11-01")
    assert year.state("M13", 2015, "2014-11-24") == "broken"
    row = focus.set_of(year.network, 2015)
    assert row
    year.set(FocusSet, row.id, note="Rettes i morgen")


def test_a_setter_without_a_day_waits_for_the_day(year: Building) -> None:
    row = focus.set_of(year.network, 2015)
    assert row
    year.reopen(row.id)
    year.set(FocusSet, row.id, set_by_id=year.person("Odenses repræsentant").id)
    with pytest.raises(Invalid, match=r"Odenses repræsentant ikke 10\.10\.2014"):
        year.set(FocusSet, row.id, set_on="2014-10-10")


def test_only_a_central_library_has_a_share(year: Building) -> None:
    with pytest.raises(Invalid, match="er ikke et centralbibliotek"):
        year.add(BudgetShare, year=2016, organisation_id=year.library("KBE").id)
    row = budget.shares(year.network, 2015)[0]
    with pytest.raises(Invalid, match="er ikke et centralbibliotek"):
        year.set(BudgetShare, row.id, organisation_id=year.library("Centralbibliotekscheferne").id)


def test_no_more_than_the_pool_is_set_aside(year: Building) -> None:
    row = year.add(Allocation, year=2015, purpose="Kurser", amount_ore=75_000_000)
    with pytest.raises(Invalid) as refusal:
        year.set(Allocation, row, amount_ore=75_000_001)
    assert str(refusal.value) == (
        "Der er bevilget 750.000,01\u00a0kr. i 2015, men de fælles midler er kun 750.000\u00a0kr. "
        "Sænk bevillingerne med mindst 0,01\u00a0kr., eller aftal større andele."
    )
    with pytest.raises(Invalid):
        year.add(Allocation, year=2015, purpose="Mere", amount_ore=1)
    with pytest.raises(Invalid):
        year.add(Allocation, year=2016, purpose="Et år uden andele", amount_ore=1)


@pytest.mark.parametrize("values", [{"share_bp": 2_400}, {"earmarked_ore": 1}, {"archived": True}, {"year": 2016}])
def test_a_share_is_not_lowered_below_what_is_set_aside(year: Building, values: dict[str, int | bool]) -> None:
    year.add(Allocation, year=2015, purpose="Kurser", amount_ore=75_000_000)
    with pytest.raises(Invalid, match="Sænk bevillingerne"):
        year.set(BudgetShare, budget.shares(year.network, 2015)[0].id, **values)


def test_a_pool_that_a_merge_overdrew_may_be_brought_down_but_not_up(year: Building) -> None:
    row = year.merge_new(Allocation, year=2015, purpose="Kurser", amount_ore=90_000_000)
    year.set(Allocation, row, purpose="Kurser og temadage")
    year.set(Allocation, row, amount_ore=80_000_000)
    with pytest.raises(Invalid):
        year.set(Allocation, row, amount_ore=80_000_001)
    with pytest.raises(Invalid):
        year.add(Allocation, year=2015, purpose="Mere", amount_ore=1)
    year.set(Allocation, row, archived=True)


def duplicates(building: Building) -> dict[type, dict[str, str | int | None]]:
    answer = building.network.live(ConsultationAnswer)[0]
    attendance = building.network.live(Attendance)[0]
    return {
        BudgetShare: {"year": 2015, "organisation_id": building.library("Gentofte").id},
        Plan: {"year": 2015},
        FocusSet: {"year": 2015},
        Attendance: {"meeting_id": attendance.meeting_id, "person_id": attendance.person_id},
        ConsultationAnswer: {"focus_set_id": answer.focus_set_id, "organisation_id": answer.organisation_id},
        NetworkProfile: {"name": "Et andet", "first_year": 2015},
    }


@pytest.mark.parametrize("kind", list(duplicates(whole_year(2015))), ids=lambda kind: kind.TABLE)
def test_a_second_row_of_the_same_key_is_refused_unless_a_merge_brings_it(year: Building, kind: type) -> None:
    year.reopen()
    values = duplicates(year)[kind]
    with pytest.raises(Invalid, match="allerede"):
        year.add(kind, **values)
    second = year.merge_new(kind, **values)
    with pytest.raises(Invalid, match="allerede"):
        year.add(kind, **values)
    text = next(name for name in ("note", "answer", "foreword") if name in kind.fields())
    year.set(kind, second, **{text: "Dublet"})


def test_an_archived_row_leaves_its_key_free_and_comes_back_only_to_a_free_one(year: Building) -> None:
    old = budget.shares(year.network, 2015)[0]
    year.set(BudgetShare, old.id, archived=True)
    year.add(BudgetShare, year=2015, organisation_id=old.organisation_id)
    with pytest.raises(Invalid, match="Gentofte har allerede en budgetandel for 2015"):
        year.set(BudgetShare, old.id, archived=False)


def test_an_edit_of_other_tables_is_not_held_up_by_any_rule(year: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("a rule read the network for an edit that cannot break it")

    monkeypatch.setattr(type(year.network), "live", fail)
    for kind in (Person, Goal):
        charter.require(year.network, year.network, {kind.TABLE})


def test_only_what_is_new_is_refused_when_something_else_is_broken_too(year: Building) -> None:
    person = year.add(Person, name="Ny Nielsen")
    year.merge_new(Appointment, seat_id=year.seat("Odense").id, person_id=person, starts_on="2014-05-01")
    with pytest.raises(Invalid, match=r"^Vejle"):
        year.add(Appointment, seat_id=year.seat("Vejle").id, person_id=person, starts_on="2014-05-01")


def refused(building: Building, seat: str, starts_on: str | None, ends_on: str | None = None) -> str:
    """Why somebody new cannot sit in a seat too."""
    person = building.add(Person, name="Ny Nielsen")
    row = new_row(Appointment, seat_id=building.seat(seat).id, person_id=person, starts_on=starts_on, ends_on=ends_on)
    found = list(hard_rules.overlaps(building.network.with_changes([row])))
    return " ".join(problem.message for problem in found)


def test_seats_that_are_no_areas_or_of_no_library_are_each_a_place_of_their_own(year: Building) -> None:
    agency = year.library("KBE").id
    for number, values in enumerate(({"kind": "agency", "organisation_id": agency}, {"kind": "area"}) * 2):
        seat = year.add(Seat, name=f"Plads {number}", **values)
        person = year.add(Person, name=f"Nr. {number}")
        year.add(Appointment, seat_id=seat, person_id=person, starts_on="2014-01-01")
    assert len(year.network.live(Appointment)) == 12


def test_a_collision_is_told_with_the_days_of_both_terms(year: Building) -> None:
    year.set(Appointment, term_of(year, "Odense").id, ends_on="2014-05-31")
    told = refused(year, "Odense", "2014-05-01", "2014-12-31")
    assert "Odenses repræsentant (01.01.2012–31.05.2014) og Ny Nielsen (01.05.2014–31.12.2014) overlapper." in told


def test_a_collision_with_rows_that_a_merge_left_half_empty_is_told_all_the_same(year: Building) -> None:
    for _ in range(2):
        year.merge_new(Appointment, seat_id="gone")
    (problem,) = hard_rules.overlaps(year.network)
    assert problem.message.startswith("Pladsen kan kun have én repræsentant ad gangen: En ukendt person er udpeget to")


def test_terms_without_a_seat_stand_in_one_place_and_those_of_a_year_are_left_alone(year: Building) -> None:
    year.merge_new(Appointment, starts_on="2014-01-01", ends_on="2014-12-31")
    year.merge_new(Appointment, starts_on="2015-01-01")
    assert list(hard_rules.overlaps(year.network)) == []


def test_the_setter_of_a_set_without_a_day_is_told_in_words(year: Building) -> None:
    row = year.network.live(FocusSet)[0]
    year.merge_set(FocusSet, row.id, set_on=None, set_by_id="gone")
    told = hard_rules.setter_message(year.network, year.network.get(FocusSet, row.id))
    assert "det var den valgte person ikke" in told
    assert "Registrér først, hvem der er repræsentant for KBE den dag." in told


def test_an_overdrawn_pool_is_told_year_by_year_with_its_last_allocation(year: Building) -> None:
    rows = [
        year.merge_new(Allocation, year=number, purpose=purpose, amount_ore=80_000_000)
        for number in (2016, 2015)
        for purpose in ("A", "B")
    ]
    found = list(hard_rules.overdrawn_pools(year.network))
    assert [problem.row_id for problem in found] == [rows[3], rows[1]]
    assert [problem.weight for problem in found] == [85_000_000, 160_000_000]


def test_an_annual_meeting_without_a_day_needs_the_topics_of_the_first_terms(year: Building) -> None:
    meeting = year.network.live(Meeting)[0]
    for item in year.network.live(AgendaItem):
        if item.meeting_id == meeting.id and item.topic:
            year.merge_set(AgendaItem, item.id, outcome="")
    year.merge_set(Meeting, meeting.id, held_on=None)
    (problem,) = hard_rules.undiscussed_topics(year.network)
    assert problem.weight == 6


class TestFocusAreasThatContinueAnother:
    def test_one_continues_neither_itself_nor_one_of_its_own_year_or_a_later_one(self, year: Building) -> None:
        year.reopen()
        row_id = year.add(FocusArea, year=2014, title="Læselyst")
        peer = year.add(FocusArea, year=2014, title="Frivillige")
        later = year.add(FocusArea, year=2015, title="Læring", continues_id=row_id)
        for other, words in ((row_id, "sig selv"), (peer, "»Frivillige« fra 2014"), (later, "»Læring« fra 2015")):
            with pytest.raises(Invalid) as refusal:
                year.set(FocusArea, row_id, continues_id=other)
            assert str(refusal.value) == (
                f"Indsatsområdet »Læselyst« fra 2014 kan ikke fortsætte {words}. "
                "Vælg et indsatsområde fra et år før 2014."
            )
            assert refusal.value.field == "continues_id"

    def test_one_that_is_continued_is_not_moved_to_the_year_of_the_other(self, year: Building) -> None:
        year.reopen()
        row_id = year.add(FocusArea, year=2014, title="Læselyst")
        year.add(FocusArea, year=2016, title="Læring", continues_id=row_id)
        year.set(FocusArea, row_id, year=2015)
        with pytest.raises(Invalid, match="»Læring« fra 2016 kan ikke fortsætte »Læselyst« fra 2016"):
            year.set(FocusArea, row_id, year=2016)

    def test_a_circle_that_a_merge_brought_is_told_and_locks_nothing(self, year: Building) -> None:
        year.reopen()
        area = focus.of_year(year.network, 2015)[0]
        year.merge_set(FocusArea, area.id, continues_id=area.id)
        year.set(FocusArea, area.id, description="Ny tekst")
        year.set_areas(2015, "2014-10-10")
        (found,) = year.findings("M13", 2015, "2014-11-24")
        assert (found.row_id, found.field) == (area.id, "continues_id")

    def test_an_area_without_its_year_from_a_merge_is_no_fault_of_the_program(self, year: Building) -> None:
        area = focus.of_year(year.network, 2015)[0]
        before = year.findings("M13", 2015, "2014-11-24")
        year.merge_new(FocusArea, continues_id=area.id)
        assert year.findings("M13", 2015, "2014-11-24") == before
