"""Pieces harmed at random, the same for the same seed: python -m tests.store.format.fuzzing 20000."""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from cbnet_desktop.store.format.edits import (
    Bad,
    edit_id,
    encoded,
    filled,
    parsed,
    parsed_values,
    stored_values,
    without,
)
from cbnet_desktop.store.format.keys import public_key
from cbnet_desktop.store.format.pieces import Name, Piece, digest, unpacked
from tests.store.format.making import Computer, Forger, run

#: What stands for a node of JSON, or a text in it.
NODES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 2**53, 2**63, -(2**63) - 1, 10**400, 1.5, 1e300),
    *(
        "",
        "a",
        "\0",
        "\n",
        "\t",
        "\u2028",
        "\u202e",
        "\ud800",
        "æ" * 400,
        "x" * 70,
        "f" * 32,
        "f" * 40,
        "f" * 40 + ".0",
    ),
    *([], {}, [[]], [None], {"a": {}}, ["f" * 40], ["f" * 40 + ".0"], ["people", "p", "phone", [], None, "f" * 40]),
)
FRAGMENTS = (
    b"\t",
    b"\n",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b'"',
    b"\\",
    b"{",
    b"[",
    b"]",
    b"}",
    b",",
    b"NaN",
    b"9" * 5000,
)

Harm = Callable[[Random, bytes], bytes]


def good_piece(seed: int) -> bytes:
    """A piece of two writers with sealed values, some of them erased."""
    random, computer = Random(seed), Computer()
    run(random.randrange(4), computer)
    edit = computer.sealing("11 22", None, 7)
    computer.edits.append(without(edit, [random.randrange(4)]))
    stranger = Forger(computer.network)
    header = {"cbnet": 1, "net": computer.network, "keys": [computer.signer.public.text, stranger.public.text]}
    later = stranger.line(stranger.body(v=random.choice((1, 2)), more=[1]))
    lines = [encoded(header).encode(), *(each.line.encode() for each in computer.edits), later]
    return b"\n".join(lines)


def flip(random: Random, data: bytes) -> bytes:
    """Some bytes are others."""
    harmed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 9))):
        harmed[random.randrange(len(harmed))] ^= 1 << random.randrange(8)
    return bytes(harmed)


def splice(random: Random, data: bytes) -> bytes:
    """A stretch goes, or stands twice, or is something else."""
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    between = random.choice(
        (b"", data[start:end] * 2, random.choice(FRAGMENTS), b"[" * random.choice((9, 900, 90_000)))
    )
    return data[:start] + between + data[end:]


def shuffle(random: Random, data: bytes) -> bytes:
    """Lines, or fields of lines, change places or stand twice."""
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    if random.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        mine, theirs = lines[one].split(b"\t"), lines[other].split(b"\t")
        mine[random.randrange(len(mine))] = random.choice(theirs)
        lines[one] = b"\t".join(mine)
    return b"\n".join([*lines, *random.choices(lines, k=random.randrange(3))])


def replace(random: Random, data: bytes) -> bytes:
    """A node of some line's JSON is another one, or a field stands twice; some are signed anew by the stranger."""
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    fields = lines[place].split(b"\t")
    which = random.randrange(min(2, len(fields)))
    try:
        node = changed(random, json.loads(fields[which]))
    except (ValueError, RecursionError):  # harmed before
        return flip(random, data)
    text = json.dumps(node, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.2 and text.startswith("{"):
        text = f"{text[:-1]},{encoded(random.choice(('v', 'n', 'ops', 'x')))}:{json.dumps(random.choice(NODES))}}}"
    fields[which] = text.encode(errors="surrogatepass")
    lines[place] = b"\t".join(fields)
    if which == 0 and place and random.random() < 0.9:
        lines[place] = Forger(Computer().network).line(text, fields[-1].decode(errors="replace"))
    return b"\n".join(lines)


def changed(random: Random, node: Any) -> Any:
    """JSON with one node somewhere in it that is another one."""
    if isinstance(node, dict) and node and random.random() < 0.9:
        name = random.choice(list(node))
        return {**node, name: changed(random, node[name])}
    if isinstance(node, list) and node and random.random() < 0.8:
        place = random.randrange(len(node))
        return [*node[:place], changed(random, node[place]), *node[place + 1 :]]
    return random.choice(NODES)


HARMS: tuple[Harm, ...] = (flip, splice, shuffle, replace, replace, replace)


def harmed_piece(seed: int) -> tuple[bytes, int]:
    """The bytes of a harmed piece, and the number of edits that its name tells."""
    random = Random(seed)
    text = good_piece(seed)
    for _ in range(random.choice((1, 1, 2))):
        text = random.choice(HARMS)(random, text) or b"x"
    data = gzip.compress(text, 1, mtime=0)
    if random.random() < 0.2:
        data = random.choice((flip, splice))(random, data)
    return data, text.count(b"\n") + (random.random() < 0.05)


def tried(seeds: Iterable[int]) -> tuple[int, int]:
    """Reads a harmed piece for each seed; how many were none, and how many edits the others held."""
    bad = edits = 0
    for seed in seeds:
        data, count = harmed_piece(seed)
        start = time.perf_counter()
        try:
            piece = unpacked(data, Computer().network, count)
        except Bad:
            bad += 1
        else:
            edits += len(piece.edits)
            check(piece)
        assert time.perf_counter() - start < 5, f"seed {seed} hangs"
    return bad, edits


def check(piece: Piece) -> None:
    """Demands of whatever is taken in that it be what it says, and can be worked with."""
    network = Computer().network
    named = {before for edit in piece.edits for before in edit.head.prev}
    for edit in piece.edits:
        assert edit.id == edit_id(edit.body)
        assert edit.id in (piece.checked | named)
        if edit.id in piece.checked:
            key = piece.keys[edit.head.key]
            assert public_key(key.text) == key
            assert key.signed(edit)
        again = parsed(edit.body, edit.values, edit.signature, network)
        assert again == edit
        assert len(parsed_values(edit.values, edit.head)) == sum(1 for op in edit.head.ops if op.seal)
        assert len(stored_values(edit)) == len(edit.head.ops)
        blank = without(edit, range(len(edit.head.ops)))
        assert filled(blank, edit) == edit._replace(values=filled(blank, edit).values)
        assert edit.line.encode().decode() == edit.line
    assert Name.of(f"{'0' * 16}-1-{digest(b'')}.cb1")


def main() -> int:
    """Says what came of as many seeds as are asked for."""
    count = int(sys.argv[1])
    bad, edits = tried(range(count))
    print(f"{count} harmed pieces: {bad} refused whole, {edits} edits of the others were right")  # noqa: T201 - the report of a run by hand
    return 0


if __name__ == "__main__":
    sys.exit(main())
