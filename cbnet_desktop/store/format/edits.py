"""An edit as it travels and is kept for good: a line signed by the computer that made it, and named by its hash.

The line has three fields: the body, the sealed values, the signature. The body is never written anew, so it needs no
canonical form. A value that may have to be erased is sealed: the body holds its salted hash alone, the value stands in
the second field and can go without touching id or signature (docs/file-format.md).

Whether a line is right never depends on the computer that reads it, its Python or the depth of its stack: what one
computer takes in and another refuses would part their networks for good.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import operator
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.store.format.values import HALF, NO_LINE, is_line, is_row_id, is_value

VERSION = 1
MAX_OPS = 20_000
#: In bytes of UTF-8: body and sealed values together.
MAX_LINE = 6_000_000
MAX_PREVS = 2_000
MAX_TIPS = 1_000
MAX_NAME = 300
#: How deep lists and objects may lie in each other in fields that this version does not know.
MAX_DEPTH = 16
#: The years that an edit can be of.
FIRST_YEAR, LAST_YEAR = 2000, 2199
#: The cells whose values are sealed. One whose values were ever written open can never be added: they would be refused.
SEALED = frozenset((kind.TABLE, name) for kind in RECORDS for name in kind.contact_fields())
#: In bytes.
SIGNATURE = 64

NETWORK = re.compile("[0-9a-f]{32}")
CHAIN = re.compile("[0-9a-f]{32}")
EDIT = re.compile("[0-9a-f]{40}")
OP = re.compile(r"[0-9a-f]{40}\.(?:0|[1-9][0-9]{0,4})")
#: Of one length, so that salt and value cannot be parted in two ways that have the same hash.
SALT = re.compile("[0-9a-f]{24}")
_WORD = re.compile("[a-z_][a-z0-9_]{0,39}")
_DAY = re.compile("2[01][0-9]{2}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")
_NEEDED = frozenset({"v", "net", "key", "n", "prev", "at", "by", "label", "ops"})
_KNOWN = _NEEDED | {"act", "founds", "seen"}


class Bad(Exception):
    """A line or piece that is not what this program or a newer one writes; says why, in English, for the log."""


class CellOp(NamedTuple):
    """One cell set by an edit; prevs names the ops that it replaces, its own cell's last. seal is a sealed hash."""

    table: str
    row_id: str
    column: str
    prevs: list[str]
    value: Value
    seal: str | None = None


class Head(NamedTuple):
    """What the body of an edit says; without ops where a newer program wrote it."""

    version: int
    key: str
    number: int
    prev: list[str]
    at: str
    author: str
    label: str
    act: str
    founds: str
    seen: list[str]
    ops: list[CellOp]


class SignedEdit(NamedTuple):
    """An edit: its id, the three fields of its line (the signature as bytes), and what the body says."""

    id: str
    body: str
    values: str
    signature: bytes
    head: Head

    @property
    def line(self) -> str:
        """The edit as it stands in a piece."""
        return f"{self.body}\t{self.values}\t{base64.b64encode(self.signature).decode()}"


def encoded(value: Any) -> str:
    """JSON as it is written in lines and kept beside ops."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def one_line(text: str) -> str:
    """A text as it can be a name in an edit: without what breaks a line, and not too long."""
    return " ".join(NO_LINE.sub(" ", text).split())[:MAX_NAME]


def edit_id(body: str) -> str:
    """The name of an edit: the first 160 bits of its body's SHA-256, as hex."""
    return hashlib.sha256(body.encode()).hexdigest()[:40]


def sealed_hash(salt: str, value: str) -> str:
    """The salted hash that stands for a sealed value, which is JSON."""
    return hashlib.sha256(f"{salt}{value}".encode()).hexdigest()[:40]


def founded_id(key: str, nonce: str) -> str:
    """The id of the network that a computer founds: nobody else's key gives the same one."""
    return hashlib.sha256(f"{key}{nonce}".encode()).hexdigest()[:32]


def body_of(network: str, head: Head) -> str:
    """The body of a new edit of this program's version."""
    said: dict[str, Any] = {
        "v": head.version,
        "net": network,
        "key": head.key,
        "n": head.number,
        "prev": head.prev,
        "at": head.at,
        "by": head.author,
        "label": head.label,
    }
    for name, value in (("act", head.act), ("founds", head.founds), ("seen", head.seen)):
        if value:
            said[name] = value
    said["ops"] = [list(op) if op.seal else list(op[:5]) for op in head.ops]
    return encoded(said)


def parsed_line(line: bytes, network: str) -> SignedEdit:
    """The edit of a line, whose signature is not checked yet; raises Bad."""
    parts = line.split(b"\t", 3)
    if len(parts) != 3:
        raise Bad("not three fields")
    return _of_fields(parts[0], parts[1], decoded(parts[2]), network)


def parsed(body: str, values: str, signature: bytes, network: str) -> SignedEdit:
    """The edit of three fields, whose signature is not checked yet; raises Bad."""
    if "\n" in body or "\n" in values or "\t" in body or "\t" in values:
        raise Bad("no line")
    try:
        return _of_fields(body.encode(), values.encode(), signature, network)
    except UnicodeEncodeError:
        raise Bad("half a character") from None


def _of_fields(raw: bytes, raw_values: bytes, signature: bytes, network: str) -> SignedEdit:
    if len(raw) + len(raw_values) > MAX_LINE or len(signature) != SIGNATURE:
        raise Bad("too long a line, or a signature of another length")
    try:
        body, values = raw.decode(), raw_values.decode()
    except UnicodeDecodeError:
        raise Bad("no text") from None
    head = parsed_head(body, network)
    if values != "[]" or any(map(_seal_of, head.ops)):
        parsed_values(values, head)
    return _new(SignedEdit, (hashlib.sha256(raw).hexdigest()[:40], body, values, signature, head))


#: What Head(...), SignedEdit(...) and CellOp(...) call in the end, in a third of the time.
_new = tuple.__new__

_seal_of = operator.attrgetter("seal")


def decoded(text: str | bytes) -> bytes:
    """The bytes of base64; raises Bad."""
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        raise Bad("no base64") from None


def parsed_head(body: str, network: str) -> Head:
    """What a body says, strictly checked; raises Bad. The ops of a later version are carried, not read."""
    said = strict_json(body)
    if type(said) is not dict or said.get("net") != network:
        raise Bad("another network")
    version, number, key, at = said.get("v"), said.get("n"), said.get("key"), said.get("at")
    if type(version) is not int or not 1 <= version < 1000 or type(number) is not int or not 1 <= number < 2**53:
        raise Bad("version or number")
    if type(key) is not str or len(key) != 32 or not _is_chain(key) or not _is_moment(at):
        raise Bad("key or time")
    prev, by, label = said.get("prev"), said.get("by"), said.get("label")
    if not _all_match(_is_edit, prev, MAX_TIPS) or (number == 1) != (not prev):
        raise Bad("edits before")
    if not is_line(by, MAX_NAME) or not is_line(label, MAX_NAME):
        raise Bad("a name")
    act, founds = "", ""
    seen: list[str] = []
    if len(said) != len(_NEEDED) or version != VERSION:
        act, founds, seen = _parsed_rest(said, key, number)
    ops = _parsed_ops(said.get("ops")) if version == VERSION else []
    return _new(Head, (version, key, number, prev, at, by, label, act, founds, seen, ops))


def _parsed_rest(said: dict[str, Any], key: str, number: int) -> tuple[str, str, list[str]]:
    """What a body need not say: act, founds and seen."""
    act, founds, seen = said.get("act", ""), said.get("founds", ""), said.get("seen", [])
    if not is_line(act, MAX_NAME) or not is_line(founds, MAX_NAME) or not _all_match(_is_edit, seen, MAX_TIPS):
        raise Bad("act, founds or seen")
    if founds and (number != 1 or founded_id(key, founds) != said["net"]):
        raise Bad("another founder")
    _check_shape([value for name, value in said.items() if name not in _KNOWN or (name == "ops" and said["v"] > 1)])
    return act, founds, seen


def strict_json(text: str) -> Any:
    """What JSON says that stands alone, without white space around it; raises Bad."""
    try:
        found, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        raise Bad("no JSON") from None
    if end != len(text):
        raise Bad("more than JSON")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Bad("a field twice")
    return found


def _no_number(text: str) -> None:
    raise Bad(f"no number: {text}")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number)


def _check_shape(nodes: list[Any]) -> None:
    """Raises Bad where JSON of a later version is so deep, or its numbers so large, that some readers give up."""
    for _ in range(MAX_DEPTH + 1):
        if any(type(node) is int and not -(2**63) <= node < 2**63 for node in nodes):
            raise Bad("too large a number")
        outer = [node for node in nodes if type(node) in (list, dict)]
        if not outer:
            return
        nodes = [child for node in outer for child in (node.values() if type(node) is dict else node)]
    raise Bad("too deep")


@lru_cache(1024)
def _is_chain(text: str) -> bool:
    return CHAIN.fullmatch(text) is not None


def _is_moment(value: object) -> bool:
    return type(value) is str and len(value) == 24 and _is_day(value[:10]) and _TIME.match(value, 10) is not None


@lru_cache(1024)
def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


_is_edit = EDIT.fullmatch
_is_op = OP.fullmatch


def _all_match(matches: Callable[[str], object], values: object, most: int) -> bool:
    if type(values) is not list or len(values) > most:
        return False
    for value in values:  # noqa: SIM110 - all(...) takes three times as long for the one that there mostly is
        if type(value) is not str or not matches(value):
            return False
    return True


def _parsed_ops(found: object) -> list[CellOp]:
    """The ops of a body; written for speed, as a newcomer reads a million of them."""
    if type(found) is not list or len(found) > MAX_OPS:
        raise Bad("ops")
    ops: list[CellOp] = []
    checked = object()  # the row id checked last: the ops of an edit are often of one row
    for op in found:
        if type(op) is not list or len(op) not in (5, 6):
            raise Bad("an op")
        if len(op) == 5:
            table, row_id, column, prevs, value = op
            seal = None
        else:
            table, row_id, column, prevs, value, seal = op
            if type(seal) is not str or not _is_edit(seal) or value is not None:
                raise Bad("a seal")
        if row_id != checked:
            if not is_row_id(row_id):
                raise Bad("a row")
            checked = row_id
        # Their length is looked at first: what _is_cell is asked it remembers.
        if type(table) is not str or type(column) is not str or len(table) > 40 or len(column) > 40:
            raise Bad("a cell")
        if not _is_cell(table, column, seal is not None):
            raise Bad("no words, or a value that is not sealed")
        if type(prevs) is not list or (prevs and not _all_match(_is_op, prevs, MAX_PREVS)):
            raise Bad("ops before")
        if (type(value) is not str or not value.isascii() or "\0" in value) and not is_value(value):
            raise Bad("a value")
        ops.append(_new(CellOp, (table, row_id, column, prevs, value, seal)))
    return ops


@lru_cache(1024)
def _is_cell(table: str, column: str, is_sealed: bool) -> bool:
    """Whether a cell can be of this table and column, and be written open where it is not sealed."""
    are_words = _WORD.fullmatch(table) is not None and _WORD.fullmatch(column) is not None
    return are_words and (is_sealed or (table, column) not in SEALED)


def parsed_values(text: str, head: Head) -> list[tuple[str, str] | None]:
    """Salt and JSON of each sealed op, None where it was erased; raises Bad where one does not fit its seal."""
    found = strict_json(text)
    if type(found) is not list or len(found) > MAX_OPS:
        raise Bad("sealed values")
    if head.version != VERSION:
        _check_shape([found])
        return []
    seals = [op.seal for op in head.ops if op.seal]
    if len(found) != len(seals):
        raise Bad("sealed values")
    return [_opened(seal, value) for seal, value in zip(seals, found, strict=True)]


def _opened(seal: str, found: object) -> tuple[str, str] | None:
    if found is None:
        return None
    if type(found) is not list or len(found) != 2 or not all(type(part) is str for part in found):
        raise Bad("a sealed value")
    salt, value = found
    if not SALT.fullmatch(salt) or HALF.search(value) or sealed_hash(salt, value) != seal:
        raise Bad("a sealed value")
    if not is_value(strict_json(value)):
        raise Bad("a sealed value")
    return salt, value


def stored_values(edit: SignedEdit) -> list[str | None]:
    """The JSON of each op's value as this program writes it, None where it was erased."""
    sealed = iter(json.loads(edit.values))
    values: list[str | None] = []
    for op in edit.head.ops:
        if op.seal:
            opened = next(sealed)
            values.append(encoded(json.loads(opened[1])) if opened else None)
        else:
            values.append(encoded(op.value))
    return values


def without(edit: SignedEdit, erased: Iterable[int]) -> SignedEdit:
    """The edit without the sealed values of the ops at these positions; those of a later version cannot be told."""
    if edit.head.version != VERSION:
        return edit
    gone = set(erased)
    positions = [index for index, op in enumerate(edit.head.ops) if op.seal]
    kept = [None if index in gone else found for index, found in zip(positions, json.loads(edit.values), strict=True)]
    return edit._replace(values=encoded(kept))


def filled(edit: SignedEdit, other: SignedEdit) -> SignedEdit:
    """The edit with the sealed values that the same edit has elsewhere: blanking alone takes nothing away."""
    if edit.values == other.values or edit.head.version != VERSION:
        return edit
    pairs = zip(json.loads(edit.values), json.loads(other.values), strict=True)
    values = encoded([mine if mine is not None else theirs for mine, theirs in pairs])
    # A stranger's line may fit only while some of its values are blank.
    return edit._replace(values=values) if len(edit.body.encode()) + len(values.encode()) <= MAX_LINE else edit
