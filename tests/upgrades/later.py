"""Run by test_newer_colleague in a later version of the program: it writes, or says what it sees, as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from cbnet_desktop.domain.records import Goal
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Meant, Store, open_store
from cbnet_desktop.store.example import open_or_build
from tests.upgrades.copies import said

SECOND = "12 34 56 78"


def main(what: str, path: Path, home: Path) -> None:
    """What the later version does with a network: write, approve, sign, look, finish, or open it as the example."""
    if what == "example":
        store = open_or_build(home=home, user="Bo med den nye", render=lambda _: b"")
    else:
        store = open_store(path, home=home, user="Bo med den nye", meant=Meant.SHARED)
    if what == "write":
        _write(store)
        store.exchange()
    if what == "approve":
        store.apply("Godkendt", [store.read().tables["meetings"]["en-meetings"].edited({"state": "approved"})])
        store.exchange()
    if what == "sign":
        store.apply("Mål", [next(iter(store.read().rows(Goal))).edited({"text": "Et andet mål"})])
        store.sign_off(2015, "Et mål er ændret", lambda _: b"%PDF af den nye", today=date(2026, 11, 30))
        store.exchange()
    found = _seen(store)
    if what in ("write", "finish"):
        store.finish()
    store.close()
    json.dump(found, sys.stdout)


def _write(store: Store) -> None:
    network = store.read()
    person = next(row for row in network.tables["people"].values() if row.values()["name"] == "Venter Endnu")
    item = next(row for row in network.tables["agenda_items"].values() if row.values()["meeting_id"] == "en-meetings")
    goal = next(iter(network.tables["goals"].values()))
    store.apply("Telefon 2", [person.edited({"second_phone": SECOND})])
    store.apply("Baggrund", [item.edited({"background": "Det nye"})])
    store.apply("Udskudt", [goal.edited({"status": "postponed"})])
    store.apply("Afstemning", [Change("item_votes", "afstemning", None, {"agenda_item_id": item.id, "result": "5-2"})])


def _seen(store: Store) -> dict[str, Any]:
    network = store.read()
    shown = [network.tables[table].values() for table in ("people", "agenda_items", "goals")]
    return {
        "rows": {row.id: row.values() for rows in shown for row in rows},
        "votes": [row.values() for row in network.tables["item_votes"].values()],
        **{name: found for name, found in said(store).items() if name in ("acts", "asked", "notices")},
        "differences": [one.message for one in store.log.verify()],
        "conflicts": [one.id for one in store.log.conflicts()],
        "told": list(store.last_exchange.notices) if store.last_exchange else [],
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
