"""A piece holds what was put into it, and one bad line in it stops no other."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Iterable
from typing import Any

import pytest

from cbnet_desktop.store.format.edits import Bad, SignedEdit, encoded, stored_values, without
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.format.pieces import (
    ANY_NAME,
    ENDING,
    MAX_EDITS,
    MAX_KEYS,
    MAX_PIECE,
    MAX_TEXT,
    Name,
    Piece,
    digest,
    packed,
    unpacked,
)
from tests.store.format.making import Computer, Forger, op, run
from tests.test_architecture import ROOT

NETWORK = Computer().network


def piece_of(lines: Iterable[bytes | SignedEdit], keys: Iterable[str] = (), **header: Any) -> tuple[bytes, int]:
    """Bytes of a piece of any lines, and how many."""
    told = {"cbnet": 1, "net": NETWORK, "keys": [Computer().signer.public.text, *keys], **header}
    raw = [line if isinstance(line, bytes) else line.line.encode() for line in lines]
    return gzip.compress(b"\n".join([encoded(told).encode(), *raw]), mtime=0), len(raw)


def read(lines: Iterable[bytes | SignedEdit], *keys: str) -> Piece:
    """What a piece of any lines holds."""
    data, count = piece_of(lines, keys)
    return unpacked(data, NETWORK, count)


def test_what_is_packed_comes_back() -> None:
    computer = run(20)
    computer.sealing("11 22", "33 44")
    name, data = computer.piece()
    piece = unpacked(data, NETWORK, 21)
    assert piece == Piece(
        {computer.signer.public.chain: computer.signer.public}, computer.edits, frozenset({computer.edits[-1].id}), []
    )
    assert Name.of(name) == Name(computer.signer.public.chain[:16], 21, digest(data))
    assert ANY_NAME.fullmatch(name)
    assert computer.piece() == (name, data), "the same edits make the same bytes"


def test_a_piece_without_edits_is_one() -> None:
    name, data = Computer().piece()
    assert (Name.of(name).edits, unpacked(data, NETWORK, 0).edits) == (0, [])


def test_a_name_has_nothing_that_systems_change() -> None:
    name, _ = run(3).piece()
    assert len(name) <= 68
    assert set(name) <= set("0123456789abcdef-.cb")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3428cbafe8fc22c3-64-b2b09a9b0550b096b326076c004ece7dee40424f",
        "3428cbafe8fc22c3-064-b2b09a9b0550b096b326076c004ece7dee40424f.cb1",
        "3428cbafe8fc22c3--1-b2b09a9b0550b096b326076c004ece7dee40424f.cb1",
        "3428cbafe8fc22c3-٦٤-b2b09a9b0550b096b326076c004ece7dee40424f.cb1",
        "3428cbafe8fc22c3-123456789-b2b09a9b0550b096b326076c004ece7dee40424f.cb1",
        "3428CBAFE8FC22C3-64-b2b09a9b0550b096b326076c004ece7dee40424f.cb1",
        "3428cbafe8fc22c3-64-b2b09a9b0550b096b326076c004ece7dee40424.cb1",
        "3428cbafe8fc22c3-64-b2b09a9b0550b096b326076c004ece7dee40424f.cb1\n",
        "../28cbafe8fc22c3-64-b2b09a9b0550b096b326076c004ece7dee40424f.cb1",
        ".syncthing.3428cbafe8fc22c3-64-b2b09a9b0550b096b326076c004ece7dee40424f.cb1.tmp",
        "3428cbafe8fc22c3-64-b2b09a9b0550b096b326076c004ece7dee40424f (1).cb1",
        "3428cbafe8fc22c3-64-b2b09a9b0550b096b326076c004ece7dee40424f.cb1.partial",
    ],
)
def test_a_name_of_another_kind_is_none(text: str) -> None:
    assert Name.of(text) is None
    assert not ANY_NAME.fullmatch(text) or "-064-" in text


def test_a_name_of_a_later_format_is_told_from_a_foreign_file() -> None:
    later = run(1).piece()[0].replace(ENDING, ".cb2")
    assert (Name.of(later), ANY_NAME.fullmatch(later) is not None) == (None, True)


class TestOneBadLine:
    def test_stops_no_other(self) -> None:
        computer = run(5)
        for wrong in (b"", b"\xff", b"x" * 7_000_000, computer.edits[2].line.encode().replace(b"Anna", b"Bo")):
            lines: list[bytes | SignedEdit] = [*computer.edits]
            lines[2] = wrong
            piece = read(lines)
            assert [edit.id for edit in piece.edits] == [computer.edits[n].id for n in (0, 1, 3, 4)]
            assert len(piece.refused) == 1
            assert len(piece.checked) == 2, "what it would have proved is checked itself"

    def test_whose_key_is_not_told_is_refused(self) -> None:
        stranger = Forger(NETWORK)
        computer = run(2)
        assert read([*computer.edits, stranger.edit()]).refused == ["no key"]
        assert len(read([*computer.edits, stranger.edit()], stranger.public.text).edits) == 3

    def test_whose_signature_is_garbled_is_refused_though_another_line_has_it_right(self) -> None:
        edits = run(1).edits
        garbled = edits[0]._replace(signature=b"z" * 64)
        assert (read([garbled]).edits, read([garbled]).refused) == ([], ["signature"])
        assert read([garbled, *edits]).edits == edits
        assert read([*edits, garbled]).edits == edits


class TestSignatures:
    def test_a_run_is_proved_by_its_last(self) -> None:
        computer = run(3)
        lines = [computer.edits[0]._replace(signature=b"z" * 64), *computer.edits[1:]]
        piece = read(lines)
        assert [edit.id for edit in piece.edits] == [edit.id for edit in computer.edits]
        assert piece.checked == {computer.edits[2].id}

    def test_nobody_continues_the_chain_of_another(self) -> None:
        computer, stranger = run(2), Forger(NETWORK)
        last = computer.edits[-1]
        forged = stranger.edit(key=computer.signer.public.chain, n=3, prev=[last.id])
        piece = read([*computer.edits, forged], stranger.public.text)
        assert (piece.edits, piece.refused) == (computer.edits, ["signature"])

    def test_nobody_proves_an_edit_of_another_by_naming_it(self) -> None:
        computer, stranger = Computer(), Forger(NETWORK)
        forged = stranger.edit(key=computer.signer.public.chain)._replace(signature=b"z" * 64)
        naming = stranger.edit(n=2, prev=[forged.id])
        piece = read([forged, naming], stranger.public.text)
        assert [edit.id for edit in piece.edits] == [naming.id]

    def test_an_edit_proves_none_that_says_it_is_later(self) -> None:
        computer = Computer()
        later = computer.edit(op(), number=9, prev=["0" * 40])._replace(signature=b"z" * 64)
        computer.edits.clear()
        earlier = computer.edit(op(), number=2, prev=[later.id])
        assert read([later, earlier]).edits == [earlier]

    def test_two_tips_of_a_clone_prove_what_they_have_in_common(self) -> None:
        computer = run(2)
        branch = [computer.edit(op(), number=3, label=label, prev=[computer.edits[1].id]) for label in "ab"]
        piece = read(computer.edits)
        assert (len(piece.edits), piece.checked) == (4, {edit.id for edit in branch})


def test_what_is_blank_in_one_line_is_filled_from_another_of_the_same_piece() -> None:
    edit = Computer().sealing("11 22", "33 44")
    for lines in ([without(edit, [0]), without(edit, [2])], [without(edit, [2]), without(edit, [0])]):
        assert stored_values(read(lines).edits[0]) == ['"11 22"', '"åben"', '"33 44"']


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"null",
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        {"net": "f" * 32},
        {"net": None},
        {"cbnet": 2},
        {"cbnet": True},
        {"cbnet": None},
        {"keys": None},
        {"keys": {"a": 1}},
        {"keys": [""] * (MAX_KEYS + 1)},
    ],
    ids=str,
)
def test_a_piece_without_a_right_header_is_bad(header: bytes | dict[str, Any]) -> None:
    told = {"cbnet": 1, "net": NETWORK, "keys": []}
    raw = header if isinstance(header, bytes) else json.dumps(told | header).encode()
    assert unpacked(gzip.compress(json.dumps(told).encode()), NETWORK, 0)
    with pytest.raises(Bad):
        unpacked(gzip.compress(raw), NETWORK, 0)


def test_a_bad_key_in_the_header_stops_no_other() -> None:
    computer = run(1)
    for wrong in ("", "x", 1, None, [], {}, "A" * 44):
        data, count = piece_of(computer.edits, keys=[wrong], more="said")  # type: ignore[list-item]  # no key at all
        assert unpacked(data, NETWORK, count).edits == computer.edits


class TestBytesThatAreNoPiece:
    def refused(self, data: bytes, count: int = 2) -> None:
        with pytest.raises(Bad):
            unpacked(data, NETWORK, count)

    def test_other_bytes(self) -> None:
        _, good = run(2).piece()
        for data in (b"", b"\x1f\x8b", b"x" * 99, zlib.compress(b"x"), gzip.compress(b"")):
            self.refused(data)
        for end in range(len(good)):
            self.refused(good[:end])

    def test_another_number_of_lines(self) -> None:
        _, good = run(2).piece()
        for count in (0, 1, 3, 99_999_999):
            self.refused(good, count)

    def test_a_line_break_at_the_end(self) -> None:
        self.refused(gzip.compress(gzip.decompress(run(2).piece()[1]) + b"\n"))

    def test_a_second_member(self) -> None:
        _, good = run(2).piece()
        self.refused(good + gzip.compress(b"x"))
        self.refused(good + b"\0")

    def test_a_damaged_checksum(self) -> None:
        _, good = run(2).piece()
        self.refused(good[:-5] + bytes([good[-5] ^ 1]) + good[-4:])

    def test_too_many_bytes(self) -> None:
        data, count = piece_of([])
        whole = data[:10] + b"\0" * (MAX_PIECE - len(data)) + data[10:]
        self.refused(whole, count)
        self.refused(b"x" * (MAX_PIECE + 1))

    def test_too_much_text(self) -> None:
        computer = run(1)
        filling = [b"x" * 5_900_000] * 8
        data, count = piece_of([*computer.edits, *filling])
        assert len(gzip.decompress(data)) < MAX_TEXT
        assert unpacked(data, NETWORK, count).edits == computer.edits
        self.refused(*piece_of([*computer.edits, *filling, *filling[:1]]))

    def test_too_many_edits(self) -> None:
        data, count = piece_of([b""] * MAX_EDITS)
        assert len(unpacked(data, NETWORK, count).refused) == MAX_EDITS
        self.refused(*piece_of([b""] * (MAX_EDITS + 1)))


#: Prints seconds and megabytes that a piece takes which inflates without end.
BOMB = """
import resource, sys, time, zlib
from cbnet_desktop.store.format.edits import Bad
from cbnet_desktop.store.format.pieces import unpacked
byte, count = sys.argv[1].encode().decode("unicode_escape").encode(), int(sys.argv[2])
deflater = zlib.compressobj(9, wbits=31)
data, again = (deflater.compress(byte * 2**24) + deflater.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
data += again * ((2**23 - len(data)) // len(again))
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    unpacked(data, "f" * 32, count)
except Bad:
    print(time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells of memory in another way")
@pytest.mark.parametrize(("byte", "count"), [("\\0", 1), ("\\n", 1), ("\\n", 99_999_999), ("\\n", MAX_EDITS), ("[", 1)])
def test_a_bomb_of_eight_gigabytes_ends_at_once_and_in_little_memory(byte: str, count: int) -> None:
    found = subprocess.run(
        [sys.executable, "-c", BOMB, byte, str(count)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    seconds, megabytes = map(float, found.stdout.split())
    assert seconds < 2
    assert megabytes < 100


def test_keys_of_every_writer_travel_with_their_edits() -> None:
    anna, bo = run(2), Computer(NETWORK)
    bo.edit(op())
    name, data = packed(
        NETWORK, [anna.signer.public, bo.signer.public], [*anna.edits, *bo.edits], bo.signer.public.chain
    )
    piece = unpacked(data, NETWORK, 3)
    assert piece.edits == [*anna.edits, *bo.edits]
    assert piece.checked == {anna.edits[-1].id, bo.edits[-1].id}
    assert name.startswith(bo.signer.public.chain[:16])
    header = json.loads(gzip.decompress(data).split(b"\n")[0])
    assert [len(base64.b64decode(key)) for key in header["keys"]] == [32, 32]
    assert Signer(bo.signer.secret).public == piece.keys[bo.signer.public.chain]
