"""A numbered list pasted into a list that numbers itself gets no second number."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import AgendaItem, Goal, Meeting
from cbnet_desktop.domain.words.numbering import unnumbered
from tests.building import Building


@pytest.mark.parametrize(
    ("pasted", "title"),
    [
        ("2. Det foregående års arbejde", "Det foregående års arbejde"),
        ("2) Eventuelt", "Eventuelt"),
        ("12.  Eventuelt", "Eventuelt"),
        ("Pkt. 3: Økonomi", "Økonomi"),
        ("pkt 3. Økonomi", "Økonomi"),
        ("1.1 Ét katalog", "Ét katalog"),
        ("1.1. Ét katalog", "Ét katalog"),
        ("4. »Læs højt«", "»Læs højt«"),
        ("2. behandling af budgettet", "2. behandling af budgettet"),
        ("2 biblioteker deltager", "2 biblioteker deltager"),
        ("2 Biblioteker", "2 Biblioteker"),
        ("2015: Året, der gik", "2015: Året, der gik"),
        ("10.30 frokost", "10.30 frokost"),
        ("Eventuelt", "Eventuelt"),
        ("2.", "2."),
        ("", ""),
    ],
)
def test_a_number_before_a_capital_letter_is_left_out(pasted: str, title: str) -> None:
    assert unnumbered(pasted) == title


def test_agenda_items_and_goals_that_are_pasted_with_their_numbers_lose_them(year: Building) -> None:
    meeting_id = year.meeting("planning", "2015-02-04")
    first = meetings.agenda(year.network, year.network.get(Meeting, meeting_id))[0]
    added = AgendaItem.added({"meeting_id": meeting_id, "position": 9, "title": "9. Nyt fra styrelsen"})
    year.apply(with_consequences(year.network, [first.edited({"title": "1. Velkomst"}), added]))
    assert year.network.get(AgendaItem, first.id).title == "Velkomst"
    assert year.network.get(AgendaItem, added.row_id).title == "Nyt fra styrelsen"
    goal = year.network.live(Goal)[0]
    year.apply(with_consequences(year.network, [goal.edited({"text": "1.1 Ét katalog"})]))
    assert year.network.get(Goal, goal.id).text == "Ét katalog"
