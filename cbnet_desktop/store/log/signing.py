"""Freezing a plan as a signed-off version (M23)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Conflict, Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store.log import newer, ops
from cbnet_desktop.store.log.connection import Connection

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
    from cbnet_desktop.domain.charter import sign_off
    from cbnet_desktop.domain.plan.plan_content import SignOff

    newer.require_shown(conn)
    signed = sign_off.require_signable(network, year, today)
    number = plan.next_number(network, year)
    reason = " ".join(reason.split())
    for last in plan.versions(network, year)[-1:]:
        _require_worth_signing(last, has_changed=plan.has_changed_since(network, last), reason=reason)
    heads = ops.tips(conn)
    terms = sign_off.terms(network, year, today)
    content = plan.content(network, year, today, SignOff(number, at, by, reason, ops.digest(heads), terms))
    values: dict[str, Value] = {
        "plan_id": signed.id,
        "year": year,
        "number": number,
        "signed_at": at,
        "signed_by": by,
        "reason": reason,
        "sha256": content.sha256,
        "decided_sha256": content.decided_sha256,
        "heads_digest": ops.digest(heads),
        "document": content.canonical().decode(),
        "heads": ops.heads_json(heads),
        "pdf": base64.b64encode(render(content)).decode(),
    }
    version_id = PlanVersion.name_of(values)
    # What is usual is not written: a program that does not know the field could not leave it out of the hash.
    said = {ops.EXISTS: version_id, **PlanVersion.said(values)}
    cells = tuple(((PlanVersion.TABLE, version_id, name), value) for name, value in said.items())
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
