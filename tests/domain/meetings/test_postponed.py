"""What a meeting postponed comes back on the next agenda, with its texts and annexes, until it is dealt with (M15)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import agenda, agenda_templates, annexes, meetings, postponed
from cbnet_desktop.domain.records import AgendaItem, Annex, Meeting
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import Building


@pytest.fixture
def held(building: Building) -> str:
    """A planning meeting of 10.09.2014 that postponed its third item, which has an annex."""
    meeting_id = building.meeting("planning", "2014-09-10")
    item_id = building.add(
        AgendaItem,
        meeting_id=meeting_id,
        position=3,
        title="Fælles kørsel",
        kind="decision",
        presentation="Vi kører selv.",
        recommendation="Det tiltrædes.",
        minutes_allotted=20,
        decision="Sagen udsættes.",
    )
    building.add(Annex, agenda_item_id=item_id, position=1, title="Priser", link="https://example.org/p")
    building.set(Meeting, meeting_id, state="held")
    return meeting_id


def next_agenda(building: Building, kind: str, held_on: str) -> list[AgendaItem]:
    made = agenda_templates.new_meeting(building.network, kind, held_on)
    building.apply(made)
    return meetings.agenda(building.network, building.network.get(Meeting, made[0].row_id))


def of_title(items: list[AgendaItem], title: str = "Fælles kørsel") -> AgendaItem | None:
    return next((item for item in items if item.title == title), None)


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("kind", ["planning", "annual"])
def test_a_postponed_item_is_on_the_next_agenda_as_it_was(building: Building, kind: str) -> None:
    item = of_title(next_agenda(building, kind, "2014-12-03"))
    assert item is not None
    assert item.presentation == "Udsat fra mødet 10.09.2014, pkt. 3.\n\nVi kører selv."
    assert (item.recommendation, item.kind, item.minutes_allotted) == ("Det tiltrædes.", "decision", 20)
    assert (item.decision, item.outcome) == ("", "")
    assert [(row.title, row.link) for row in annexes.of(building.network, item)] == [
        ("Priser", "https://example.org/p")
    ]


@pytest.mark.usefixtures("held")
def test_it_is_taken_up_once_and_again_where_that_meeting_is_cancelled(building: Building) -> None:
    item = of_title(next_agenda(building, "annual", "2014-12-03"))
    assert item is not None
    assert of_title(next_agenda(building, "planning", "2015-02-04")) is None
    building.set(Meeting, item.meeting_id or "", state="cancelled")
    assert of_title(next_agenda(building, "planning", "2015-03-04")) is not None


@pytest.mark.usefixtures("held")
def test_a_second_postponement_leaves_its_chain(building: Building) -> None:
    item = of_title(next_agenda(building, "planning", "2014-12-03"))
    assert item is not None
    building.set(AgendaItem, item.id, decision="Til drøftelse på næste møde", position=6)
    building.set(Meeting, item.meeting_id or "", state="held")
    again = of_title(next_agenda(building, "planning", "2015-02-04"))
    assert again is not None
    assert again.presentation.split("\n\n") == [
        "Udsat fra mødet 03.12.2014, pkt. 6.",
        "Udsat fra mødet 10.09.2014, pkt. 3.",
        "Vi kører selv.",
    ]


def test_a_meeting_that_was_planned_before_gets_it_when_asked_for_what_is_left_over(building: Building) -> None:
    planned = building.meeting("planning", "2014-12-03")
    earlier = building.meeting("planning", "2014-09-10")
    building.add(AgendaItem, meeting_id=earlier, position=9, title="Fælles kørsel", outcome="Punktet udsættes")
    building.set(Meeting, earlier, state="held")
    building.apply(agenda.carried_added(building.network, building.network.get(Meeting, planned)))
    items = meetings.agenda(building.network, building.network.get(Meeting, planned))
    assert [item.title for item in items].count("Fælles kørsel") == 1
    assert agenda.carried_added(building.network, building.network.get(Meeting, planned)) == ()


@pytest.mark.parametrize(
    ("decision", "is_postponed"),
    [
        ("Sagen udsættes", True),
        ("SAGEN UDSÆTTES til foråret.", True),
        ("Drøftet. Punktet udsættes", True),
        ("Til drøftelse på næste møde", True),
        ("Sagen udsættes ikke", False),
        ("Fristen udsættes til 1. marts", False),
        ("Godkendes", False),
        ("", False),
    ],
)
def test_only_what_is_said_to_be_postponed_is(decision: str, is_postponed: bool) -> None:
    assert postponed.is_postponed(AgendaItem("i", title="X", decision=decision)) is is_postponed


def test_an_item_is_not_postponed_from_itself() -> None:
    with pytest.raises(Invalid, match="udsat fra sig selv"):
        AgendaItem("i", meeting_id="m", title="X", postponed_from_id="i").check()
