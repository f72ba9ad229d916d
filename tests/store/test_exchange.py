from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, ops, rows, schema
from cbnet_desktop.store.verify import differences
from tests.store.playing import Laptop, add_person


def test_a_colleague_sees_an_edit_after_both_have_exchanged(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    assert bo.read().find(Person, person) is None
    assert anna.exchange().waiting == 0
    assert bo.exchange().pulled > 0
    assert bo.refresh() == {"people"}
    assert bo.read().get(Person, person).phone == "1"


def test_an_edit_waits_while_the_file_is_out_of_reach_and_goes_out_when_it_is_back(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    away = anna.path.with_name("væk")
    anna.path.rename(away)
    done = anna.exchange()
    assert "findes ikke" in done.problem
    away.rename(anna.path)
    person = add_person(anna)
    assert anna.waiting == 2
    assert anna.exchange().problem == ""
    assert anna.waiting == 0
    bo.exchange()
    assert bo.read().find(Person, person)


def test_an_exchange_with_nothing_new_changes_nothing(laptop: Laptop) -> None:
    anna = laptop("anna")
    add_person(anna)
    anna.exchange()
    before = anna.path.read_bytes()
    done = anna.exchange()
    assert (done.pulled, done.pushed, done.tables) == (0, 0, frozenset())
    assert anna.path.read_bytes() == before


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
        "from cbnet_desktop.store import Store\n"
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


def test_a_rewritten_history_in_the_file_is_not_taken_in(laptop: Laptop) -> None:
    anna = laptop("anna")
    add_person(anna, "Rigtig")
    anna.exchange()
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    conn.execute("drop trigger op_is_never_rewritten")
    conn.execute("update op set label = 'noget andet' where seq = 2")
    conn.close()
    bo = laptop("bo")
    assert "hænger ikke sammen" in bo.exchange().problem
    assert list(bo.read().rows(Person)) == []


#: Edits of two rows; "id" takes the row away.
_CELLS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["name", "phone", "id"]), st.text(max_size=3)), max_size=8
)


def _memory() -> dbapi2.Connection:
    conn = dbapi2.connect(":memory:", isolation_level=None)
    schema.create(conn)
    return conn


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_CELLS, min_size=3, max_size=3), st.permutations(range(3)), st.booleans())
def test_logs_add_up_to_the_same_tables_in_whatever_order_they_meet(
    edits: list[list[tuple[str, str, str]]], order: list[int], twice: bool
) -> None:
    replicas = [_memory() for _ in edits]
    for number, (conn, written) in enumerate(zip(replicas, edits, strict=True)):
        for step, (row, column, value) in enumerate(written):
            edited = ops.Edited(f"e{number}-{step}", f"2015-01-0{step + 1}", "anna", "x")
            existing = [] if conn.execute("select 1 from cell where row_id = ?", (row,)).fetchone() else [("id", row)]
            said = None if column == "id" else value
            cells = [(("people", row, name), text) for name, text in [*existing, (column, said)]]
            ops.append(conn, f"r{number}", edited, cells)
            rows.materialise(conn, [cell for cell, _ in cells])
    logs = [ops.since(conn, {}) for conn in replicas]
    results = []
    for sequence in (range(3), order, [*order, *order] if twice else order):
        conn = _memory()
        for index in sequence:
            touched, broken = ops.absorb(conn, logs[index])
            assert broken == []
            rows.materialise(conn, touched)
        assert differences(conn, "her") == []
        heads = conn.execute("select * from cell order by 1, 2, 3").fetchall()
        results.append((ops.since(conn, {}), heads, rows.read_network(conn)))
    assert results[0] == results[1] == results[2]
