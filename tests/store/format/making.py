"""Edits and pieces as a computer makes them, and as a stranger forges them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.format.edits import CellOp, Head, SignedEdit, edit_id, encoded, founded_id, sealed_hash
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.format.pieces import packed

NONCE = "prøve"
AT = "2026-11-29T19:32:01.564Z"


class Computer:
    """A computer that writes in a network, the founder's where no other network is named."""

    def __init__(self, network: str = "") -> None:
        self.signer = Signer(Random(network).randbytes(32))
        self.network = network or founded_id(self.signer.public.chain, NONCE)
        self.edits: list[SignedEdit] = []

    def edit(self, *ops: CellOp, values: str = "[]", **said: Any) -> SignedEdit:
        """Signs an edit after the computer's last one."""
        prev = [self.edits[-1].id] if self.edits else []
        told = Head(1, self.signer.public.chain, len(self.edits) + 1, prev, AT, "Anna", "Ny", "", "", [], list(ops))
        self.edits.append(self.signer.sign(self.network, told._replace(**said), values))
        return self.edits[-1]

    def sealing(self, *phones: Value) -> SignedEdit:
        """Signs an edit of an open cell between sealed ones, one for each phone number."""
        pairs = [(f"{len(self.edits):012x}{n:012x}", encoded(phone)) for n, phone in enumerate(phones)]
        ops = [CellOp("people", f"p{n}", "phone", [], None, sealed_hash(*pair)) for n, pair in enumerate(pairs)]
        return self.edit(*ops[:1], op(value="åben"), *ops[1:], values=encoded(pairs))

    def piece(self, edits: Iterable[SignedEdit] | None = None) -> tuple[str, bytes]:
        """Name and bytes of a piece of these edits, or of all."""
        return packed(
            self.network, [self.signer.public], self.edits if edits is None else edits, self.signer.public.chain
        )


def op(row_id: str = "7a", column: str = "title", value: Value = "Læsekreds", prevs: Sequence[str] = ()) -> CellOp:
    """An op on an experience."""
    return CellOp("experiences", row_id, column, list(prevs), value)


def run(count: int, computer: Computer | None = None) -> Computer:
    """A computer with a run of edits of three ops each, the same at each call."""
    computer = computer or Computer()
    random = Random(count)
    for number in range(count):
        row_id = random.randbytes(16).hex()
        computer.edit(
            op(row_id, "id", row_id),
            op(row_id, "title", f"Læsekreds {number}", [f"{random.randbytes(20).hex()}.{number % 9}"]),
            op(row_id, "position", number),
            label=f"Ny erfaring: Læsekreds {number}",
        )
    return computer


class Forger:
    """A stranger with a key of their own, who signs whatever they like."""

    def __init__(self, network: str) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(b"\x05" * 32)
        self.public = Signer(b"\x05" * 32).public
        self.network = network

    def body(self, **said: Any) -> dict[str, Any]:
        """What a good body says, but for what is given."""
        good = {"v": 1, "net": self.network, "key": self.public.chain, "n": 1, "prev": [], "at": AT, "by": "M"}
        return {**good, "label": "x", "ops": [["experiences", "m", "title", [], "x"]], **said}

    def line(self, body: str | dict[str, Any], values: str = "[]") -> bytes:
        """A line whose signature is right, whatever else is wrong."""
        raw = (body if isinstance(body, str) else json.dumps(body)).encode(errors="surrogatepass")
        return b"\t".join((raw, values.encode(errors="surrogatepass"), base64.b64encode(self.key.sign(raw))))

    def edit(self, **said: Any) -> SignedEdit:
        """The same as an edit."""
        text = encoded(self.body(**said))
        head = Head(1, self.public.chain, 1, [], AT, "", "", "", "", [], [])
        return SignedEdit(edit_id(text), text, "[]", self.key.sign(text.encode()), head)
