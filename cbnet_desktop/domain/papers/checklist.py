"""The terms of reference as a checklist: the words, state and findings of each clause (M1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.charter.findings import STATES, Checked, State
from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause: id, subject, own words, state in Danish, and the findings behind the state."""

    id: str
    title: str
    quote: str
    state: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistText:
    """All clauses for a plan year; counts are pairs of state in Danish and number of clauses."""

    front: Front
    year: int
    summary: str
    counts: tuple[tuple[str, int], ...]
    clauses: tuple[ClauseText, ...]


def content(network: Network, year: int, today: date) -> ChecklistText:
    """The checklist of a plan year, as of today."""
    from cbnet_desktop.domain.charter import charter

    checked = charter.check(network, year, today)
    day = today.isoformat()
    counts = Counter(one.verdict.state for one in checked)
    return ChecklistText(
        front=front(
            network,
            f"Kommissoriet i planår {year}",
            f"Gennemgang pr. {danish.long_date(day)}",
            f"Planår {year}, gennemgået {danish.short_date(day)}",
            day,
        ),
        year=year,
        summary=summary(counts),
        counts=tuple((STATES[state], counts[state]) for state in State),
        clauses=tuple(_clause(one) for one in checked),
    )


def _clause(one: Checked) -> ClauseText:
    return ClauseText(
        id=one.clause.id,
        title=one.clause.title,
        quote=one.clause.quote,
        state=STATES[one.verdict.state],
        reasons=tuple(finding.message for finding in one.verdict.findings),
    )


def summary(counts: Counter[State]) -> str:
    """The clauses counted, for example »Af kommissoriets 23 punkter er 17 opfyldt, og 6 er ikke aktuelle endnu.«"""
    is_one = counts[State.NOT_DUE] == 1
    words = {
        State.KEPT: ("er", "opfyldt"),
        State.OPEN: ("mangler", "noget"),
        State.BROKEN: ("er", "ikke overholdt"),
        State.NOT_DUE: ("er", "ikke aktuelt endnu" if is_one else "ikke aktuelle endnu"),
    }
    parts: list[str] = []
    for state, (verb, rest) in words.items():
        if counts[state]:
            # The verb stands second in the sentence, so it comes before the first number.
            parts.append(f"{counts[state]} {verb} {rest}" if parts else f"{verb} {counts[state]} {rest}")
    if len(parts) > 1:
        parts[-1] = f"og {parts[-1]}"
    return f"Af kommissoriets {counts.total()} punkter {', '.join(parts)}."
