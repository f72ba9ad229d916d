from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Erasure, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Frozen, Invalid
from tests.store.playing import Laptop, add_person

TODAY = date(2026, 11, 22)
SECRET = "26 54 78 91"


def _bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_contact_data_are_gone_here_there_and_from_the_backups_and_chains_still_hold(
    laptop: Laptop, tmp_path: Path
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, "Carla Fratrådt", phone="11111111", email="carla@example.org", note="Ring aften")
    anna.apply("Telefon", [Change("people", person, {"phone": "11111111"}, {"phone": SECRET})])
    anna.backups.make("opened", anna.clock())
    anna.exchange()
    bo.exchange()
    assert SECRET.encode() in _bytes_below(tmp_path)
    anna.erase(person, "Fratrådt; beder om sletning", today=TODAY)
    anna.exchange()
    bo.exchange()
    bo.refresh()
    for store in (anna, bo):
        row = store.read().get(Person, person)
        assert (row.name, row.phone, row.email, row.note) == ("Carla Fratrådt", "", "", "")
        assert store.log.verify() == []
        values = {entry.value for entry in store.log.history("people", person)}
        assert not values & {"11111111", SECRET, "carla@example.org", "Ring aften"}
        store.close()
    for secret in ("11111111", SECRET, "carla@example.org", "Ring aften"):
        assert secret.encode() not in _bytes_below(tmp_path)


def test_the_decision_itself_is_kept_with_reason_who_and_date(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    anna.erase(person, "Beder om sletning", today=TODAY)
    (decision,) = anna.read().rows(Erasure)
    assert (decision.person_id, decision.reason, decision.decided_by, decision.erased_on) == (
        person,
        "Beder om sletning",
        "anna",
        "2026-11-22",
    )
    assert anna.log.history()[0].label == "Kontaktoplysninger for Asta Eksempelsen slettet"


def test_what_is_entered_after_the_erasure_stays(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    anna.erase(person, "Fejl", today=TODAY)
    anna.apply("Telefon", [Change("people", person, {"phone": ""}, {"phone": "2"})])
    anna.exchange()
    bo.exchange()
    assert bo.read().get(Person, person).phone == "2"
    assert bo.log.verify() == []


def test_an_erasure_without_a_reason_is_refused(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    with pytest.raises(Invalid, match="Begrundelse mangler"):
        anna.erase(person, "  ", today=TODAY)
    assert anna.read().get(Person, person).phone == "1"


def test_an_ordinary_edit_cannot_pose_as_an_erasure(laptop: Laptop) -> None:
    anna = laptop("anna")
    with pytest.raises(Frozen, match="egen sletning"):
        anna.apply("x", [Change("erasures", "1", None, {"reason": "x"})])


def test_a_value_blanked_without_an_erasure_is_named(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    anna.finish()
    conn = dbapi2.connect(str(anna.path), isolation_level=None)
    conn.execute("update op set value = null where row_id = ? and col = 'phone'", (person,))
    conn.execute("update edit set sealed = '[null]' where sealed like '%\\\"1\\\"%'")
    conn.close()
    assert ("chain", person, "phone") in {(found.kind, found.row_id, found.field) for found in anna.log.verify()}


def test_a_draft_of_the_file_that_a_client_carried_is_gone_after_an_hour_from_everybody(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    stem = f".~{hashlib.sha256(bo.path.name.encode()).hexdigest()[:8]}"
    old, new, other = (bo.path.with_name(name) for name in (f"{stem}.0000aaaa.tmp", f"{stem}.0000bbbb.tmp", "x.tmp"))
    for path in (old, new, other):
        path.write_text(SECRET, encoding="utf-8")
    for path in (old, other):
        os.utime(path, (0, 0))
    bo.exchange()
    assert [path.exists() for path in (old, new, other)] == [False, True, True]
    anna.close()
