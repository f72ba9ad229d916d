"""Pieces made without the program: what docs/file-format.md says, once more, for strangers and newer ones."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.outside import raw
from tests.outside.raw import Line

NOW = "2026-11-29T12:00:00.000Z"


class Maker:
    """A computer that writes into a network's folder by rules of its own."""

    def __init__(self, folder: Path, name: str = "En fremmed") -> None:
        (self.place,) = folder.glob("cbnet-*")
        self.network = str(raw.header_of(raw.pieces(folder)[0])["net"])
        self.name = name
        self._key = Ed25519PrivateKey.generate()
        self.public = self._key.public_key().public_bytes_raw()
        self.chain = hashlib.sha256(b"cbnet" + self.public).hexdigest()[:32]
        self._number, self._tips = 0, list[str]()

    def line(self, ops: Any, sealed: Sequence[Any] = (), **said: Any) -> Line:
        """An edit after this computer's last one; said replaces or adds fields of the body."""
        self._number += 1
        head: dict[str, Any] = {"v": 1, "net": self.network, "key": self.chain, "n": self._number, "prev": self._tips}
        head |= {"at": NOW, "by": self.name, "label": "Rettet", **said, "ops": ops}
        line = self.signed(encoded(head), encoded(list(sealed)))
        self._tips = [line.id]
        return line

    def signed(self, body: str, values: str = "[]") -> Line:
        """A line of any body."""
        signature = base64.b64encode(self._key.sign(body.encode())).decode()
        return Line(hashlib.sha256(body.encode()).hexdigest()[:40], body, values, signature)

    def row(self, table: str, **values: Any) -> tuple[str, list[list[Any]]]:
        """A new row's id and ops."""
        id_ = secrets.token_hex(16)
        return id_, [[table, id_, column, [], value] for column, value in {"id": id_, **values}.items()]

    def frozen_row(self, table: str, **values: Any) -> tuple[str, list[list[Any]]]:
        """A row that is named by what it says, as erasures and signed versions are: its id and ops."""
        text = json.dumps({"table": table, **values}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        id_ = hashlib.sha256(text.encode()).hexdigest()
        return id_, [[table, id_, column, [], value] for column, value in {"id": id_, **values}.items()]

    def put(self, *lines: Line, keys: Iterable[bytes] | None = None) -> Path:
        """Lays a piece with these lines in the network's folder."""
        told = [base64.b64encode(key).decode() for key in (keys or [self.public])]
        header = encoded({"cbnet": 1, "net": self.network, "keys": told})
        text = "\n".join([header, *("\t".join((line.body, line.values, line.signature)) for line in lines)])
        return self.put_bytes(gzip.compress(text.encode(), mtime=0), len(lines))

    def put_bytes(self, data: bytes, edits: int = 1, ending: str = "cb1") -> Path:
        """Lays any bytes there under the name that is theirs."""
        digest = hashlib.sha256(data).hexdigest()[:40]
        path = self.place / f"{self.chain[:16]}-{edits}-{digest}.{ending}"
        path.write_bytes(data)
        return path


def sealed(value: Any) -> tuple[str, list[str]]:
    """A seal, and the salt and text that it stands for."""
    salt, text = secrets.token_hex(12), encoded(value)
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()[:40], [salt, text]


def encoded(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def heads(folder: Path, table: str, row: str, column: str) -> list[str]:
    """The ops of a cell that no other one replaces."""
    ops = [op for op in raw.ops_in(folder) if (op.table, op.row) == (table, row)]
    replaced = {prev for op in ops for prev in op.prevs}
    return [op.name for op in ops if op.field == column and op.name not in replaced]
