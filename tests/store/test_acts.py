"""Acts that are larger than a line may be, what no line can hold, wrong clocks, and receipts."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.store.log import authoring, erasure
from tests.store.playing import Laptop, add_person, forge, introduce, meet


def test_an_import_larger_than_a_line_is_one_act_of_several_edits(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authoring, "MAX_OPS", 100)
    anna, bo = laptop("anna"), laptop("bo")
    people = [Change("people", uuid.uuid4().hex, None, {"name": f"P {number}", "phone": "1"}) for number in range(90)]
    edit = anna.apply("Import", people)
    written = anna.conn.execute("select count(*), max(act) from edit where act != ''").fetchone()
    assert written == (3, edit.id)
    assert anna.exchange().waiting == 0
    bo.exchange()
    assert bo.read().tables["people"] == anna.read().tables["people"]
    assert {entry.edit for entry in bo.log.history("people")} == {edit.id}
    anna.apply("Fortrudt", [change.inverse() for change in reversed(edit.changes)])
    assert not anna.read().tables["people"]
    assert anna.log.verify() == bo.log.verify() == []


def test_a_text_too_long_for_a_line_is_refused_at_the_door(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authoring, "MAX_LINE", authoring._ROOM + 1_000)
    anna = laptop("anna")
    with pytest.raises(Invalid, match="for lang"):
        add_person(anna, note="æ" * 2_000)
    assert not anna.read().tables["people"]
    assert anna.waiting == 0


@pytest.mark.parametrize("row_id", ["", "x" * 65, "a\nb", "a\u2028b"])
def test_an_id_that_no_line_can_hold_is_refused_at_the_door(laptop: Laptop, row_id: str) -> None:
    anna = laptop("anna")
    with pytest.raises(Invalid):
        anna.apply("Ny", [Change("people", row_id, None, {"name": "Asta"})])
    assert anna.waiting == 0


def test_names_and_labels_become_one_line(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    anna.user = "Anna\nOK: Alt stemmer\x1b[31m"
    anna.apply("Ny\u2028person\0", [Change("people", uuid.uuid4().hex, None, {"name": "Asta"})])
    anna.exchange()
    bo.exchange()
    entry = bo.log.history("people")[0]
    assert (entry.by, entry.label) == ("Anna OK: Alt stemmer [31m", "Ny person")


@pytest.mark.parametrize("now", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2250, 1, 1, tzinfo=UTC)])
def test_a_clock_outside_the_years_allowed_writes_the_newest_time_known(laptop: Laptop, now: datetime) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    newest = anna.apply("Ny", [Change("people", "a" * 32, None, {"name": "Asta"})]).at
    anna.clock = lambda: now
    edit = anna.apply("Ny", [Change("people", "b" * 32, None, {"name": "Bo"})])
    assert (edit.at, anna.has_wrong_clock) == (newest, True)
    anna.exchange()
    bo.exchange()
    assert len(bo.read().tables["people"]) == 2


def test_a_clock_days_behind_is_noticed_and_one_some_hours_behind_is_not(laptop: Laptop) -> None:
    anna = laptop("anna")
    add_person(anna)
    anna.clock = lambda: datetime.now(UTC) - timedelta(hours=12)
    add_person(anna)
    assert not anna.has_wrong_clock
    anna.clock = lambda: datetime.now(UTC) - timedelta(days=9)
    add_person(anna)
    assert anna.has_wrong_clock


def test_a_clock_years_ahead_leads_no_other_computer_on_with_it(laptop: Laptop) -> None:
    anna, bo, cai = laptop("anna"), laptop("bo"), laptop("cai")
    for store in (anna, bo, cai):
        add_person(store)
    introduce(anna, bo, cai)
    far = "2199-12-31T23:59:59.999Z"
    forge(anna, [(("people", "f" * 32, "id"), "f" * 32)], at=far)
    cai.clock = lambda: datetime(2099, 1, 1, tzinfo=UTC)
    add_person(cai)
    meet(cai, anna, bo)
    for store in (anna, bo):
        edit = store.apply("Ny", [Change("people", uuid.uuid4().hex, None, {"name": "Dina"})])
        assert (edit.at[:4], store.has_wrong_clock) == (str(datetime.now(UTC).year), False)


def test_a_receipt_tells_how_far_edits_have_come_and_nothing_else(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna)
    anna.exchange()
    bo.exchange()
    bo.finish()
    anna.exchange()
    (receipt,) = anna.log.receipts()
    assert (receipt.author, receipt.has_all) == ("bo", True)
    assert len(anna.log.history()) == len(bo.log.history())
    anna.apply("Telefon", [Change("people", person, {"phone": ""}, {"phone": "1"})])
    assert not anna.log.receipts()[0].has_all
    assert anna.unseen.look() == []


def test_a_last_piece_that_is_lost_is_noticed_by_the_receipt_of_who_had_it(laptop: Laptop) -> None:
    anna, bo, carl = laptop("anna"), laptop("bo"), laptop("carl")
    carl.exchange()
    add_person(anna)
    before = set(anna.delivery.place.look())
    anna.exchange()
    (lost,) = set(anna.delivery.place.look()) - before
    bo.exchange()
    bo.finish()
    anna.delivery.place.drop(lost)
    assert carl.exchange().missing == 1
    anna.exchange()
    assert carl.exchange().missing == 0
    assert next(carl.read().rows(Person)).name == "Asta Eksempelsen"


def test_a_newcomer_is_not_asked_about_erasures_that_take_nothing_away_here(laptop: Laptop) -> None:
    anna = laptop("anna")
    people = [add_person(anna, f"Person {number}", phone="1") for number in range(3)]
    for person in people:
        anna.erase(person, "Fratrådt", today=date(2026, 11, 30))
    anna.exchange()
    bo = laptop("bo")
    assert erasure.waiting(bo.conn) == []
    assert len(bo.read().tables["erasures"]) == 3


def test_a_second_person_within_a_day_is_asked_about_also_when_it_comes_later(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    first, second = (add_person(anna, f"Person {number}", phone="1") for number in range(2))
    anna.exchange()
    bo.exchange()
    for person in (first, second):
        anna.erase(person, "Fratrådt", today=date(2026, 11, 30))
        anna.exchange()
        bo.exchange()
    assert bo.read().get(Person, first).phone == ""
    assert [person for _, person, _ in erasure.waiting(bo.conn)] == [second]
