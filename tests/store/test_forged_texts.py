"""Agreed texts and plan versions that a stranger writes into the shared file, past the program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.papers import consultation, meeting
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgreedText, Erasure, Meeting, PlanVersion
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.choices import Act
from cbnet_desktop.store import Store
from tests.building import whole_year
from tests.store.playing import Laptop, forge, take_over

TODAY = date(2014, 11, 24)


def forge_row(store: Store, table: str, row_id: str, **values: Any) -> None:
    """A row or some fields of it as a stranger has them, taken in."""
    forge(store, [((table, row_id, name), value) for name, value in values.items()])
    assert store.exchange().problem == ""


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def said(store: Store) -> Iterator[object]:
    """All that checks and papers say."""
    network = store.read()
    yield charter.check(network, 2015, TODAY)
    yield consultation.consultation_paper(network, 2015)
    yield plan.content(network, 2015, TODAY, None)
    for row in network.live(Meeting):
        for is_public in (False, True):
            yield meeting.minutes_paper(network, row, is_public=is_public)
            yield meeting.agenda_paper(network, row, is_public=is_public)
        yield meeting.signature_paper(network, row)


@pytest.fixture
def anna(laptop: Laptop) -> Store:
    """A year in order, with approved minutes."""
    store = laptop("anna")
    take_over(store, whole_year(2015).network)
    store.exchange()
    return store


@pytest.mark.parametrize("kind", [AgreedText, PlanVersion, Erasure], ids=lambda kind: kind.TABLE)
def test_a_row_that_is_not_named_by_its_content_is_left_out_and_named(laptop: Laptop, kind: type[Record]) -> None:
    anna, forged = laptop("anna"), sha256("Noget andet")
    forge_row(anna, kind.TABLE, forged, id=forged, **dict.fromkeys(list(kind.fields())[:1], "Det aftalte"))
    assert list(anna.read().rows(kind)) == []
    assert list(laptop("bo").read().rows(kind)) == []
    named = [found for found in anna.log.verify() if "id'et er ikke indholdets SHA-256" in found.message]
    assert {(found.kind, found.row_id) for found in named} <= {("version", forged)}
    assert bool(named) == (kind is PlanVersion)


@pytest.mark.parametrize("content", ["", "nej", "[]", "{}", "null", "[" * 20_000, "NaN"], ids=lambda text: text[:5])
def test_a_text_that_the_program_cannot_have_written_changes_no_check_and_no_paper(anna: Store, content: str) -> None:
    kept = next(text for text in anna.read().rows(AgreedText) if text.act == Act.APPROVED)
    before = list(said(anna))
    values = {**kept.values(), "content": content}
    forged = AgreedText.name_of(values)
    forge_row(anna, AgreedText.TABLE, forged, id=forged, **values)
    assert anna.read().find(AgreedText, forged)
    assert list(said(anna)) == before
    assert anna.log.verify() == []
