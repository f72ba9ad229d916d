from __future__ import annotations

from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Conflict
from cbnet_desktop.store import Arrival, Meant, Store, open_store
from cbnet_desktop.store.opening import folder_of
from tests.store.playing import Laptop, add_person, meet


def change_phone(store: Store, person: str, phone: str) -> None:
    before = store.read().get(Person, person).phone
    store.apply("Telefon rettet", [Change("people", person, {"phone": before}, {"phone": phone})])


def told(arrivals: list[Arrival]) -> list[tuple[str, str, object, object]]:
    return [(found.by, found.field, found.before, found.value) for found in arrivals]


def test_what_another_computer_wrote_is_news_and_what_was_written_here_is_not(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    meet(anna, bo)
    for store in (anna, bo):
        assert store.unseen.look() == []
    change_phone(bo, person, "2")
    change_phone(anna, add_person(anna, "Min egen"), "9")
    meet(bo, anna)
    assert told(anna.unseen.look()) == [("bo", "phone", "1", "2")]
    assert anna.unseen.look() == []


def test_a_computer_that_sees_a_network_for_the_first_time_has_no_news(laptop: Laptop) -> None:
    add_person(laptop("anna"))
    laptop("anna").exchange()
    assert laptop("bo").unseen.look() == []


def test_news_wait_for_the_network_that_shows_them(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    meet(anna, bo)
    anna.unseen.look()
    change_phone(bo, person, "2")
    bo.exchange()
    exchanger = anna.exchanger()
    exchanger.exchange()
    exchanger.close()
    assert anna.read().get(Person, person).phone == "1"
    assert anna.unseen.look() == []
    anna.refresh()
    assert told(anna.unseen.look()) == [("bo", "phone", "1", "2")]


def test_what_nobody_has_seen_is_news_again_at_the_next_start(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    meet(anna, bo)
    anna.unseen.look()
    change_phone(bo, person, "2")
    bo.apply("E-mail", [Change("people", person, {"email": ""}, {"email": "a@x.dk"})])
    meet(bo, anna)
    first, second = anna.unseen.look()
    anna.unseen.keep([second.op])
    anna.close()
    change_phone(bo, person, "3")
    bo.exchange()
    again = open_store(anna.path, home=tmp_path / "hjemme anna", user="anna")
    assert told(again.unseen.look()) == [("bo", "email", "", "a@x.dk"), ("bo", "phone", "2", "3")]
    assert first.field == "phone"
    again.close()


def test_what_was_looked_at_is_remembered_without_any_value(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    meet(anna, bo)
    anna.unseen.look()
    change_phone(bo, person, "33445566")
    meet(bo, anna)
    anna.unseen.keep([found.op for found in anna.unseen.look()])
    (kept,) = anna._conn.execute("select value from local where key = 'looked at'").fetchone()
    assert "33445566" not in kept


def test_a_choice_between_versions_is_refused_when_one_came_that_was_not_seen(laptop: Laptop) -> None:
    stores = [laptop(name) for name in ("anna", "bo", "carla")]
    anna, bo, carla = stores
    person = add_person(anna, phone="før")
    meet(*stores)
    for store in stores:
        change_phone(store, person, store.user)
    meet(anna, bo)
    (seen,) = anna.log.conflicts()
    meet(carla, anna)
    with pytest.raises(Conflict, match="endnu en udgave"):
        anna.resolve(seen.id, "anna", seen=seen)
    (found,) = anna.log.conflicts()
    assert {version.value for version in found.versions} == {"anna", "bo", "carla"}
    anna.resolve(found.id, "bo", seen=found)
    assert anna.read().get(Person, person).phone == "bo"
    assert anna.log.conflicts() == []


def test_an_exchange_tells_how_many_edits_wait_and_a_merge_whose_edits_came(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    meet(anna, bo)
    (tmp_path / "rejse").mkdir()
    anna.save_copy(tmp_path / "rejse" / "kopi.cbnet")
    away = open_store(tmp_path / "rejse" / "kopi.cbnet", home=tmp_path / "bærbar", user="carla", meant=Meant.PLACE)
    for phone in ("2", "3"):
        change_phone(away, person, phone)
    (tmp_path / "hjem igen").mkdir()
    copy = tmp_path / "hjem igen" / "kopi.cbnet"
    away.save_copy(copy)
    away.close()
    folder = folder_of(anna.path, anna.network_id)
    folder.rename(tmp_path / "væk")
    folder.write_text("ingen mappe")
    add_person(anna, "Mødt imens", phone="5", email="b@x.dk")
    waiting = anna.exchange()
    assert (waiting.waiting, waiting.own_waiting, waiting.problem != "") == (1, 1, True)
    merged = anna.merge(copy)
    assert (merged.pulled, merged.authors, merged.waiting, merged.own_waiting) == (2, ("carla",), 3, 1)
    folder.unlink()
    (tmp_path / "væk").rename(folder)
    assert anna.exchange().own_waiting == 0
    assert anna.merge(copy).pulled == 0


def test_a_log_opened_anew_answers_in_a_thread_of_its_own(laptop: Laptop) -> None:
    from concurrent.futures import ThreadPoolExecutor

    anna = laptop("anna")
    add_person(anna)
    anna.exchange()

    def verified() -> list[object]:
        log = anna.log.opened_anew()
        try:
            return list(log.verify())
        finally:
            log.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(verified).result() == []


def test_an_edit_misses_nothing_that_came_in_between_reading_and_writing(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second connection commits right after the edit's transaction; the next look still reads its table."""
    anna, bo = laptop("anna"), laptop("bo")
    person, other = add_person(anna, phone="1"), add_person(anna, "Bo Eksempel")
    meet(anna, bo)
    bo.apply("Plads", [Change("organisations", "c" * 32, None, {"name": "Kommet imens"})])
    bo.exchange()
    exchanger = anna.exchanger()
    adopt = anna._cache.adopt

    def late(*args: object) -> None:
        monkeypatch.undo()
        exchanger.exchange()
        adopt(*args)

    monkeypatch.setattr(anna._cache, "adopt", late)
    change_phone(anna, person, "2")
    exchanger.close()
    anna.refresh()
    assert anna.read().row("organisations", "c" * 32) is not None
    assert anna.read().get(Person, other).name == "Bo Eksempel"
