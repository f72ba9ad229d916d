"""Freezing a plan as a signed-off version (M23)."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cbnet_desktop.domain import plan
from cbnet_desktop.domain.changes import Value
from cbnet_desktop.domain.errors import Conflict, Invalid, Missing
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.plan_content import PlanContent, SignOff
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.store import ops
from cbnet_desktop.store.connection import Connection

Render = Callable[[PlanContent], bytes]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version ready to be written: its cells, and the network it was made from."""

    id: str
    label: str
    cells: tuple[tuple[ops.Cell, Value], ...]
    network: Network


def prepared(
    conn: Connection, network: Network, year: int, reason: str, render: Render, *, today: date, at: str, by: str
) -> Prepared:
    """The next version of the year's plan as cells; raises Invalid when the plan cannot be signed off."""
    signed = plan.require_signable(network, year, today)
    versions = [version for version in network.rows(PlanVersion) if version.plan_id == signed.id]
    number = max((version.number or 0 for version in versions), default=0) + 1
    reason = " ".join(reason.split())
    heads = ops.vector(conn)
    content = plan.content(network, year, today, SignOff(number, at, by, reason, ops.digest(heads)))
    if versions:
        _require_worth_signing(conn, max(versions, key=lambda version: version.number or 0), content, reason)
    version_id = uuid.uuid4().hex
    values: dict[str, Value] = {
        ops.EXISTS: version_id,
        "plan_id": signed.id,
        "number": number,
        "signed_at": at,
        "signed_by": by,
        "reason": reason,
        "sha256": content.sha256,
        "heads_digest": ops.digest(heads),
        "document": content.canonical().decode(),
        "heads": ops.heads_json(heads),
        "pdf": base64.b64encode(render(content)).decode(),
    }
    cells = tuple(((PlanVersion.TABLE, version_id, name), value) for name, value in values.items())
    return Prepared(version_id, f"Handlingsplan {year} godkendt som version {number}", cells, network)


def _require_worth_signing(conn: Connection, last: PlanVersion, content: PlanContent, reason: str) -> None:
    if not has_changed_since(document(conn, last.id), content):
        raise Invalid(f"Planen er ikke ændret siden version {last.number}. Den gælder stadig.", table="plans")
    if not reason:
        raise Invalid(
            f"Version {last.number} er godkendt. Skriv en begrundelse for at godkende en ny version.", field="reason"
        )


def has_changed_since(signed: bytes, content: PlanContent) -> bool:
    """Whether the plan says something else than a signed document does, the sign-off itself left out."""
    old = json.loads(signed)
    old["sign_off"] = None
    return bool(old != json.loads(replace(content, sign_off=None).canonical()))


def require_unchanged(network: Network, version: Prepared) -> None:
    """Raises Conflict when something came in while the version was being set on paper."""
    if network is not version.network:
        raise Conflict("Netværket blev ændret af en anden, mens planen blev godkendt. Se den igennem, og godkend igen.")


def pdf(conn: Connection, version_id: str) -> bytes:
    """The PDF of a version; raises Missing."""
    found = _stored(conn, "pdf", version_id)
    assert isinstance(found, bytes)
    return found


def document(conn: Connection, version_id: str) -> bytes:
    """The canonical JSON of a version; raises Missing."""
    return str(_stored(conn, "document", version_id)).encode()


def _stored(conn: Connection, column: str, version_id: str) -> bytes | str:
    row = conn.execute(f"select {column} from {PlanVersion.TABLE} where id = ?", (version_id,)).fetchone()
    if row is None or row[0] is None:
        raise Missing("Den godkendte version findes ikke i filen.", table=PlanVersion.TABLE, row_id=version_id)
    found: bytes | str = row[0]
    return found
