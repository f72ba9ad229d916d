"""Keeps a copy of what this version of the program writes: python -m tests.upgrades.keep.

A shared folder of two laptops and one laptop's own folder, with a row of every table, made by the console; the later
versions are tested with it (test_kept_copies.py). It is made once, with the release, and never again.
"""

from __future__ import annotations

import io
import json
import lzma
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cbnet_desktop import __version__
from cbnet_desktop.domain.records import RECORDS, AgreedText, NetworkProfile, Reopening
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import Meant, Store, open_store
from cbnet_desktop.store.drafts import Draft, Refused
from tests.building import Building, prepare
from tests.cli.console import Laptop
from tests.upgrades import frozen
from tests.upgrades.copies import COPY, DRAFT, FILE, HERE, NOTE, PHONE, RECORDS_FILE, REFUSED, SETTINGS, said

#: Tables that no edit adds rows to by hand.
_WRITTEN = (NetworkProfile.TABLE, AgreedText.TABLE, Reopening.TABLE)
#: One row of each table that a plan year alone does not fill; »area«, »gentofte« … name rows of it.
_MORE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("former_names", {"organisation_id": "gentofte", "name": "Gentofte Kommunebibliotek", "ends_on": "2010-12-31"}),
    ("former_seat_names", {"seat_id": "seat", "name": "Gentofte og omegn", "ends_on": "2010-12-31"}),
    ("involvements", {"focus_area_id": "area", "content": "Gentofte afprøver temadagen."}),
    ("involved_libraries", {"involvement_id": "involvements", "organisation_id": "gentofte",
                            "consented_on": "2014-10-20", "consented_by_id": "person"}),
    ("disseminations", {"focus_area_id": "area", "organisation_id": "gentofte", "activity": "Temadag"}),
    ("assessments", {"focus_area_id": "area", "organisation_id": "gentofte", "text": "Godt. Æøå 🌲"}),
    ("meeting_forms", {"name": "Planlægningsmøde", "kind": "planning", "starts_at": "10:00"}),
    ("form_items", {"form_id": "meeting_forms", "title": "Velkomst", "position": 1}),
    ("working_groups", {"name": "Arbejdsgruppe om e-bøger", "starts_on": "2014-02-05"}),
    ("group_members", {"group_id": "working_groups", "person_id": "person"}),
    ("meetings", {"kind": "planning", "held_on": "2014-09-03", "title": "Septembermøde"}),
    ("agenda_items", {"meeting_id": "meetings", "title": "Næste års kurser", "position": 1}),
    ("follow_ups", {"meeting_id": "meetings", "text": "Ret skemaet", "owner_person_id": "person",
                    "deadline": "2014-12-01"}),
    ("goal_reports", {"goal_id": "goal", "reported_on": "2015-05-31", "comment": "134 deltagere"}),
    ("allocations", {"year": 2015, "purpose": "Kursusdage", "amount_ore": 1_000_000, "focus_area_id": "area"}),
    ("agreements", {"kind": "framework", "title": "Rammeaftale 2014-2017", "starts_on": "2014-01-01"}),
    ("agreement_parties", {"agreement_id": "agreements", "organisation_id": "gentofte"}),
    ("extensions", {"agreement_id": "agreements", "ends_on": "2018-12-31"}),
    ("agreement_clauses", {"agreement_id": "agreements", "title": "Aktuelle tilbud", "number": "1.1"}),
    ("agreement_tasks", {"agreement_id": "agreements", "organisation_id": "gentofte", "text": "To kursusdage"}),
    ("committee_members", {"agreement_id": "agreements", "person_id": "person", "role": "Formand"}),
    ("tasks", {"title": "Koordinering", "owner_person_id": "person"}),
    ("task_clauses", {"task_id": "tasks", "clause_id": "agreement_clauses"}),
    ("offers", {"title": "Medbetjening", "starts_on": "2015-04-23", "host_id": "gentofte"}),
    ("experiences", {"title": "Én tilmelding", "organisation_id": "gentofte", "person_id": "person"}),
    ("known_words", {"word": "medbetjening"}),
)  # fmt: skip


def main() -> None:
    """Writes the copy of this version; ends where it is kept already."""
    target = HERE / __version__ / COPY
    if target.exists():
        sys.exit(f"{target} is kept already: what was released is never made anew.")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        made = _Made(root)
        made.play()
        (root / "expected.json").write_text(json.dumps(made.expected(), ensure_ascii=False, sort_keys=True))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_packed(root, ("home", "net", "expected.json")))
        target.with_name(RECORDS_FILE).write_text(frozen.as_text(frozen.meaning()), encoding="utf-8")
    print(f"{target}: {target.stat().st_size} bytes")  # noqa: T201 - what a command says


class _Made:
    """The folder that is kept: Mette's own, the shared one, and what is in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mette = Laptop(root / "home", "Mette Holm")
        self.jens = Laptop(root / "jens", "Jens Østergård")
        self.file = root / "net" / FILE
        self.file.parent.mkdir()

    def run(self, *arguments: str | Path, by: Laptop | None = None, stdin: bytes = b"") -> str:
        """What a command of the console says."""
        ran = (by or self.mette).run(*arguments, stdin=stdin)
        if ran.code:
            raise SystemExit(f"{arguments}: {ran.out}{ran.err}")
        return ran.out.strip()

    def play(self) -> None:
        """A plan year of the network, shared by two."""
        self.run("new", self.file, "--name", "Kompetencenetværket", "--from", "2014")
        self._apply("Netværket overtaget", self._year())
        self._apply("Resten af netværket", self._more())
        person = self.run("add", self.file, "people", "name=Carla Bak", "phone=11 22 33 44", "email=carla@bak.dk")
        self.run("set", self.file, "people", person, f"phone={PHONE}")
        self._papers()
        self.run("sign-off", self.file, "--year", "2015")
        self.run("set", self.file, "meetings", "en-meetings", "state=approved")
        self.run("reopen", self.file, "--meeting", "2014-09-03", "--reason", "Et navn var forkert.")
        self.run("set", self.file, "people", person, "title=Chef", by=self.jens)
        self.run("erase", self.file, person, "--reason", "Beder om det")
        self.run("exchange", self.file)
        self._undelivered()
        self.mette.home.joinpath("settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        shutil.rmtree(self.mette.home / "backups")
        self.mette.home.joinpath("cbnet.log").unlink(missing_ok=True)

    def _papers(self) -> None:
        """An annex, an answer with its evidence, and a reminder that was sent."""
        note = self.root / "notat.txt"
        note.write_bytes(NOTE)
        self.run("attach", self.file, note, "--meeting", "2014-09-03", "--title", "Notat")
        scan = self.root / "scan.jpg"
        scan.write_bytes(b"\xff\xd8\xff\xe0 billede")
        self.run("answer", self.file, scan, "--library", "Aalborg", "--year", "2015")
        network = self._network()
        (answer,) = [row for row in network.tables["consultation_answers"] if self._has_annex(network, row)]
        area = next(iter(network.tables["focus_areas"]))
        row = Change("area_answers", "svar", None, {"consultation_answer_id": answer, "focus_area_id": area})
        self._apply("Svar om et område", [row])
        owner = self._row(network, "people", "name", "Gentoftes repræsentant")
        self.run("set", self.file, "people", owner, "email=gentofte@example.org")
        drafts = self.root / "kladder"
        drafts.mkdir()
        self.run("reminders", self.file, "-o", drafts)
        (first, *_) = json.loads(self.run("dispatches", self.file, "--json"))
        self.run("sent", self.file, first["id"])

    def _has_annex(self, network: Network, answer: str) -> bool:
        return any(row.values()["consultation_answer_id"] == answer for row in network.tables["annexes"].values())

    def _undelivered(self) -> None:
        """An edit that waits, since the folder is away, and text that is no edit yet."""
        away = self.file.parent.rename(self.root / "away")
        self.run("add", self.file, "people", "name=Venter Endnu", "phone=87 65 43 21")
        away.rename(self.file.parent)
        store = self._opened()
        person = self._row(store.read(), "people", "name", "Venter Endnu")
        store.drafts.write(
            store.read(),
            [Refused("people", person, "email", *REFUSED)],
            [Draft("line", "people", person, "note", DRAFT)],
        )
        store.close()

    def _year(self) -> Iterable[Change]:
        """The rows of a plan year in order, in the seats of this network."""
        building = Building(network=self._network())
        before = building.network
        building.appoint_everybody("2012-01-01")
        prepare(building, 2015)
        kinds = [kind for kind in RECORDS if kind.TABLE not in _WRITTEN]
        rows = [row for kind in kinds for row in building.network.rows(kind) if before.row(kind.TABLE, row.id) is None]
        return [Change(row.TABLE, row.id, None, row.values()) for row in rows]

    def _more(self) -> Iterable[Change]:
        network = self._network()
        known = {
            "gentofte": self._row(network, "organisations", "short_name", "Gentofte"),
            "seat": self._row(network, "seats", "name", "Gentofte"),
            "person": self._row(network, "people", "name", "Gentoftes repræsentant"),
            "area": next(iter(network.tables["focus_areas"])),
            "goal": next(iter(network.tables["goals"])),
        }
        for table, values in _MORE:
            known[table] = f"en-{table}"
            yield Change(table, known[table], None, {name: known.get(value, value) for name, value in values.items()})

    def _row(self, network: Network, table: str, field: str, value: str) -> str:
        return next(row.id for row in network.tables[table].values() if row.values()[field] == value)

    def _apply(self, label: str, changes: Iterable[Change]) -> None:
        said = [{"table": one.table, "row_id": one.row_id, "before": one.before, "after": one.after} for one in changes]
        line = json.dumps({"label": label, "changes": said}, ensure_ascii=False)
        self.run("apply", self.file, "-", stdin=f"{line}\n".encode())

    def _opened(self) -> Store:
        return open_store(self.file, home=self.mette.home, user=self.mette.user, meant=Meant.SHARED, exchanges=False)

    def _network(self) -> Network:
        store = self._opened()
        network = store.read()
        store.close()
        return network

    def expected(self) -> dict[str, Any]:
        """What a later version must still say of the copy."""
        store = self._opened()
        found = said(store)
        store.close()
        lacking = [table for table, rows in found["rows"].items() if not rows]
        if lacking:
            raise SystemExit(f"No row of {', '.join(lacking)}.")
        return found


def _packed(root: Path, names: Iterable[str]) -> bytes:
    """A tar archive, compressed as far as it goes; it tells nothing of this machine."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name in names:
            archive.add(root / name, name, filter=_anonymous)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 26}]
    return lzma.compress(made.getvalue(), filters=filters)


def _anonymous(found: tarfile.TarInfo) -> tarfile.TarInfo:
    found.uid = found.gid = 0
    found.uname = found.gname = ""
    return found


if __name__ == "__main__":
    main()
