"""Freezing a plan as a signed-off version (M23)."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Conflict, Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import ops
from cbnet_desktop.store.connection import Connection
from cbnet_desktop.store.log import stored

if TYPE_CHECKING:
    from cbnet_desktop.domain.plan.plan_content import PlanContent

Render = Callable[["PlanContent"], bytes]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version ready to be written: its cells, and the network that it was made from."""

    id: str
    label: str
    cells: tuple[tuple[ops.Cell, Value], ...]
    network: Network


def prepared(
    conn: Connection, network: Network, year: int, reason: str, render: Render, *, today: date, at: str, by: str
) -> Prepared:
    """The next version of the year's plan as cells; raises Invalid when the plan cannot be signed off."""
    from cbnet_desktop.domain.plan.plan_content import SignOff

    signed = plan.require_signable(network, year)
    versions = plan.versions(network, signed)
    number = (versions[-1].number or 0) + 1 if versions else 1
    reason = " ".join(reason.split())
    if versions:
        has_changed = plan.has_changed_since(network, year, today, stored(conn, "document", versions[-1].id))
        _require_worth_signing(versions[-1], has_changed=has_changed, reason=reason)
    heads = ops.vector(conn)
    content = plan.content(network, year, today, SignOff(number, at, by, reason, ops.digest(heads)))
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


def _require_worth_signing(last: PlanVersion, *, has_changed: bool, reason: str) -> None:
    if not has_changed:
        raise Invalid(f"Planen er ikke ændret siden version {last.number}. Den gælder stadig.", table="plans")
    if not reason:
        raise Invalid(
            f"Version {last.number} er godkendt. Skriv en begrundelse for at godkende en ny version.", field="reason"
        )


def require_unchanged(network: Network, version: Prepared) -> None:
    """Raises Conflict when other edits came in while the PDF was being made."""
    if network is not version.network:
        raise Conflict("Netværket blev ændret af en anden, mens planen blev godkendt. Se den igennem, og godkend igen.")
