"""The annexes of an agenda item, numbered under it (M15)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import AgendaItem, Annex
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from tests.building import Building


@pytest.fixture
def item(year: Building) -> AgendaItem:
    """Item 2 of the annual meeting, with a later, an earlier and an unnumbered annex; another item has one too."""
    year.reopen()
    first, second = sorted(year.network.live(AgendaItem), key=lambda row: row.position or 0)[:2]
    year.add(Annex, agenda_item_id=first.id, title="Et andet punkts", position=9)
    for title, position in (("Uden nummer", None), ("Budget", 2), ("Å-plan", 1), ("Z-plan", 1)):
        year.add(Annex, agenda_item_id=second.id, title=title, position=position)
    return second


def numbered(building: Building, item: AgendaItem) -> list[str]:
    return [f"{annexes.number(building.network, row)} {row.title}" for row in annexes.of(building.network, item)]


def test_annexes_are_counted_under_their_item_in_order(year: Building, item: AgendaItem) -> None:
    assert item.position == 2
    assert numbered(year, item) == ["2.1 Z-plan", "2.2 Å-plan", "2.3 Budget", "2.4 Uden nummer"]


def test_an_item_without_a_number_has_a_dash_for_it(year: Building, item: AgendaItem) -> None:
    year.merge_set(AgendaItem, item.id, position=None)
    assert numbered(year, item)[0] == "–.1 Z-plan"


def test_an_annex_of_no_item_has_no_number(year: Building) -> None:
    assert annexes.number(year.network, Annex("x", agenda_item_id="gone", title="Alene")) == ""


def test_an_archived_annex_has_no_place(year: Building, item: AgendaItem) -> None:
    row = annexes.of(year.network, item)[0]
    year.set(Annex, row.id, archived=True)
    assert annexes.number(year.network, year.network.get(Annex, row.id)) == "2.0"


def test_new_annexes_stand_after_the_others_in_their_order(year: Building, item: AgendaItem) -> None:
    (change,) = annexes.added(year.network, item, {"title": "Nyt"})
    assert change.after == {"agenda_item_id": item.id, "position": 3, "title": "Nyt"}
    lonely = next(row for row in year.network.live(AgendaItem) if not annexes.of(year.network, row))
    assert _places(year.network, lonely) == [1, 2]
    year.merge_new(Annex, agenda_item_id=lonely.id, title="Uden nummer")
    assert _places(year.network, lonely) == [1, 2]


def _places(network: Network, item: AgendaItem) -> list[object]:
    changes = annexes.added(network, item, {"title": "Et"}, {"title": "To"})
    return [(change.after or {})["position"] for change in changes]


@pytest.mark.parametrize("query", ["attach=/home/a/noter.txt", "subject=x&%61ttachment=C:\\noter.txt", "ATTACH=x"])
def test_a_link_to_a_mail_takes_no_file_of_the_reader_along(query: str) -> None:
    with pytest.raises(Invalid, match="Linket"):
        Annex("x", meeting_id="y", title="Skriv til os", link=f"mailto:a@example.org?{query}").check()
    Annex("x", meeting_id="y", title="Skriv til os", link="mailto:attach@example.org?subject=Attached").check()
