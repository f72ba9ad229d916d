"""Pieces: immutable bags of edits, named by the hash of their bytes, so that any client may carry and repeat them.

A piece is gzip of UTF-8 lines: a header with network and public keys, then a line for each edit. Its name tells its
writer, how many edits it holds, and the first 160 bits of its bytes' SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cbnet_desktop.store.format.edits import Bad, SignedEdit, encoded, parsed_line
from cbnet_desktop.store.format.keys import PublicKey, public_key

ENDING = ".cb1"
MAX_PIECE = 8 << 20
MAX_TEXT = 48 << 20
#: No piece is made with more text than this.
FULL_TEXT = 6 << 20
_FORMAT = 1
_NAME = re.compile(r"([0-9a-f]{16})-(0|[1-9][0-9]{0,7})-([0-9a-f]{40})\.cb1")
#: Names of pieces of this and of later formats.
ANY_NAME = re.compile(r"[0-9a-f]{16}-[0-9]{1,8}-[0-9a-f]{40}\.[a-z0-9]{1,8}")


class Name(NamedTuple):
    """What the name of a piece tells."""

    writer: str
    edits: int
    digest: str

    @classmethod
    def of(cls, text: str) -> Name | None:
        """The parts of a name; None for a file of another kind or a later format."""
        found = _NAME.fullmatch(text)
        return cls(found[1], int(found[2]), found[3]) if found else None


class Piece(NamedTuple):
    """What a piece holds: keys by chain, edits whose signature is right, the ids of those checked one by one.

    The others are proved by the next edit of their chain, which names them by hash. refused says why lines were left.
    """

    keys: Mapping[str, PublicKey]
    edits: list[SignedEdit]
    checked: frozenset[str]
    refused: list[str]


def packed(network: str, keys: Iterable[PublicKey], edits: Iterable[SignedEdit], writer: str) -> tuple[str, bytes]:
    """Name and bytes of a new piece."""
    header = {"cbnet": _FORMAT, "net": network, "keys": [key.text for key in keys]}
    lines = [encoded(header), *(edit.line for edit in edits)]
    data = gzip.compress("\n".join(lines).encode(), 6, mtime=0)
    return f"{writer[:16]}-{len(lines) - 1}-{digest(data)}{ENDING}", data


def digest(data: bytes) -> str:
    """The hash in a piece's name."""
    return hashlib.sha256(data).hexdigest()[:40]


def unpacked(data: bytes, network: str, count: int) -> Piece:
    """What a piece holds; raises Bad for bytes that are none. One bad line stops no other."""
    first, *lines = _lines(data)
    if len(lines) != count:
        raise Bad("another number of edits")
    keys = _keys(first, network)
    found: dict[str, SignedEdit] = {}
    refused: list[str] = []
    for line in lines:
        try:
            edit = parsed_line(line, network)
        except Bad as why:
            refused.append(str(why))
            continue
        if edit.head.key in keys:
            found[edit.id] = edit
        else:
            refused.append("no key")
    good, checked = proved(found, keys)
    refused.extend(["signature"] * (len(found) - len(good)))
    return Piece(keys, [edit for edit in found.values() if edit.id in good], frozenset(checked), refused)


def _lines(data: bytes) -> list[str]:
    if len(data) > MAX_PIECE:
        raise Bad("too large a piece")
    inflater = zlib.decompressobj(31)
    try:
        text = inflater.decompress(data, MAX_TEXT + 1)
    except zlib.error:
        raise Bad("no gzip") from None
    if len(text) > MAX_TEXT or not inflater.eof or inflater.unused_data:
        raise Bad("too large or cut")
    try:
        return text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Bad("no text") from None


def _keys(first: str, network: str) -> dict[str, PublicKey]:
    try:
        header = json.loads(first)
    except (ValueError, RecursionError):
        raise Bad("no header") from None
    if type(header) is not dict or header.get("net") != network or type(header.get("keys")) is not list:
        raise Bad("another network")
    keys: dict[str, PublicKey] = {}
    for text in header["keys"]:
        try:
            key = public_key(text if type(text) is str else "")
        except Bad:
            continue
        keys[key.chain] = key
    return keys


def proved(found: Mapping[str, SignedEdit], keys: Mapping[str, PublicKey]) -> tuple[set[str], set[str]]:
    """The ids of edits with a right signature, and those of them whose own signature was checked.

    An edit that is named by a right one of its own chain needs no check of its own: nobody can name another's hash.
    """
    good: set[str] = set()
    checked: set[str] = set()
    named: set[str] = set()
    for edit in sorted(found.values(), key=lambda edit: -edit.head.number):
        if edit.id not in named:
            if not keys[edit.head.key].signed(edit):
                continue
            checked.add(edit.id)
        good.add(edit.id)
        for before in edit.head.prev:
            other = found.get(before)
            if other and other.head.key == edit.head.key and other.head.number < edit.head.number:
                named.add(before)
    return good, checked
