"""What was found outside, by real sync clients (D), clones and strangers (B, S): one test or more for each, by name."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import shutil
import stat
import threading
import time
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Erasure, Person, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Unclear
from cbnet_desktop.store import Meant, Store, create, open_store
from cbnet_desktop.store.exchange.compaction import AGE
from cbnet_desktop.store.exchange.exchanger import PATIENCE, Exchanger
from cbnet_desktop.store.format import pieces
from cbnet_desktop.store.format.edits import SignedEdit
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.log import computers, erasure
from cbnet_desktop.store.log.connection import transaction
from cbnet_desktop.store.log.key_file import KeyFile
from cbnet_desktop.store.log.union import take_in
from cbnet_desktop.store.opening import folder_of
from tests.building import whole_year
from tests.store.playing import (
    LATER,
    NEW_NETWORK,
    Laptop,
    add_person,
    chain_of,
    forge,
    introduce,
    lay,
    meet,
    signed,
    take_over,
)
from tests.store.test_signing import render

TODAY = date(2026, 11, 30)


def set_phone(store: Store, person: str, phone: str) -> str:
    before = store.read().get(Person, person).phone
    return store.apply("Telefon", [Change("people", person, {"phone": before}, {"phone": phone})]).id


def later(seconds: float, *stores: Store) -> None:
    """Moves the clocks by which stores wait for each other."""
    for store in stores:
        delivery = store._exchanger.delivery
        now = delivery.clock() + seconds
        delivery.clock = lambda now=now: now


def folder(store: Store) -> Path:
    return folder_of(store.path, store.network_id)


def held(store: Store) -> dict[str, set[str]]:
    """The edits in each whole piece of the folder."""
    found = {}
    for path in folder(store).glob("*.cb1"):
        data = path.read_bytes()
        if pieces.digest(data) in path.name:
            edits = pieces.unpacked(data, store.network_id, int(path.name.split("-")[1])).edits
            found[path.name] = {edit.id for edit in edits}
    return found


def text_in(path: Path) -> bytes:
    return b"".join(gzip.decompress(one.read_bytes()) for one in path.glob("*.cb1"))


def bytes_below(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.rglob("*") if one.is_file())


def cloned(store: Store, tmp_path: Path, name: str) -> Store:
    """The program over a copy of a closed store's home, under the same key."""
    home = store.replica_path.parents[1]
    shutil.copytree(home, tmp_path / name)
    return open_store(store.path, home=tmp_path / name, user=name, exchanges=False)


def alike(*stores: Store) -> bool:
    for store in stores:
        store.refresh()
    return all(store.read() == stores[0].read() and store.log.verify() == [] for store in stores)


def test_d1_a_copy_beside_the_file_is_left_and_looking_at_it_moves_nothing(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    copies = [anna.path.with_name(name) for name in ("netværk - Kopi.cbnet", "netværk.sync-conflict-1-ABC.cbnet")]
    for copy in copies:
        shutil.copy(anna.path, copy)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.cbnet")}
    person = add_person(anna)
    meet(anna, bo)
    for copy in copies:
        open_store(copy, home=tmp_path / "hjemme bo", user="bo", only_reads=True).close()
        open_store(copy, home=tmp_path / "hjemme carl", user="carl").close()
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.cbnet")} == before
    bo.exchange()
    assert bo.read().find(Person, person)


def test_d2_what_a_place_did_not_keep_is_never_counted_as_delivered(laptop: Laptop) -> None:
    anna = laptop("anna")
    put = anna.place.put
    add_person(anna)
    anna.place.put = lambda name, data: put(name, data[:-1])  # type: ignore[method-assign]  # a place that lies
    done = anna.exchange()
    assert (done.waiting, done.own_waiting, done.pushed) == (1, 1, 0)
    assert "Ikke alt, der blev lagt i" in done.problem
    anna.place.put = put  # type: ignore[method-assign]  # a place that lies
    assert anna.exchange().waiting == 0
    assert list(laptop("bo").read().rows(Person))


def test_d2_a_piece_in_the_middle_that_vanishes_is_missed_and_laid_again_by_whoever_has_it(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    middle = add_person(anna, "I midten")
    meet(anna, bo)
    (lost,) = [name for name, edits in held(anna).items() if edits & {_newest(anna)}]
    add_person(anna, "Til sidst")
    meet(anna, bo)
    (folder(anna) / lost).unlink()
    carl = laptop("carl")
    assert carl.last_exchange
    assert carl.last_exchange.missing == 1
    bo.exchange()
    assert carl.exchange().missing == 1
    later(PATIENCE + 1, bo)
    bo.exchange()
    assert carl.exchange().missing == 0
    assert carl.read().find(Person, middle)


def _newest(store: Store) -> str:
    return str(store.conn.execute("select id from edit order by rid desc limit 1").fetchone()[0])


def test_d2_a_damaged_piece_is_not_taken_in_and_its_writer_lays_it_anew(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna)
    anna.exchange()
    (piece,) = [name for name, edits in held(anna).items() if edits == {_newest(anna)}]
    (folder(anna) / piece).write_bytes((folder(anna) / piece).read_bytes()[:50])
    assert bo.exchange().pulled == 0
    assert anna.exchange().waiting == 0
    assert bo.exchange().pulled == 1
    assert bo.read().find(Person, person)
    assert alike(anna, bo)


def test_d2_a_damaged_piece_of_an_earlier_life_is_not_dropped_with_the_only_copy(
    laptop: Laptop, tmp_path: Path
) -> None:
    anna = laptop("anna")
    anna.close()
    shutil.copytree(tmp_path / "hjemme anna", tmp_path / "i går")
    anna = laptop("anna")
    person = add_person(anna)
    anna.exchange()
    (piece,) = [folder(anna) / name for name, edits in held(anna).items() if edits == {_newest(anna)}]
    whole = piece.read_bytes()
    anna.close()
    piece.write_bytes(whole[:50])
    restored = open_store(anna.path, home=tmp_path / "i går", user="anna")
    later(PATIENCE + 1, restored)
    assert any("hentet halvt" in notice for notice in restored.exchange().notices)
    assert piece.exists()
    piece.write_bytes(whole)
    restored.exchange()
    assert restored.read().find(Person, person)
    restored.close()


def test_d2_compaction_leaves_no_edit_out(laptop: Laptop) -> None:
    anna = laptop("anna")
    for number in range(9):
        add_person(anna, f"Person {number}")
        anna.exchange()
    before = set().union(*held(anna).values())
    count = len(held(anna))
    later(AGE + 1, anna)
    assert anna.exchange().waiting == 0
    assert len(held(anna)) < count
    assert set().union(*held(anna).values()) == before


def test_d3_a_clone_that_wrote_too_keeps_both_branches_and_both_go_on(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    meet(anna, bo)
    anna.close()
    clone, anna = cloned(anna, tmp_path, "klon"), laptop("anna")
    set_phone(anna, person, "hjemme")
    set_phone(clone, person, "kontor")
    notices = [notice for store in (anna, clone, anna, bo, clone) for notice in store.exchange().notices]
    assert any("kopi af denne computers data" in notice for notice in notices)
    assert chain_of(anna) != chain_of(clone)
    people = [add_person(store, store.user) for store in (anna, clone, bo)]
    meet(anna, clone, bo, anna, clone, bo)
    assert all(bo.read().find(Person, one) for one in people)
    (found,) = bo.log.conflicts()
    assert {version.value for version in found.versions} == {"hjemme", "kontor"}
    assert {chain_of(anna), chain_of(clone)} <= computers.current(bo.conn).known
    assert alike(anna, clone, bo)
    clone.close()


def test_d3_a_server_and_a_profile_put_back_lose_nothing_that_a_colleague_has(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    meet(anna, bo)
    anna.close()
    for kept, what in ((tmp_path / "profil", tmp_path / "hjemme anna"), (tmp_path / "server", folder(bo))):
        shutil.copytree(what, kept)
    anna = laptop("anna")
    tuesday = [add_person(anna, f"Tirsdag {number}") for number in range(2)]
    meet(anna, bo)
    anna.close()
    for kept, what in ((tmp_path / "profil", tmp_path / "hjemme anna"), (tmp_path / "server", folder(bo))):
        shutil.rmtree(what)
        shutil.copytree(kept, what)
    anna = laptop("anna")
    wednesday = [add_person(anna, "Onsdag, Anna"), add_person(bo, "Onsdag, Bo")]
    for _ in range(3):
        for store in (anna, bo):
            later(PATIENCE + 1, store)
            store.exchange()
    carl = laptop("carl")
    assert all(carl.read().find(Person, person) for person in (*tuesday, *wednesday))
    assert alike(anna, bo, carl)


def test_d3_a_profile_put_back_four_times_is_four_branches_that_all_stay(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="0")
    meet(anna, bo)
    anna.close()
    branches = [cloned(anna, tmp_path, f"gren {number}") for number in range(4)]
    for store in branches:
        set_phone(store, person, store.user)
    for _ in range(4):
        for store in (*branches, bo):
            later(PATIENCE + 1, store)
            store.exchange()
    (found,) = bo.log.conflicts()
    assert {version.value for version in found.versions} == {store.user for store in branches}
    assert alike(*branches, bo)
    for store in branches:
        store.close()


def test_d4_nothing_that_is_written_twice_ever_lies_in_the_shared_folder(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    before = {path.name: path.read_bytes() for path in folder(anna).iterdir()}
    for number in range(5):
        add_person(anna, f"Person {number}")
        meet(anna, bo)
    names = {path.name for path in anna.path.parent.iterdir() if path.is_file()}
    assert names == {anna.path.name}
    assert not list(anna.path.parent.rglob("*-journal"))
    after = {path.name: path.read_bytes() for path in folder(anna).iterdir()}
    assert before.items() <= after.items()


def test_d5_an_edit_asks_nothing_of_a_place_that_does_not_answer(laptop: Laptop) -> None:
    anna = laptop("anna")
    never = threading.Event()
    for call in ("look", "get", "put", "drop", "check"):
        setattr(anna.place, call, lambda *_, **__: never.wait(60))
    begun = time.monotonic()
    person = add_person(anna)
    anna.refresh()
    assert anna.read().find(Person, person)
    assert time.monotonic() - begun < 2
    assert anna.waiting == 1


SECRET = "26 54 78 91"


def test_d6_what_is_erased_goes_from_replicas_pieces_backups_and_the_file(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo, carl = laptop("anna"), laptop("bo"), laptop("carl")
    introduce(anna, bo, carl)
    person = add_person(carl, phone=SECRET)
    meet(carl, anna, bo)
    for store in (anna, bo, carl):
        store.backups.make("opened", datetime.now(UTC))
    anna.finish()
    assert SECRET.encode() in bytes_below(tmp_path)
    bo.erase(person, "Beder om det", today=TODAY)
    meet(bo, anna)
    assert SECRET.encode() in text_in(folder(anna))
    for _ in range(2):
        later(PATIENCE + 1, anna, bo)
        meet(anna, bo)
    assert SECRET.encode() not in text_in(folder(anna)), "also from the piece of her who is away"
    carl.exchange()
    for store in (anna, bo, carl):
        assert store.read().get(Person, person).phone == ""
        assert store.log.verify() == []
        store.close()
    assert SECRET.encode() not in bytes_below(tmp_path)


def test_d6_an_offline_laptop_that_brings_it_back_is_cleaned_again_and_what_it_wrote_unknowing_stays(
    laptop: Laptop,
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    introduce(anna, bo)
    person = add_person(anna, phone=SECRET)
    meet(anna, bo)
    rid = bo.conn.execute("select rid from edit where id = ?", (_newest(bo),)).fetchone()[0]
    late = bo.apply("E-mail", [Change("people", person, {"email": ""}, {"email": "sent@x.dk"})]).id
    # Bo's laptop has laid everything anew in a folder of its own, in pieces of other names.
    bo._exchanger.delivery.lay([rid])
    (again,) = [
        name for name, edits in held(bo).items() if name.startswith(chain_of(bo)[:16]) and edits == {_op(bo, rid)}
    ]
    data = (folder(bo) / again).read_bytes()
    (folder(bo) / again).unlink()
    anna.erase(person, "Beder om det", today=TODAY)
    anna.exchange()
    assert SECRET.encode() not in text_in(folder(anna))
    (folder(bo) / again).write_bytes(data)
    for _ in range(3):
        anna.exchange()
        later(PATIENCE + 1, anna)
    assert SECRET.encode() not in text_in(folder(anna)), "before Bo's own program has run"
    meet(bo, anna)
    assert late in set().union(*held(anna).values())
    assert {anna.read().get(Person, person).email, bo.read().get(Person, person).email} == {"sent@x.dk"} or (
        anna.log.conflicts() == bo.log.conflicts() != []
    )
    assert alike(anna, bo)


def _op(store: Store, rid: int) -> str:
    return str(store.conn.execute("select id from edit where rid = ?", (rid,)).fetchone()[0])


def test_d6_a_program_ended_between_an_erasure_and_its_backups_cleans_them_the_next_time(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    introduce(anna, bo)
    person = add_person(anna, phone=SECRET)
    meet(anna, bo)
    bo.backups.make("opened", datetime.now(UTC))
    anna.erase(person, "Beder om det", today=TODAY)
    anna.exchange()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Exchanger, "_carry_on_erasing", killed)
        with pytest.raises(KeyboardInterrupt):
            bo.exchange()
    bo.close()
    laptop("bo").close()
    assert SECRET.encode() not in bytes_below(tmp_path / "hjemme bo")


def test_d7_temporary_and_conflict_files_of_sync_clients_are_left_alone(laptop: Laptop) -> None:
    anna = laptop("anna")
    add_person(anna)
    anna.exchange()
    name = next(iter(held(anna)))
    odd = [
        f".syncthing.{name}.tmp", f"~{name}", f"{name}.partial", f"{name[:-4]} (1).cb1", f".unison.{name}.tmp",
        f"{name[:-4]}.sync-conflict-20260101-000000-ABC.cb1", f"{name[:-4]}-ANNAS-PC.cb1", f"._{name}",
    ]  # fmt: skip
    for one in odd:
        (folder(anna) / one).write_bytes(b"halvt hentet")
    done = anna.exchange()
    assert (done.problem, done.notices) == ("", ())
    assert all((folder(anna) / one).read_bytes() == b"halvt hentet" for one in odd)


def test_d8_a_folder_does_not_grow_without_end(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    for number in range(120):
        add_person(anna, f"Person {number}")
        later(AGE / 10, anna, bo)
        anna.exchange()
    later(AGE + 1, anna)
    for _ in range(5):
        anna.exchange()
    assert len(list(folder(anna).iterdir())) < 40
    bo.exchange()
    assert alike(anna, bo)


def test_d9_an_edit_uploads_itself_and_nothing_of_what_was(laptop: Laptop) -> None:
    anna = laptop("anna")
    for number in range(50):
        add_person(anna, f"Person {number}", note="ø" * 500)
    anna.exchange()
    before = {path.name for path in folder(anna).iterdir()}
    set_phone(anna, next(iter(anna.read().rows(Person))).id, "12345678")
    anna.exchange()
    (new,) = [path for path in folder(anna).iterdir() if path.name not in before]
    assert new.stat().st_size < 2000


def test_d10_a_newer_program_is_told_of_carried_and_stops_nothing(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    signer = Signer.new()
    body = json.dumps(
        {"v": 2, "net": anna.network_id, "key": signer.public.chain, "n": 1, "prev": [], "at": LATER, "by": "ny",
         "label": "x", "ops": {"nyt": "slags"}, "extra": 1},
        separators=(",", ":"),
    )  # fmt: skip
    name = _lay_line(anna, signer, body)
    (folder(anna) / f"{'1' * 16}-1-{'0' * 40}.cb2").write_bytes(b"?")
    meet(anna, bo)
    assert any("nyere CBnet" in notice for notice in anna.exchange().notices)
    (folder(anna) / name).unlink()
    anna.exchange()
    later(PATIENCE + 1, anna)
    anna.exchange()
    carl = laptop("carl")
    assert carl.conn.execute("select count(*) from edit where version = 2").fetchone() == (1,)
    person = add_person(carl)
    meet(carl, anna)
    assert anna.read().find(Person, person)


def test_d11_a_known_path_that_leads_to_another_network_writes_into_neither_by_mistake(
    laptop: Laptop, tmp_path: Path
) -> None:
    anna = laptop("anna")
    anna.close()
    (tmp_path / "sted").mkdir()
    other = create(tmp_path / "sted" / "x.cbnet", NEW_NETWORK, home=tmp_path / "h", user="x", label="Nyt")
    shutil.copy(other.path, anna.path)
    shutil.copytree(folder(other), tmp_path / folder(other).name)
    before = bytes_below(tmp_path / folder(other).name)
    known = anna.network_id
    home = tmp_path / "hjemme anna"
    with pytest.raises(Unclear, match="er nu et andet netværk"):
        open_store(anna.path, home=home, user="anna")
    looked = open_store(anna.path, home=home, user="anna", only_reads=True)
    assert (looked.network_id, bool(looked.read_only)) == (other.network_id, True)
    looked.close()
    assert bytes_below(tmp_path / folder(other).name) == before
    assert known != other.network_id
    other.close()


def test_d11_a_second_path_to_a_known_network_asks_once(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    (tmp_path / "rejse").mkdir()
    copy = Path(shutil.copy(anna.path, tmp_path / "rejse" / "net.cbnet"))
    home = tmp_path / "hjemme anna"
    with pytest.raises(Unclear, match="kendes i forvejen"):
        open_store(copy, home=home, user="anna")
    looked = open_store(copy, home=home, user="anna", meant=Meant.COPY)
    assert looked.read_only
    looked.close()
    moved = open_store(copy, home=home, user="anna", meant=Meant.PLACE)
    add_person(moved)
    assert moved.exchange().problem == ""
    moved.close()
    again = open_store(copy, home=home, user="anna")
    assert list(again.read().rows(Person))
    again.close()


def test_d13_absurd_amounts_in_a_merge_are_refused_in_short_time(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    copy = tmp_path / "kopi.cbnet"
    anna.save_copy(copy)
    conn = dbapi2.connect(str(copy), isolation_level=None)
    bomb = zlib.compress(b"{" + b" " * 200_000_000)
    signer, edit = signed(anna.network_id, [(("people", "x", "title"), "y")])
    conn.execute("insert into key (chain, public) values (?, ?)", (signer.public.chain, signer.public.text))
    columns = "id, chain, number, at, author, label, act, version, body, sealed, signature, is_checked, is_tip"
    for number, body in enumerate((bomb, edit.body.encode())):
        row = (f"{number:040x}", signer.public.chain, 1, LATER, "x", "x", "", 1, body, "[" * 9_000_000, b"x", 1, 1)
        conn.execute(f"insert into edit ({columns}) values ({', '.join('?' * len(row))})", row)
    conn.close()
    begun = time.monotonic()
    assert anna.merge(copy).pulled == 0
    assert time.monotonic() - begun < 10
    assert anna.log.verify() == []


def test_d14_nothing_waits_means_that_it_lies_in_the_folder_and_an_empty_replica_is_not_backed_up(
    laptop: Laptop,
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    for store in (anna, bo):
        for made in store.backups.listed():
            assert store.backups.lacking(made) == 0
            conn = dbapi2.connect(str(made.path))
            assert conn.execute("select count(*) from networks").fetchone() == (1,)
            conn.close()
    add_person(anna)
    assert anna.exchange().waiting == 0
    assert _newest(anna) in set().union(*held(anna).values())
    shutil.rmtree(folder(anna))
    assert anna.exchange().waiting == 0
    assert _newest(anna) in set().union(*held(anna).values())


_ABSURD = [
    [(("erasures", "1", "covers"), float("inf"))],
    [(("people", "1", "title"), 1.5)],
    [(("people", "1", "title"), 2**63)],
    [(("people) --", "1", "title"), "x")],
    [(("people", "1", "title"), {"a": 1})],
    [(("people", "1", "title"), "nul\0")],
    [(("people", "1\n", "title"), "x")],
]
_ABSURD_HEADS = [
    {"at": "9999-12-31T23:59:59.999Z"}, {"at": "0001-01-01T00:00:00.000Z"}, {"at": "zzzz"}, {"by": "a\nb"},
    {"by": "a" * 400}, {"number": 2**62}, {"number": -1}, {"number": 2, "prev": ["0" * 40] * 1001},
    {"prevs": ["x.99999999999999999999"]}, {"prevs": [f"{number:040x}.0" for number in range(2001)]},
]  # fmt: skip


def test_b1_no_piece_stops_or_misleads_anybody(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna)
    meet(anna, bo)
    before = anna.log.history()
    good = [(("people", person, "title"), "x")]
    for cells in _ABSURD:
        _lay_raw(anna, cells)
    for head in _ABSURD_HEADS:
        _lay_raw(anna, good, **head)
    for blob in (b"", b"\x1f\x8b", gzip.compress(b"\0" * (60 << 20), 1), gzip.compress(b"[1]\n"), os.urandom(5000)):
        anna.place.put(f"{'a' * 16}-1-{pieces.digest(blob)}.cb1", blob)
    (folder(anna) / f"{'b' * 16}-1-{'c' * 40}.cb1").write_bytes(b"x" * (pieces.MAX_PIECE + 100))
    other = add_person(bo, "Bos")
    begun = time.monotonic()
    for store in (anna, bo, anna, bo):
        assert store.exchange().problem == ""
    assert time.monotonic() - begun < 20
    carl = laptop("carl")
    assert carl.read().find(Person, other)
    assert len(carl.log.history()) == len(before) + 2
    assert alike(anna, bo, carl)


def _lay_raw(store: Store, cells: list[tuple[tuple[str, str, str], object]], **head: object) -> None:
    """A piece of a line that the program's own signer refuses to make."""
    signer = Signer.new()
    said = {
        "v": 1, "net": store.network_id, "key": signer.public.chain, "n": head.get("number", 1),
        "prev": head.get("prev", []), "at": head.get("at", LATER), "by": head.get("by", "x"), "label": "x",
        **{name: value for name, value in head.items() if name == "founds"},
        "ops": [[*cell, head.get("prevs", []), value] for cell, value in cells],
    }  # fmt: skip
    _lay_line(store, signer, json.dumps(said, ensure_ascii=False, separators=(",", ":")))


def _lay_line(store: Store, signer: Signer, body: str) -> str:
    """A piece of one line; its name."""
    signature = base64.b64encode(signer._key.sign(body.encode())).decode()
    header = json.dumps({"cbnet": 1, "net": store.network_id, "keys": [signer.public.text]}, separators=(",", ":"))
    data = gzip.compress(f"{header}\n{body}\t[]\t{signature}".encode(), mtime=0)
    name = f"{signer.public.chain[:16]}-1-{pieces.digest(data)}.cb1"
    store.place.put(name, data)
    return name


def test_s1_a_signed_version_is_what_was_signed_whatever_a_backdated_edit_says(laptop: Laptop) -> None:
    anna = laptop("anna")
    take_over(anna, whole_year(2015).network)
    version = anna.sign_off(2015, "", render, today=date(2014, 11, 24))
    pdf = anna.log.version_pdf(version.id)
    for at in ("2000-01-01T00:00:00.000Z", LATER):
        for name, value in (("signed_by", "fremmed"), ("sha256", "0" * 64), ("document", "{}"), ("id", None)):
            forge(anna, [((PlanVersion.TABLE, version.id, name), value)], at=at)
    anna.exchange()
    bo = laptop("bo")
    for store in (anna, bo):
        assert store.read().get(PlanVersion, version.id) == version
        assert store.log.version_pdf(version.id) == pdf
    assert alike(anna, bo)


def test_s2_a_strangers_erasure_waits_and_no_erasure_reaches_what_comes_later(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="11 11")
    meet(anna, bo)
    forge(anna, _erasure(person, [f"{_newest(anna)}.2", f"{_newest(anna)}.1", f"{_newest(anna)}.0"]))
    forge(anna, _erasure(person, [f"{number:040x}.0" for number in range(99)]))
    meet(anna, bo)
    assert bo.read().get(Person, person).phone == "11 11"
    assert len(erasure.waiting(anna.conn)) == 2
    set_phone(anna, person, "22 22")
    meet(anna, bo)
    assert bo.read().get(Person, person).phone == "22 22"
    assert list(bo.read().rows(Erasure)) == []
    assert alike(anna, bo)


def _erasure(person: str, covers: list[str]) -> list[tuple[tuple[str, str, str], object]]:
    values = {
        "person_id": person, "reason": "x", "decided_by": "x", "erased_on": "2026-01-01", "covers": json.dumps(covers)
    }  # fmt: skip
    row_id = Erasure.name_of(values)
    return [((Erasure.TABLE, row_id, name), value) for name, value in {"id": row_id, **values}.items()]


def test_s2_a_known_computers_erasure_reaches_its_own_person_alone(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    introduce(anna, bo)
    person, other = add_person(anna, phone="1"), add_person(anna, "Bo", phone="22 22 22")
    meet(anna, bo)
    signer = KeyFile(bo.replica_path).signer()
    covers = [f"{_newest(anna)}.{position}" for position in range(3)]
    lay(bo, *signed(anna.network_id, _erasure(person, covers), signer=signer))
    meet(anna, bo)
    carl = laptop("carl")
    for store in (anna, bo, carl):
        assert store.read().get(Person, other).phone == "22 22 22"
    assert alike(anna, bo, carl)


def test_s2_values_that_somebody_blanked_are_filled_in_by_the_next_piece_that_has_them(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="11 11")
    anna.exchange()
    (name,) = [name for name, edits in held(anna).items() if _newest(anna) in edits]
    whole = folder(anna) / name
    edits = pieces.unpacked(whole.read_bytes(), anna.network_id, int(name.split("-")[1])).edits
    blanked = [_blanked(edit) for edit in edits]
    data, away = whole.read_bytes(), whole.with_name("væk")
    whole.rename(away)
    lay(anna, KeyFile(anna.replica_path).signer(), *blanked)
    bo = laptop("bo")
    assert bo.read().get(Person, person).phone == ""
    away.rename(whole)
    bo.exchange()
    assert bo.read().get(Person, person).phone == "11 11"
    assert laptop("carl").read().get(Person, person).phone == "11 11", "also where both come at once"
    assert whole.read_bytes() == data
    assert bo.log.verify() == []


@pytest.mark.parametrize("order", [1, -1])
def test_s2_of_two_lines_of_one_edit_that_come_at_once_the_one_with_values_counts(laptop: Laptop, order: int) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="11 11")
    anna.exchange()
    (name,) = [name for name, edits in held(anna).items() if _newest(anna) in edits]
    whole = folder(anna) / name
    piece = pieces.unpacked(whole.read_bytes(), anna.network_id, int(name.split("-")[1]))
    whole.unlink()
    bo = laptop("bo")
    both = [line for edit in piece.edits for line in (edit, _blanked(edit))]
    with transaction(bo.conn):
        take_in(bo.conn, piece.keys, both[::order], piece.checked, 0.0)
    bo.look()
    assert bo.read().get(Person, person).phone == "11 11"


def _blanked(edit: SignedEdit) -> SignedEdit:
    return edit._replace(values=json.dumps([None] * len(json.loads(edit.values))))


def test_s3_nobody_can_replace_an_edit_that_is_not_written_yet(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    meet(anna, bo)
    future = [f"{number:040x}.0" for number in range(2000)]
    forge(anna, [(("people", person, "phone"), "fremmed")], prevs=future)
    forge(anna, [(("people", person, "id"), None)], prevs=future)
    set_phone(anna, person, "11 11 11 11")
    meet(anna, bo)
    for store in (anna, bo):
        assert store.read().find(Person, person)
        (found,) = store.log.conflicts()
        assert {version.value for version in found.versions} == {"11 11 11 11", "fremmed"}
    assert alike(anna, bo)


def test_s4_a_backdated_row_does_not_change_which_network_a_file_is(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    before = anna.network_id
    waiting = add_person(anna, "Ikke sendt endnu")
    cells = [(("networks", "0" * 32, "id"), "0" * 32), (("networks", "0" * 32, "name"), "Fremmed")]
    forge(anna, cells, at="2000-01-01T00:00:00.000Z")
    meet(anna)
    bo = laptop("bo")
    anna.close()
    anna = laptop("anna")
    for store in (anna, bo):
        assert store.network_id == before
        assert store.read().profile.name == "Prøvenetværk"
        assert store.read().find(Person, waiting)
    assert alike(anna, bo)
    assert len(list((tmp_path / "hjemme anna" / "replicas").glob("*.cbnet"))) == 1


def test_s4_nobody_can_found_a_network_again(laptop: Laptop) -> None:
    anna = laptop("anna")
    founder = computers.founder(anna.conn)
    assert founder == chain_of(anna)
    before = anna.log.history()
    _lay_raw(anna, [(("people", "x", "title"), "x")], at="2000-01-01T00:00:00.000Z", founds="0" * 32)
    meet(anna)
    bo = laptop("bo")
    for store in (anna, bo):
        assert computers.founder(store.conn) == founder
        assert len(store.log.history()) == len(before)


def test_s5_nobody_continues_or_signs_for_another_computer(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna)
    meet(anna, bo)
    stranger, edit = signed(
        anna.network_id, [(("people", person, "title"), "forfalsket")], number=99, prev=[_newest(anna)], by="anna"
    )
    as_anna = edit.body.replace(stranger.public.chain, chain_of(anna))
    own = KeyFile(anna.replica_path).signer().public
    forged = edit._replace(id=hashlib.sha256(as_anna.encode()).hexdigest()[:40], body=as_anna)
    forged = forged._replace(head=edit.head._replace(key=own.chain))
    name, data = pieces.packed(anna.network_id, [own, stranger.public], [forged], own.chain)
    anna.place.put(name, data)
    meet(anna, bo)
    for store in (anna, bo):
        assert store.read().get(Person, person).title == ""
        assert store.conn.execute("select 1 from edit where id = ?", (forged.id,)).fetchone() is None
    assert alike(anna, bo)


def test_s5_an_unknown_computer_is_told_apart_from_known_ones(laptop: Laptop) -> None:
    anna = laptop("anna")
    take_over(anna, whole_year(2015).network)
    meet(anna)
    bo = laptop("bo")
    version = bo.sign_off(2015, "", render, today=date(2014, 11, 24))
    meet(bo, anna)
    assert anna.read().from_strangers == {version.id}
    introduce(anna, bo)
    assert anna.read().from_strangers == frozenset()


def test_s7_one_bad_line_stops_no_other(laptop: Laptop) -> None:
    anna = laptop("anna")
    people = [add_person(anna, f"Person {number}") for number in range(3)]
    anna.exchange()
    (name,) = [name for name, edits in held(anna).items() if _newest(anna) in edits]
    header, *lines = gzip.decompress((folder(anna) / name).read_bytes()).decode().split("\n")
    lines[-2] = lines[-2].replace("Person 1", "Person 9")
    data = gzip.compress("\n".join([header, *lines]).encode(), mtime=0)
    whole = (folder(anna) / name).read_bytes()
    (folder(anna) / name).unlink()
    anna.place.put(f"{name.split('-')[0]}-{len(lines)}-{pieces.digest(data)}.cb1", data)
    bo = laptop("bo")
    assert bo.last_exchange
    assert (bo.last_exchange.problem, bo.last_exchange.missing) == ("", 1)
    assert [bool(bo.read().find(Person, person)) for person in people] == [True, False, True]
    mine = add_person(bo)
    assert bo.exchange().waiting == 0
    (folder(anna) / name).write_bytes(whole)
    meet(bo, anna)
    assert anna.read().find(Person, mine)
    assert alike(anna, bo)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_s8_what_lies_on_this_computer_is_readable_for_its_user_alone(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    add_person(anna)
    anna.backups.make("opened", datetime.now(UTC) + timedelta(hours=1))
    anna.exchange()
    home = tmp_path / "hjemme anna"
    for path in (*home.rglob("*"), home):
        mode = stat.S_IMODE(path.stat().st_mode)
        if path != home:
            assert mode & 0o077 == 0, f"{path}: {mode:o}"
    assert not list(home.rglob("backups/**/*.key"))


@pytest.mark.parametrize(
    "statement",
    [
        "create trigger x before insert on _sqlite_migrations begin select 1; end",
        "create view _sqlite_evil as select 1",
        "create table _sqlite_more (x text)",
        "create trigger sqlitelike after insert on edit begin select 1; end",
    ],
)
def test_s9_verify_sees_every_object_of_the_file(store: Store, statement: str) -> None:
    conn = dbapi2.connect(str(store.path), isolation_level=None)
    conn.execute(statement)
    conn.close()
    assert "schema" in {found.kind for found in store.log.verify()}
