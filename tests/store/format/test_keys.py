"""Only the computer that has the key can write an edit of its chain."""

from __future__ import annotations

import base64

import pytest

from cbnet_desktop.store.format.edits import Bad, edit_id, founded_id
from cbnet_desktop.store.format.keys import Signer, code, public_key
from tests.store.format.making import NONCE, Computer, Forger, op


def test_a_key_that_is_kept_signs_for_the_same_chain() -> None:
    signer = Signer.new()
    again = Signer(signer.secret)
    assert again.public == signer.public
    assert public_key(signer.public.text) == signer.public
    assert Signer.new().public.chain != signer.public.chain


def test_a_signature_fits_its_own_edit_and_key_alone() -> None:
    anna, bo = Computer(), Computer("f" * 32)
    first, second = anna.edit(op()), anna.edit(op())
    assert anna.signer.public.signed(first)
    assert not bo.signer.public.signed(first)
    assert not anna.signer.public.signed(first._replace(signature=second.signature))
    assert not anna.signer.public.signed(first._replace(body=first.body.replace("Anna", "Bo")))
    assert not anna.signer.public.signed(first._replace(signature=b"\0" * 64))
    assert anna.signer.public.signed(first._replace(values="[null]")), "what is sealed is no part of it"


def test_a_network_is_founded_by_one_key() -> None:
    anna, bo = Computer(), Forger("")
    assert founded_id(anna.signer.public.chain, NONCE) != founded_id(bo.public.chain, NONCE)
    assert founded_id(anna.signer.public.chain, "a") != founded_id(anna.signer.public.chain, "b")


@pytest.mark.parametrize(
    "text", ["", "x", "AAAA", "A" * 42 + "==", "A" * 44 + "=", " " * 44, "æ" * 44, "A" * 88, "A" * 9999]
)
def test_a_key_is_32_bytes_of_base64(text: str) -> None:
    with pytest.raises(Bad):
        public_key(text)


def test_a_key_told_in_two_spellings_is_one() -> None:
    text = Signer(b"\1" * 32).public.text
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = f"{text[:-2]}{letters[letters.index(text[-2]) ^ 1]}="
    assert base64.b64decode(other) == base64.b64decode(text)
    assert public_key(other) == public_key(text)


def test_a_code_can_be_read_aloud() -> None:
    assert code("0" * 32) == "0000-0000"
    assert code("ffffffffff" + "0" * 22) == "ZZZZ-ZZZZ"
    assert code(Signer(b"\1" * 32).public.chain) != code(Signer(b"\2" * 32).public.chain)
    letters = "".join(code(edit_id(str(number))[:32]) for number in range(200))
    assert not set(letters) & set("ILOU")
