"""What of the records and the log's tables may never change once it was released, as plain data."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.domain.records.fields import Field
from cbnet_desktop.store.files import migrations


def meaning() -> dict[str, Any]:
    """The steps of the log's schema by their hash, and what each field of each record means in an edit."""
    return {
        "steps": {name: hashlib.sha256("\n".join(scripts).encode()).hexdigest() for name, scripts in migrations.STEPS},
        "records": {
            kind.TABLE: {
                "frozen": kind.FROZEN,
                "on_disk": {name: "bytes" if name in kind.BLOBS else "text" for name in kind.ON_DISK},
                "fields": {name: _field(field) for name, field in kind.fields().items()},
            }
            for kind in RECORDS
        },
    }


def _field(field: Field) -> dict[str, Any]:
    said = {
        "kind": str(field.kind),
        "default": field.default,
        "sealed": field.is_contact,
        "required": field.required,
        "refers_to": field.refers_to,
        "choices": sorted(field.choices),
        "limit": field.limit if field.is_text else 0,
    }
    return {name: value for name, value in said.items() if value not in ("", 0, [], None)}


def as_text(found: dict[str, Any]) -> str:
    """The same as JSON with a line for each field, so that a difference is read in a glance."""
    lines = [f'{{"steps": {json.dumps(found["steps"])},', '"records": {']
    for table, said in found["records"].items():
        frozen, on_disk = json.dumps(said["frozen"]), json.dumps(said["on_disk"])
        lines.append(f'"{table}": {{"frozen": {frozen}, "on_disk": {on_disk}, "fields": {{')
        lines += [f'  "{name}": {json.dumps(field)},' for name, field in said["fields"].items()]
        lines[-1] = f"{lines[-1].rstrip(',')}}}}},"
    lines[-1] = lines[-1].rstrip(",")
    return "\n".join([*lines, "}}", ""])
