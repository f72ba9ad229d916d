"""A long history as pieces in a folder: twenty computers edit four fields of ten thousand people again and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cbnet_desktop.store.format.edits import SEALED, CellOp, Head, SignedEdit, encoded, founded_id, sealed_hash
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.format.pieces import FULL_TEXT, packed
from cbnet_desktop.store.places.folder import Folder

ROWS = 10_000
COMPUTERS = 20
FIELDS = ("phone", "title", "note", "name")
TOGETHER = 3


def history(count: int) -> tuple[str, list[Signer], list[SignedEdit]]:
    """The network's id, its computers, and their edits with so many ops in all."""
    signers = [Signer.new() for _ in range(COMPUTERS)]
    network = founded_id(signers[0].public.chain, "nonce")
    cells = list(_cells(network, count))
    last: dict[tuple[str, str, str], str] = {}
    tips = [""] * COMPUTERS
    numbers = [0] * COMPUTERS
    edits: list[SignedEdit] = []
    for number, start in enumerate(range(0, len(cells), TOGETHER)):
        who = number % COMPUTERS
        ops, values = [], []
        for cell, value in cells[start : start + TOGETHER]:
            prevs = [last[cell]] if cell in last else []
            if (cell[0], cell[2]) in SEALED:
                salt, text = f"{number:024x}", encoded(value)
                values.append([salt, text])
                ops.append(CellOp(*cell, prevs, None, sealed_hash(salt, text)))
            else:
                ops.append(CellOp(*cell, prevs, value))
        numbers[who] += 1
        at = f"2016-{1 + number % 12:02}-{1 + number % 28:02}T12:00:00.{number % 1000:03}Z"
        prev = [tips[who]] if tips[who] else []
        founds = "nonce" if not number else ""
        head = Head(
            1, signers[who].public.chain, numbers[who], prev, at, f"bruger {who}", "Rettet", "", founds, [], ops
        )
        edit = signers[who].sign(network, head, encoded(values))
        tips[who] = edit.id
        last.update({cell: f"{edit.id}.{place}" for place, (cell, _) in enumerate(cells[start : start + TOGETHER])})
        edits.append(edit)
    return network, signers, edits


def _cells(network: str, count: int) -> Iterator[tuple[tuple[str, str, str], str | int]]:
    yield ("networks", network, "id"), network
    yield ("networks", network, "name"), "Lang"
    yield ("networks", network, "first_year"), 2015
    for row in range(ROWS):
        yield ("people", f"{row:032x}", "id"), f"{row:032x}"
        yield ("people", f"{row:032x}", "name"), f"Person {row}"
    for number in range(3 + 2 * ROWS, count):
        yield ("people", f"{number % ROWS:032x}", FIELDS[number // ROWS % 4]), str(number)


def lay(folder: Path, network: str, signers: list[Signer], edits: list[SignedEdit]) -> None:
    """Writes the edits of each computer as its own pieces."""
    place = Folder(folder)
    for signer in signers:
        own = [edit for edit in edits if edit.head.key == signer.public.chain]
        while own:
            size = many = 0
            while many < len(own) and size < FULL_TEXT:
                size += len(own[many].body) + len(own[many].values)
                many += 1
            place.put(*packed(network, [signer.public], own[:many], signer.public.chain))
            own = own[many:]
