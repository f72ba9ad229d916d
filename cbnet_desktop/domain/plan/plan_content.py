"""The content of an action plan as plain values, which are frozen, hashed and printed (M16, M23)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from cbnet_desktop.domain.plan.wheel import WheelEvent


@dataclass(frozen=True, slots=True)
class SignOff:
    """The sign-off of a version: who, when (UTC) and why; the reason is empty for version 1."""

    number: int
    at: str
    by: str
    reason: str
    heads_digest: str


@dataclass(frozen=True, slots=True)
class Member:
    """A seat of the network on the plan's day, and its representative and substitute."""

    seat: str
    seat_kind: str
    organisation: str
    name: str
    title: str
    substitute: str


@dataclass(frozen=True, slots=True)
class FocusText:
    """A focus area as the plan states it."""

    number: str
    title: str
    part: str
    level: str
    description: str


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal as the plan states it; dates are ISO text, words are Danish."""

    number: str
    text: str
    audience: str
    level: str
    owner: str
    indicator: str
    baseline: str
    target: str
    deadline: str
    status: str
    result: str
    derived_from: str


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """The goals of one part under one focus area; the heading is empty for goals outside every focus area."""

    focus_area: str
    goals: tuple[GoalText, ...]


@dataclass(frozen=True, slots=True)
class PartText:
    """One of the plan's two parts (M4)."""

    part: str
    groups: tuple[GoalGroup, ...]


@dataclass(frozen=True, slots=True)
class ShareText:
    """One library's share in øre and basis points; None where not yet entered (M20)."""

    library: str
    earmarked_ore: int | None
    share_bp: int | None
    joint_ore: int | None
    library_agreed_on: str
    agency_agreed_on: str
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class AllocationText:
    """An allocation of the pool, in øre (M21)."""

    purpose: str
    part: str
    amount_ore: int
    spent_ore: int


@dataclass(frozen=True, slots=True)
class BudgetText:
    """The year's shares, the pool that they make up and its allocations, in øre (M20, M21)."""

    shares: tuple[ShareText, ...]
    earmarked_ore: int
    pool_ore: int
    is_provisional: bool
    allocations: tuple[AllocationText, ...]
    allocated_ore: int
    unallocated_ore: int


@dataclass(frozen=True, slots=True)
class PlanContent:
    """The plan of a year; sign_off is None in a draft."""

    network: str
    is_fictional: bool
    year: int
    title: str
    foreword: str
    source_meeting: str
    focus_areas_set: str
    members: tuple[Member, ...]
    focus_areas: tuple[FocusText, ...]
    parts: tuple[PartText, ...]
    budget: BudgetText
    wheel: tuple[WheelEvent, ...]
    sign_off: SignOff | None

    def to_json(self) -> dict[str, Any]:
        """The content as JSON values."""
        return asdict(self)

    def canonical(self) -> bytes:
        """Canonical JSON (RFC 8785): for ASCII keys and integers it means sorted keys and no spaces."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode()

    @property
    def sha256(self) -> str:
        """The hash of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()
