"""Run by test_new_field in a copy of the program whose people have a second phone: what comes of it, as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.roster import succession
from cbnet_desktop.domain.search import person_data
from cbnet_desktop.domain.search.search import Index
from cbnet_desktop.domain.sheets import layout, tables
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.store import Store, create
from tests.upgrades.copies import opened

OLD, NEW = "11223344", "99887766"


def main(folder: Path, kept: Path) -> None:
    """Plays a person's life in a new file below the folder, and a bit of one in the network that was kept."""
    path = folder / "net.cbnet"
    network = Change("networks", "n", None, {"name": "Prøvenetværk", "first_year": 2015})
    store = create(path, [network], home=folder, user="anna", label="Nyt netværk")
    store.apply("Carla tilføjet", [Change("people", "p", None, {"name": "Carla", "second_phone": OLD})])
    change = Change("people", "p", {"second_phone": OLD}, {"second_phone": NEW})
    store.apply("", [change])
    seen = {**_domain(store, change), **_erased(store)}
    store.close()
    written = b"".join(found.read_bytes() for found in folder.rglob("*") if found.is_file())
    seen["traces"] = [number for number in (OLD, NEW) if number.encode() in written]
    json.dump({**seen, "kept": _kept(kept)}, sys.stdout)


def _kept(folder: Path) -> dict[str, object]:
    store = opened(folder)
    person = next(iter(store.read().rows(Person)))
    before = person.values()["second_phone"]
    store.apply("", [person.edited({"second_phone": "12345678"})])
    store.exchange()
    store.close()
    store = opened(folder)
    found: dict[str, object] = {
        "before": before,
        "after": store.read().get(Person, person.id).values()["second_phone"],
        "differences": [one.message for one in store.log.verify()],
        "conflicts": len(store.log.conflicts()),
    }
    store.close()
    return found


def _domain(store: Store, change: Change) -> dict[str, object]:
    network = store.read()
    grid = layout.Grid("Ark1", (("Navn", "Mobil 2"), ("Carla", NEW)))
    answer = person_data.collect(network, "p", store.log.history(), {})
    return {
        "label": labels.describe(network, [change]),
        "found": [hit.field for group in Index(network).search(NEW) for hit in group.hits],
        "columns": [column.title for column in tables.of_table(network, Person, network.rows(Person)).columns],
        "read_as": [heading.field for heading in layout.of_grid(Person, grid).headings],
        "answer": person_data.as_text(answer, network),
        "asked": succession.DETAILS,
    }


def _erased(store: Store) -> dict[str, object]:
    store.erase("p", "Beder om sletning", today=date(2026, 11, 22))
    return {
        "told": labels.named_fields(Person, Person.contact_fields()),
        "left": store.read().get(Person, "p").values()["second_phone"],
        "remembered": [entry.value for entry in store.log.history("people", "p") if entry.field == "second_phone"],
        "differences": len(store.log.verify()),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
