"""An edit comes back as it was signed, and a line that is not one is refused, whatever is wrong with it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.store.format.edits import (
    MAX_LINE,
    MAX_OPS,
    MAX_PREVS,
    MAX_TIPS,
    SEALED,
    Bad,
    CellOp,
    Head,
    edit_id,
    encoded,
    filled,
    founded_id,
    one_line,
    parsed,
    parsed_line,
    sealed_hash,
    stored_values,
    without,
)
from tests.store.format.making import AT, NONCE, Computer, Forger, op

NETWORK = Computer().network
HASH = "0123456789abcdef0123456789abcdef01234567"
SALT = "0" * 24

#: Every character that UTF-8 has, but NUL.
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
names = texts.map(one_line)
words = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=40)
integers = st.integers(-(2**63), 2**63 - 1)
values = st.none() | st.booleans() | integers | texts
hashes = st.text("0123456789abcdef", min_size=40, max_size=40)
op_ids = st.builds("{}.{}".format, hashes, st.integers(0, MAX_OPS - 1))
row_ids = names.map(lambda name: name[:64]).filter(bool)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31)).map(
    lambda at: at.isoformat(timespec="milliseconds") + "Z"
)


@st.composite
def said(draw: st.DrawFn) -> tuple[Head, str]:
    """A head that any computer may sign, and its sealed values."""
    ops, opened = [], []
    for _ in range(draw(st.integers(0, 4))):
        table, column, row_id = draw(words), draw(words), draw(row_ids)
        prevs, value = draw(st.lists(op_ids, max_size=3)), draw(values)
        if (table, column) in SEALED or draw(st.booleans()):
            salt = draw(st.text("0123456789abcdef", min_size=24, max_size=24))
            ops.append(CellOp(table, row_id, column, prevs, None, sealed_hash(salt, encoded(value))))
            opened.append([salt, encoded(value)])
        else:
            ops.append(CellOp(table, row_id, column, prevs, value))
    number, seen = draw(st.integers(1, 2**53 - 1)), draw(st.lists(hashes, max_size=3))
    prev = draw(st.lists(hashes, min_size=1, max_size=3)) if number > 1 else []
    head = Head(1, "", number, prev, draw(moments), draw(names), draw(names), draw(names), "", seen, ops)
    return head, encoded(opened)


@given(said())
def test_what_is_signed_comes_back_from_its_line(told: tuple[Head, str]) -> None:
    head, opened = told
    signer = Computer().signer
    head = head._replace(key=signer.public.chain)
    edit = signer.sign(NETWORK, head, opened)
    assert parsed_line(edit.line.encode(), NETWORK) == edit
    assert (edit.head, edit.id, edit.values) == (head, edit_id(edit.body), opened)
    assert signer.public.signed(edit)
    assert parsed(edit.body, edit.values, edit.signature, NETWORK) == edit


@given(said())
def test_a_value_comes_back_sealed_or_not(told: tuple[Head, str]) -> None:
    head, opened = told
    signer = Computer().signer
    edit = signer.sign(NETWORK, head._replace(key=signer.public.chain), opened)
    sealed = iter(json.loads(opened))
    assert stored_values(edit) == [next(sealed)[1] if op.seal else encoded(op.value) for op in head.ops]


def test_all_that_can_be_left_out_can_be_said() -> None:
    computer = Computer()
    edit = computer.edit(op(), act="a" * 32, founds=NONCE, seen=[HASH])
    assert (edit.head.act, edit.head.founds, edit.head.seen) == ("a" * 32, NONCE, [HASH])
    assert '"act"' not in computer.edit(op()).body


def changed_op(place: int, value: object) -> list[object]:
    """A good op but for one part."""
    good: list[object] = ["experiences", "m", "title", [], "x"]
    return [*good[:place], value, *good[place + 1 :]]


#: Ways to be no edit, each in one field of the body of an edit that is good otherwise.
WRONG: dict[str, tuple[Any, ...]] = {
    "v": (0, -1, 1000, True, 1.0, "1", None, [1]),
    "net": ("f" * 32, NETWORK.upper(), NETWORK[:-1], 1, None, [NETWORK]),
    "key": ("f" * 31, "F" * 32, "f" * 32 + "\n", "f" * 40, 1, None, ["f" * 32]),
    "n": (0, -1, 2**53, 2**63, True, 1.0, "1", None, 2),
    "prev": ([HASH], [HASH] * (MAX_TIPS + 1), ["x" * 40], [HASH + "\n"], [HASH[:-1]], [1], [None], HASH, {}, None),
    "at": (
        "1999-12-31T23:59:59.999Z",
        "2200-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "2026-02-30T00:00:00.000Z",
        "2025-02-29T00:00:00.000Z",
        "2026-13-01T00:00:00.000Z",
        "2026-11-29T24:00:00.000Z",
        "2026-11-29T23:60:00.000Z",
        "2026-11-29T23:59:60.000Z",
        "2026-11-29T23:59:59.000z",
        "2026-11-29 23:59:59.000Z",
        "2026-11-29T23:59:59.00Z",
        "٢٠٢٦-11-29T23:59:59.000Z",
        AT + "\n",
        "zzzz",
        "",
        20261129,
        None,
    ),
    "by": ("a" * 301, "a\nb", "a\0", "\x7f", "\x85", "\u2028", "\u202e", "\ud800", 1, None, ["Anna"]),
    "label": ("a" * 301, "a\tb", "\x1b[2J", "\udfff", True, None),
    "act": ("a" * 301, "a\nb", 1, None),
    "founds": ("another nonce", "a\nb", 1, None),
    "seen": ([HASH] * (MAX_TIPS + 1), ["x"], HASH, None, 1),
    "ops": (
        None,
        {},
        "x",
        [None],
        ["x"],
        [{}],
        [[]],
        [["x"] * 4],
        [["x"] * 7],
        [["experiences", "m", "title", [], "x"]] * (MAX_OPS + 1),
        *([changed_op(0, table)] for table in ("", "a" * 41, "people) --", "Æ", "A", "a\n", 1, None, ["a"])),
        *([changed_op(1, row_id)] for row_id in ("", "a" * 65, "a\nb", "a\0", "\ud800", 1, True, None, ["a"])),
        *([changed_op(2, column)] for column in ("", "a" * 41, "a b", 1, None)),
        *(
            [changed_op(3, prevs)]
            for prevs in ([HASH], [f"{HASH}.-1"], [f"{HASH}.01"], [f"{HASH}.100000"], [f"{HASH}.0\n"])
        ),
        *([changed_op(3, prevs)] for prevs in ([1], [None], None, "", 0, {}, [f"{HASH}.0"] * (MAX_PREVS + 1))),
        *([changed_op(4, value)] for value in (1.5, 2**63, -(2**63) - 1, {"a": 1}, [1], "nul\0", "\ud800")),
        *(
            [[*changed_op(4, value), seal]]
            for value, seal in ((None, None), (None, "x"), (None, HASH[1:]), ("x", HASH))
        ),
        [["people", "p", "phone", [], "11 22 33 44"]],
        [["people", "p", "phone", [], None]],
    ),
}


@pytest.mark.parametrize("field", WRONG)
def test_one_wrong_field_makes_a_line_bad(field: str) -> None:
    stranger = Forger(NETWORK)
    parsed_line(stranger.line(stranger.body()), NETWORK)
    for wrong in WRONG[field]:
        line = stranger.line(stranger.body(**{field: wrong}))
        with pytest.raises(Bad):
            pytest.fail(f"{field} = {wrong!r} is taken for {parsed_line(line, NETWORK).head}"[:300])


def test_a_number_is_checked_after_other_edits_too() -> None:
    stranger = Forger(NETWORK)
    assert parsed_line(stranger.line(stranger.body(n=2**53 - 1, prev=[HASH])), NETWORK).head.number == 2**53 - 1
    for number in (0, 1, 2**53, 2**60, 2.0, True):
        with pytest.raises(Bad):
            parsed_line(stranger.line(stranger.body(n=number, prev=[HASH])), NETWORK)


@pytest.mark.parametrize("field", ["v", "net", "key", "n", "prev", "at", "by", "label", "ops"])
def test_a_field_that_is_missing_makes_a_line_bad(field: str) -> None:
    stranger = Forger(NETWORK)
    body = stranger.body(seen=[])
    del body[field]
    with pytest.raises(Bad):
        parsed_line(stranger.line(body), NETWORK)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "{}",
        "[]",
        "1",
        '"x"',
        "[" * 100_000,
        '{"v":1e999}',
        '{"v":' + "[" * 100_000,
        "\ufeff{}",
        "\0",
        "\ud800",
        "nonsense",
    ],
    ids=lambda body: body[:9],
)
def test_a_body_that_is_no_edit_is_bad(body: str) -> None:
    with pytest.raises(Bad):
        parsed_line(Forger(NETWORK).line(body), NETWORK)


def test_a_body_is_one_json_object_and_nothing_around_it() -> None:
    stranger = Forger(NETWORK)
    good = encoded(stranger.body())
    for text in (f" {good}", f"{good} ", good + good, f"{good}\r", f"[{good}]"):
        with pytest.raises(Bad):
            parsed_line(stranger.line(text), NETWORK)
    assert parsed_line(stranger.line(good.replace(",", " , ")), NETWORK).head.number == 1


@pytest.mark.parametrize("twice", ['"n":1', '"by":"Anna"', '"ops":[]', '"colour":1,"colour":1', '"x":{"a":1,"a":2}'])
def test_a_field_that_stands_twice_makes_a_line_bad(twice: str) -> None:
    stranger = Forger(NETWORK)
    with pytest.raises(Bad):
        parsed_line(stranger.line(encoded(stranger.body())[:-1] + f",{twice}}}"), NETWORK)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", str(2**63), "1" * 5000], ids=lambda text: text[:9])
def test_numbers_that_not_every_reader_knows_are_bad_in_unknown_fields_too(number: str) -> None:
    stranger = Forger(NETWORK)
    with pytest.raises(Bad):
        parsed_line(stranger.line(encoded(stranger.body())[:-1] + f',"x":[{number}]}}'), NETWORK)


@pytest.mark.parametrize("fields", [0, 1, 2, 4])
def test_a_line_has_three_fields(fields: int) -> None:
    good = Computer().edit(op()).line.split("\t")
    with pytest.raises(Bad):
        parsed_line("\t".join([*good, *good][:fields]).encode(), NETWORK)


@pytest.mark.parametrize(
    "signature", ["", "x", "=", "AAAA", "A" * 88, "æ" * 44, "A" * 86 + "==\n", " " + "A" * 86 + "=="]
)
def test_a_signature_is_64_bytes_of_base64(signature: str) -> None:
    edit = Computer().edit(op())
    with pytest.raises(Bad):
        parsed_line(f"{edit.body}\t[]\t{signature}".encode(), NETWORK)


def test_fields_that_would_make_two_lines_or_four_fields_are_bad() -> None:
    edit = Computer().edit(op())
    for blank in "\n\t":
        for body, values in ((edit.body.replace(":", f":{blank}", 1), "[]"), (edit.body, f"[{blank}]")):
            with pytest.raises(Bad):
                parsed(body, values, edit.signature, NETWORK)


def test_a_line_that_is_no_text_is_bad() -> None:
    line = Computer().edit(op()).line.encode()
    with pytest.raises(Bad):
        parsed_line(line.replace(b"Anna", b"Ann\xff"), NETWORK)
    with pytest.raises(Bad):
        parsed_line(line.replace(b"Anna", b"A\xed\xa0\x80a"), NETWORK)


def test_fields_that_a_newer_program_adds_are_carried() -> None:
    stranger = Forger(NETWORK)
    line = stranger.line(stranger.body(colour="red", more={"a": [1, 2.5, None, {"b": "\udead"}]}))
    edit = parsed_line(line, NETWORK)
    assert edit.line.encode() == line
    assert edit.head.ops == [CellOp("experiences", "m", "title", [], "x")]


@pytest.mark.parametrize("ops", [None, {"new": "thing"}, [["a"]], [[[[1]]]]])
def test_a_line_of_a_later_version_is_carried_and_its_ops_are_not_read(ops: object) -> None:
    stranger = Forger(NETWORK)
    line = stranger.line(stranger.body(v=2, ops=ops, seen=[HASH]), '[["a","b"],null]')
    edit = parsed_line(line, NETWORK)
    assert edit.line.encode() == line
    assert (edit.head.version, edit.head.ops, edit.head.seen) == (2, [], [HASH])
    assert stranger.public.signed(edit)
    assert (without(edit, [0]), stored_values(edit)) == (edit, [])
    assert filled(edit, edit._replace(values="[1,2,3]")) == edit


def nested(depth: int) -> list[Any]:
    """Lists in each other."""
    found: list[Any] = []
    for _ in range(depth - 1):
        found = [found]
    return found


@pytest.mark.parametrize("said", [{"more": nested(16)}, {"v": 2, "ops": nested(16)}])
def test_what_later_versions_say_may_be_sixteen_deep(said: dict[str, Any]) -> None:
    stranger = Forger(NETWORK)
    assert parsed_line(stranger.line(stranger.body(**said)), NETWORK)


@pytest.mark.parametrize(
    ("said", "values"),
    [({"more": nested(17)}, "[]"), ({"v": 2, "ops": nested(17)}, "[]"), ({"v": 2}, "[" * 17 + "]" * 17)],
)
def test_what_is_deeper_is_bad_for_everybody_however_deep_their_stack(said: dict[str, Any], values: str) -> None:
    stranger = Forger(NETWORK)
    with pytest.raises(Bad):
        parsed_line(stranger.line(stranger.body(**said), values), NETWORK)


def test_an_edit_of_20_000_ops_and_2_000_replaced_ones_is_good() -> None:
    computer = Computer()
    edit = computer.edit(*[op(str(number)) for number in range(MAX_OPS)])
    assert len(parsed_line(edit.line.encode(), NETWORK).head.ops) == MAX_OPS
    edit = computer.edit(op(prevs=[f"{number:040x}.19999" for number in range(MAX_PREVS)]))
    assert len(parsed_line(edit.line.encode(), NETWORK).head.ops[0].prevs) == MAX_PREVS


@pytest.mark.parametrize("letter", ["x", "æ", "😀"])
def test_body_and_values_have_at_most_6_000_000_bytes(letter: str) -> None:
    computer = Computer()
    size = len(letter.encode())
    without_text = len(computer.edit(op(value="")).body.encode()) + 2
    computer = Computer()
    fits = letter * ((MAX_LINE - without_text) // size)
    assert parsed_line(computer.edit(op(value=fits)).line.encode(), NETWORK)
    computer = Computer()
    with pytest.raises(Bad):
        computer.edit(op(value=fits + letter * 2))


@pytest.mark.parametrize(
    "wrong", [{"author": "a\nb"}, {"label": "x" * 301}, {"at": "1999-01-01T00:00:00.000Z"}, {"act": "\ud800"}]
)
def test_nothing_is_signed_that_others_would_refuse(wrong: dict[str, Any]) -> None:
    with pytest.raises(Bad):
        Computer().edit(op(), **wrong)
    with pytest.raises(Bad):
        Computer().edit(op(value="nul\0"))


def test_only_its_founder_founds_a_network() -> None:
    founder = Computer()
    assert founder.edit(op(), founds=NONCE).head.founds == NONCE
    assert founded_id(founder.signer.public.chain, NONCE) == NETWORK
    with pytest.raises(Bad):
        Computer(NETWORK).edit(op(), founds=NONCE)
    with pytest.raises(Bad):
        founder.edit(op(), founds=NONCE)


@given(st.text())
def test_any_text_becomes_one_line_that_can_be_a_name(text: str) -> None:
    name = one_line(text)
    assert Computer().edit(op(), author=name).head.author == name
    assert one_line(name) == name
