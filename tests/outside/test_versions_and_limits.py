"""D10, D13: what a newer program wrote is carried and told; what is larger than allowed is refused and stops nobody."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from tests.outside import raw
from tests.outside.computer import Computer, everybody_exchanges
from tests.outside.conftest import Join
from tests.outside.maker import Maker, encoded, sealed


def test_d10_a_newer_program_stops_no_older_one(share: Path, anna: Computer, bo: Computer) -> None:
    newer = Maker(share, "Nyere program")
    line = newer.line({"whole new": ["kind", "of", "ops"]}, v=2, mood="glad")
    newer.put(line)
    newer.put_bytes(b"a piece of a later format", ending="cb2")
    anna.add("imens")
    ran = anna.exchange()
    assert ran.code == 0, ran
    assert "nyere CBnet" in ran.out + ran.err
    for command in (("show", "experiences"), ("verify",), ("backups",), ("history",), ("conflicts",)):
        assert anna.do(command[0], *command[1:]).code == 0, command
    bo.add("fra Bo")
    everybody_exchanges(anna, bo)
    assert anna.shown("experiences") == bo.shown("experiences") == {"imens", "fra Bo"}
    assert line.id in raw.edits_in(bo.home)


def test_d10_what_is_not_understood_is_carried_on(share: Path, anna: Computer, bo: Computer) -> None:
    newer = Maker(share, "Nyere program")
    lines = [newer.line(["later"], v=7), newer.line([["gadgets", "g1", "colour", [], "rød"]])]
    piece, later = newer.put(*lines), newer.put_bytes(b"?", ending="cb2")
    anna.exchange()
    piece.unlink()
    anna.exchange()
    anna.later("11m")
    anna.exchange()
    assert {line.id for line in lines} <= raw.lines_in(share).keys()
    assert later.exists()
    bo.exchange()
    assert {line.id for line in lines} <= raw.edits_in(bo.home)


def test_d10_what_this_computer_wrote_with_a_newer_program_is_left_by_the_older_one(
    share: Path, anna: Computer
) -> None:
    anna.add("et")
    own = next(piece for piece in raw.pieces(share) if any(line.head["by"] == "Anna" for line in raw.lines_of(piece)))
    newer = Maker(share)
    newer.chain = own.name[:16]
    header = {"cbnet": 2, "net": newer.network, "keys": []}
    texts = [f"{encoded(header)}\nlinje {number} af en ny slags" for number in range(9)]
    left = [newer.put_bytes(gzip.compress(text.encode(), mtime=0)) for text in texts]
    anna.exchange()
    anna.later("2h")
    assert anna.exchange().code == 0
    assert [piece for piece in left if not piece.exists()] == []


def test_d13_what_is_larger_than_allowed_is_refused_quickly_and_stops_nobody(
    share: Path, anna: Computer, bo: Computer
) -> None:
    stranger = Maker(share)
    title = ["experiences", "0" * 32, "title", []]
    lines = [
        stranger.line([[*title, "x" * 6_000_001]]),
        stranger.line([[*title, "y"]] * 20_001),
        stranger.line([["experiences", "0" * 32, "title", [f"{number:040x}.0" for number in range(2_001)], "z"]]),
        stranger.line([[*title, "n"]], label="x" * 301),
        stranger.line([["experiences", "0" * 65, "title", [], "row"]]),
    ]
    for line in lines:
        stranger.put(line)
    stranger.put_bytes(gzip.compress(b"\0" * (49 << 20), mtime=0))
    stranger.put_bytes(b"x" * ((8 << 20) + 1))
    anna.add("imens")
    began = time.monotonic()
    for computer in (anna, bo):
        ran = computer.exchange()
        assert ran.code == 0, ran
        assert not {line.id for line in lines} & raw.edits_in(computer.home)
        assert computer.done("verify")
    assert time.monotonic() - began < 40
    assert bo.shown("experiences") == {"imens"}


def test_d13_what_is_as_large_as_allowed_is_taken(share: Path, bo: Computer) -> None:
    generous = Maker(share)
    row, ops = generous.row("experiences", title="x" * 200)
    prevs = [f"{number:040x}.0" for number in range(2_000)]
    seal, opened = sealed("11223344")
    person, someone = generous.row("people", name="Nogen")
    lines = [
        generous.line([*someone, ["people", person, "phone", [], None, seal]], [opened]),
        generous.line(ops),
        generous.line([["experiences", row, "text", prevs, "y" * 100_000]], label="l" * 300),
        generous.line([["gadgets", f"g{number}", "colour", [], number] for number in range(20_000)]),
    ]
    for line in lines:
        generous.put(line)
    assert bo.exchange().code == 0
    assert {line.id for line in lines} <= raw.edits_in(bo.home)
    assert bo.shown("people", "phone") == {"11223344"}
    assert bo.done("verify")


@pytest.mark.parametrize("length", [200_001, 7_000_000])
def test_d13_a_text_that_cannot_become_a_line_is_refused_at_the_door(length: int, anna: Computer) -> None:
    row = {"table": "experiences", "row_id": "0" * 32, "before": None, "after": {"title": "t", "text": "x" * length}}
    ran = anna.write(row)
    assert (ran.code, ran.json["ok"]) == (1, False), ran
    assert anna.shown("experiences") == set()
    assert anna.do("exchange", "--json").json["waiting"] == 0


def test_d13_an_act_of_more_ops_than_a_line_holds_is_done_whole(anna: Computer, join: Join, tmp_path: Path) -> None:
    sheet = tmp_path / "personer.csv"
    names = "\n".join(f"Person {number:04};Bibliotekar;p{number}@example.org;Fra listen" for number in range(5_000))
    sheet.write_text(f"Navn;Stilling;E-mail;Bemærkning\n{names}\n", encoding="utf-8")
    ran = anna.do("import", "people", sheet)
    assert ran.code == 0, (ran.out[-300:], ran.err[-300:])
    assert anna.exchange().code == 0
    parts = [line.head for line in raw.lines_in(anna.folder).values() if line.head.get("act")]
    assert len(parts) > 1
    assert len({head["act"] for head in parts}) == 1
    bo = join("Bo")
    assert len(bo.rows("people")) == 5_000
    assert bo.done("verify")


def test_d13_rubbish_in_a_folder_is_left_alone(share: Path, anna: Computer, bo: Computer) -> None:
    stranger = Maker(share)
    header = encoded({"cbnet": 1, "net": stranger.network, "keys": []})
    rubbish = [b"", b"\x1f\x8b", b"no gzip", gzip.compress(b"[1]\n", mtime=0), gzip.compress(b"\xff\xfe", mtime=0)]
    rubbish += [gzip.compress(text.encode(), mtime=0) for text in ("[" * 100_000, header, f"{header}\n\n", "{}\nx")]
    rubbish.append(gzip.compress(encoded({"cbnet": 1, "net": "f" * 32, "keys": {"a": 1}}).encode(), mtime=0))
    laid = [stranger.put_bytes(data) for data in rubbish]
    anna.add("imens")
    for computer in (anna, bo):
        ran = computer.exchange()
        assert ran.code == 0, ran
        assert "Traceback" not in ran.err
    assert bo.shown("experiences") == {"imens"}
    assert [path for path in laid if not path.exists()] == []
