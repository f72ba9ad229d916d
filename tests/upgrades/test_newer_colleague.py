"""A colleague has a later version of the program: with a field, an agreed field, a choice and a record more.

It is played by a copy of the program, on the shared folder that was kept of the first release.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.cli.__main__ import main
from cbnet_desktop.domain.records import Goal, Meeting, Person, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Frozen, Invalid, TooNew
from cbnet_desktop.domain.search import person_data
from cbnet_desktop.store import Store, create, open_store
from cbnet_desktop.store.example import FILE as FILE_OF_EXAMPLE
from cbnet_desktop.store.format.edits import VERSION
from cbnet_desktop.store.format.keys import Signer
from tests.store.playing import NEW_NETWORK, add_person, lay, signed
from tests.store.test_found_outside import TODAY
from tests.store.test_signing import render
from tests.upgrades.copies import FILE, opened, releases, said, unpacked
from tests.upgrades.later import SECOND
from tests.upgrades.playing import LATER, Program

SCRIPT = Path(__file__).with_name("later.py")
BEHIND = "En kollega bruger en nyere CBnet. Du kan arbejde videre; 4 ændringer vises først, når du opdaterer."
UNSEEN = "En kollega har med en nyere CBnet skrevet noget her"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("later"), *LATER)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, later: Program) -> Path:
    """The kept folder, in which Bo has written with the later version; tests work in copies of it."""
    folder = tmp_path_factory.mktemp("shared")
    unpacked(releases()[0], folder)
    opened(folder, exchanges=True).close()
    written = later.run(SCRIPT, "write", folder / "net" / FILE, folder / "bo")
    assert (written["differences"], written["conflicts"], written["told"]) == ([], [], [])
    return folder


@pytest.fixture
def folder(shared: Path, tmp_path: Path) -> Path:
    for path in shared.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(shared)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """Mette's, who is behind."""
    store = opened(folder, exchanges=True)
    yield store
    store.close()


def looked(later: Program, folder: Path, home: str = "bo") -> Mapping[str, Any]:
    return later.run(SCRIPT, "look", folder / "net" / FILE, folder / home)


def waiting(store: Store) -> Person:
    return next(row for row in store.read().rows(Person) if row.name == "Venter Endnu")


def test_who_is_behind_is_told_in_one_sentence_and_goes_on(store: Store) -> None:
    assert store.last_exchange
    assert store.last_exchange.notices == (BEHIND,)
    assert store.log.verify() == []
    assert store.log.conflicts() == []
    store.apply("Titel", [waiting(store).edited({"title": "Chef"})])
    assert store.exchange().notices == (BEHIND,)


def test_the_console_says_it_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CBNET_HOME", str(folder / "home"))
    path = str(folder / "net" / FILE)
    assert main(["exchange", path, "--as", "shared"]) == 0
    assert capsys.readouterr().err.splitlines() == [BEHIND]
    for command, *rest in (["verify"], ["history"], ["conflicts"], ["search", "Venter"], ["show", "goals"]):
        assert main([command, path, *rest]) == 0, command
        assert capsys.readouterr().err.splitlines() == [BEHIND], command
    copy = str(folder / "kopi.cbnet")
    assert main(["copy", path, "-o", copy]) == 0
    capsys.readouterr()
    assert main(["show", copy, "people"]) == 0
    assert capsys.readouterr().err.splitlines() == [BEHIND]


def test_nothing_that_the_newer_one_wrote_is_lost_where_both_edit_a_row(
    later: Program, store: Store, folder: Path
) -> None:
    person, item = waiting(store), store.read().tables["agenda_items"]["en-agenda_items"]
    store.apply("Titel", [person.edited({"title": "Chef"})])
    store.apply("Punktet", [item.edited({"title": "Kurser"})])
    store.apply("Væk", [Change("people", person.id, waiting(store).values(), None)])
    store.apply("Alligevel ikke", [Change("people", person.id, None, {**person.values(), "title": "Chef"})])
    store.exchange()
    seen = looked(later, folder)
    assert seen["differences"] == seen["conflicts"] == []
    said = {name: seen["rows"][person.id][name] for name in ("title", "second_phone")}
    assert said == {"title": "Chef", "second_phone": SECOND}
    assert {"title": "Kurser", "background": "Det nye"}.items() <= seen["rows"][item.id].items()
    assert [vote["result"] for vote in seen["votes"]] == ["5-2"]
    assert "postponed" in {row.get("status") for row in seen["rows"].values()}


def test_a_laptop_that_is_upgraded_shows_what_came_in_while_it_was_behind(
    later: Program, store: Store, folder: Path
) -> None:
    person = waiting(store).id
    store.close()
    seen = looked(later, folder, "home")
    assert (seen["differences"], seen["told"]) == ([], [])
    assert seen["rows"][person]["second_phone"] == SECOND
    assert [vote["result"] for vote in seen["votes"]] == ["5-2"]
    assert len(list((folder / "home" / "backups").glob("*/*migration.cbnet"))) == 1
    assert looked(later, folder, "home") == seen
    assert len(list((folder / "home" / "backups").glob("*/*migration.cbnet"))) == 1


def test_a_laptop_that_goes_back_to_the_older_version_goes_on_too(later: Program, folder: Path) -> None:
    seen = looked(later, folder, "home")
    store = opened(folder, exchanges=True)
    assert store.last_exchange
    assert store.last_exchange.notices == (BEHIND,)
    assert store.log.verify() == []
    assert {row.status for row in store.read().rows(Goal)} == {"not_started"}
    store.close()
    assert looked(later, folder, "home")["rows"] == seen["rows"]


def test_nobody_signs_a_plan_of_which_a_newer_program_says_more(store: Store) -> None:
    goal = next(iter(store.read().rows(Goal)))
    store.apply("Målet", [goal.edited({"text": "Et andet mål"})])
    with pytest.raises(Invalid, match=UNSEEN):
        store.sign_off(2015, "Et mål er ændret", render, today=TODAY)


def test_a_plan_that_the_newer_one_signed_is_a_version_for_who_is_behind_too(later: Program, folder: Path) -> None:
    later.run(SCRIPT, "sign", folder / "net" / FILE, folder / "home")
    store = open_store(folder / "net" / FILE, home=folder / "ny", user="Ny")
    versions = {row.number: row.id for row in store.read().rows(PlanVersion)}
    assert versions.keys() == {1, 2}
    assert store.log.version_pdf(versions[2]) == b"%PDF af den nye"
    assert store.log.verify() == []
    store.close()


def test_minutes_of_which_a_newer_program_says_more_are_not_approved_and_others_are(store: Store) -> None:
    meeting = store.read().get(Meeting, "en-meetings")
    with pytest.raises(Invalid, match=UNSEEN):
        store.apply("Godkendt", [meeting.edited({"state": "approved"})])
    assert store.read().get(Meeting, "en-meetings") == meeting
    other = Change("meetings", "andet", None, {"kind": "planning", "held_on": "2014-10-01", "state": "approved"})
    store.apply("Godkendt", [other])
    assert store.read().get(Meeting, "andet").state == "approved"


def test_who_asks_what_is_stored_is_told_that_a_newer_program_says_more(store: Store) -> None:
    network = store.read()
    for person in (waiting(store), next(row for row in network.rows(Person) if row.name == "Carla Bak")):
        answer = person_data.collect(network, person.id, store.log.history(), {})
        assert answer.is_behind == ("Opdatér programmet" in person_data.as_text(answer, network))
        assert answer.is_behind == (person.name == "Venter Endnu")
        assert answer.is_behind == (SECOND in json.dumps(answer.to_json()))


def test_what_was_agreed_with_the_older_one_still_stands_in_the_newer(later: Program, folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    seen = looked(later, folder, "home")
    for what in ("acts", "asked"):
        assert seen[what] == expected[what]
    changed = {row for row, sha256 in expected["notices"].items() if seen["notices"][row] != sha256}
    assert changed == {"en-meetings"}, "the one to whose agenda the newer one added something"


def test_minutes_that_the_newer_one_approved_are_locked_and_unchanged_for_who_is_behind(
    later: Program, folder: Path
) -> None:
    acts = later.run(SCRIPT, "approve", folder / "net" / FILE, folder / "bo")["acts"]
    store = opened(folder, exchanges=True)
    assert acts["approved en-meetings"][1]
    assert said(store)["acts"] == acts
    with pytest.raises(Frozen, match="Genåbn referatet"):
        store.apply("Punktet", [store.read().tables["agenda_items"]["en-agenda_items"].edited({"title": "Kurser"})])
    assert store.log.verify() == []
    store.close()


def test_no_notice_is_drafted_of_an_agenda_of_which_a_newer_program_says_more(store: Store) -> None:
    values = {"kind": "notice", "meeting_id": "en-meetings", "subject": "Indkaldelse", "drafted_on": "2014-08-01"}
    with pytest.raises(Invalid, match=UNSEEN):
        store.apply("Kladde", [Change("dispatches", "kladde", None, values)])


def test_contact_data_of_which_only_the_newer_one_knows_is_erased_with_the_rest(
    later: Program, store: Store, folder: Path
) -> None:
    person = waiting(store).id
    assert SECOND.encode() in everything(folder)
    store.erase(person, "Beder om det", today=TODAY)
    store.exchange()
    store.finish()
    assert store.log.verify() == []
    store.close()
    seen = looked(later, folder)
    assert (seen["rows"][person]["second_phone"], seen["differences"]) == ("", [])
    store = opened(folder)
    later_clock = store.delivery.clock() + 3600
    store.delivery.clock = lambda: later_clock
    store.exchange()
    store.close()
    left = [path for path in (folder / "net").rglob("*") if path.is_file() and SECOND.encode() in text_of(path)]
    assert left == []


def text_of(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".cb1" else data


def everything(folder: Path) -> bytes:
    return b"".join(text_of(path) for path in folder.rglob("*") if path.is_file())


def test_an_edit_of_a_later_version_is_counted_carried_on_and_lets_nothing_be_agreed(
    store: Store, folder: Path
) -> None:
    signer = Signer.new()
    head = signed(store.network_id, [], signer=signer)[1].head._replace(version=VERSION + 1)
    lay(store, signer, signer.sign(store.network_id, head, "[]"))
    done = store.exchange()
    assert done.notices == (BEHIND.replace("4", "5"),)
    other = Change("meetings", "andet", None, {"kind": "planning", "held_on": "2014-10-01", "state": "approved"})
    with pytest.raises(Invalid, match=UNSEEN):
        store.apply("Godkendt", [other])
    for piece in (folder / "net").glob("*/*.cb1"):
        piece.unlink()
    for hour in (0, 1):
        later_clock = store.delivery.clock() + 3600 * hour
        store.delivery.clock = lambda now=later_clock: now
        store.exchange()
    bodies = [line for path in (folder / "net").glob("*/*.cb1") for line in text_of(path).split(b"\n")[1:]]
    assert VERSION + 1 in {json.loads(line.split(b"\t")[0])["v"] for line in bodies}


def test_a_replica_that_a_newer_log_is_in_is_left_as_it_is_with_one_sentence(folder: Path) -> None:
    (replica,) = (folder / "home" / "replicas").glob("*.cbnet")
    conn = dbapi2.connect(str(replica))
    conn.execute("pragma user_version = 99")
    conn.close()
    before = replica.read_bytes()
    with pytest.raises(TooNew, match="intet er ændret"):
        opened(folder)
    assert replica.read_bytes() == before
    assert not (folder / "home" / "backups").exists() or not list((folder / "home").glob("backups/*/*migration*"))


def test_the_file_of_a_keeper_who_is_ahead_is_opened_by_a_newcomer_who_is_behind(later: Program, folder: Path) -> None:
    looked_at = later.run(SCRIPT, "finish", folder / "net" / FILE, folder / "home")
    assert looked_at["differences"] == []
    conn = dbapi2.connect(str(folder / "net" / FILE))
    assert conn.execute("select result from item_votes").fetchall() == [("5-2",)]
    conn.close()
    (folder / "home").rename(folder / "away")
    store = opened(folder, exchanges=True)
    assert waiting(store)
    assert store.log.verify() == []
    assert store.last_exchange
    assert store.last_exchange.notices == (BEHIND,)
    store.close()


def test_the_example_of_an_older_version_is_kept_with_what_was_edited_in_it(later: Program, tmp_path: Path) -> None:
    store = create(tmp_path / FILE_OF_EXAMPLE, NEW_NETWORK, home=tmp_path, user="Prøve", label="Eksempel")
    person = add_person(store, "Min egen")
    store.close()
    seen = later.run(SCRIPT, "example", tmp_path / FILE_OF_EXAMPLE, tmp_path)
    assert (seen["rows"][person]["name"], seen["differences"]) == ("Min egen", [])
