"""What was typed and refused, in its file beside the replica."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.roster import new_network
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.drafts import Draft, Refused
from cbnet_desktop.system import paths
from tests.store.playing import introduce

ANNA, BO = "a" * 32, "b" * 32
EMAIL = Refused("people", ANNA, "email", "anna snabel x.dk", "E-mail skal have en snabel-a.")
NAME = Refused("people", ANNA, "name", "", "Navn mangler.")
DRAFT = Draft("FollowUpDialog", "people", BO, "text", "Ring til Bo")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    changes = new_network.changes("Prøvenetværk", 2015, uuid4().hex)
    made = create(tmp_path / "netværk.cbnet", changes, home=paths.home(), user="Prøve", label="Netværket oprettet")
    made.apply("", [Change("people", row_id, None, {"name": "Person"}) for row_id in (ANNA, BO)])
    return made


def test_it_comes_back_as_it_was_and_goes_when_nothing_is_left(store: Store) -> None:
    store.drafts.write(store.read(), [EMAIL, NAME], [DRAFT])
    assert store.drafts.path.stat().st_mode & 0o777 == 0o600
    assert store.drafts.read(store.read()) == ([EMAIL, NAME], [DRAFT])
    store.drafts.write(store.read(), [], [])
    assert not store.drafts.path.exists()
    assert store.drafts.read(store.read()) == ([], [])


def test_rows_and_fields_that_are_gone_are_dropped(store: Store) -> None:
    gone = [EMAIL._replace(row_id="c" * 32), EMAIL._replace(field="fax"), EMAIL._replace(table="op")]
    store.drafts.write(store.read(), [*gone, NAME], [DRAFT._replace(row_id="c" * 32)])
    assert store.drafts.read(store.read()) == ([NAME], [])


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b'{"refused": 1, "drafts": {"a": 1}, "erasures": "x"}',
     b'{"refused": [["people", "a"], [1, 2, 3, 4, 5], "abcde", null]}'],
)  # fmt: skip
def test_a_damaged_file_counts_as_none(store: Store, content: bytes) -> None:
    store.drafts.path.write_bytes(content)
    assert store.drafts.read(store.read()) == ([], [])


def test_an_erasure_takes_contact_data_out_of_the_file_at_once(store: Store) -> None:
    store.drafts.write(store.read(), [EMAIL, NAME], [DRAFT])
    store.erase(ANNA, "Fratrådt", today=date(2015, 1, 1))
    assert EMAIL.typed not in store.drafts.path.read_text(encoding="utf-8")
    assert store.drafts.read(store.read()) == ([NAME], [DRAFT])
    store.drafts.write(store.read(), [EMAIL], [])
    assert store.drafts.read(store.read()) == ([EMAIL], [])


def test_an_erasure_from_elsewhere_takes_them_when_the_network_is_opened(store: Store, tmp_path: Path) -> None:
    store.drafts.write(store.read(), [EMAIL], [])
    bo = open_store(store.path, home=tmp_path / "kollega", user="Bo")
    introduce(store, bo)
    store.close()
    bo.erase(ANNA, "Fratrådt", today=date(2015, 1, 1))
    bo.exchange()
    bo.close()
    again = open_store(store.path, home=paths.home(), user="Prøve")
    assert not again.drafts.path.exists()
    again.close()


def test_the_file_says_nothing_but_texts(store: Store) -> None:
    store.drafts.write(store.read(), [EMAIL], [DRAFT])
    found = json.loads(store.drafts.path.read_text(encoding="utf-8"))
    assert found == {"refused": [list(EMAIL)], "drafts": [list(DRAFT)], "erasures": []}
