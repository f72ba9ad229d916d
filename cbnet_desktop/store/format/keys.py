"""The signatures of computers: each has a key of its own, and its edits form a chain named by that key (Ed25519)."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cbnet_desktop.store.format.edits import Bad, Head, SignedEdit, body_of, decoded, parsed

#: Letters of a computer's code: no I, L, O or U, so that it can be read aloud (Crockford's base 32).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class PublicKey(NamedTuple):
    """A computer's public key, as base64, and the name of its chain, which follows from it."""

    chain: str
    text: str

    def signed(self, edit: SignedEdit) -> bool:
        """Whether the signature of an edit of this chain is right."""
        try:
            _loaded(self.text).verify(edit.signature, edit.body.encode())
        except InvalidSignature:
            return False
        return True


def public_key(text: str) -> PublicKey:
    """The public key that a piece tells; raises Bad."""
    raw = _loaded(text).public_bytes_raw()
    return PublicKey(_chain(raw), _told(raw))


@lru_cache(256)
def _loaded(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(decoded(text))
    except ValueError:
        raise Bad("no key") from None


def _told(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _chain(raw: bytes) -> str:
    return hashlib.sha256(b"cbnet" + raw).hexdigest()[:32]


def code(chain: str) -> str:
    """The code by which people tell computers apart, for example »K7F2-9QXD«."""
    number = int(chain[:10], 16)
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


class Signer:
    """This computer's key."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        raw = self._key.public_key().public_bytes_raw()
        self.public = PublicKey(_chain(raw), _told(raw))

    @classmethod
    def new(cls) -> Signer:
        """A signer with a new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def secret(self) -> bytes:
        """The 32 bytes to be kept in the key file."""
        return self._key.private_bytes_raw()

    def sign(self, network: str, head: Head, values: str) -> SignedEdit:
        """The signed edit of a head and its sealed values; raises Bad for one that others would refuse."""
        body = body_of(network, head)
        return parsed(body, values, self._key.sign(body.encode(errors="replace")), network)
