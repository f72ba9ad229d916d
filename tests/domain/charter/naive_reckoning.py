"""The clauses reckoned a second time, from the text of the terms of reference, by days and sets.

Shares no code with the rules but the records. `python -m tests.domain.charter.naive_reckoning 10000` compares the two
on so many random networks and prints where they differ.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.charter import charter
from tests.domain.charter import naive_meetings_and_plans as meetings_and_plans
from tests.domain.charter import naive_roster_and_focus as roster_and_focus
from tests.domain.charter.naive_rows import BROKEN, OPEN, Fault, Faults, Rows, is_held
from tests.domain.charter.random_networks import Made, made

#: Days before the first year, in the midst of two and after the last.
TODAYS = ("2013-11-20", "2015-06-01", "2016-10-02", "2019-02-01")


@dataclass(frozen=True)
class Reckoned:
    """Where a clause stands: kept, open, broken or not due; and why."""

    state: str
    faults: tuple[Fault, ...] = ()


def always(*_: object) -> bool:
    """For clauses that are due in every year."""
    return True


def has_plan(net: Rows, year: int, _: str) -> bool:
    """For clauses about a plan."""
    return net.plan(year) is not None


def has_met(net: Rows, year: int, today: str) -> bool:
    """For clauses about an annual meeting that has been held."""
    return any(is_held(row, today) for row in meetings_and_plans.discussing(net, year))


Due = Callable[[Rows, int, str], bool]
CLAUSES: Mapping[str, tuple[Due, Callable[[Rows, int, str], Faults]]] = {
    "M3": (always, roster_and_focus.m3),
    "M4": (has_plan, meetings_and_plans.m4),
    "M8": (roster_and_focus.m8_due, roster_and_focus.m8),
    "M12": (always, roster_and_focus.m12),
    "M13": (roster_and_focus.m13_due, roster_and_focus.m13),
    "M14": (meetings_and_plans.m14_due, meetings_and_plans.m14),
    "M15": (has_met, meetings_and_plans.m15),
    "M16": (meetings_and_plans.m16_due, meetings_and_plans.m16),
    "M17": (has_plan, meetings_and_plans.m17),
    "M19": (always, meetings_and_plans.m19),
    "M20": (always, meetings_and_plans.m20),
    "M21": (meetings_and_plans.m21_due, meetings_and_plans.m21),
    "M22": (meetings_and_plans.m22_due, meetings_and_plans.m22),
    "M23": (meetings_and_plans.m23_due, meetings_and_plans.m23),
}


def reckoned(net: Rows, clause: str, year: int, today: str) -> Reckoned:
    """Where a clause stands for a plan year by today."""
    is_due, faults = CLAUSES[clause]
    if any(year < first for first in net.firsts) and net.plan(year) is None:
        return Reckoned("not due")
    found = tuple(faults(net, year, today))
    levels = {level for level, _ in found}
    state = BROKEN if BROKEN in levels else OPEN if OPEN in levels else ""
    return Reckoned(state or ("kept" if is_due(net, year, today) else "not due"), found)


def differences(network: Made) -> Iterator[str]:
    """Where the rules and the naive reckoning disagree, for every year and from the year before to the one after."""
    net = Rows(network.network, network.signed)
    for year in range(network.years.start - 1, network.years.stop + 1):
        for today in TODAYS:
            for checked in charter.check(network.network, year, date.fromisoformat(today)):
                name, verdict = checked.clause.id, checked.verdict
                if name in CLAUSES and (naive := reckoned(net, name, year, today)).state != verdict.state:
                    said = [f"{finding.severity}: {finding.message}" for finding in verdict.findings]
                    yield f"{name} {year} on {today}: {verdict.state} {said}, naively {naive.state} {naive.faults}"


def main(count: int) -> int:
    """Compares on so many networks; 1 where any differs."""
    differing = 0
    for seed in range(count):
        if found := list(differences(made(seed))):
            differing += 1
            sys.stdout.write(f"seed {seed}: {len(found)}, first {found[0]}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{differing} of {count} networks differ\n")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
