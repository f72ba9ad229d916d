"""Kept texts that a stranger wrote: whatever they say, checks, papers and edits go on (M13, M14)."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.papers import consultation, meeting
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgreedText, BudgetShare, FocusSet, InvolvedLibrary, Meeting
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.choices import Act
from tests.building import NOVEMBER, Building
from tests.domain import clause_cases

TODAY = date.fromisoformat(NOVEMBER)

ROWS: Mapping[str, Any] = {
    "none": {},
    "nobody": {"meetings": {"x": {}}, "focus_sets": {"x": {}}},
    "lists": {"meetings": {"x": {"title": ["x"], "held_on": [1], "state": {}}}, "focus_areas": {"x": {"title": []}}},
    "numbers": {"focus_areas": {"x": {"title": 7, "year": "x"}}, "meetings": {"x": {"held_on": 7, "kind": 7}}},
    "wrong dates": {"meetings": {"x": {"held_on": "i går"}}, "budget_shares": {"x": {"year": "x", "share_bp": "x"}}},
    "another table": {"people": {"x": {"phone": "12345678"}}},
    "unknown table": {"secrets": {"x": {}}},
    "unknown field": {"meetings": {"x": {"secret": 7}}},
    "a list of rows": {"meetings": []},
    "a list of fields": {"meetings": {"x": ["title"]}},
    "a list": [],
}
PAPERS: Mapping[str, Any] = {
    "none": {},
    "numbers": {"internal": 7, "public": 7, "front": 7, "year": "x", "areas": 7},
    "lists": {"internal": {"items": [[]]}, "public": {"items": [{"title": {}}]}, "proposals": [7], "areas": [[]]},
}
#: A field of each act's own row that a merge changes, so that no kept text says what the rows say.
MERGED: Mapping[type[Record], tuple[str, Value]] = {
    FocusSet: ("deadline", "2014-09-27"),
    Meeting: ("place", "Et andet sted"),
    InvolvedLibrary: ("consented_by_id", "en fremmed"),
    BudgetShare: ("earmarked_ore", 1),
}


@pytest.fixture
def everything_done(year: Building) -> Building:
    """A year in which each act was done: also consents, and a meeting that is called."""
    clause_cases.involvement_with_consent(year)
    year.meeting("other", "2014-12-01", state="called", called_on="2014-11-01")
    return year


def forge(building: Building, act: Act, rows: Any, paper: Any) -> Record:
    """Merges a text on the first row that the act was done on, which stands; the row."""
    kept = next(text for text in building.network.rows(AgreedText) if text.act == act)
    row = texts.subject_of(building.network, kept)
    assert row
    for number in itertools.count():
        said = {"act": act, "subject": row.id, "on": kept.agreed_on, "rows": rows, "paper": paper, "n": number}
        content = texts.canonical(said)
        row_id = hashlib.sha256(content.encode()).hexdigest()
        if row_id > kept.id:
            break
    building.merge([Change(AgreedText.TABLE, row_id, None, {**kept.values(), "content": content})])
    name, value = MERGED[type(row)]
    building.merge_set(type(row), row.id, **{name: value})
    return row


def use(building: Building) -> None:
    """Checks the year, puts it on paper and tells the kept texts."""
    network = building.network
    charter.check(network, 2015, TODAY)
    consultation.consultation_paper(network, 2015)
    plan.content(network, 2015, TODAY, None)
    for row in network.live(Meeting):
        for is_public in (False, True):
            meeting.minutes_paper(network, row, is_public=is_public)
            meeting.agenda_paper(network, row, is_public=is_public)
    for text in network.rows(AgreedText):
        texts.differences(network, text)
        texts.named(network, text)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS.keys())
@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
@pytest.mark.parametrize("act", list(Act))
def test_a_text_full_of_garbage_breaks_nothing(everything_done: Building, act: Act, rows: Any, paper: Any) -> None:
    building = everything_done
    row = forge(building, act, rows, paper)
    use(building)
    changes = [building.change(type(row), row.id, archived=True)] if "archived" in row.fields() else []
    guard.obstacles(building.network, building.network.with_changes(changes), changes)
    with_consequences(building.network, changes, lambda: "2014-11-24")
    held = texts.standing(building.network, act, row)
    assert held
    if held.text:
        guard.taken_back(building.network, held.text)
