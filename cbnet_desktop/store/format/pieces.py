"""Pieces: immutable bags of edits, named by the hash of their bytes, so that any client may carry and repeat them.

A piece is gzip of UTF-8 lines: a header with network and public keys, then a line for each edit. Its name tells its
writer, how many edits it holds, and the first 160 bits of its bytes' SHA-256.
"""

from __future__ import annotations

import contextlib
import gc
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cbnet_desktop.store.format.edits import MAX_LINE, Bad, SignedEdit, encoded, filled, parsed_line, strict_json
from cbnet_desktop.store.format.keys import PublicKey, public_key

ENDING = ".cb1"
MAX_PIECE = 8 << 20
MAX_TEXT = 48 << 20
#: No piece is made with more text than this.
FULL_TEXT = 6 << 20
#: Of the lines after the header, and of the keys in it. The shortest line has some 300 bytes: FULL_TEXT has far fewer.
MAX_EDITS = 50_000
MAX_KEYS = 1_000
#: What is inflated at once, and what is kept of a line: one byte more than the longest.
_BIT = 1 << 20
_LONGEST = MAX_LINE + 91
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
    with _no_collection():
        first, *lines = _lines(data, count)
        keys = _keys(first, network)
        found: dict[str, SignedEdit] = {}
        refused: list[str] = []
        for line in lines:
            try:
                edit = parsed_line(line, network)
            except Bad as why:
                refused.append(str(why))
                continue
            if edit.head.key not in keys:
                refused.append("no key")
            elif (other := found.setdefault(edit.id, edit)) is not edit:
                found[edit.id] = _united(other, edit, keys[edit.head.key])
        good, checked = proved(found, keys)
        refused.extend(["signature"] * (len(found) - len(good)))
        return Piece(keys, [edit for edit in found.values() if edit.id in good], frozenset(checked), refused)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Spares Python's search for garbage in circles, which would look at every edit again and again and find none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _united(edit: SignedEdit, again: SignedEdit, key: PublicKey) -> SignedEdit:
    """Of two lines with one body the one that is signed rightly, with the sealed values of both."""
    if edit.signature == again.signature or not key.signed(again):
        return filled(edit, again)
    return filled(again, edit)


def _lines(data: bytes, count: int) -> list[bytes]:
    """The lines of a piece, inflated bit by bit: never much more than the largest piece lies in memory."""
    if len(data) > MAX_PIECE or count > MAX_EDITS:
        raise Bad("too large a piece")
    inflater = zlib.decompressobj(31)
    lines: list[bytes] = []
    rest, size = b"", 0
    while not inflater.eof:
        try:
            text = inflater.decompress(data, _BIT)
        except zlib.error:
            raise Bad("no gzip") from None
        data = inflater.unconsumed_tail
        size += len(text)
        if not (text or inflater.eof) or size > MAX_TEXT:
            raise Bad("too large or cut")
        *whole, rest = (rest + text).split(b"\n")
        lines.extend(whole)
        rest = rest[:_LONGEST]  # what is longer is refused as a line; its neighbours stand
        if len(lines) > count:
            break
    if inflater.unused_data or len(lines) != count:
        raise Bad("another number of edits, or more after them")
    return [*lines, rest]


def _keys(first: bytes, network: str) -> dict[str, PublicKey]:
    try:
        header = strict_json(first.decode())
    except UnicodeDecodeError:
        raise Bad("no header") from None
    if type(header) is not dict or header.get("net") != network:
        raise Bad("another network")
    told, form = header.get("keys"), header.get("cbnet")
    if type(form) is not int or form != _FORMAT or type(told) is not list or len(told) > MAX_KEYS:
        raise Bad("another format")
    keys: dict[str, PublicKey] = {}
    for text in told:
        with contextlib.suppress(Bad):
            key = public_key(text if type(text) is str else "")
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
        head = edit.head
        if edit.id not in named:
            if not keys[head.key].signed(edit):
                continue
            checked.add(edit.id)
        good.add(edit.id)
        for before in head.prev:
            other = found.get(before)
            if other and other.head.key == head.key and other.head.number < head.number:
                named.add(before)
    return good, checked
