"""After an agreement any edit of any table is refused, lets it lapse, or is told on paper and by the rules."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cbnet_desktop.domain.agreed import guard, subjects, texts
from cbnet_desktop.domain.agreed.subjects import SUBJECTS
from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.papers import consultation, meeting
from cbnet_desktop.domain.plan import plan_text
from cbnet_desktop.domain.records import (
    RECORDS,
    AgendaItem,
    Annex,
    FocusArea,
    FocusSet,
    FollowUp,
    InvolvedLibrary,
    Involvement,
    Meeting,
    NetworkProfile,
    Reopening,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import Act
from tests.building import NOVEMBER, Building, new_row, whole_year

YEAR = 2015
EDITABLE = [kind for kind in RECORDS if not kind.FROZEN]
WORDS = {
    Kind.YEAR: st.integers(2013, 2017),
    Kind.COUNT: st.integers(0, 9),
    Kind.MONEY: st.integers(0, 90_000_000),
    Kind.SHARE: st.integers(0, 10_000),
    Kind.DATE: st.dates(date(2013, 1, 1), date(2014, 11, 24)).map(date.isoformat),
    Kind.TIME: st.sampled_from(["09:00", "15:30"]),
    Kind.FLAG: st.booleans(),
}


@cache
def agreed() -> Network:
    """A year in which everything that can be agreed is, each act done once."""
    building: Building = whole_year(YEAR)
    network = building.network
    approved = next(row for row in network.live(Meeting) if row.approved_on)
    area = focus.of_year(network, YEAR)[0]
    involvement_id = building.add(Involvement, focus_area_id=area.id, content="Vejle samler netværket.")
    for name in ("Vejle", "Odense"):
        building.add(
            InvolvedLibrary,
            involvement_id=involvement_id,
            organisation_id=building.library(name).id,
            consented_on="2014-11-01",
        )
    building.set(Involvement, involvement_id, state="agreed", agreed_on="2014-11-02")
    called = building.meeting("planning", "2014-12-10")
    item = next(row for row in building.network.live(AgendaItem) if row.meeting_id == called)
    building.add(Annex, agenda_item_id=item.id, title="Et bilag")
    building.set(Meeting, called, state="called", called_on="2014-11-20", invitation="Kom.")
    building.reopen(approved.id)
    building.add(FollowUp, meeting_id=approved.id, text="Spørg Vejle.")
    building.set(Meeting, approved.id, state="approved", approved_on="2014-11-24")
    return building.network


def acts(network: Network) -> list[tuple[Act, Record]]:
    """Every act that stands, with its row."""
    return [
        (act, row)
        for act, subject in SUBJECTS.items()
        for row in network.rows(subject.kind)
        if texts.standing(network, act, row)
    ]


def test_the_year_holds_every_act() -> None:
    assert {act for act, _ in acts(agreed())} == set(Act)
    assert all(texts.holds(agreed(), act, row) for act, row in acts(agreed()))


def paper(network: Network, act: Act, row: Record) -> object:
    """What paper says of an act."""
    if isinstance(row, Meeting):
        make = meeting.minutes_paper if act is Act.APPROVED else meeting.agenda_paper
        return [make(network, row), make(network, row, is_public=True)]
    if isinstance(row, FocusSet) and act is Act.CONSULTED:
        return consultation.consultation_paper(network, row.year)
    if isinstance(row, FocusSet):
        return plan_text.focus_areas_set(network, row), plan_text.set_focus_areas(network, row.year)
    return (held := texts.standing(network, act, row)) and held.text


def values(network: Network, field: Field) -> st.SearchStrategy[Value]:
    """Values that a field may have."""
    if field.kind is Kind.CHOICE:
        return st.sampled_from(sorted(field.choices))
    if field.kind is Kind.REFERENCE:
        return st.sampled_from([*network.tables[field.refers_to], None])
    return WORDS.get(field.kind, st.sampled_from(["Et andet ord", ""]))


@st.composite
def edits(draw: st.DrawFn) -> Change:
    """A change of one or two fields of any row of any table, a new row, or a row removed."""
    network = agreed()
    kind = draw(st.sampled_from([*EDITABLE, *subject_kinds()]))
    fields = draw(st.lists(st.sampled_from(sorted(kind.fields())), min_size=1, max_size=2, unique=True))
    given_values = {name: draw(values(network, kind.fields()[name])) for name in fields}
    rows = sorted(network.tables[kind.TABLE])
    if not rows or draw(st.integers(0, 9)) == 0:
        references = {
            name: draw(values(network, field)) for name, field in kind.fields().items() if field.kind is Kind.REFERENCE
        }
        return new_row(kind, **{**references, **given_values})
    row = network.tables[kind.TABLE][draw(st.sampled_from(rows))]
    return Change(kind.TABLE, row.id, row.values(), None) if draw(st.integers(0, 19)) == 0 else row.edited(given_values)


def subject_kinds() -> list[type[Record]]:
    """The tables that agreed texts are made of, so that most edits are of these."""
    return [kind for kind in EDITABLE if kind.TABLE in guard.TABLES]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(edits(), min_size=1, max_size=2))
def test_an_edit_is_refused_or_lapses_or_is_told(changes: list[Change]) -> None:
    before = agreed()
    building = Building(before, NOVEMBER)
    try:
        lapsing = {(one.act, one.row_id) for one in guard.lapses(before, changes)}
        building.apply(changes)
    except UserError:
        return
    if any(one.table == Reopening.TABLE and one.before is None for one in changes):
        return  # the way to change what is locked
    after = building.network
    for act, row in acts(before):
        now = after.row(row.TABLE, row.id)
        held = texts.standing(after, act, now) if now else None
        if act in guard.LOCKED:
            assert held is not None
            assert held.is_unchanged, "what is locked was edited"
            is_completed = any(set(SUBJECTS[act].own) & (one.after or {}).keys() for one in changes)
            assert is_completed or paper(after, act, now or row) == paper(before, act, row)
        elif act in guard.REVISED and now is not None and held is not None and not held.is_unchanged:
            assert getattr(now, "revised_on", None) == NOVEMBER
            assert held.text in list(texts.of(before, act, row))
        elif act in guard.LAPSING and now is not None and held is not None:
            is_archived = bool(now.values().get("archived"))
            assert held.is_unchanged or is_archived, "an agreement stands over another text"
        if act in guard.LAPSING and now is not None and held is None and (act, row.id) not in lapsing:
            assert any(SUBJECTS[act].day in (one.after or {}) for one in changes), "it lapsed without a word"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(edits(), min_size=1, max_size=2))
def test_what_a_merge_changes_is_found_and_no_paper_follows_it(changes: list[Change]) -> None:
    before = agreed()
    # A network has one row of its own, whatever a merge brings.
    changes = [one for one in changes if one.table != NetworkProfile.TABLE or one.before is not None]
    changes = [one for one in changes if one.after is not None and one.table != Reopening.TABLE]
    after = before.with_changes(changes)
    for act, row in acts(before):
        now = after.get(type(row), row.id)
        if subjects.day(act, now) != subjects.day(act, row) or now.values().get("archived"):
            continue
        if act in guard.LOCKED:
            assert paper(after, act, now) == paper(before, act, row)
        if act not in guard.REVISED and subjects.rows(after, act, now) != subjects.rows(before, act, row):
            assert not texts.holds(after, act, now)
            assert row.id in found_rows(after, act, now)


def found_rows(network: Network, act: Act, row: Record) -> set[str]:
    """The rows that the rules name in the act's year."""
    year = {Act.APPROVED: YEAR - 1}.get(act, YEAR)
    if isinstance(row, Meeting) and not (row.held_on or "").startswith(str(year)):
        return {row.id}  # it stands in another year's list now
    if not isinstance(row, Meeting) and getattr(row, "year", YEAR) != YEAR:
        return {row.id}
    found = charter.check(network, year, date(2014, 11, 24))
    named = {finding.row_id for one in found for finding in one.verdict.findings}
    if isinstance(row, InvolvedLibrary):
        involvement = network.find(Involvement, row.involvement_id)
        area = network.find(FocusArea, involvement.focus_area_id) if involvement else None
        is_shown = involvement and not involvement.archived and area and not area.archived and area.year == YEAR
        return {row.id} if not is_shown or (involvement and involvement.id in named) else set()
    return named


@pytest.mark.parametrize("kind", EDITABLE, ids=lambda kind: kind.TABLE)
def test_every_field_of_every_table_is_tried(kind: type[Record]) -> None:
    network = agreed()
    for row in list(network.rows(kind))[:3]:
        for name, field in kind.fields().items():
            other = _another(network, field, row.values()[name])
            change = row.edited({name: other})
            building = Building(network, NOVEMBER)
            try:
                building.apply([change])
            except UserError:
                continue
            for act, one in acts(network):
                if act in guard.LOCKED:
                    now = building.network.get(type(one), one.id)
                    assert texts.holds(building.network, act, now), f"{kind.TABLE}.{name}"


def _another(network: Network, field: Field, held: Value) -> Value:
    choices: dict[Kind, Value] = {
        Kind.YEAR: 2016,
        Kind.COUNT: 7,
        Kind.MONEY: 700,
        Kind.SHARE: 70,
        Kind.DATE: "2014-10-31",
        Kind.TIME: "08:15",
        Kind.FLAG: not held,
    }
    if field.kind is Kind.CHOICE:
        return next(one for one in sorted(field.choices) if one != held)
    if field.kind is Kind.REFERENCE:
        return next((one for one in network.tables[field.refers_to] if one != held), None)
    return choices.get(field.kind, "Et andet ord")


@pytest.mark.parametrize("row_id", ["0" * 32, "f" * 32])
def test_a_second_set_of_the_year_leaves_the_areas_on_paper_as_they_were_set(row_id: str) -> None:
    before = agreed()
    second = Change(FocusSet.TABLE, row_id, None, {"year": YEAR})
    areas = [area.edited({"title": "Et andet"}) for area in focus.of_year(before, YEAR)]
    after = before.with_changes([second, *areas])
    assert plan_text.set_focus_areas(after, YEAR) == plan_text.set_focus_areas(before, YEAR) != ()
