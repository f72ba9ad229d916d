"""Consents and shares lapse with their text, and what was sent is revised (M8, M13, M14, M20)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import focus, involvement
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Annex,
    BudgetShare,
    FocusArea,
    FocusSet,
    InvolvedLibrary,
    Involvement,
    Meeting,
)
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Lapses
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.choices import Act
from tests.building import NOVEMBER, Building, messages
from tests.domain import clause_cases


def text_ids(building: Building, row_id: str) -> set[str]:
    return {text.id for text in building.network.rows(AgreedText) if text.subject_id == row_id}


def the_set(building: Building) -> FocusSet:
    return building.network.live(FocusSet)[0]


@pytest.fixture
def involved(year: Building) -> Building:
    """An agreement on involvement to which Odense and Vejle have consented."""
    clause_cases.involvement_with_consent(year)
    return year


def the_involvement(building: Building) -> Involvement:
    return involvement.of_year(building.network, 2015)[0]


def consents(building: Building) -> list[str | None]:
    return [row.consented_on for row in involvement.libraries(building.network, the_involvement(building))]


class TestConsents:
    def test_lapse_with_the_agreement_when_its_content_changes(self, involved: Building) -> None:
        involved.set(Involvement, the_involvement(involved).id, content="To temadage")
        assert consents(involved) == [None, None]
        assert (the_involvement(involved).state, the_involvement(involved).agreed_on) == ("draft", None)

    def test_lapse_when_the_area_that_they_speak_of_gets_another_title(self, involved: Building) -> None:
        area = focus.of_year(involved.network, 2015)[0]
        involved.reopen(the_set(involved).id)
        involved.set(FocusArea, area.id, description="Hvorfor og hvordan", position=3)
        assert consents(involved) == ["2014-11-20", "2014-11-20"]
        involved.set(FocusArea, area.id, title="Noget helt andet")
        assert consents(involved) == [None, None]

    def test_lapse_when_the_agreement_is_moved_to_another_area(self, involved: Building) -> None:
        involved.set(
            Involvement, the_involvement(involved).id, focus_area_id=focus.of_year(involved.network, 2015)[1].id
        )
        assert consents(involved) == [None, None]

    def test_stay_when_a_note_is_written(self, involved: Building) -> None:
        involved.set(Involvement, the_involvement(involved).id, note="Talt med Vejle")
        assert consents(involved) == ["2014-11-20", "2014-11-20"]

    def test_given_anew_in_the_same_edit_do_not_lapse(self, involved: Building) -> None:
        odense, _ = involvement.libraries(involved.network, the_involvement(involved))
        change = involved.change(Involvement, the_involvement(involved).id, content="To temadage", state="draft")
        involved.apply([change, involved.change(InvolvedLibrary, odense.id, consented_on="2014-11-22")])
        assert consents(involved) == ["2014-11-22", None]
        assert texts.holds(involved.network, Act.CONSENTED, involved.network.get(InvolvedLibrary, odense.id))

    def test_given_anew_on_the_same_day_in_the_same_edit_do_not_lapse(self, involved: Building) -> None:
        rows = involvement.libraries(involved.network, the_involvement(involved))
        involved.apply(
            [
                involved.change(Involvement, the_involvement(involved).id, content="To temadage"),
                *(involved.change(InvolvedLibrary, row.id, consented_on=row.consented_on) for row in rows),
            ]
        )
        assert consents(involved) == ["2014-11-20", "2014-11-20"]
        assert the_involvement(involved).state == "agreed"
        assert involvement.without_consent(involved.network, the_involvement(involved), rows) == []

    @pytest.mark.parametrize("kind", [Involvement, InvolvedLibrary, FocusArea])
    def test_lapse_when_what_they_are_given_to_is_archived(self, involved: Building, kind: type[Record]) -> None:
        agreed = the_involvement(involved)
        odense, _ = involvement.libraries(involved.network, agreed)
        found = {Involvement: agreed.id, InvolvedLibrary: odense.id, FocusArea: agreed.focus_area_id or ""}
        involved.reopen(the_set(involved).id)
        given = [involved.change(kind, found[kind], archived=True)]
        with pytest.raises(Lapses, match=r"samtykket fra Odense 20\.11\.2014"):
            guard.require_consent(involved.network, given)
        written = involved.apply(given)
        assert involved.network.get(InvolvedLibrary, odense.id).consented_on is None
        assert involved.network.get(Involvement, agreed.id).state == "draft"
        involved.apply([one.inverse() for one in reversed(written) if one.table != AgreedText.TABLE])
        assert texts.holds(involved.network, Act.CONSENTED, involved.network.get(InvolvedLibrary, odense.id))
        assert involved.network.get(Involvement, agreed.id).state == "agreed"

    def test_of_an_archived_library_do_not_lapse(self, involved: Building) -> None:
        odense, _ = involvement.libraries(involved.network, the_involvement(involved))
        involved.merge_set(InvolvedLibrary, odense.id, archived=True)
        involved.set(Involvement, the_involvement(involved).id, content="To temadage")
        assert involved.network.get(InvolvedLibrary, odense.id).consented_on == "2014-11-20"
        assert consents(involved) == [None]

    def test_are_named_where_they_may_not_lapse(self, involved: Building) -> None:
        row = the_involvement(involved)
        given = [involved.change(Involvement, row.id, content="To temadage")]
        with pytest.raises(Lapses) as refusal:
            guard.require_consent(involved.network, given)
        assert str(refusal.value) == (
            "Rettelsen ændrer det, der blev aftalt: samtykket fra Odense 20.11.2014 til »Indsats i central 2015« og "
            "samtykket fra Vejle 20.11.2014 til »Indsats i central 2015« bortfalder."
        )

    def test_to_what_a_merge_changed_do_not_count(self, involved: Building) -> None:
        involved.merge_set(Involvement, the_involvement(involved).id, content="To temadage")
        assert consents(involved) == ["2014-11-20", "2014-11-20"]
        rows = involvement.libraries(involved.network, the_involvement(involved))
        assert involvement.without_consent(involved.network, the_involvement(involved), rows) == rows
        assert involved.state("M8", 2015, NOVEMBER) is State.BROKEN


class TestShares:
    @pytest.mark.parametrize(
        "values", [{"earmarked_ore": 60_000_000}, {"share_bp": 2_600}, {"share_ore": 7}, {"archived": True}]
    )
    def test_lapse_when_the_amount_changes_or_they_are_archived(self, year: Building, values: dict[str, Value]) -> None:
        row = budget.shares(year.network, 2015)[0]
        assert budget.is_agreed(year.network, row)
        year.set(BudgetShare, row.id, **values)
        now = year.network.get(BudgetShare, row.id)
        assert (now.library_agreed_on, now.agency_agreed_on) == (None, None)

    def test_of_which_one_side_agrees_anew_in_the_same_edit_lapse_for_the_other(self, year: Building) -> None:
        row = budget.shares(year.network, 2015)[0]
        year.set(BudgetShare, row.id, share_bp=2_600, agency_agreed_on="2014-11-10")
        now = year.network.get(BudgetShare, row.id)
        assert (now.library_agreed_on, now.agency_agreed_on) == (None, "2014-11-10")
        assert texts.holds(year.network, Act.AGENCY_AGREED, now)

    def test_that_are_archived_do_not_lapse(self, year: Building) -> None:
        row = budget.shares(year.network, 2015)[0]
        year.merge_set(BudgetShare, row.id, archived=True)
        year.set(BudgetShare, row.id, share_bp=2_600)
        assert year.network.get(BudgetShare, row.id).library_agreed_on == "2014-11-10"

    def test_are_named_with_their_side_where_they_may_not_lapse(self, year: Building) -> None:
        row = budget.shares(year.network, 2015)[0]
        (refusal,) = guard.lapsing_of(year.network, [year.change(BudgetShare, row.id, share_bp=2_600)])
        assert str(refusal) == (
            "Rettelsen ændrer det, der blev aftalt: aftalen om andelen for Gentofte i 2015 (Gentofte 10.11.2014) og "
            "aftalen om andelen for Gentofte i 2015 (KBE 10.11.2014) bortfalder."
        )

    def test_that_a_merge_changed_are_not_agreed_and_found(self, year: Building) -> None:
        row = budget.shares(year.network, 2015)[0]
        year.merge_set(BudgetShare, row.id, share_bp=2_600)
        assert not budget.is_agreed(year.network, year.network.get(BudgetShare, row.id))
        assert year.state("M20", 2015, NOVEMBER) is State.OPEN
        assert "er ændret, efter at biblioteket aftalte den 10.11.2014" in messages(year, "M20")


class TestRevising:
    def test_an_agenda_that_was_sent_bears_the_day_until_it_says_the_same_again(self, year: Building) -> None:
        meeting_id = year.meeting("planning", "2015-02-04", state="called")
        item = meetings.agenda(year.network, year.network.get(Meeting, meeting_id))[0]
        year.today = "2014-12-01"
        year.set(AgendaItem, item.id, title="Noget andet")
        assert year.network.get(Meeting, meeting_id).revised_on == "2014-12-01"
        year.set(AgendaItem, item.id, title=item.title)
        assert year.network.get(Meeting, meeting_id).revised_on is None

    def test_a_new_item_or_annex_revises_the_agenda_and_a_note_does_not(self, year: Building) -> None:
        meeting_id = year.meeting("planning", "2015-02-04", state="called")
        year.set(Meeting, meeting_id, note="Bestil kaffe", minute_taker="Mette")
        assert year.network.get(Meeting, meeting_id).revised_on is None
        item_id = year.add(AgendaItem, meeting_id=meeting_id, title="Nyt punkt", position=9)
        assert year.network.get(Meeting, meeting_id).revised_on == NOVEMBER
        year.set(AgendaItem, item_id, archived=True)
        assert year.network.get(Meeting, meeting_id).revised_on is None
        kept = meetings.agenda(year.network, year.network.get(Meeting, meeting_id))[0]
        year.add(Annex, agenda_item_id=kept.id, title="Nyt bilag")
        assert year.network.get(Meeting, meeting_id).revised_on == NOVEMBER

    def test_a_meeting_that_is_held_is_revised_no_more(self, year: Building) -> None:
        meeting_id = year.meeting("planning", "2014-11-20", state="called")
        year.set(Meeting, meeting_id, state="held")
        year.set(Meeting, meeting_id, place="Odense")
        assert year.network.get(Meeting, meeting_id).revised_on is None

    def test_an_agenda_sent_again_is_a_new_one(self, year: Building) -> None:
        meeting_id = year.meeting("planning", "2015-02-04", state="called")
        year.set(Meeting, meeting_id, place="Odense")
        year.set(Meeting, meeting_id, called_on="2014-11-25")
        meeting = year.network.get(Meeting, meeting_id)
        assert meeting.revised_on is None
        assert texts.holds(year.network, Act.CALLED, meeting)
        assert len(text_ids(year, meeting_id)) == 2

    def test_a_consultation_letter_that_was_sent_bears_the_day_until_it_says_the_same_again(
        self, year: Building
    ) -> None:
        set_id = year.focus_areas(2016, consulted_on="2014-11-01", deadline="2014-11-20", set_on=None)
        area = focus.of_year(year.network, 2016)[0]
        year.set(FocusArea, area.id, title="Noget andet")
        assert year.network.get(FocusSet, set_id).revised_on == NOVEMBER
        year.set(FocusArea, area.id, title=area.title)
        assert year.network.get(FocusSet, set_id).revised_on is None
        year.set(FocusSet, set_id, letter="Kære alle")
        assert year.network.get(FocusSet, set_id).revised_on == NOVEMBER
