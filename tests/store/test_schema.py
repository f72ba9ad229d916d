from __future__ import annotations

from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import RECORDS, Person
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.store.files import migrations, schema
from tests.store.playing import Laptop, add_person


def _fresh() -> dbapi2.Connection:
    conn = dbapi2.connect(":memory:", isolation_level=None)
    schema.create(conn)
    return conn


def test_every_record_has_its_table_with_its_columns() -> None:
    conn = _fresh()
    for kind in RECORDS:
        columns = {row[1]: row[2] for row in conn.execute(f"pragma table_info({kind.TABLE})").fetchall()}
        assert columns.keys() == {"id", *kind.fields(), *kind.ON_DISK}
        for name, field in kind.fields().items():
            whole = field.kind in (Kind.YEAR, Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.FLAG)
            assert columns[name] == ("INTEGER" if whole else "TEXT"), f"{kind.TABLE}.{name}"


def test_every_table_is_strict() -> None:
    conn = _fresh()
    loose = [
        row[1]
        for row in conn.execute("pragma table_list").fetchall()
        if not row[5] and not row[1].startswith(("sqlite", "_"))
    ]
    assert loose == []


def test_the_ledger_and_the_plain_steps_make_the_same_file() -> None:
    assert schema.differences(_fresh()) == {}
    assert schema.version(_fresh()) == schema.TRIALS + len(migrations.STEPS)


def test_a_replica_of_an_earlier_step_takes_the_others_after_a_backup_and_its_file_is_read(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, "Carla", phone="1")
    anna.finish()
    for conn in (anna.conn, dbapi2.connect(str(anna.path), isolation_level=None)):
        conn.executescript(
            "drop table not_shown; delete from local where key = 'knows'; "
            f"delete from _sqlite_migrations where name like 'm002%'; pragma user_version = {schema.TRIALS + 1}"
        )
        conn.close()
    carl, anna = laptop("carl"), laptop("anna")
    assert "migration" in [made.reason for made in anna.backups.listed()]
    for store in (anna, carl):
        assert store.read().get(Person, person).phone == "1"
        assert store.log.verify() == []


def test_taking_the_steps_twice_changes_nothing() -> None:
    conn = _fresh()
    before = schema.objects(conn)
    schema.create(conn)
    assert schema.objects(conn) == before
