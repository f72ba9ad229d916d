"""B1, S1-S5, S7-S9: whoever may write into the folder can neither rewrite, censor, erase, nor stop the others."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from tests.outside import raw
from tests.outside.computer import Computer, everybody_exchanges
from tests.outside.conftest import Join
from tests.outside.maker import Maker, encoded, heads, sealed

LONG_AGO = "2000-01-01T00:00:00.000Z"
ABSURD_BODIES = (
    ('"v":1', '"v":true'),
    ('"v":1', '"v":1e999'),
    ('"n":1', '"n":1.0'),
    ('"n":1', '"n":9223372036854775808'),
    ('"n":1', '"n":-1'),
    ('"at":"2026-11-29T12:00:00.000Z"', '"at":"9999-12-31T23:59:59.999Z"'),
    ('"at":"2026-11-29T12:00:00.000Z"', '"at":"2026-02-30T12:00:00.000Z"'),
    ('"by":"En fremmed"', '"by":"Anna\\nOK: Alt stemmer"'),
    ('"by":"En fremmed"', '"by":["Anna"]'),
    ('"label":"Rettet"', '"label":"\\ud800"'),
    ('[],"ond"', '["x.99999999999999999999"],"ond"'),
    ('"ond"', "Infinity"),
    ('"ond"', "NaN"),
    ('"ond"', "1.5"),
    ('"ond"', "99999999999999999999"),
    ('"ond"', '"\\u0000"'),
    ('"ond"', '{"a":1}'),
    ('"experiences"', '"experiences) --"'),
    ('"title"', '"../../etc/passwd"'),
    ('"ops":[', '"ops":[' + "[" * 5_000),
    ("{", "{" + '"x":' + "[" * 50_000),
)


def test_b1_an_absurd_line_stops_no_command_of_anybody(share: Path, anna: Computer, bo: Computer) -> None:
    made = Maker(share).line([["experiences", "0" * 32, "title", [], "ond"]]).body
    for old, new in ABSURD_BODIES:
        stranger = Maker(share)
        assert old in made
        body = stranger.line([["experiences", "0" * 32, "title", [], "ond"]]).body.replace(old, new, 1)
        stranger.put(stranger.signed(body))
    stranger.put_bytes(b"rubbish")
    anna.add("imens")
    for computer in (anna, bo):
        for command in (("exchange",), ("show", "experiences"), ("backups",), ("history",), ("verify",)):
            ran = computer.do(*command)
            assert ran.code == 0, (command, ran)
            assert [line for line in ran.err.splitlines() if not line.endswith(".")] == [], "sentences alone"
        assert "no gzip" in computer.home.joinpath("cbnet.log").read_text(encoding="utf-8")
    assert bo.shown("experiences") == {"imens"}


@pytest.mark.parametrize("covers", ["[Infinity]", "[1e999]", '[["a",99999999999999999999]]', "not json", "[[[[[[[[[["])
def test_b1_an_absurd_value_in_an_honest_line_stops_nobody(
    covers: str, share: Path, anna: Computer, bo: Computer
) -> None:
    stranger = Maker(share)
    person = anna.done("add", "people", "name=Hanne", "phone=11223344")
    _, erasure = stranger.frozen_row("erasures", person_id=person, reason="x", erased_on="2026-11-29", covers=covers)
    _, plan = stranger.row("plans", year=None)
    _, meeting = stranger.row("meetings", held_on="9999-12-31", kind="annual")
    for ops in (erasure, plan, meeting):
        stranger.put(stranger.line(ops))
    for computer in (anna, bo):
        assert computer.do("exchange").code == 0
        for command in (("show", "people"), ("history",), ("verify",), ("check", "--year", "2026"), ("conflicts",)):
            assert computer.do(*command).code in (0, 1), command
    assert bo.shown("people", "phone") == {"11223344"}


def test_b1_a_line_that_says_nothing_where_a_value_must_be_stops_nobody(
    share: Path, anna: Computer, bo: Computer
) -> None:
    stranger = Maker(share)
    seal, _ = sealed("known")
    cells = [("computers", stranger.chain, "standing"), ("edits", "0" * 40, "standing")]
    cells += [("network", stranger.network, "keeper"), ("erasures", "e", "id"), ("plan_versions", "v", "id")]
    for cell in cells:
        stranger.put(stranger.line([[*cell, [], None, seal]], [None]))
    anna.add("imens")
    for computer in (bo, anna):
        for command in (("exchange",), ("show", "experiences"), ("computers",), ("history",), ("conflicts",)):
            ran = computer.do(*command)
            assert (ran.code, "Traceback" in ran.err) == (0, False), (command, ran)
    assert bo.shown("experiences") == {"imens"}


def test_b1_a_heap_of_erasures_by_strangers_keeps_nobody_waiting(share: Path, anna: Computer, bo: Computer) -> None:
    person = anna.done("add", "people", "name=Hanne", "phone=11223344")
    bo.exchange()
    stranger = Maker(share)
    said = {"person_id": person, "decided_by": "Anna", "erased_on": "2026-11-29", "covers": "[]"}
    ops = [op for number in range(700) for op in stranger.frozen_row("erasures", reason=f"{number}", **said)[1]]
    stranger.put(stranger.line(ops))
    stranger.put(stranger.line([["computers", f"{number:032x}", "standing", [], "known"] for number in range(4_000)]))
    anna.add("imens")
    ran = bo.exchange()
    assert (ran.code, bo.shown("experiences")) == (0, {"imens"}), ran


def test_s1_a_signed_version_cannot_be_rewritten_by_a_backdated_op(tmp_path: Path, share: Path) -> None:
    anna = Computer("Anna", tmp_path / "laptops", share)
    anna.done("new", "--example")
    version = next(row for row in anna.rows("plan_versions") if row["year"] == 2014)
    paper = tmp_path / "godkendt.pdf"
    anna.done("plan", "--year", "2014", "--version", str(version["number"]), "-o", paper)
    stranger = Maker(share)
    forged = {"signed_by": "En fremmed", "sha256": "0" * 64, "document": "{}", "number": 99, "pdf": "Zm9yZ2Vk"}
    for is_replacing in (False, True):
        ops = [
            ["plan_versions", version["id"], name, heads(share, "plan_versions", version["id"], name), value]
            if is_replacing
            else ["plan_versions", version["id"], name, [], value]
            for name, value in forged.items()
        ]
        stranger.put(stranger.line(ops, at=LONG_AGO))
    gone = heads(share, "plan_versions", version["id"], "id")
    stranger.put(stranger.line([["plan_versions", version["id"], "id", gone, None]], at=LONG_AGO))
    newcomer = Computer("Cai", tmp_path / "laptops", share)
    for computer in (anna, newcomer):
        assert computer.exchange().code == 0
        again = tmp_path / f"{computer.name}.pdf"
        computer.done("plan", "--year", "2014", "--version", str(version["number"]), "-o", again)
        assert again.read_bytes() == paper.read_bytes()
        judged = computer.run("verify-pdf", paper, "--network", computer.file)
        assert f"af {version['signed_by']}" in judged.out, judged
        assert [line for line in judged.out.splitlines() if line.startswith("nej")] == []
        assert [row for row in computer.rows("plan_versions") if row["id"] == version["id"]] == [version]


def test_s2_a_strangers_erasure_blanks_nothing_now_or_later(share: Path, anna: Computer, bo: Computer) -> None:
    person = anna.done("add", "people", "name=Hanne", "phone=11223344", "email=h@example.dk")
    bo.exchange()
    stranger = Maker(share)
    known = [op.name for op in raw.ops_in(share) if op.table == "people" and op.row == person]
    future = [f"{number:040x}.{index}" for number in range(500) for index in range(4)]
    for covers in (known, known + future):
        said = {"person_id": person, "reason": "Krav", "erased_on": "2026-11-29", "covers": encoded(sorted(covers))}
        stranger.put(stranger.line(stranger.frozen_row("erasures", decided_by="Anna", **said)[1]))
    everybody_exchanges(anna, bo)
    assert bo.shown("people", "phone") == anna.shown("people", "phone") == {"11223344"}
    anna.done("set", "people", person, "phone=55667788")
    everybody_exchanges(anna, bo)
    assert bo.shown("people", "phone") == anna.shown("people", "phone") == {"55667788"}
    assert "h@example.dk" in {op.value for op in raw.ops_in(share)}


def test_s2_a_line_whose_values_were_taken_out_takes_nothing_away(
    share: Path, anna: Computer, bo: Computer, join: Join
) -> None:
    anna.done("add", "people", "name=Hanne", "phone=11223344")
    bo.exchange()
    stranger = Maker(share)
    piece = next(piece for piece in raw.pieces(share) for line in raw.lines_of(piece) if "11223344" in line.values)
    (line,) = [line for line in raw.lines_of(piece) if "11223344" in line.values]
    blank = replace(line, values=encoded([None for op in line.head["ops"] if len(op) == 6]))
    stranger.put(blank, keys=raw.keys_of(piece))
    everybody_exchanges(bo, anna)
    newcomer = join("Cai")
    for computer in (anna, bo, newcomer):
        assert computer.shown("people", "phone") == {"11223344"}, computer.name
        assert computer.done("verify")


def test_s3_nobody_replaces_what_is_not_written_yet(share: Path, anna: Computer, bo: Computer) -> None:
    row = anna.add("et")
    bo.exchange()
    stranger = Maker(share)
    future = [f"{number:040x}.{index}" for number in range(400) for index in range(5)]
    stranger.put(stranger.line([["experiences", row, "title", future, "censureret"]]))
    stranger.put(stranger.line([["experiences", row, "id", future, None]]))
    everybody_exchanges(anna, bo)
    anna.done("set", "experiences", row, "title=to", "--lapse")
    everybody_exchanges(anna, bo)
    assert anna.rows("experiences") == bo.rows("experiences")
    written = {op.value for op in raw.ops_in(share) if op.field == "title" and op.row == row}
    assert {"et", "to"} <= written
    assert "to" in {row["title"] for row in bo.rows("experiences")} | _conflicting(bo)


def test_s4_no_backdated_row_makes_the_file_another_network(share: Path, anna: Computer, bo: Computer) -> None:
    (network,) = anna.rows("networks")
    share.rename(share.with_name("væk"))
    bo.do("add", "experiences", "title=ikke sendt")
    share.with_name("væk").rename(share)
    stranger = Maker(share)
    _, ops = stranger.row("networks", name="Stjålet", first_year=2014)
    stranger.put(stranger.line(ops, at=LONG_AGO, founds="0" * 32))
    stranger.put(stranger.line(ops, at=LONG_AGO))
    stranger.put(stranger.line([["networks", network["id"], "founder", [], stranger.chain]], at=LONG_AGO))
    for computer in (bo, anna):
        assert computer.exchange().code == 0
        assert network in computer.rows("networks")
    assert anna.shown("experiences") == {"ikke sendt"}
    assert anna.do("exchange", "--json").json["waiting"] == 0
    newcomer = Computer("Cai", anna.home.parent, share)
    assert newcomer.shown("experiences") == {"ikke sendt"}


def test_s5_nobody_continues_a_colleagues_chain(share: Path, anna: Computer, bo: Computer, join: Join) -> None:
    anna.add("et")
    bo.exchange()
    piece = max(raw.pieces(share), key=lambda piece: piece.stat().st_mtime_ns)
    last = next(line for line in raw.lines_of(piece) if line.head["by"] == "Anna")
    stranger = Maker(share)
    row = ["experiences", "0" * 32]
    ops = [[*row, "id", [], "0" * 32], [*row, "title", [], "forfalsket"]]
    head = {**last.head, "n": last.head["n"] + 1, "prev": [last.id], "ops": ops}
    forged = stranger.signed(encoded(head))
    stolen = replace(forged, signature=last.signature)
    for line in (forged, stolen):
        stranger.put(line, keys=[stranger.public, *raw.keys_of(piece)])
    everybody_exchanges(anna, bo)
    for computer in (anna, bo, join("Cai")):
        assert forged.id not in raw.edits_in(computer.home)
        assert computer.shown("experiences") == {"et"}
        assert computer.done("verify")


def test_s7_one_bad_line_stops_no_other(share: Path, anna: Computer, bo: Computer) -> None:
    for title in ("et", "to", "tre"):
        anna.add(title)
    lines = [line for line in raw.lines_in(share).values() if line.head["by"] == "Anna"]
    keys = [key for piece in raw.pieces(share) for key in raw.keys_of(piece)]
    bad = next(line for line in lines if '"to"' in line.body)
    others = [line for line in lines if line is not bad]
    stranger = Maker(share)
    for piece in raw.pieces(share):
        piece.unlink()
    stranger.put(others[0], replace(bad, body=bad.body.replace('"to"', "1.5")), *others[1:], keys=keys)
    bo.add("fra Bo")
    assert bo.exchange().code == 0
    assert bo.shown("experiences") == {"et", "tre", "fra Bo"}
    everybody_exchanges(anna, bo)
    assert anna.shown("experiences") == bo.shown("experiences") == {"et", "to", "tre", "fra Bo"}


def test_s8_no_other_account_of_the_computer_reads_what_is_private(anna: Computer, tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        person = anna.done("add", "people", "name=Hanne", "phone=11223344")
        answer = tmp_path / "svar.txt"
        anna.later("1d")
        anna.exchange()
        anna.done("person", person, "-o", answer)
    finally:
        os.umask(old)
    open_to_all = [
        f"{path} {stat.filemode(path.stat().st_mode)}"
        for path in (answer, anna.home / "replicas", *(anna.home / "replicas").rglob("*"), *anna.home.rglob("*.cbnet"))
        if path.stat().st_mode & 0o077
    ]
    assert open_to_all == []
    assert [path for path in anna.home.rglob("*") if path.suffix == ".key" and "backups" in path.parts] == []


@pytest.mark.parametrize(
    "statement",
    [
        "create view _sqlite_evil as select 1",
        "create table sqliteevil (x)",
        "create trigger evil after insert on people begin select 1; end",
        "create index evil on people (name)",
        "update people set name = 'En anden'",
        "delete from people",
    ],
)
def test_s9_verify_names_what_hides_in_the_file(statement: str, anna: Computer, bo: Computer) -> None:
    anna.done("add", "people", "name=Hanne")
    conn = dbapi2.connect(str(anna.file))
    with conn:
        conn.execute(statement)
    conn.close()
    ran = bo.do("verify")
    assert ran.code == 1, ran
    assert anna.exchange().code == 0


def _conflicting(computer: Computer) -> set[str]:
    return {version["value"] for found in computer.do("conflicts", "--json").json for version in found["versions"]}
