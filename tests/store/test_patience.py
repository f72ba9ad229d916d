"""A place that does not answer is not waited for; a computer that works is."""

from __future__ import annotations

import threading

from cbnet_desktop.store.exchange.exchanger import Exchanger
from cbnet_desktop.store.format import pieces
from tests.store.playing import Laptop, chain_of

COUNT = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 12000000) select max(i) from n"


def test_a_place_that_does_not_answer_is_given_up(laptop: Laptop) -> None:
    answers = threading.Event()
    assert laptop("anna").within(0.3, lambda _: answers.wait(20)) is None
    answers.set()


def test_work_that_takes_longer_than_an_answer_may_is_done_whole(laptop: Laptop) -> None:
    anna = laptop("anna")
    network = anna.network_id
    _, data = pieces.packed(network, [], [], chain_of(anna))

    def unpack_often(_: Exchanger) -> int:
        return sum(len(pieces.unpacked(data, network, 0).edits) for _ in range(80_000))

    assert anna.within(1, unpack_often) == 0
    assert anna.within(1, lambda own: own._conn.execute(COUNT).fetchone()[0]) == 12_000_000
