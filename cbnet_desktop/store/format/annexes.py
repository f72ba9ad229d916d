"""Annexes in a place: files named by the hash of their bytes, beside the pieces and under an ending of their own."""

from __future__ import annotations

import hashlib
import re

from cbnet_desktop.domain.records.annexes import MAX_BYTES

ENDING = ".bi1"
MAX_ANNEX = MAX_BYTES
_NAME = re.compile(r"([0-9a-f]{64})\.bi1")
SHA256 = re.compile(r"[0-9a-f]{64}")
#: Names of annexes of this and of later formats.
ANY_NAME = r"[0-9a-f]{64}\.[a-z0-9]{1,8}"


def name_of(sha256: str) -> str:
    """The name under which bytes of this hash lie."""
    return f"{sha256}{ENDING}"


def sha256_in(name: str) -> str:
    """The hash in an annex's name; empty for a file of another kind."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""


def digest(data: bytes) -> str:
    """The hash in an annex's name."""
    return hashlib.sha256(data).hexdigest()
