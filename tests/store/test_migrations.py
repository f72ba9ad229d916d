"""Files and replicas of an older, a newer and an unknown build; a kill and a second program during the step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.errors import Full, TooNew
from cbnet_desktop.store import backup, migrations, schema
from cbnet_desktop.store.places import SharedFile
from tests.store.playing import Laptop, add_person
from tests.store.victims import LATER_STEP, DieAt, Victims


@pytest.fixture
def later_build(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on, the program is one that has a step more."""
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, LATER_STEP))
    monkeypatch.setattr(schema, "VERSION", schema.TRIALS + len(migrations.STEPS))
    schema._own_objects.cache_clear()
    yield
    schema._own_objects.cache_clear()


def _objects(path: Path) -> set[str]:
    conn = dbapi2.connect(str(path))
    found = {row[0] for row in conn.execute("select name from sqlite_master")}
    conn.close()
    return found


def _replica(tmp_path: Path, name: str) -> Path:
    (path,) = (tmp_path / f"hjemme {name}" / "replicas").glob("*.cbnet")
    return path


def test_replica_and_file_of_an_older_build_are_brought_up_to_date_after_a_backup(
    laptop: Laptop, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    anna.close()
    request.getfixturevalue("later_build")
    anna = laptop("anna")
    assert "later" in _objects(_replica(tmp_path, "anna"))
    (made,) = [made for made in anna.backups.listed() if made.reason == "migration"]
    assert "later" not in _objects(made.path)
    assert anna.read().find(Person, person)
    other = add_person(anna)
    assert anna.exchange().problem == ""
    assert "later" in _objects(anna.path)
    assert laptop("bo").read().find(Person, other)
    assert anna.log.verify() == []


def test_no_migration_without_its_backup(
    laptop: Laptop, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop("anna").close()
    request.getfixturevalue("later_build")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(backup, "_check", full)
        with pytest.raises(Full, match="ikke plads"):
            laptop("anna")
    assert "later" not in _objects(_replica(tmp_path, "anna"))
    laptop("anna")
    assert "later" in _objects(_replica(tmp_path, "anna"))


@pytest.mark.usefixtures("later_build")
def test_an_older_build_leaves_what_a_newer_one_wrote(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = laptop("anna")
    add_person(anna)
    anna.exchange()
    before = anna.path.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:-1])
    monkeypatch.setattr(schema, "VERSION", schema.TRIALS + len(migrations.STEPS))
    schema._own_objects.cache_clear()
    with pytest.raises(TooNew, match="nyere udgave"):
        laptop("bo")
    assert "nyere udgave" in anna.exchange().problem
    assert anna.path.read_bytes() == before


def test_a_step_that_this_program_does_not_know_stops_the_writing_and_is_named(laptop: Laptop) -> None:
    anna = laptop("anna")
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    conn.execute("create table op_extra (x text) strict")
    conn.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('cbnet', 'm777_x', '2030')")
    conn.close()
    person = add_person(anna)
    done = anna.exchange()
    assert "table op_extra" in done.problem
    assert done.waiting > 0
    assert any("op_extra er kommet til" in found.message for found in anna.log.verify())
    bo = laptop("bo")
    assert bo.read().profile == anna.read().profile
    assert bo.read().find(Person, person) is None


def test_a_table_dropped_past_the_program_is_named_and_breaks_no_proof(laptop: Laptop) -> None:
    anna = laptop("anna")
    add_person(anna)
    anna.exchange()
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    conn.execute("drop table people")
    conn.execute("drop table plan_versions")
    conn.execute("alter table plans rename column title to heading")
    conn.close()
    found = {item.message for item in anna.log.verify()}
    for name, what in (("people", "mangler"), ("plan_versions", "mangler"), ("plans", "er ændret")):
        assert any(f"table {name} {what}" in message for message in found)


@pytest.mark.parametrize(
    "die_at",
    [
        DieAt("cbnet_desktop.store.backup:Backups.make", "before"),
        DieAt("cbnet_desktop.store.backup:_check", "after"),
        DieAt("cbnet_desktop.store.migrations:run", "before"),
        DieAt("cbnet_desktop.store.migrations:run", "after"),
        DieAt("cbnet_desktop.store.schema:create", "after"),
    ],
    ids=lambda die_at: f"{die_at.when} {die_at.target.rpartition(':')[2]}",
)
def test_a_migration_killed_midway_is_done_whole_by_the_next_start(
    laptop: Laptop, victims: Victims, tmp_path: Path, request: pytest.FixtureRequest, die_at: DieAt
) -> None:
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    anna.close()
    victim = victims.start("migrate", anna.path, tmp_path / "hjemme anna", "anna", die_at=die_at)
    assert victim.wait() == -9
    request.getfixturevalue("later_build")
    anna = laptop("anna")
    assert anna.read().find(Person, person)
    add_person(anna)
    assert anna.exchange().problem == ""
    assert anna.log.verify() == []


def test_programs_that_migrate_one_replica_and_one_file_at_once_do_it_once(
    laptop: Laptop, victims: Victims, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    laptop("anna").close()
    bo = laptop("bo")
    bo.close()
    homes = [tmp_path / f"hjemme {name}" for name in ("anna", "bo") * 4]
    running = [victims.start("migrate", bo.path, home, home.name.split()[-1]) for home in homes]
    for victim in running:
        assert victim.wait() == 0
        assert victim.said() == [{"opened": True, "problem": ""}]
    request.getfixturevalue("later_build")
    for name in ("anna", "bo"):
        store = laptop(name)
        add_person(store)
        assert store.exchange().problem == ""
        assert store.log.verify() == []


@pytest.mark.usefixtures("later_build")
def test_the_fingerprint_after_every_step_is_the_programs_own(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    for path in (anna.path, _replica(tmp_path, "anna")):
        conn = dbapi2.connect(str(path))
        assert schema.differences(conn) == {}
        assert schema.version(conn) == schema.TRIALS + len(migrations.STEPS)
        conn.close()


def test_a_published_file_of_an_older_build_is_replaced_by_one_of_this(
    tmp_path: Path, laptop: Laptop, request: pytest.FixtureRequest
) -> None:
    anna = laptop("anna")
    (tmp_path / "OneDrive").mkdir()
    path = tmp_path / "OneDrive" / "net.cbnet"
    anna.save_copy(path)
    request.getfixturevalue("later_build")
    store = open_store(path, home=tmp_path / "h", user="bo")
    person = add_person(store)
    assert store.exchange().problem == ""
    store.close()
    assert "later" in _objects(path)
    assert any(op.row_id == person for op in SharedFile(path).pull({}))
