"""What every place promises to replicas, and what even one that lies never does."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from cbnet_desktop.domain.records.errors import Full, ReadOnly, Unreadable
from cbnet_desktop.store.format.pieces import ENDING, MAX_PIECE, Name, digest
from cbnet_desktop.store.places.folder import Folder
from cbnet_desktop.store.places.place import Mark, Place
from tests.store.places.memory import Lying, Memory


def named(data: bytes) -> str:
    """The name of a piece of any bytes."""
    return f"{'a' * 16}-1-{digest(data)}{ENDING}"


@pytest.fixture(params=["a folder", "memory", "a liar that is calm"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place."""
    if request.param == "a folder":
        return Folder(tmp_path / "cbnet-d4618f95")
    if request.param == "memory":
        return Memory()
    liar = Lying(Random(1))
    liar.calm()
    return liar


def test_a_place_is_empty_at_first_and_may_be_written(place: Place) -> None:
    assert (dict(place.look()), dict(place.look(closely=True)), place.check()) == ({}, {}, "")
    assert place.get(named(b"x")) is None
    assert place.name
    assert place.identity


@pytest.mark.parametrize("data", [b"", b"x", b"\r\n\x1a\0", bytes(range(256)) * 4096], ids=len)
def test_what_is_put_comes_back_byte_by_byte(place: Place, data: bytes) -> None:
    place.put(named(data), data)
    assert place.get(named(data)) == data
    assert dict(place.look()) == {named(data): Mark(-1, 0)}
    assert place.look(closely=True)[named(data)].size == len(data)


def test_the_same_name_again_is_no_error(place: Place) -> None:
    for _ in range(3):
        place.put(named(b"x"), b"x")
    assert (list(place.look()), place.get(named(b"x"))) == ([named(b"x")], b"x")


def test_what_is_dropped_is_gone_and_dropping_it_again_is_no_error(place: Place) -> None:
    place.drop(named(b"x"))
    place.put(named(b"x"), b"x")
    place.put(named(b"y"), b"y")
    for _ in range(2):
        place.drop(named(b"x"))
    assert (list(place.look()), place.get(named(b"x"))) == ([named(b"y")], None)


def test_a_close_look_tells_that_a_piece_was_changed(place: Place) -> None:
    place.put(named(b"x"), b"x")
    before = place.look(closely=True)[named(b"x")]
    assert place.look(closely=True)[named(b"x")] == before
    place.put(named(b"x"), b"damaged")
    assert place.look(closely=True)[named(b"x")] != before


def test_no_more_than_one_byte_too_many_is_given(place: Place) -> None:
    place.put(named(b"x"), b"x" * (MAX_PIECE + 1000))
    assert len(place.get(named(b"x")) or b"") == MAX_PIECE + 1


def test_waiting_for_nothing_ends(place: Place) -> None:
    place.wait(0)


def test_two_who_write_at_one_place_see_the_pieces_of_each_other(tmp_path: Path) -> None:
    anna, bo = Folder(tmp_path / "cbnet-1"), Folder(tmp_path / "cbnet-1")
    anna.put(named(b"anna"), b"anna")
    bo.put(named(b"bo"), b"bo")
    assert anna.look().keys() == bo.look().keys() == {named(b"anna"), named(b"bo")}
    assert (anna.get(named(b"bo")), anna.identity) == (b"bo", bo.identity)


@pytest.mark.parametrize("seed", range(50))
def test_a_liar_gives_no_other_errors_and_keeps_its_word_once_calm(seed: int) -> None:
    random = Random(seed)
    liar = Lying(random, honesty=random.uniform(0.4, 0.9))
    seen = set()
    for number in range(200):
        data = str(number % 20).encode()
        try:
            liar.put(named(data), data)
            found = liar.get(random.choice([*liar.look(), named(data)]))
            seen.add(found == data)
            liar.drop(named(str(random.randrange(20)).encode()))
        except (Unreadable, ReadOnly, Full):
            seen.add(None)
    assert seen == {True, False, None}, "it lies and it does not"
    liar.calm()
    for number in range(20):
        liar.put(named(str(number).encode()), str(number).encode())
    assert {digest(liar.get(name) or b"") for name in liar.look()} >= {digest(str(n).encode()) for n in range(20)}
    assert all(Name.of(name) for name in liar.look())


def test_a_liar_does_the_same_for_the_same_seed() -> None:
    stories = []
    for _ in range(2):
        liar, story = Lying(Random(7)), []
        for number in range(200):
            data = str(number).encode()
            try:
                liar.put(named(data), data)
                story.append((sorted(liar.look()), liar.get(named(data))))
            except Unreadable:
                story.append(([], None))
        stories.append(story)
    assert stories[0] == stories[1]
