from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import open_store
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.files.verify import differences
from cbnet_desktop.store.format.edits import SignedEdit
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.log import rows
from cbnet_desktop.store.log.connection import transaction
from cbnet_desktop.store.log.union import take_in
from cbnet_desktop.store.opening import folder_of
from tests.store.playing import Laptop, add_person, signed


def test_a_colleague_sees_an_edit_after_both_have_exchanged(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    assert bo.read().find(Person, person) is None
    assert anna.exchange().waiting == 0
    assert bo.exchange().pulled > 0
    assert bo.refresh() == {"people"}
    assert bo.read().get(Person, person).phone == "1"


def test_an_edit_waits_while_the_folder_is_out_of_reach_and_goes_out_when_it_is_back(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    folder = folder_of(anna.path, anna.network_id)
    away = folder.with_name("væk")
    folder.rename(away)
    folder.write_text("ingen mappe")
    person = add_person(anna)
    done = anna.exchange()
    assert "er ikke en mappe" in done.problem
    assert (done.own_waiting, done.is_reached) == (1, False)
    folder.unlink()
    away.rename(folder)
    assert anna.exchange().problem == ""
    assert anna.waiting == 0
    bo.exchange()
    assert bo.read().find(Person, person)


def test_an_exchange_with_nothing_new_changes_nothing(laptop: Laptop) -> None:
    anna = laptop("anna")
    add_person(anna)
    anna.exchange()
    folder = folder_of(anna.path, anna.network_id)
    before = {path: path.stat().st_mtime_ns for path in (anna.path, folder, *folder.iterdir())}
    done = anna.exchange()
    assert (done.pulled, done.pushed, done.tables) == (0, 0, frozenset())
    assert {path: path.stat().st_mtime_ns for path in (anna.path, folder, *folder.iterdir())} == before


def test_two_edits_of_one_field_unknown_to_each_other_leave_both_laptops_alike(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    anna.exchange()
    bo.exchange()
    anna.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "af anna"})])
    bo.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "af bo"})])
    for store in (anna, bo, anna):
        store.exchange()
    assert anna.read() == bo.read()
    assert {entry.value for entry in anna.log.history("people", person) if entry.field == "phone"} >= {
        "af anna",
        "af bo",
    }
    assert anna.log.verify() == bo.log.verify() == []


def test_a_second_process_on_the_same_laptop_is_noticed(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    other = open_store(anna.path, home=tmp_path / "hjemme anna", user="anna")
    other.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    other.close()
    assert anna.refresh() == {"people"}
    assert anna.read().get(Person, person).phone == "2"


def test_an_exchanger_of_its_own_carries_the_edits_of_the_store(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna)
    exchanger = anna.exchanger()
    assert exchanger.exchange().waiting == 0
    bo.exchange()
    assert bo.read().find(Person, person)
    bo.apply("Navn", [Change("people", person, {"name": "Asta Eksempelsen"}, {"name": "Asta Ny"})])
    bo.exchange()
    assert exchanger.exchange().tables == {"people"}
    exchanger.close()
    assert anna.refresh() == {"people"}
    assert anna.read().get(Person, person).name == "Asta Ny"


def test_an_acknowledged_edit_survives_a_kill_right_after_it(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    code = (
        "import os, sys, pathlib\n"
        "from cbnet_desktop.store import open_store\n"
        "from cbnet_desktop.domain.records.changes import Change\n"
        "store = open_store(pathlib.Path(sys.argv[1]), home=pathlib.Path(sys.argv[2]), user='anna')\n"
        "store.apply('x', [Change('people', 'f' * 32, None, {'name': 'Efter drab'})])\n"
        "print('ok', flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    home = tmp_path / "hjemme anna"
    run = subprocess.run([sys.executable, "-c", code, anna.path, home], capture_output=True, text=True, check=False)
    assert run.stdout == "ok\n"
    assert anna.refresh() == {"people"}
    assert anna.read().get(Person, "f" * 32).name == "Efter drab"
    assert anna.log.verify() == []


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3)
#: Edits of two rows; "id" takes the row away.
_CELLS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["name", "phone", "id"]), _TEXTS), max_size=8)


def _memory() -> dbapi2.Connection:
    conn = dbapi2.connect(":memory:", isolation_level=None)
    schema.create(conn)
    conn.execute("insert into local (key, value) values ('network', ?)", ("0" * 32,))
    return conn


def _edits_of(number: int, written: list[tuple[str, str, str]]) -> tuple[Signer, list[SignedEdit]]:
    """The edits of a computer that knows its own alone."""
    signer, made = Signer.new(), list[SignedEdit]()
    heads: dict[tuple[str, str, str], str] = {}
    for step, (row, column, value) in enumerate(written, 1):
        said = None if column == "id" else value
        there = [] if (row, "id") in {cell[1:] for cell in heads} else [("id", row)]
        cells = [(("people", row, name), text) for name, text in dict([*there, (column, said)]).items()]
        _, edit = signed(
            "0" * 32, cells, signer=signer, at=f"2015-01-0{step}T0{number}:00:00.000Z", number=step,
            prev=[made[-1].id] if made else [],
            prevs=[heads[cell] for cell, _ in cells if cell in heads],
        )  # fmt: skip
        heads |= {cell: f"{edit.id}.{position}" for position, (cell, _) in enumerate(cells)}
        made.append(edit)
    return signer, made


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_CELLS, min_size=3, max_size=3), st.randoms(use_true_random=False))
def test_edits_add_up_to_the_same_tables_in_whatever_order_and_bags_they_come(
    written: list[list[tuple[str, str, str]]], random: Random
) -> None:
    made = [_edits_of(number, cells) for number, cells in enumerate(written)]
    keys = {signer.public.chain: signer.public for signer, _ in made}
    edits = [edit for _, of_one in made for edit in of_one]
    results = []
    for _ in range(3):
        conn = _memory()
        waiting = [*edits, *random.sample(edits, len(edits) // 2)]
        random.shuffle(waiting)
        while waiting:
            bag = [waiting.pop() for _ in range(min(len(waiting), random.randint(1, 5)))]
            with transaction(conn):
                take_in(conn, keys, bag, frozenset(edit.id for edit in bag), 0.0)
        assert differences(conn, "her") == []
        heads = conn.execute("select * from cell order by 1, 2, 3").fetchall()
        results.append((heads, conn.execute("select id from edit order by 1").fetchall(), rows.read_network(conn)))
    assert results[0] == results[1] == results[2]
