"""The content of an action plan as plain values, which are frozen, hashed and printed (M16, M23)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from cbnet_desktop.domain.plan.wheel import WheelEvent

#: Content that changes during the year without making a signed plan out of date.
FOLLOW_UP = frozenset({
    "sign_off", "revision", "members", "wheel", "network", "is_fictional", "status", "result", "spent_ore",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClauseState:
    """A clause of the terms of reference on the day of sign-off: its state in Danish and its findings (M1)."""

    id: str
    title: str
    state: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignOff:
    """The sign-off of a version: who, when (UTC) and why, and how the terms of reference stood.

    The reason is empty for version 1.
    """

    number: int
    at: str
    by: str
    reason: str
    heads_digest: str
    terms: tuple[ClauseState, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A draft beside the newest signed version: whose that is, signed when (UTC), and the differences in Danish."""

    number: int
    at: str
    by: str
    has_changed: bool
    differences: tuple[str, ...]


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
    """A goal as the plan states it; dates are ISO text, words are Danish; keys are made of ids."""

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
    id: str = ""
    owner_key: str = ""
    derived_from_key: str = ""


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
    library_key: str = ""


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
    agency: str = ""
    """What the agency is called in the year."""


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
    revision: Revision | None = None
    source_meeting_key: str = ""
    focus_areas_set_key: str = ""

    def to_json(self) -> dict[str, Any]:
        """The content as JSON values."""
        return asdict(self)

    def canonical(self) -> bytes:
        """Canonical JSON (RFC 8785): for ASCII keys and integers it means sorted keys and no spaces."""
        return _canonical(self.to_json())

    @property
    def sha256(self) -> str:
        """The hash of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()

    @property
    def decided_sha256(self) -> str:
        """The hash of what the network decided: without follow-up, and with ids for names, which may change (M23)."""
        shares = tuple(sorted(self.budget.shares, key=lambda share: (share.library_key, share.library)))
        lasting = replace(self, members=(), wheel=(), budget=replace(self.budget, shares=shares))
        return hashlib.sha256(_canonical(_decided(lasting.to_json()))).hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


#: What a field holds that an older version of the program did not have.
_EMPTY: tuple[object, ...] = ("", (), None)


def _decided(value: Any) -> Any:
    """A text that has a key beside it is left out: the key says who or what is meant, whatever it is called now."""
    if isinstance(value, dict):
        return {
            name: _decided(item)
            for name, item in value.items()
            if name not in FOLLOW_UP and f"{name}_key" not in value and item not in _EMPTY
        }
    return [_decided(item) for item in value] if isinstance(value, list | tuple) else value
