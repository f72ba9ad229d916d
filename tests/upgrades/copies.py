"""The copies that were kept of each release: unpacking one, and what a version says of it."""

from __future__ import annotations

import hashlib
import json
import lzma
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.agreed.subjects import SUBJECTS
from cbnet_desktop.domain.dispatches import dispatches
from cbnet_desktop.domain.focus import asked
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import RECORDS, BudgetShare, Meeting, Plan, PlanVersion
from cbnet_desktop.store import Meant, Store, open_store

HERE = Path(__file__).parent
COPY, RECORDS_FILE = "copy.tar.xz", "records.json"
FILE = "netværk.cbnet"
#: The telephone number that was erased.
PHONE = "99 88 77 66"
NOTE = "Et notat om møderne.\n".encode()
#: What was typed and is no edit yet.
REFUSED = ("uden snabel-a", "E-mail skal indeholde et @.")
DRAFT = "Ring i morgen"
SETTINGS = {
    "user_name": "Mette Holm",
    "recent": ["/srv/fælles/netværk.cbnet"],
    "views": {"0" * 32: {"window": {"year": 2015, "tab": "Møder"}}},
    "window": "AdnQywADAAAAAABkAAAAZAAABEAAAAL8",
    "a later setting": {"kept": True},
}


def releases() -> list[str]:
    """The versions of which a copy is kept, oldest first."""
    found = [path.parent.name for path in HERE.glob(f"*/{COPY}")]
    return sorted(found, key=lambda name: [int(part) for part in name.split(".")])


def unpacked(version: str, folder: Path) -> dict[str, Any]:
    """Lays home/ and net/ of a copy in a folder; what its own version said of it."""
    data = lzma.decompress((HERE / version / COPY).read_bytes())
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


def opened(folder: Path, *, exchanges: bool = False) -> Store:
    """The network of a copy, as Mette opens it; the folder lies elsewhere than when it was made."""
    path = folder / "net" / FILE
    return open_store(path, home=folder / "home", user="Mette Holm", meant=Meant.SHARED, exchanges=exchanges)


def said(store: Store) -> dict[str, Any]:
    """What this version says of a network."""
    network = store.read()
    return {
        "rows": {kind.TABLE: {row.id: row.values() for row in network.rows(kind)} for kind in RECORDS},
        "pdfs": {row.id: _digest(store.log.version_pdf(row.id)) for row in network.rows(PlanVersion)},
        "documents": {row.id: _digest(store.log.version_document(row.id)) for row in network.rows(PlanVersion)},
        "changed_plans": [
            row.year
            for row in network.rows(Plan)
            for version in plan.versions(network, row.year)[-1:]
            if plan.has_changed_since(network, version)
        ],
        "acts": {
            f"{act} {row.id}": [found.text.id if found.text else "", found.is_unchanged]
            for act, subject in SUBJECTS.items()
            for row in network.rows(subject.kind)
            if (found := texts.standing(network, act, row))
        },
        "asked": {
            row.organisation_id: asked.key(network, row.year, row.organisation_id or "").sha256
            for row in network.rows(BudgetShare)
        },
        "notices": {row.id: dispatches.said(network, "notice", row) for row in network.rows(Meeting)},
        "history": [[entry.label, entry.table, entry.field] for entry in store.log.history()],
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
