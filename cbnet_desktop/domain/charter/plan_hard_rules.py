"""Hard rules on plans: one meeting prepares one plan, and what was signed stays where it was signed (M16, M23)."""

from __future__ import annotations

from collections.abc import Iterator

from cbnet_desktop.domain.charter.findings import HardRule, Problem
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish


def shared_meetings(network: Network) -> Iterator[Problem]:
    """Two plans based on the same meeting (M16)."""
    for meeting_id in {row.meeting_id for row in network.live(Plan) if row.meeting_id}:
        meeting = network.find(Meeting, meeting_id)
        found = plan.carried_by(network, meeting) if meeting else []
        if meeting and len(found) > 1:
            yield Problem(
                ("shared meeting", meeting_id),
                shared_message(meeting, found),
                Plan.TABLE,
                found[-1].id,
                "meeting_id",
                weight=len(found),
            )


def shared_message(meeting: Meeting, found: list[Plan]) -> str:
    """The message for plans that are based on the same meeting (M16)."""
    years = danish.joined([str(row.year) for row in found])
    return (
        f"Handlingsplanerne for {years} bygger begge på {titles.meeting_title(meeting)}, og et årsmøde forbereder kun "
        "én plan. Vælg et andet årsmøde til den ene."
    )


def displaced_plans(network: Network) -> Iterator[Problem]:
    """A signed plan that is archived or stands in another year than it was signed for (M23)."""
    for version in sorted(network.rows(PlanVersion), key=lambda one: one.number or 0, reverse=True):
        row = network.find(Plan, version.plan_id)
        if row is None or network.is_from_stranger(version) or not is_displaced(row, version):
            continue
        message = (
            f"Handlingsplanen for {version.year} er godkendt som version {version.number} og kan hverken arkiveres, "
            "fjernes eller flyttes til et andet år. Ret planen, og godkend en ny version."
        )
        yield Problem(
            ("displaced", row.id, row.archived, row.year),
            message,
            Plan.TABLE,
            row.id,
            "archived" if row.archived else "year",
        )


def is_displaced(row: Plan, version: PlanVersion) -> bool:
    """Whether a plan is no longer where a version of it was signed."""
    return row.archived or row.year != version.year


RULES: tuple[tuple[frozenset[str], HardRule], ...] = (
    (frozenset({Plan.TABLE}), shared_meetings),
    (frozenset({Plan.TABLE}), displaced_plans),
)
