"""What was approved and set is locked, reopened with a reason, and taken back where a merge changed it (M13, M14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from cbnet_desktop.domain.agreed import guard, subjects, texts
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import follow_ups, meetings
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Annex,
    Attendance,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    FollowUp,
    Goal,
    Meeting,
    Person,
    Reopening,
)
from cbnet_desktop.domain.records.changes import Change, Value, inverted
from cbnet_desktop.domain.records.errors import Frozen, Invalid
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.choices import Act
from tests.building import NOVEMBER, Building, messages, new_row
from tests.domain import clause_cases

Edit = Callable[[Building], Iterable[Change]]


def the_meeting(building: Building) -> Meeting:
    return building.network.live(Meeting)[0]


def the_set(building: Building) -> FocusSet:
    return building.network.live(FocusSet)[0]


def first(building: Building, kind: type[Record]) -> Record:
    return building.network.live(kind)[0]


def edited(kind: type[Record], **values: Value) -> Edit:
    """An edit of the first row of a table."""
    return lambda building: [building.change(kind, first(building, kind).id, **values)]


def removed(kind: type[Record]) -> Edit:
    """The removal of the first row of a table."""
    return lambda building: [Change(kind.TABLE, (row := first(building, kind)).id, row.values(), None)]


def added_to_meeting(kind: type[Record], **values: Value) -> Edit:
    """A new row of the approved meeting."""
    return lambda building: [new_row(kind, meeting_id=the_meeting(building).id, **values)]


def text_ids(building: Building, row_id: str) -> set[str]:
    return {text.id for text in building.network.rows(AgreedText) if text.subject_id == row_id}


@pytest.fixture
def approved(year: Building) -> Building:
    """The annual meeting's minutes with an annex and a follow-up, approved again."""
    meeting = the_meeting(year)
    year.reopen(meeting.id)
    item = meetings.agenda(year.network, meeting)[0]
    year.add(Annex, agenda_item_id=item.id, title="Regnskab", link="https://example.org/r")
    year.apply([follow_ups.added(item, "Send referatet", deadline="2014-12-01")])
    year.set(Meeting, meeting.id, state="approved")
    return year


class TestApprovedMinutes:
    @pytest.mark.parametrize(
        "edit",
        [
            edited(Meeting, place="Odense"),
            edited(Meeting, held_on="2014-11-06"),
            edited(Meeting, state="held"),
            edited(Meeting, approved_on="2014-11-20"),
            edited(Meeting, archived=True),
            edited(AgendaItem, outcome="Noget andet"),
            edited(AgendaItem, decision="Noget andet"),
            edited(AgendaItem, archived=True),
            added_to_meeting(AgendaItem, title="Glemt punkt"),
            edited(Annex, title="Et andet bilag"),
            removed(Annex),
            lambda one: [new_row(Annex, agenda_item_id=first(one, AgendaItem).id, title="Glemt bilag")],
            edited(Attendance, status="absent"),
            removed(Attendance),
            lambda one: [new_row(Attendance, meeting_id=the_meeting(one).id, person_id=one.add(Person, name="Ny"))],
            edited(FollowUp, text="Noget andet"),
            edited(FollowUp, deadline=None),
            added_to_meeting(FollowUp, text="Glemt opgave"),
        ],
    )
    def test_are_not_edited(self, approved: Building, edit: Edit) -> None:
        changes = list(edit(approved))
        before = approved.network
        with pytest.raises(Frozen) as refusal:
            approved.apply(changes)
        assert str(refusal.value) == (
            "Referatet af Årsmøde 05.11.2014 er godkendt 24.11.2014 og kan ikke rettes. "
            "Genåbn referatet med en begrundelse, hvis det skal rettes."
        )
        assert (refusal.value.table, refusal.value.row_id) == ("meetings", the_meeting(approved).id)
        assert approved.network == before

    def test_take_in_no_item_of_another_meeting_and_give_none_away(self, approved: Building) -> None:
        other = approved.meeting("planning", "2015-02-04")
        foreign = meetings.agenda(approved.network, approved.network.get(Meeting, other))[0]
        own = next(row for row in approved.network.live(AgendaItem) if row.meeting_id == the_meeting(approved).id)
        for item, meeting_id in ((foreign, the_meeting(approved).id), (own, other)):
            with pytest.raises(Frozen):
                approved.set(AgendaItem, item.id, meeting_id=meeting_id)

    @pytest.mark.parametrize(
        "edit",
        [
            edited(Meeting, note="Optagelsen er slettet"),
            edited(Attendance, note="Syg"),
            edited(FollowUp, done_on="2014-11-30", result="Sendt"),
            edited(Goal, status="met", status_on="2015-06-01", result="Nået"),
            edited(Person, name="Nyt Navn"),
        ],
    )
    def test_do_not_hold_up_what_is_reported_later_or_no_part_of_them(self, approved: Building, edit: Edit) -> None:
        approved.apply(edit(approved))
        assert texts.holds(approved.network, Act.APPROVED, the_meeting(approved))

    def test_that_a_merge_changed_may_be_made_to_say_again_what_was_approved_and_nothing_else(
        self, approved: Building
    ) -> None:
        item = first(approved, AgendaItem)
        approved.merge_set(AgendaItem, item.id, outcome="Rettet af en kollega")
        with pytest.raises(Frozen):
            approved.set(AgendaItem, item.id, outcome="Noget tredje")
        approved.set(AgendaItem, item.id, outcome="Drøftet.")
        assert texts.holds(approved.network, Act.APPROVED, the_meeting(approved))

    def test_that_a_merge_approved_without_their_text_are_no_text_to_keep_to(self, year: Building) -> None:
        meeting_id = year.meeting("planning", "2014-06-04", state="held")
        year.merge_set(Meeting, meeting_id, state="approved", approved_on="2014-06-20")
        year.set(Meeting, meeting_id, place="Odense")
        assert "Det aftalte er ikke bevaret." in messages(year, "M19", 2014)

    def test_that_a_merge_left_without_a_day_do_not_count_as_approved(self, year: Building) -> None:
        year.merge_set(Meeting, the_meeting(year).id, approved_on=None)
        assert "approved_on" in {one.field for one in year.findings("M15", 2014, NOVEMBER)}

    def test_of_a_meeting_entered_as_approved_are_dated_and_locked(self, year: Building) -> None:
        meeting_id = year.add(Meeting, kind="planning", held_on="2014-06-04", state="approved")
        assert year.network.get(Meeting, meeting_id).approved_on == NOVEMBER
        with pytest.raises(Frozen):
            year.set(Meeting, meeting_id, place="Odense")


class TestSetFocusAreas:
    @pytest.mark.parametrize(
        "edit",
        [
            edited(FocusSet, set_on="2014-10-11"),
            edited(FocusSet, set_on=None),
            edited(FocusSet, set_by_id=None),
            edited(FocusSet, deadline="2014-09-30"),
            edited(FocusSet, consulted_on="2014-08-21"),
            edited(FocusArea, title="Noget andet"),
            edited(FocusArea, description="Noget andet"),
            edited(FocusArea, part="agency"),
            edited(FocusArea, level="local"),
            edited(FocusArea, position=7),
            edited(FocusArea, archived=True),
            edited(FocusArea, year=2016),
            lambda _: [new_row(FocusArea, year=2015, title="Et tredje område")],
        ],
    )
    def test_are_not_edited(self, year: Building, edit: Edit) -> None:
        changes = list(edit(year))
        before = year.network
        with pytest.raises(Frozen) as refusal:
            year.apply(changes)
        assert str(refusal.value) == (
            "Indsatsområder 2015 er fastsat 10.10.2014 og kan ikke rettes. "
            "Genåbn fastsættelsen med en begrundelse, hvis de skal rettes."
        )
        assert year.network == before

    @pytest.mark.parametrize(
        "edit",
        [
            edited(FocusSet, note="Rettes i morgen"),
            edited(ConsultationAnswer, answer="Alligevel enig"),
            edited(Goal, text="Et andet mål"),
            lambda _: [new_row(FocusArea, year=2016, title="Næste år")],
        ],
    )
    def test_do_not_hold_up_what_is_no_part_of_them(self, year: Building, edit: Edit) -> None:
        year.apply(edit(year))
        assert texts.holds(year.network, Act.SET, the_set(year))

    def test_that_a_merge_changed_may_be_made_to_say_again_what_was_set(self, year: Building) -> None:
        area = focus.of_year(year.network, 2015)[0]
        year.merge_set(FocusArea, area.id, title="Rettet af en kollega")
        with pytest.raises(Frozen):
            year.set(FocusArea, area.id, title="Noget tredje")
        year.set(FocusArea, area.id, title=area.title)
        assert texts.holds(year.network, Act.SET, the_set(year))


class TestReopening:
    def test_with_a_reason_lets_the_minutes_be_edited_and_keeps_what_was_approved(self, approved: Building) -> None:
        meeting = the_meeting(approved)
        kept = text_ids(approved, meeting.id)
        approved.apply(guard.reopened(approved.network, Act.APPROVED, meeting, "Beløbet var forkert", "2014-11-25"))
        now = the_meeting(approved)
        assert (now.state, now.approved_on, now.approved_at_id) == ("held", None, None)
        approved.set(AgendaItem, first(approved, AgendaItem).id, outcome="Det rigtige beløb")
        assert text_ids(approved, meeting.id) == kept
        last = guard.last_reopening(approved.network, Act.APPROVED, now)
        assert last is not None
        assert (last.reopened_on, last.reason) == ("2014-11-25", "Beløbet var forkert")

    def test_lets_the_same_edit_change_what_it_reopens(self, approved: Building) -> None:
        meeting = the_meeting(approved)
        approved.apply(
            [
                *guard.reopened(approved.network, Act.APPROVED, meeting, "En fejl", NOVEMBER),
                approved.change(AgendaItem, first(approved, AgendaItem).id, outcome="Rettet"),
            ]
        )
        assert not subjects.is_done(Act.APPROVED, the_meeting(approved))

    def test_alone_brings_the_state_back(self, year: Building) -> None:
        for row in (the_meeting(year), the_set(year)):
            act = Act.APPROVED if isinstance(row, Meeting) else Act.SET
            (text,) = texts.of(year.network, act, row)
            year.add(Reopening, text_id=text.id, reopened_on=NOVEMBER, reason="En fejl")
        meeting, found = the_meeting(year), the_set(year)
        assert (meeting.state, meeting.approved_on) == ("held", None)
        assert (found.set_on, found.set_by_id) == (None, None)
        year.set(Meeting, meeting.id, place="Odense")
        year.set(FocusArea, focus.of_year(year.network, 2015)[0].id, title="Et nyt navn")

    def test_of_one_thing_leaves_the_other_locked(self, year: Building) -> None:
        year.reopen(the_meeting(year).id)
        with pytest.raises(Frozen):
            year.set(FocusArea, focus.of_year(year.network, 2015)[0].id, title="Et nyt navn")

    def test_is_taken_away_only_where_the_rows_say_again_what_was_agreed(self, approved: Building) -> None:
        meeting, item = the_meeting(approved), first(approved, AgendaItem)
        made = approved.apply(guard.reopened(approved.network, Act.APPROVED, meeting, "En fejl", NOVEMBER))
        undone = inverted(made)
        approved.set(AgendaItem, item.id, outcome="Rettet")
        with pytest.raises(Frozen, match="er ændret, siden der blev genåbnet"):
            approved.apply(undone)
        approved.set(AgendaItem, item.id, outcome=item.outcome)
        approved.apply(undone)
        assert the_meeting(approved) == meeting
        assert texts.holds(approved.network, Act.APPROVED, meeting)

    @pytest.mark.parametrize(
        ("field", "value"), [("reason", "En anden grund"), ("reopened_on", "2014-11-20"), ("text_id", None)]
    )
    def test_is_a_decision_that_nobody_rewrites(self, year: Building, field: str, value: Value) -> None:
        year.reopen()
        row = next(year.network.rows(Reopening))
        value = value or next(text.id for text in year.network.rows(AgreedText) if text.id != row.text_id)
        with pytest.raises(Frozen, match="en beslutning, der står fast, og kan ikke rettes") as refusal:
            year.set(Reopening, row.id, **{field: value})
        assert (refusal.value.row_id, refusal.value.field) == (row.id, field)

    @pytest.mark.parametrize("is_approved_again", [True, False])
    def test_is_a_decision_that_nobody_removes(self, year: Building, is_approved_again: bool) -> None:
        meeting = the_meeting(year)
        year.reopen(meeting.id)
        if is_approved_again:
            year.set(Meeting, meeting.id, state="approved")
        (row,) = year.network.rows(Reopening)
        with pytest.raises(Frozen, match="en beslutning, der står fast, og kan ikke fjernes"):
            year.apply([Change(Reopening.TABLE, row.id, row.values(), None)])

    def test_is_not_written_twice_with_another_reason(self, year: Building) -> None:
        year.reopen(the_meeting(year).id)
        (row,) = year.network.rows(Reopening)
        with pytest.raises(Frozen, match="allerede genåbnet"):
            year.add(Reopening, text_id=row.text_id, reopened_on=NOVEMBER, reason="En bedre grund")

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_needs_a_reason(self, year: Building, reason: str) -> None:
        with pytest.raises(Invalid, match="Begrundelsen mangler"):
            guard.reopened(year.network, Act.SET, the_set(year), reason, NOVEMBER)

    def test_needs_something_that_is_locked(self, year: Building) -> None:
        year.reopen()
        with pytest.raises(Invalid, match="Referatet er ikke godkendt, så der er intet at genåbne"):
            guard.reopened(year.network, Act.APPROVED, the_meeting(year), "En fejl", NOVEMBER)
        with pytest.raises(Invalid, match="Indsatsområderne er ikke fastsat, så der er intet at genåbne"):
            guard.reopened(year.network, Act.SET, the_set(year), "En fejl", NOVEMBER)

    def test_and_a_second_approval_keep_a_second_text_and_lock_it(self, approved: Building) -> None:
        meeting, item = the_meeting(approved), first(approved, AgendaItem)
        before = text_ids(approved, meeting.id)
        approved.reopen(meeting.id)
        approved.set(AgendaItem, item.id, outcome="Det rigtige beløb")
        approved.set(Meeting, meeting.id, state="approved")
        (second,) = text_ids(approved, meeting.id) - before
        standing = texts.standing(approved.network, Act.APPROVED, the_meeting(approved))
        assert standing
        assert standing.text
        assert (standing.text.id, standing.is_unchanged) == (second, True)
        assert len(text_ids(approved, meeting.id)) == len(before) + 1
        with pytest.raises(Frozen):
            approved.set(AgendaItem, item.id, outcome="Drøftet.")

    def test_by_mistake_is_mended_by_approving_and_setting_the_same_on_the_same_day(self, year: Building) -> None:
        year.reopen()
        year.set(Meeting, the_meeting(year).id, state="approved")
        year.set_areas(2015, "2014-10-10")
        assert texts.holds(year.network, Act.APPROVED, the_meeting(year))
        assert texts.holds(year.network, Act.SET, the_set(year))
        assert year.state("M15", 2014, NOVEMBER) is State.KEPT
        with pytest.raises(Frozen):
            year.set(Meeting, the_meeting(year).id, place="Odense")


class TestTakingBack:
    def test_restores_approved_minutes_exactly(self, approved: Building) -> None:
        before = approved.network
        (text,) = texts.of(before, Act.APPROVED, the_meeting(approved))
        item = first(approved, AgendaItem)
        approved.merge_set(AgendaItem, item.id, outcome="Rettet", title="Rettet")
        approved.merge_set(Meeting, the_meeting(approved).id, place="Odense", state="held", approved_on=None)
        approved.merge_set(FollowUp, first(approved, FollowUp).id, archived=True)
        approved.merge([Change("annexes", (annex := first(approved, Annex)).id, annex.values(), None)])
        added = approved.merge_new(AgendaItem, meeting_id=the_meeting(approved).id, title="Smuglet ind")
        approved.apply(guard.taken_back(approved.network, text))
        assert texts.holds(approved.network, Act.APPROVED, the_meeting(approved))
        assert approved.network.get(AgendaItem, added).archived
        left = {**approved.network.tables, "agenda_items": dict(approved.network.tables["agenda_items"])}
        del left["agenda_items"][added]
        assert left == before.tables

    def test_restores_set_areas_and_archives_those_added_since(self, year: Building) -> None:
        (text,) = texts.of(year.network, Act.SET, the_set(year))
        before = focus.of_year(year.network, 2015)
        year.merge_set(FocusArea, before[0].id, title="Rettet", archived=True)
        year.merge_new(FocusArea, year=2015, title="Smuglet ind")
        assert year.state("M13", 2015, NOVEMBER) is State.OPEN
        year.apply(guard.taken_back(year.network, text))
        assert focus.of_year(year.network, 2015) == before
        assert year.state("M13", 2015, NOVEMBER) is State.KEPT

    def test_leaves_a_meeting_archived_that_was_archived_when_it_was_approved(self, year: Building) -> None:
        meeting = the_meeting(year)
        year.reopen(meeting.id)
        year.set(Meeting, meeting.id, state="approved", archived=True)
        now = year.network.get(Meeting, meeting.id)
        standing = texts.standing(year.network, Act.APPROVED, now)
        assert standing
        assert standing.text
        assert guard.taken_back(year.network, standing.text) == ()

    def test_of_what_has_not_changed_is_nothing(self, year: Building) -> None:
        for text in year.network.rows(AgreedText):
            assert guard.taken_back(year.network, text) == ()


def test_the_guard_watches_every_table_that_a_text_is_made_of(approved: Building) -> None:
    clause_cases.involvement_with_consent(approved)
    tables = {table for text in approved.network.rows(AgreedText) for table in texts.rows_of(text)}
    assert tables | {Reopening.TABLE} == guard.TABLES


def test_a_kept_text_is_written_by_the_program_alone(year: Building) -> None:
    text = next(iter(year.network.rows(AgreedText)))
    with pytest.raises(Frozen, match="kan ikke ændres"):
        year.set(AgreedText, text.id, content="{}")
    with pytest.raises(Frozen):
        year.apply([Change("agreed_texts", text.id, text.values(), None)])
    with pytest.raises(Frozen):
        year.add(AgreedText, **text.values())
