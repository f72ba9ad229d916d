"""A stranger can read the shared folder from docs/file-format.md alone: this reader knows nothing of the program."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cbnet_desktop.store.format import edits, pieces
from cbnet_desktop.store.format.edits import SEALED, Bad, stored_values, without
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.store.places.folder import Folder
from tests.store.format.fuzzing import harmed_piece
from tests.store.format.making import NONCE, Computer, Forger, op, run

PAGE = Path(__file__).parents[3] / "docs" / "file-format.md"
NAME = r"[0-9a-f]{16}-(0|[1-9][0-9]*)-([0-9a-f]{40})\.cb1"
LINE = r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]*"
ID = "[0-9a-f]{40}"
OP = ID + r"\.(0|[1-9][0-9]{0,4})"


class Refused(Exception):
    """Something is not as the page says."""


def demand(*conditions: object) -> None:
    if not all(conditions):
        raise Refused


def sha(data: bytes | str, digits: int) -> str:
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()[:digits]


def strict(text: str) -> Any:
    """JSON as the page allows it."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        demand(len(dict(pairs)) == len(pairs))
        return dict(pairs)

    demand(text == text.strip(" \t\r\n"))
    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=lambda _: demand(False))
    except (ValueError, RecursionError):
        raise Refused from None


def depth(node: Any) -> int:
    """How deep lists and objects lie in each other; refuses numbers beyond 63 bits."""
    demand(type(node) is not int or -(2**63) <= node < 2**63)
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else None
    return 0 if inner is None else 1 + max((depth(each) for each in inner), default=0)


def is_text(found: Any, pattern: str, most: int = 10**7) -> bool:
    return isinstance(found, str) and len(found) <= most and re.fullmatch(pattern, found) is not None


def are_texts(found: Any, pattern: str, most: int) -> bool:
    return isinstance(found, list) and len(found) <= most and all(is_text(each, pattern) for each in found)


def is_value(found: Any) -> bool:
    if isinstance(found, str):
        return re.fullmatch(r"[^\x00\ud800-\udfff]*", found) is not None
    return found is None or isinstance(found, bool) or (type(found) is int and -(2**63) <= found < 2**63)


def opened(seal: str, found: Any) -> Any:
    """The sealed value as JSON, None where it was erased."""
    if found is None:
        return None
    demand(
        isinstance(found, list)
        and len(found) == 2
        and is_text(found[0], "[0-9a-f]{24}")
        and is_text(found[1], r"[^\ud800-\udfff]*")
    )
    demand(sha(found[0] + found[1], 40) == seal, is_value(strict(found[1])))
    return found[1]


def read_line(line: bytes, network: str) -> dict[str, Any]:
    """What a line says, with its id and the values of its ops."""
    try:
        raw, sealed, written = line.split(b"\t")
        signature, text = base64.b64decode(written, validate=True), sealed.decode()
        body = strict(raw.decode())
    except ValueError:
        raise Refused from None
    demand(
        len(signature) == 64, len(raw) + len(sealed) <= 6_000_000, isinstance(body, dict) and body.get("net") == network
    )
    demand(type(body.get("v")) is int and 1 <= body["v"] <= 999, type(body.get("n")) is int and 1 <= body["n"] < 2**53)
    demand(
        is_text(body.get("key"), "[0-9a-f]{32}"),
        is_text(body.get("at"), r"2[01]\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z"),
    )
    demand(
        are_texts(body.get("prev"), ID, 1000) and (body["n"] == 1) == (body["prev"] == []),
        are_texts(body.get("seen", []), ID, 1000),
    )
    demand(is_text(body.get("by"), LINE, 300), is_text(body.get("label"), LINE, 300))
    demand(is_text(body.get("act", ""), LINE, 300), is_text(body.get("founds", ""), LINE, 300))
    if body.get("founds"):
        demand(body["n"] == 1, sha(body["key"] + body["founds"], 32) == network)
    known = {"v", "net", "key", "n", "prev", "at", "by", "label", "act", "founds", "seen"} | (
        {"ops"} if body["v"] == 1 else set()
    )
    demand(all(depth(node) <= 16 for name, node in body.items() if name not in known))
    values = strict(text)
    demand(isinstance(values, list) and len(values) <= 20_000)
    if body["v"] == 1:
        body["values"] = list(read_ops(body.get("ops"), values))
    else:
        demand(depth(values) <= 16)
    return {**body, "id": sha(raw, 40), "signature": signature, "raw": raw}


def read_ops(ops: Any, values: list[Any]) -> Iterator[Any]:
    """The value of each op as JSON."""
    demand(isinstance(ops, list) and len(ops) <= 20_000)
    demand(all(isinstance(each, list) and len(each) in (5, 6) for each in ops))
    demand(sum(len(each) == 6 for each in ops) == len(values))
    left = iter(values)
    for table, row, column, prevs, value, *seals in ops:
        demand(
            is_text(table, "[a-z_][a-z0-9_]{0,39}"),
            is_text(column, "[a-z_][a-z0-9_]{0,39}"),
            is_text(row, LINE, 64) and row,
        )
        demand(are_texts(prevs, OP, 2000), is_value(value))
        demand(seals or f"{table}.{column}" not in ("people.phone", "people.email", "people.note"))
        demand(not seals or (is_text(seals[0], ID) and value is None))
        yield opened(seals[0], next(left)) if seals else json.dumps(value, ensure_ascii=False)


def read_piece(name: str, data: bytes, network: str) -> dict[str, dict[str, Any]]:
    """The edits of a piece that are right, by id."""
    told = re.fullmatch(NAME, name)
    demand(told, len(data) <= 8 << 20)
    demand(sha(data, 40) == told[2])
    try:
        text = gzip.decompress(data)
    except (OSError, EOFError, ValueError):
        raise Refused from None
    except Exception as error:  # zlib has an error of its own
        raise Refused from error
    header, *lines = text.split(b"\n")
    demand(len(text) <= 48 << 20, len(lines) == int(told[1]) <= 50_000)
    try:
        head = strict(header.decode())
    except UnicodeDecodeError:
        raise Refused from None
    demand(
        isinstance(head, dict) and type(head.get("cbnet")) is int and head["cbnet"] == 1 and head.get("net") == network
    )
    demand(isinstance(head.get("keys"), list) and len(head["keys"]) <= 1000)
    keys = dict(read_keys(head["keys"]))
    found: list[dict[str, Any]] = []
    for line in lines:
        try:
            found.append(read_line(line, network))
        except Refused:
            continue
    return right_ones(found, keys)


def read_keys(told: list[Any]) -> Iterator[tuple[str, Ed25519PublicKey]]:
    for text in told:
        try:
            raw = base64.b64decode(text, validate=True)
            yield sha(b"cbnet" + raw, 32), Ed25519PublicKey.from_public_bytes(raw)
        except (ValueError, TypeError):
            continue


def right_ones(found: list[dict[str, Any]], keys: dict[str, Ed25519PublicKey]) -> dict[str, dict[str, Any]]:
    """Those whose signature is right, or that a right one of their chain names, with the values of all their lines."""
    values: dict[str, list[Any]] = {}
    for edit in found:
        mine = edit.get("values", [])
        before = values.get(edit["id"], mine)
        values[edit["id"]] = [a if a is not None else b for a, b in zip(before, mine, strict=True)]
    right: dict[str, dict[str, Any]] = {}
    for edit in sorted(found, key=lambda edit: -int(edit["n"])):
        is_named = any(
            edit["id"] in later["prev"] and later["key"] == edit["key"] and later["n"] > edit["n"]
            for later in right.values()
        )
        if edit["key"] in keys and (is_named or is_signed(edit, keys[edit["key"]])):
            right[edit["id"]] = {**edit, "values": values[edit["id"]]}
    return right


def is_signed(edit: dict[str, Any], key: Ed25519PublicKey) -> bool:
    try:
        key.verify(edit["signature"], edit["raw"])
    except InvalidSignature:
        return False
    return True


def test_a_stranger_reads_all_edits_of_a_folder(tmp_path: Path) -> None:
    anna = Computer()
    anna.edit(op(), founds=NONCE)
    run(20, anna)
    edit = anna.sealing("11 22 33 44", None, 7)
    anna.edits[-1] = without(edit, [0])
    bo = Computer(anna.network)
    bo.edit(op(value="æøå 😀\n"), seen=[edit.id], act="f" * 32)
    place = Folder(tmp_path / f"cbnet-{anna.network[:8]}")
    for computer in (anna, bo):
        place.put(*computer.piece())
    (place.path / "tekst.txt").write_text("foreign")
    found: dict[str, dict[str, Any]] = {}
    for path in place.path.iterdir():
        if re.fullmatch(NAME, path.name):
            found |= read_piece(path.name, path.read_bytes(), anna.network)
    assert found.keys() == {edit.id for edit in (*anna.edits, *bo.edits)}
    for edit in (*anna.edits, *bo.edits):
        assert found[edit.id]["values"] == stored_values(edit)
    assert found[edit.id]["seen"] == [anna.edits[-1].id]


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_the_stranger_and_the_program_take_the_same_edits_out_of_harmed_pieces(start: int) -> None:
    network = Computer().network
    for seed in range(start, start + 100):
        data, count = harmed_piece(seed)
        name = f"{'a' * 16}-{count}-{pieces.digest(data)}.cb1"
        try:
            ours = {edit.id: stored_values(edit) for edit in pieces.unpacked(data, network, count).edits}
        except Bad:
            ours = {}
        try:
            theirs = {id_: as_written(edit.get("values", [])) for id_, edit in read_piece(name, data, network).items()}
        except Refused:
            theirs = {}
        assert ours == theirs, f"seed {seed}"


def as_written(values: list[Any]) -> list[Any]:
    """Values as the program writes JSON."""
    return [None if value is None else json.dumps(json.loads(value), ensure_ascii=False) for value in values]


def test_the_page_names_every_limit_and_sealed_cell() -> None:
    page = PAGE.read_text(encoding="utf-8")
    section = page[page.index("## The shared folder") : page.index("## Signed plans")]
    numbers = (edits.MAX_OPS, edits.MAX_LINE, edits.MAX_PREVS, edits.MAX_TIPS, pieces.MAX_EDITS, pieces.MAX_KEYS)
    for number in numbers:
        assert f"{number:,}" in section
    assert f"{pieces.MAX_PIECE >> 20} MiB, inflated {pieces.MAX_TEXT >> 20} MiB" in section
    assert f"at most {edits.MAX_DEPTH} lists" in section
    assert f"at most {edits.MAX_NAME} characters" in section
    for table, column in SEALED:
        assert f"`{table}.{column}`" in section
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(Forger("").body()) | {
        "act",
        "founds",
        "seen",
    }


def test_the_name_on_the_page_is_one() -> None:
    name = re.search(NAME, PAGE.read_text(encoding="utf-8"))
    assert name is not None
    assert pieces.Name.of(name[0]) == pieces.Name(name[0][:16], 64, name[2])
    assert pieces.ANY_NAME.fullmatch(name[0])
    assert len(Signer.new().public.text) == 44
