"""The year's focus areas and their way to a decision (M13)."""

from __future__ import annotations

from collections import Counter

import pytest

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import AreaAnswer, ConsultationAnswer, FocusArea, FocusSet, Organisation
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.words.choices import FocusState
from tests.building import Building


def the_set(building: Building) -> FocusSet:
    found = focus.set_of(building.network, 2015)
    assert found
    return found


def test_a_set_goes_from_proposed_over_consultation_to_set() -> None:
    building = Building.new()
    building.appoint_everybody()
    assert focus.state(building.network, 2015) is FocusState.PROPOSED
    set_id, changes = focus.ensure(building.network, 2015)
    building.apply(changes)
    assert focus.state(building.network, 2015) is FocusState.PROPOSED
    building.set(FocusSet, set_id, consulted_on="2014-09-01", deadline="2014-09-20")
    assert focus.state(building.network, 2015) is FocusState.CONSULTATION
    representative = focus.agency_representative(building.network, "2014-10-01")
    assert representative
    building.set(FocusSet, set_id, set_on="2014-10-01", set_by_id=representative.id)
    assert focus.state(building.network, 2015) is FocusState.SET
    assert focus.is_set_by_agency(building.network, the_set(building))


def test_a_years_set_is_made_once(year: Building) -> None:
    assert focus.ensure(year.network, 2015) == (the_set(year).id, ())
    assert focus.set_of(year.network, 2016) is None


def test_the_areas_stand_by_part_number_and_title(year: Building) -> None:
    for part, position, title in (
        ("agency", 1, "A"),
        ("central", None, "Å"),
        ("central", None, "Z"),
        ("central", 1, "B"),
    ):
        year.add(FocusArea, year=2016, title=title, part=part, position=position)
    gone = year.add(FocusArea, year=2016, title="Væk", part="central")
    year.set(FocusArea, gone, archived=True)
    assert [area.title for area in focus.of_year(year.network, 2016)] == ["B", "Z", "Å", "A"]


def test_the_consultation_knows_who_has_not_answered(year: Building) -> None:
    assert focus.unanswered(year.network, the_set(year)) == []
    rows = focus.answers(year.network, the_set(year))
    year.set(ConsultationAnswer, rows[year.library("Aalborg").id].id, answered_on=None)
    year.set(ConsultationAnswer, rows[year.library("Gentofte").id].id, archived=True)
    names = [library.short_name for library in focus.unanswered(year.network, the_set(year))]
    assert names == ["Gentofte", "Aalborg"]


def test_consulting_asks_each_library_once(year: Building) -> None:
    assert focus.consult(year.network, the_set(year)) == ()
    year.add(Organisation, name="Esbjerg Centralbibliotek", kind="central_library")
    year.add(Organisation, name="Et andet bibliotek", kind="other")
    assert len(focus.consult(year.network, the_set(year))) == 1


def test_a_library_may_answer_on_each_focus_area(year: Building) -> None:
    first, second = focus.of_year(year.network, 2015)
    odense = focus.answers(year.network, the_set(year))[year.library("Odense").id]
    assert focus.said_of_areas(year.network, odense) == []
    year.apply(focus.asked_by_area(year.network, odense))
    rows = focus.area_answers(year.network, odense)
    assert [row.focus_area_id for row in rows] == [first.id, second.id]
    assert focus.asked_by_area(year.network, odense) == ()
    assert focus.said_of_areas(year.network, odense) == []
    year.set(AreaAnswer, rows[1].id, stance="opposes")
    assert [row.id for row in focus.said_of_areas(year.network, odense)] == [rows[1].id]
    assert focus.unanswered(year.network, the_set(year)) == []
    with pytest.raises(Invalid, match="allerede en række om indsatsområdet: Odense 2015, Indsats i agency 2015"):
        year.add(AreaAnswer, consultation_answer_id=odense.id, focus_area_id=second.id)


def test_an_area_counts_each_librarys_stance_on_it_else_that_on_all(year: Building) -> None:
    first, second = focus.of_year(year.network, 2015)
    rows = focus.answers(year.network, the_set(year))
    for name, stance in (("Gentofte", "supports"), ("Vejle", "remarks"), ("Herning", "supports")):
        year.set(ConsultationAnswer, rows[year.library(name).id].id, stance=stance)
    odense, vejle = (rows[year.library(name).id].id for name in ("Odense", "Vejle"))
    year.add(AreaAnswer, consultation_answer_id=odense, focus_area_id=first.id, stance="supports")
    year.add(AreaAnswer, consultation_answer_id=vejle, focus_area_id=second.id, stance="opposes")
    year.set(ConsultationAnswer, rows[year.library("Herning").id].id, answered_on=None)
    assert focus.stances(year.network, the_set(year)) == {
        first.id: Counter({"supports": 2, "remarks": 1}),
        second.id: Counter({"supports": 1, "opposes": 1}),
    }
