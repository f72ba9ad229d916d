"""Sealed values stand beside the body: they can go, come back, and be nothing but what was signed."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.store.format.edits import (
    SEALED,
    Bad,
    encoded,
    filled,
    parsed_line,
    sealed_hash,
    stored_values,
    without,
)
from tests.store.format.making import Computer, Forger

NETWORK = Computer().network
SALT = "0" * 24


def test_they_stand_beside_the_body() -> None:
    edit = Computer().sealing("11 22", None)
    assert "11 22" not in edit.body
    assert stored_values(parsed_line(edit.line.encode(), NETWORK)) == ['"11 22"', '"åben"', "null"]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "null",
        "{}",
        "[",
        "[]",
        "[null]",
        "[null,null,null]",
        "[1,null]",
        "[[],null]",
        "[[1,2],null]",
        f'[["{SALT}"],null]',
        f'[["{SALT}",1],null]',
        f'[["{SALT}","1"],null]',
        f'[["{SALT}","1","1"],null]',
        "[" * 100_000,
    ],
    ids=lambda text: text[-9:],
)
def test_what_does_not_fit_its_seal_makes_the_line_bad(wrong: str) -> None:
    edit = Computer().sealing("11 22", None)
    with pytest.raises(Bad):
        parsed_line(edit._replace(values=wrong).line.encode(), NETWORK)


@pytest.mark.parametrize("value", ["1.5", "[1]", "{}", "nonsense", '"nul\\u0000"', '"\\ud800"', str(2**63), '"a" ', ""])
def test_they_hold_what_a_cell_can_hold(value: str) -> None:
    refused(SALT, value)


@pytest.mark.parametrize("salt", ["", "0", "0" * 23, "0" * 25, "æ" * 24, "A" * 24, "0" * 23 + "\n"])
def test_salts_have_one_length_so_that_none_can_be_moved_into_the_value(salt: str) -> None:
    refused(salt, '"x"')


def refused(salt: str, value: str) -> None:
    stranger = Forger(NETWORK)
    ops = [["people", "p", "phone", [], None, sealed_hash(salt, value)]]
    with pytest.raises(Bad):
        parsed_line(stranger.line(stranger.body(ops=ops), encoded([[salt, value]])), NETWORK)


def test_a_value_that_another_program_wrote_in_another_way_is_the_same_value() -> None:
    stranger = Forger(NETWORK)
    ops = [["people", "p", "phone", [], None, sealed_hash(SALT, '"\\u00e6"')]]
    line = stranger.line(stranger.body(ops=ops), encoded([[SALT, '"\\u00e6"']]))
    assert stored_values(parsed_line(line, NETWORK)) == ['"æ"']


def test_an_erased_value_is_gone_and_id_and_signature_stay() -> None:
    computer = Computer()
    edit = computer.sealing("11 22", "33 44")
    erased = parsed_line(without(edit, [0]).line.encode(), NETWORK)
    assert "11 22" not in erased.line
    assert stored_values(erased) == [None, '"åben"', '"33 44"']
    assert erased.id == edit.id
    assert computer.signer.public.signed(erased)
    assert without(edit, [1]) == edit, "an open value cannot be erased"


def test_what_is_blank_here_is_filled_from_elsewhere() -> None:
    edit = Computer().sealing("11 22", "33 44", "55 66")
    assert filled(without(edit, [0]), without(edit, [2, 3])) == without(edit, [])
    assert filled(without(edit, [0]), without(edit, [0])) == without(edit, [0])
    assert filled(edit, without(edit, [0, 2, 3])) == edit


def test_a_line_is_not_filled_beyond_what_others_take() -> None:
    stranger = Forger(NETWORK)
    pairs = [[SALT, encoded(letter * 4_000_000)] for letter in "ab"]
    ops = [["people", "p", "note", [], None, sealed_hash(*pair)] for pair in pairs]
    first, second = (
        parsed_line(stranger.line(stranger.body(ops=ops), encoded(shown)), NETWORK)
        for shown in ([pairs[0], None], [None, pairs[1]])
    )
    assert filled(first, second) == first


def test_the_cells_that_are_sealed_are_these() -> None:
    # One that was ever written open can never be added: every edit that has it would be refused.
    beside = {("dispatches", "text"), ("dispatch_recipients", "address")}
    assert {("people", "phone"), ("people", "email"), ("people", "note"), *beside} == SEALED
    assert {(kind.TABLE, name) for kind in RECORDS for name in kind.contact_fields()} == SEALED


def test_an_op_that_has_a_seal_says_nothing_openly() -> None:
    stranger = Forger(NETWORK)
    seal = sealed_hash(SALT, '"x"')
    for value, is_right in ((None, True), ("x", False), (0, False), (False, False)):
        line = stranger.line(stranger.body(ops=[["people", "p", "phone", [], value, seal]]), encoded([[SALT, '"x"']]))
        if is_right:
            assert stored_values(parsed_line(line, NETWORK)) == ['"x"']
        else:
            with pytest.raises(Bad):
                parsed_line(line, NETWORK)
