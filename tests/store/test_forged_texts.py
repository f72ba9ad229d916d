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
from cbnet_desktop.domain.records import AgreedText, Meeting, PlanVersion
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.words.choices import Act
from cbnet_desktop.store import Store, ops
from tests.building import whole_year
from tests.store.playing import Laptop, take_over
from tests.store.test_merging import STRANGER, stranger

TODAY = date(2014, 11, 24)


def forge(store: Store, table: str, row_id: str, **values: Any) -> None:
    """A row or some fields of it as a stranger's log has them, taken in."""
    with stranger(store) as conn:
        conn.execute("begin")
        edited = ops.Edited("e", "2099-01-01T00:00:00.000Z", "fremmed", "x")
        ops.append(conn, STRANGER, edited, [((table, row_id, name), value) for name, value in values.items()])
        conn.execute("commit")
    assert store.exchange().problem == ""
    store.refresh()


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


@pytest.mark.parametrize("kind", [AgreedText, PlanVersion], ids=lambda kind: kind.TABLE)
def test_a_row_that_is_not_named_by_its_content_is_left_out_and_named(laptop: Laptop, kind: type[Record]) -> None:
    anna, forged = laptop("anna"), sha256("Noget andet")
    forge(anna, kind.TABLE, forged, **{"id": forged, kind.NAMED_BY: "Det aftalte"})
    assert list(anna.read().rows(kind)) == []
    assert list(laptop("bo").read().rows(kind)) == []
    named = [found for found in anna.log.verify() if found.message.endswith("id'et er ikke indholdets SHA-256.")]
    assert {(found.kind, found.row_id, found.field) for found in named} == {("version", forged, kind.NAMED_BY)}


@pytest.mark.parametrize("content", ["", "nej", "[]", "{}", "null", "[" * 20_000, "NaN"], ids=lambda text: text[:5])
def test_a_text_that_the_program_cannot_have_written_changes_no_check_and_no_paper(anna: Store, content: str) -> None:
    kept = next(text for text in anna.read().rows(AgreedText) if text.act == Act.APPROVED)
    before = list(said(anna))
    forge(anna, AgreedText.TABLE, sha256(content), id=sha256(content), act=kept.act, subject_id=kept.subject_id,
          agreed_on=kept.agreed_on, content=content)  # fmt: skip
    assert anna.read().find(AgreedText, sha256(content))
    assert list(said(anna)) == before
    assert [found for found in anna.log.verify() if found.where != f"i {anna.path.name}"] == []
