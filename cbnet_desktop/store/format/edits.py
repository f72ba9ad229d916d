"""An edit as it travels and is kept for good: a line signed by the computer that made it, and named by its hash.

The line has three fields: the body, the sealed values, the signature. The body is never written anew, so it needs no
canonical form. A value that may have to be erased is sealed: the body holds its salted hash alone, the value stands in
the second field and can go without touching id or signature (docs/file-format.md).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.domain.records.changes import Value

VERSION = 1
MAX_OPS = 20_000
#: In bytes of UTF-8: body and sealed values together.
MAX_LINE = 6_000_000
MAX_PREVS = 2_000
MAX_TIPS = 1_000
MAX_NAME = 300
#: The years that an edit can be of.
FIRST_YEAR, LAST_YEAR = 2000, 2199
#: The cells whose values are sealed.
SEALED = frozenset((kind.TABLE, name) for kind in RECORDS for name in kind.contact_fields())

NETWORK = re.compile("[0-9a-f]{32}")
CHAIN = re.compile("[0-9a-f]{32}")
EDIT = re.compile("[0-9a-f]{40}")
OP = re.compile(r"[0-9a-f]{40}\.(?:0|[1-9][0-9]{0,4})")
_WORD = re.compile("[a-z_]{1,40}")
_AT = re.compile(
    r"2[01][0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
)


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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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


def parsed_line(line: str, network: str) -> SignedEdit:
    """The edit of a line, whose signature is not checked yet; raises Bad."""
    if len(line) > MAX_LINE or (not line.isascii() and len(line.encode()) > MAX_LINE):
        raise Bad("too long a line")
    parts = line.split("\t")
    if len(parts) != 3:
        raise Bad("not three fields")
    return parsed(parts[0], parts[1], decoded(parts[2]), network)


def parsed(body: str, values: str, signature: bytes, network: str) -> SignedEdit:
    """The edit of three fields, whose signature is not checked yet; raises Bad."""
    head = parsed_head(body, network)
    parsed_values(values, head)
    return SignedEdit(edit_id(body), body, values, signature, head)


def decoded(text: str) -> bytes:
    """The bytes of base64; raises Bad."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad("no base64") from None


def parsed_head(body: str, network: str) -> Head:
    """What a body says, strictly checked; raises Bad. The ops of a later version are carried, not read."""
    said = _parsed(body)
    if type(said) is not dict or said.get("net") != network:
        raise Bad("another network")
    version, number, key, at = said.get("v"), said.get("n"), said.get("key"), said.get("at")
    if type(version) is not int or not 1 <= version < 1000 or type(number) is not int or not 1 <= number < 2**53:
        raise Bad("version or number")
    if not _matches(CHAIN, key) or not _matches(_AT, at):
        raise Bad("key or time")
    prev, seen = said.get("prev"), said.get("seen", [])
    if not (type(prev) is list and _all_match(EDIT, prev, MAX_TIPS) and _all_match(EDIT, seen, MAX_TIPS)):
        raise Bad("edits before")
    if (number == 1) != (not prev):
        raise Bad("a first edit")
    by, label = _name(said.get("by")), _name(said.get("label"))
    act, founds = _name(said.get("act", "")), _name(said.get("founds", ""))
    ops = _parsed_ops(said.get("ops")) if version == VERSION else []
    return Head(version, str(key), number, list(prev), str(at), by, label, act, founds, list(seen), ops)


def _name(found: object) -> str:
    if type(found) is not str or len(found) > MAX_NAME or not found.isprintable():
        raise Bad("a name")
    return found


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Bad("no JSON") from None


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def _all_match(pattern: re.Pattern[str], values: object, most: int) -> bool:
    return type(values) is list and len(values) <= most and all(_matches(pattern, value) for value in values)


def _parsed_ops(found: object) -> list[CellOp]:
    if type(found) is not list or len(found) > MAX_OPS:
        raise Bad("ops")
    return [_parsed_op(op) for op in found]


def _parsed_op(found: object) -> CellOp:
    if type(found) is not list or len(found) not in (5, 6):
        raise Bad("an op")
    op = CellOp(*found)
    if not (_matches(_WORD, op.table) and _matches(_WORD, op.column) and is_row_id(op.row_id)):
        raise Bad("a cell")
    if (op.prevs and not _all_match(OP, op.prevs, MAX_PREVS)) or type(op.prevs) is not list:
        raise Bad("ops before")
    if not is_value(op.value):
        raise Bad("a value")
    if len(found) == 6 and not (_matches(EDIT, op.seal) and op.value is None):
        raise Bad("a seal")
    if op.seal is None and (op.table, op.column) in SEALED:
        raise Bad("a value that is not sealed")
    return op


def is_row_id(value: object) -> bool:
    """Whether a row can have this id: one line of at most 64 characters."""
    return type(value) is str and 0 < len(value) <= 64 and value.isprintable()


def is_value(value: object) -> bool:
    """Whether a cell can hold it: SQLite takes no larger numbers, and neither NUL nor half characters."""
    if type(value) is str:
        return "\0" not in value and (value.isascii() or not _has_half(value))
    return value is None or type(value) is bool or (type(value) is int and -(2**63) <= value < 2**63)


_HALF = re.compile("[\ud800-\udfff]")


def _has_half(text: str) -> bool:
    return _HALF.search(text) is not None


def parsed_values(text: str, head: Head) -> list[tuple[str, str] | None]:
    """Salt and JSON of each sealed op, None where it was erased; raises Bad where one does not fit its seal."""
    seals = [op.seal for op in head.ops if op.seal]
    if text == "[]" and not seals:
        return []
    found = _parsed(text)
    if type(found) is not list or len(found) > MAX_OPS:
        raise Bad("sealed values")
    if head.version != VERSION:
        return []
    if len(found) != len(seals):
        raise Bad("sealed values")
    return [_opened(seal, value) for seal, value in zip(seals, found, strict=True)]


def _opened(seal: str, found: object) -> tuple[str, str] | None:
    if found is None:
        return None
    if type(found) is not list or len(found) != 2 or not all(type(part) is str for part in found):
        raise Bad("a sealed value")
    salt, value = found
    if not salt.isascii() or _has_half(value) or sealed_hash(salt, value) != seal or not is_value(_parsed(value)):
        raise Bad("a sealed value")
    return salt, value


def stored_values(edit: SignedEdit) -> list[str | None]:
    """The JSON of each op's value, None where it was erased."""
    sealed = iter(parsed_values(edit.values, edit.head))
    values: list[str | None] = []
    for op in edit.head.ops:
        if op.seal:
            opened = next(sealed)
            values.append(opened[1] if opened else None)
        else:
            values.append(encoded(op.value))
    return values


def without(edit: SignedEdit, erased: Iterable[int]) -> SignedEdit:
    """The edit without the sealed values of the ops at these positions."""
    gone = set(erased)
    positions = [index for index, op in enumerate(edit.head.ops) if op.seal]
    kept = [None if index in gone else found for index, found in zip(positions, json.loads(edit.values), strict=True)]
    return edit._replace(values=encoded(kept))


def filled(edit: SignedEdit, other: SignedEdit) -> SignedEdit:
    """The edit with the sealed values that the same edit has elsewhere: blanking alone takes nothing away."""
    if edit.values == other.values:
        return edit
    pairs: Sequence[tuple[Any, Any]] = list(zip(json.loads(edit.values), json.loads(other.values), strict=True))
    return edit._replace(values=encoded([mine if mine is not None else theirs for mine, theirs in pairs]))
