"""The commands check and verify: does the year keep the terms of reference, and does the file say what its log says."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from cbnet_desktop.cli.arguments import Day, file_argument, json_option, year_option
from cbnet_desktop.cli.language import DanishHelp
from cbnet_desktop.cli.opening import opened, today_of
from cbnet_desktop.cli.output import say, say_json
from cbnet_desktop.domain import labels
from cbnet_desktop.domain.findings import STATES, Checked, Finding, Severity, State
from cbnet_desktop.domain.network import Network

_SEVERITIES = {Severity.ERROR: "Fejl", Severity.WARNING: "Mangler", Severity.NOTE: "Bemærkning"}


@click.command(
    "check",
    cls=DanishHelp,
    short_help="Hold et år op mod kommissoriet.",
    help="Holder et år op mod kommissoriets punkter. Slutter med 1, når noget mangler eller er brudt.",
)
@file_argument
@year_option
@click.option("--today", metavar="DATO", type=Day(), help="Regn med denne dag som dags dato.")
@json_option
def check(path: Path, year: int, today: date | None, is_json: bool) -> int:
    """Every clause with its state and findings; 1 when any is open or broken."""
    from cbnet_desktop.domain import charter

    with opened(path) as store:
        network = store.read()
    checked = charter.check(network, year, today or today_of(network))
    if is_json:
        say_json([_as_json(one) for one in checked])
    else:
        _say_checked(checked, network)
    return int(any(one.verdict.state in (State.OPEN, State.BROKEN) for one in checked))


def _as_json(checked: Checked) -> dict[str, Any]:
    clause, verdict = checked.clause, checked.verdict
    return {
        "clause": clause.id,
        "title": clause.title,
        "quote": clause.quote,
        "state": str(verdict.state),
        "findings": [
            {
                "severity": str(finding.severity),
                "message": finding.message,
                "table": finding.table,
                "row_id": finding.row_id,
                "field": finding.field,
            }
            for finding in verdict.findings
        ],
    }


def _say_checked(checked: Sequence[Checked], network: Network) -> None:
    states = [one.verdict.state for one in checked]
    widest = max(map(len, STATES.values()))
    for one, state in zip(checked, states, strict=True):
        say(f"{one.clause.id:<4} {STATES[state]:<{widest}}  {one.clause.title}")
        for finding in one.verdict.findings:
            say(f"     {_SEVERITIES[finding.severity]}: {finding.message}{_place(finding, network)}")
    counts = Counter(states)
    say()
    say(", ".join(f"{STATES[state].lower()}: {counts[state]}" for state in State))


def _place(finding: Finding, network: Network) -> str:
    row = network.row(finding.table, finding.row_id) if finding.row_id else None
    if row is None:
        return f" [{finding.table}]" if finding.table else ""
    return f" [{finding.table} {finding.row_id}: {labels.short(labels.row_title(network, row))}]"


@click.command(
    "verify",
    cls=DanishHelp,
    short_help="Efterprøv filen mod dens historik.",
    help="Efterprøver, at filen siger det, dens historik siger. Slutter med 1 og nævner stedet, når noget afviger.",
)
@file_argument
@json_option
def verify(path: Path, is_json: bool) -> int:
    """Every difference between the log and what the file says; 1 when there is any."""
    with opened(path) as store:
        differences = store.log.verify()
    if is_json:
        say_json([dataclasses.asdict(difference) for difference in differences])
    elif not differences:
        say("Alt stemmer med historikken.")
    for difference in () if is_json else differences:
        place = " ".join(filter(None, (difference.table, difference.row_id, difference.field)))
        say(f"{difference.message}{place and f' [{place}]'}")
    return int(bool(differences))
