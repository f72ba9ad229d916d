"""Reading 100,000 edits out of pieces, beside what json, hashlib and cryptography alone take for the same lines."""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64decode
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cbnet_desktop.store.format.pieces import Name, digest, unpacked
from tests.benchmarks.measuring import Figure, report, timed
from tests.store.format.making import Computer, run

#: Each is read in four rounds.
EDITS = 25_000
EACH = 5_000


@pytest.fixture(scope="module")
def pieces() -> list[tuple[str, bytes]]:
    """A run of edits of three ops each, in pieces."""
    computer = run(EDITS)
    return [computer.piece(computer.edits[start : start + EACH]) for start in range(0, EDITS, EACH)]


def test_a_piece_is_checked_beside_plain_parsing_hashing_and_verifying(
    pieces: list[tuple[str, bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    network = Computer().network
    plain = checked = 0.0
    for name, data in pieces:
        # The fastest of some rounds in turn: what else the machine does falls on both.
        plainly, fully = partial(plainly_read, data), partial(read, name, data, network)
        rounds = [(timed(plainly), timed(fully)) for _ in range(4)]
        plain += min(took for took, _ in rounds)
        checked += min(took for _, took in rounds)
    what, beside = f"reading pieces of {EDITS:,} edits with every check", "json, hashes and one signature a piece"
    report(capsys, Figure(what, [checked], 2, beside, [plain]))
    # Measured 1.3 to 1.5.
    assert checked / plain < 2


def read(name: str, data: bytes, network: str) -> None:
    """What the program does with a piece before it takes in anything."""
    assert digest(data) == Name.of(name).digest
    piece = unpacked(data, network, EACH)
    assert (len(piece.edits), piece.refused, len(piece.checked)) == (EACH, [], 1)


def plainly_read(data: bytes) -> list[object]:
    """The same work without a single check but one signature: a run is proved by its last edit."""
    assert len(hashlib.sha256(data).hexdigest()) == 64
    header, *lines = gzip.decompress(data).split(b"\n")
    found: list[object] = []
    for line in lines:
        body, values, signature = line.split(b"\t")
        found.append((hashlib.sha256(body).hexdigest(), json.loads(body), json.loads(values)))
    key = Ed25519PublicKey.from_public_bytes(b64decode(json.loads(header)["keys"][0]))
    key.verify(b64decode(signature), body)  # of the last line
    return found
