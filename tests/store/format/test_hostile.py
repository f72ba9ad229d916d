"""Whoever may write into the shared folder can lay there what they like: nothing of it is taken in, or stops others."""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from cbnet_desktop.store.format.edits import Bad, encoded
from cbnet_desktop.store.format.pieces import MAX_PIECE, MAX_TEXT, unpacked
from tests.store.format.making import Computer, Forger, op, run

NETWORK = Computer().network
HASH = "0" * 40

#: A single op that is none.
OPS: tuple[Any, ...] = (
    ["erasures", "1", "covers", [], float("inf")],
    ["experiences", "1", "title", [], 1.5],
    ["experiences", "1", "title", [], 2**63],
    ["experiences", "1", "title", ["x.99999999999999999999"], "x"],
    ["experiences) --", "1", "title", [], "x"],
    ["experiences", "1", "title", [], {"a": 1}],
    ["experiences", "1", "title", [], "nul\0"],
    ["people", "1", "phone", [], "not sealed"],
    ["x"] * 7,
)
#: What a body may say wrongly.
BODIES: tuple[dict[str, Any], ...] = (
    *({"ops": [wrong]} for wrong in OPS),
    {"at": "9999-12-31T23:59:59.999Z"},
    {"at": "0001-01-01T00:00:00.000Z"},
    {"at": "zzzz"},
    {"by": "a\nb"},
    {"by": "a" * 400},
    {"n": 2**62, "prev": [HASH]},
    {"n": -1},
    {"n": 2, "prev": [HASH] * 1001},
    {"ops": {"new": "thing"}},
    {"net": "f" * 32},
    {"founds": "a nonce of a stranger"},
)
#: Bodies that are no JSON object of an edit.
TEXTS = ("[" * 100_000, '{"v":1e999}', '{"v":NaN}', "{}", "null", '{"v":1' + ',"v":1' * 100_000 + "}")
VALUES = ("[[1,2]]", "[[", "[null]")


def lines(stranger: Forger) -> Iterator[bytes]:
    """Every line that is none."""
    for said in BODIES:
        yield stranger.line(encoded_badly(stranger.body(**said)))
    for text in TEXTS:
        yield stranger.line(text)
    for text in VALUES:
        yield stranger.line(stranger.body(), text)
    yield stranger.line(stranger.body()) + b"\tmore"
    yield stranger.line(stranger.body())[:-9]


def encoded_badly(body: dict[str, Any]) -> str:
    """JSON with the numbers that JSON does not have."""
    return encoded(body) if "inf" not in str(body) else encoded({**body, "ops": "?"}).replace('"?"', "[Infinity]")


def holding(*lines: bytes, network: str = NETWORK) -> bytes:
    """A rightly made piece of any lines, which tells the stranger's key and the computer's."""
    keys = [Forger(network).public.text, Computer().signer.public.text]
    return gzip.compress(b"\n".join([encoded({"cbnet": 1, "net": network, "keys": keys}).encode(), *lines]), mtime=0)


def blobs() -> Iterator[bytes]:
    """Bytes that are no piece."""
    yield b""
    yield b"\x1f\x8b"
    yield gzip.compress(b"\0" * (MAX_TEXT + 5), mtime=0)
    yield gzip.compress(b"[1]\n", mtime=0)
    yield gzip.compress(encoded({"cbnet": 1, "net": NETWORK, "keys": {"a": 1}}).encode() + b"\n", mtime=0)
    yield gzip.compress(b"\n" * (MAX_TEXT - 1), mtime=0)
    yield os.urandom(5000)
    yield b"x" * (MAX_PIECE + 100)
    yield holding(network="f" * 32)


def test_every_hostile_piece_is_refused_and_all_of_them_in_two_seconds() -> None:
    found = [holding(line) for line in lines(Forger(NETWORK))]
    whole = list(blobs())
    assert len(found) + len(whole) >= 31
    start = time.process_time()
    for data in found:
        piece = unpacked(data, NETWORK, 1)
        assert (piece.edits, len(piece.refused)) == ([], 1)
    for data in whole:
        with pytest.raises(Bad):
            unpacked(data, NETWORK, 1)
    assert time.process_time() - start < 2


def test_all_hostile_lines_among_good_ones_stop_none_of_them() -> None:
    stranger, computer = Forger(NETWORK), run(40)
    good = [edit.line.encode() for edit in computer.edits]
    mixed = [line for pair in zip(good, lines(stranger), strict=False) for line in pair]
    piece = unpacked(holding(*mixed), NETWORK, len(mixed))
    assert piece.edits == computer.edits[: len(mixed) // 2]
    assert len(piece.refused) == len(mixed) // 2


def test_what_a_stranger_signs_under_an_own_key_is_an_edit_whatever_it_says_of_others() -> None:
    # Censoring edits not yet written, or erasing all: names of unknown ops are taken in and harm nothing.
    stranger = Forger(NETWORK)
    ops = [["experiences", "1", "title", [f"{number:040x}.0" for number in range(2000)], "x"]]
    piece = unpacked(holding(stranger.line(stranger.body(ops=ops, by="Asta Eksempelsen"))), NETWORK, 1)
    assert piece.edits[0].head.key == stranger.public.chain


def test_a_stranger_cannot_write_as_a_known_computer() -> None:
    stranger, computer = Forger(NETWORK), run(2)
    computer.edit(op())
    for said in ({"n": 4, "prev": [computer.edits[-1].id]}, {"n": 1, "prev": []}):
        forged = stranger.line(stranger.body(key=computer.signer.public.chain, **said))
        piece = unpacked(holding(*[edit.line.encode() for edit in computer.edits], forged), NETWORK, 4)
        assert (piece.edits, piece.refused) == (computer.edits, ["signature"])
