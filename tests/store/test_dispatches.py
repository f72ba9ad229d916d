"""Two on their own computers who say different things of one draft: nothing that was sent is lost or left open."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.dispatches import dispatches
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import Dispatch, DispatchRecipient
from cbnet_desktop.domain.records.errors import Frozen
from cbnet_desktop.store import Store
from tests.store.playing import Laptop, add_person, introduce, meet


def drafted(store: Store) -> str:
    """The id of a draft with a recipient and a file."""
    person = add_person(store)
    made = Dispatch.added({
        "kind": "reminder", "person_id": person, "subject": "Påmindelse", "drafted_on": "2026-11-20",
    })  # fmt: skip
    store.apply("Kladde", dispatches.drafted(made.row_id, dict(made.after or {}), [to(person)]))
    row, kept = store.read().get(Dispatch, made.row_id), store.annexes.kept("Mål.pdf", b"%PDF-1.7\n")
    store.apply("Fil", annexes.added(store.read(), row, {"title": "Mål", **kept}))
    return made.row_id


def to(person: str) -> dispatches.Recipient:
    return dispatches.Recipient(person, "Asta Eksempelsen", "", "asta@bibliotek.dk")


def say_sent(store: Store, draft: str, day: str) -> None:
    store.apply("Sendt", [dispatches.sent(store.read().get(Dispatch, draft), day, store.user)])


def test_what_one_sent_keeps_recipients_and_files_though_another_removed_the_draft(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    draft = drafted(anna)
    introduce(anna, bo)
    say_sent(anna, draft, "2026-11-21")
    bo.apply("Kladde fjernet", dispatches.removed(bo.read(), bo.read().get(Dispatch, draft)))
    meet(anna, bo, anna)
    for store in (anna, bo):
        network = store.read()
        row = network.get(Dispatch, draft)
        assert (row.sent_on, row.sent_by) == ("2026-11-21", "anna")
        assert [one.address for one in dispatches.recipients(network, row)] == ["asta@bibliotek.dk"]
        assert [store.annexes.content(one) for one in annexes.of(network, row)] == [b"%PDF-1.7\n"]
        assert store.log.verify() == []


def test_two_who_both_said_that_it_was_sent_can_settle_when_and_by_whom(laptop: Laptop) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    draft = drafted(anna)
    introduce(anna, bo)
    say_sent(anna, draft, "2026-11-21")
    say_sent(bo, draft, "2026-11-22")
    meet(anna, bo, anna)
    with pytest.raises(Frozen):
        anna.resolve(next(one.id for one in anna.log.conflicts() if one.field == "sent_on"), None)
    for conflict in anna.log.conflicts():
        anna.resolve(conflict.id, conflict.versions[0].value)
    meet(anna, bo)
    for store in (anna, bo):
        assert store.log.conflicts() == []
        row = store.read().get(Dispatch, draft)
        assert (row.sent_on, row.sent_by) == ("2026-11-21", "anna")
        (recipient,) = store.read().rows(DispatchRecipient)
        assert recipient.dispatch_id == draft
