"""A dispatch: to whom it goes, what it does by being sent, and that nobody edits it afterwards (M13, M14)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.dispatches import dispatches, proposals
from cbnet_desktop.domain.dispatches.proposals import Proposal
from cbnet_desktop.domain.edits import milestones
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import annexes, meetings
from cbnet_desktop.domain.records import (
    AgendaItem,
    Annex,
    ConsultationAnswer,
    Dispatch,
    DispatchRecipient,
    FocusArea,
    Meeting,
    Person,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Frozen, Invalid
from cbnet_desktop.domain.words.choices import Act, DispatchKind
from tests.building import Building, new_row

TODAY = "2014-11-12"


@pytest.fixture
def network() -> Building:
    """Seats that are filled by people with addresses, on a day before the annual meeting."""
    building = Building.new(2014)
    building.appoint_everybody()
    for number, person in enumerate(list(building.network.live(Person))):
        building.set(Person, person.id, email=f"nr{number}@bibliotek.dk")
    building.today = TODAY
    return building


def the_meeting(network: Building) -> Meeting:
    made = network.meeting("annual", "2014-12-03")
    return network.network.get(Meeting, made)


def draft(network: Building, proposal: Proposal, dispatch_id: str = "ab12cd" + "0" * 26) -> Dispatch:
    """The proposal as it is, written as a draft."""
    network.apply(proposal.prepared)
    row = network.network.row(proposal.about.TABLE, proposal.about.id)
    assert row
    name = {"meetings": "meeting_id", "focus_sets": "focus_set_id", "plans": "plan_id", "people": "person_id"}
    done = network.network.with_changes(dispatches.act(network.network, proposal.kind, row, TODAY))
    said_of = done.row(row.TABLE, row.id)
    assert said_of
    changes = dispatches.drafted(
        dispatch_id,
        {
            "kind": str(proposal.kind),
            name[row.TABLE]: row.id,
            "subject": proposal.subject,
            "text": proposal.text,
            "drafted_on": TODAY,
            "said_sha256": dispatches.said(done, proposal.kind, said_of),
        },
        proposal.meant,
    )
    network.apply(changes)
    return network.network.get(Dispatch, changes[0].row_id)


def notice_drafted(network: Building) -> Dispatch:
    meeting = the_meeting(network)
    return draft(network, proposals.notice(network.network, meeting, "Kom.", "Birger"))


def test_saying_that_the_notice_was_sent_calls_the_meeting_in_the_same_edit(network: Building) -> None:
    meeting = the_meeting(network)
    dispatch = draft(network, proposals.notice(network.network, meeting, "Kom til årsmøde.", "Birger"))
    assert network.network.get(Meeting, meeting.id).state == "planned"
    network.apply([dispatches.sent(dispatch, TODAY, "Birger")])
    called = network.network.get(Meeting, meeting.id)
    assert (called.state, called.called_on, called.invitation) == ("called", TODAY, "Kom til årsmøde.")
    assert dispatches.told(network.network, network.network.get(Dispatch, dispatch.id)) == (
        "sendt 12.11.2014 til 8 modtagere, oplyst af Birger"
    )


def test_a_notice_whose_agenda_has_changed_since_the_draft_is_sent_but_calls_nobody_to_what_it_did_not_say(
    network: Building,
) -> None:
    meeting = the_meeting(network)
    dispatch = draft(network, proposals.notice(network.network, meeting, "Kom.", "Birger"))
    item = meetings.agenda(network.network, meeting)[0]
    network.set(AgendaItem, item.id, title="Noget andet")
    assert dispatches.is_changed(network.network, dispatch)
    network.apply([dispatches.sent(dispatch, TODAY, "Birger")])
    assert network.network.get(Meeting, meeting.id).state == "planned"
    assert network.network.get(Dispatch, dispatch.id).sent_on == TODAY


def test_saying_that_the_consultation_was_sent_begins_it_with_a_row_for_each_library(network: Building) -> None:
    network.add(FocusArea, year=2015, title="Læselyst", part="central")
    dispatch = draft(network, proposals.consultation(network.network, 2015, TODAY, "2014-12-20", "Birger"))
    network.apply([dispatches.sent(dispatch, TODAY, "Birger")])
    row = focus.set_of(network.network, 2015)
    assert row
    assert (row.consulted_on, row.deadline) == (TODAY, "2014-12-20")
    assert len(focus.answers(network.network, row)) == len(focus.consulted(network.network, row)) == 6
    assert len(dispatches.recipients(network.network, dispatch)) == 6


def test_a_revised_letter_that_is_sent_again_keeps_the_answers_and_is_revised_no_more(network: Building) -> None:
    area = network.add(FocusArea, year=2015, title="Læselyst", part="central")
    first = draft(network, proposals.consultation(network.network, 2015, TODAY, "2014-12-20", "Birger"))
    network.apply([dispatches.sent(first, TODAY, "Birger")])
    network.today = "2014-11-20"
    row = focus.set_of(network.network, 2015)
    assert row
    answer = next(iter(focus.answers(network.network, row).values()))
    network.set(ConsultationAnswer, answer.id, answered_on="2014-11-18", stance="supports")
    network.set(FocusArea, area, title="Læselyst for alle")
    again = draft(network, proposals.consultation(network.network, 2015, TODAY, "2014-12-20", "Birger"), "f" * 32)
    network.apply([dispatches.sent(again, "2014-11-20", "Birger")])
    now = focus.set_of(network.network, 2015)
    assert now
    assert (now.consulted_on, now.revised_on) == (TODAY, None)
    assert texts.holds(network.network, Act.CONSULTED, now)


def test_an_agenda_revised_and_sent_again_on_the_same_day_is_revised_no_more(network: Building) -> None:
    dispatch = notice_drafted(network)
    network.apply([dispatches.sent(dispatch, TODAY, "Birger")])
    meeting = network.network.get(Meeting, dispatch.meeting_id)
    network.set(Meeting, meeting.id, place="Et andet sted")
    meeting = network.network.get(Meeting, meeting.id)
    assert meeting.revised_on
    again = draft(network, proposals.notice(network.network, meeting, "Kom.", "Birger"), "f" * 32)
    network.apply([dispatches.sent(again, TODAY, "Birger")])
    assert network.network.get(Meeting, meeting.id).revised_on is None


EDITS: dict[str, Callable[[Building, Dispatch], Change]] = {
    "its text": lambda network, row: network.change(Dispatch, row.id, text="Noget andet"),
    "that it was sent": lambda network, row: network.change(Dispatch, row.id, sent_on=None),
    "a recipient": lambda network, row: network.change(
        DispatchRecipient, dispatches.recipients(network.network, row)[0].id, name="En anden"
    ),
    "one recipient more": lambda _, row: new_row(DispatchRecipient, dispatch_id=row.id, name="Én til"),
    "one file more": lambda _, row: new_row(Annex, dispatch_id=row.id, title="Et bilag til"),
    "a file": lambda network, row: network.change(Annex, annexes.of(network.network, row)[0].id, title="Et andet navn"),
    "its rows": lambda network, row: dispatches.removed(network.network, row)[0],
}


@pytest.mark.parametrize("what", EDITS)
def test_nobody_changes_what_was_sent(network: Building, what: str) -> None:
    dispatch = notice_drafted(network)
    network.add(Annex, dispatch_id=dispatch.id, title="Dagsorden")
    network.apply([dispatches.sent(dispatch, TODAY, "Birger")])
    with pytest.raises(Frozen, match=r"er sendt 12\.11\.2014 og kan ikke rettes\. Skriv en ny forsendelse\."):
        network.apply([EDITS[what](network, dispatch)])


@pytest.mark.parametrize("what", [one for one in EDITS if one != "that it was sent"])
def test_nobody_changes_a_draft_that_lies_in_the_mail_program_already(network: Building, what: str) -> None:
    dispatch = notice_drafted(network)
    network.add(Annex, dispatch_id=dispatch.id, title="Dagsorden")
    network.set(Dispatch, dispatch.id, draft_sha256="a" * 64)
    with pytest.raises(Frozen, match=r"er skrevet som kladde og kan ikke rettes\. Skriv en ny forsendelse\."):
        network.apply([EDITS[what](network, dispatch)])
    network.apply(dispatches.removed(network.network, network.network.get(Dispatch, dispatch.id)))


def test_undo_stops_at_what_was_sent_and_a_draft_is_removed_whole(network: Building) -> None:
    dispatch = notice_drafted(network)
    network.apply(dispatches.removed(network.network, dispatch))
    assert not list(network.network.rows(DispatchRecipient))
    dispatch = notice_drafted(network)
    edit = network.apply([dispatches.sent(dispatch, TODAY, "Birger")])
    found = milestones.of(network.network, edit)
    assert found
    assert found.done == "markeringen af forsendelsen »Indkaldelse: Årsmøde 03.12.2014« som sendt"
    with pytest.raises(Frozen, match="allerede markeret som sendt"):
        dispatches.sent(network.network.get(Dispatch, dispatch.id), TODAY, "Birger")


def test_who_sent_apologies_and_guests_may_be_added_but_are_not_meant(network: Building) -> None:
    meeting = the_meeting(network)
    network.apply(proposals.notice(network.network, meeting, "Kom.", "Birger").prepared)
    first, second, *_ = meetings.attendances(network.network, meeting)
    network.apply([first.edited({"status": "apologies"}), second.edited({"is_guest": True})])
    proposal = proposals.notice(network.network, meeting, "Kom.", "Birger")
    not_meant = {one.person_id for one in proposal.recipients if not one.is_meant}
    assert not_meant == {first.person_id, second.person_id}
    assert (len(proposal.recipients), len(proposal.meant)) == (8, 6)


def test_who_sits_in_two_seats_gets_one_mail_under_both_names(network: Building) -> None:
    holder = network.person("Gentoftes repræsentant")
    network.apply(
        [term.edited({"person_id": holder.id}) for term in network.network.tables["appointments"].values()][:2]
    )
    plan_id = network.plan(2015)
    proposal = proposals.plan(
        network.network, network.network.get(type(network.network.row("plans", plan_id)), plan_id), TODAY, "B"
    )
    mine = [one for one in proposal.recipients if one.person_id == holder.id]
    assert len(mine) == 1
    assert " og " in mine[0].seat


def test_closed_annexes_go_with_the_confidential_edition_alone(network: Building) -> None:
    meeting = the_meeting(network)
    item = meetings.agenda(network.network, meeting)[0]
    file = {"file_name": "a.pdf", "sha256": "a" * 64, "size": 1}
    network.add(Annex, meeting_id=meeting.id, title="Åbent", **file)
    network.add(Annex, agenda_item_id=item.id, title="Lukket", closed=True, **file)
    network.add(Annex, agenda_item_id=item.id, title="Kun et link", link="https://kb.dk")

    def titles_of(*, is_public: bool) -> list[str]:
        found = proposals.files(network.network, DispatchKind.NOTICE, meeting, is_public=is_public)
        return [annex.title for annex in found]

    assert titles_of(is_public=False) == ["Åbent", "Lukket"]
    assert titles_of(is_public=True) == ["Åbent"]


def test_nobody_to_send_to_and_nobody_with_an_address_are_refused_in_words() -> None:
    building = Building.new(2014)
    meeting = the_meeting(building)
    with pytest.raises(Invalid, match="ingen er indkaldt, og ingen plads er besat"):
        proposals.notice(building.network, meeting, "Kom.", "Birger")
    building.appoint("Gentofte", "Mette Holm")
    proposal = proposals.notice(building.network, meeting, "Kom.", "Birger")
    with pytest.raises(Invalid, match="Mette Holm har ingen e-mailadresse"):
        proposals.addressed(proposal.meant)
    with pytest.raises(Invalid, match="ingen modtagere"):
        proposals.addressed(())


def test_minutes_of_a_meeting_that_was_not_held_are_not_sent(network: Building) -> None:
    with pytest.raises(Invalid, match="Mødet er ikke afholdt"):
        proposals.minutes(network.network, the_meeting(network), "Birger")


@pytest.mark.parametrize(("state", "words"), [("cancelled", "aflyst"), ("held", "afholdt")])
def test_nobody_is_called_to_a_meeting_that_is_over(network: Building, state: str, words: str) -> None:
    made = the_meeting(network)
    row = Meeting(made.id, **{**made.values(), "state": state})
    with pytest.raises(Invalid, match=f"Mødet er {words}, så der kan ikke indkaldes til det"):
        proposals.notice(network.network, row, "Kom.", "Birger")


def test_areas_that_are_set_are_not_sent_out_for_consultation(network: Building) -> None:
    network.focus_areas(2015, set_on="2014-11-01", deadline="2014-10-01", consulted_on="2014-08-20")
    with pytest.raises(Invalid, match=r"for 2015 er fastsat 01\.11\.2014 og kan ikke sendes i høring\. Genåbn"):
        proposals.consultation(network.network, 2015, TODAY, "2014-12-20", "Birger")


def test_a_dispatch_is_about_what_its_kind_asks_for(network: Building) -> None:
    with pytest.raises(Invalid, match="typen »Rykker« hører til »Rykker til«"):
        network.add(Dispatch, kind="reminder", meeting_id=the_meeting(network).id, subject="X", drafted_on=TODAY)
    with pytest.raises(Invalid, match="før kladden blev skrevet"):
        network.add(
            Dispatch,
            meeting_id=the_meeting(network).id,
            subject="X",
            drafted_on=TODAY,
            sent_on="2014-11-01",
        )


def test_the_mark_in_the_subject_line_is_read_from_the_id() -> None:
    assert dispatches.mark("7f3a21" + "0" * 26) == "CBnet 7F3A-21"
