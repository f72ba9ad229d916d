from __future__ import annotations

from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.store import create, open_store
from cbnet_desktop.store.files.replica_file import network_at
from cbnet_desktop.store.opening import folder_of
from tests.store.playing import Laptop, add_person


def test_a_file_out_of_reach_is_gone_on_with_and_gets_the_edits_when_it_is_back(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    path, home = anna.path, tmp_path / "hjemme anna"
    add_person(anna, "Før rejsen")
    anna.exchange()
    anna.close()
    away_at = tmp_path / "væk"
    away_at.mkdir()
    folder = folder_of(path, anna.network_id)
    for gone in (path, folder):
        gone.rename(away_at / gone.name)
    folder.write_text("ingen mappe")
    away = open_store(path, home=home, user="anna")
    assert away.last_exchange.problem
    person = add_person(away, "På rejsen")
    assert away.exchange().own_waiting == 1
    away.close()
    folder.unlink()
    for gone in (path, folder):
        (away_at / gone.name).rename(gone)
    bo = laptop("bo")
    assert bo.read().find(Person, person) is None
    back = open_store(path, home=home, user="anna")
    assert back.last_exchange.problem == ""
    assert back.waiting == 0
    bo.exchange()
    assert bo.read().get(Person, person).name == "På rejsen"
    back.close()


@pytest.mark.parametrize("content", [b"", b"skrald" * 400, b"SQLite format 3\0" + b"\0" * 4080])
def test_a_file_replaced_by_rubbish_is_gone_on_with_and_left_as_it_is(
    laptop: Laptop, tmp_path: Path, content: bytes
) -> None:
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    anna.close()
    anna.path.write_bytes(content)
    away = open_store(anna.path, home=tmp_path / "hjemme anna", user="anna")
    assert away.read().find(Person, person) is not None
    assert anna.path.read_bytes() == content
    away.save_copy(tmp_path / "reddet.cbnet")
    away.close()


def test_a_path_that_was_never_opened_here_is_refused(laptop: Laptop, tmp_path: Path) -> None:
    laptop("anna")
    with pytest.raises(Unreadable, match="findes ikke"):
        open_store(tmp_path / "anden.cbnet", home=tmp_path / "hjemme anna", user="anna")


def test_the_network_opened_last_under_a_path_is_the_one_gone_on_with(tmp_path: Path) -> None:
    path, home = tmp_path / "fil.cbnet", tmp_path / "hjemme"
    ids = []
    for name in ("Første", "Andet"):
        changes = [Change("networks", "0" * 32, None, {"name": name, "first_year": 2015})]
        made = create(path, changes, home=home, user="anna", label="Nyt")
        ids.append(made.network_id)
        made.close()
        path.unlink()
    assert network_at(home, path) in ids
    away = open_store(path, home=home, user="anna")
    assert away.read().profile.name == "Andet"
    away.close()


def test_rubbish_among_the_replicas_is_passed_over(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    folder = tmp_path / "hjemme anna" / "replicas"
    (folder / f"{'f' * 32}.cbnet").write_bytes(b"skrald" * 400)
    (folder / "noget andet.cbnet").write_bytes(b"")
    assert network_at(tmp_path / "hjemme anna", anna.path) == anna.network_id
