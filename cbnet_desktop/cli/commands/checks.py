"""The commands check (a year against the terms of reference) and verify (the file against its log)."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import Day, file_argument, json_option, year_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened, today_of
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.charter.findings import SEVERITIES, STATES, Checked, Finding, State
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.titles.history_text import moment

if TYPE_CHECKING:
    from cbnet_desktop.store import Store
    from cbnet_desktop.store.files.verify import Difference


@command(
    "check",
    "Hold et år op mod kommissoriet.",
    "Holder et år op mod kommissoriets punkter. Slutter med 1, når noget mangler eller ikke er overholdt.",
)
@file_argument
@year_option
@click.option("--today", metavar="DATO", type=Day(), help="Regn med denne dag som dags dato.")
@json_option
def check(path: Path, year: int, today: date | None, is_json: bool) -> int:
    """Lists every clause with its state and findings; exit code 1 when any is open or broken."""
    from cbnet_desktop.domain.charter import charter

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
            say(f"     {SEVERITIES[finding.severity]}: {finding.message}{_place(finding, network)}")
    counts = Counter(states)
    say()
    say(", ".join(f"{STATES[state].lower()}: {counts[state]}" for state in State))


def _place(finding: Finding, network: Network) -> str:
    row = network.row(finding.table, finding.row_id) if finding.row_id else None
    if row is None:
        return f" [{finding.table}]" if finding.table else ""
    return f" [{finding.table} {finding.row_id}: {labels.short(labels.row_title(network, row))}]"


@command(
    "verify",
    "Efterprøv filen mod dens historik.",
    """Efterprøver, at filen siger det, dens historik siger. Slutter med 1 og nævner stedet, når noget afviger.

    Med --digest efterprøves også, om historikken stadig indeholder den kontrolsum, som en godkendt handlingsplan har på
    forsiden; slutter med 1, når den ikke gør.""",
)
@file_argument
@click.option("--digest", metavar="KONTROLSUM", help="Historikkens kontrolsum fra en godkendt plan.")
@json_option
def verify(path: Path, digest: str | None, is_json: bool) -> int:
    """Lists every difference between the file and its log; exit code 1 for any, or for a digest not in the log."""
    with opened(path) as store:
        differences = store.log.verify(store.annexes)
        proof = None if digest is None else _proof(store, digest)
    rows = [dataclasses.asdict(difference) for difference in differences]
    if is_json:
        say_json({**proof, "differences": rows} if proof else rows)
    else:
        if proof:
            say(str(proof["message"]))
        _say_differences(differences)
    return int(bool(differences) or (proof is not None and not proof["is_contained"]))


def _proof(store: Store, digest: str) -> dict[str, Any]:
    """The version that prints the digest, and whether the history up to its sign-off is still part of the log."""
    network, digest = store.read(), "".join(digest.split()).lower()
    version = network.find(PlanVersion, store.log.version_of_digest(digest))
    is_contained = version is not None and store.log.holds_heads_of(version.id)
    if not re.fullmatch("[0-9a-f]{64}", digest):
        message = f"{quoted(digest)} er ikke en kontrolsum. Skriv de 64 tegn, som de står på planens forside."
    elif version is None:
        message = "Historikken indeholder ikke kontrolsummen: den står ikke på nogen godkendt plan i filen."
    else:
        signed = f"{labels.row_title(network, version)}, godkendt {moment(version.signed_at)} af {version.signed_by}"
        if is_contained:
            message = f"Historikken indeholder kontrolsummen ({signed})."
        else:
            message = f"Historikken er ikke længere den, der var, da kontrolsummen blev trykt ({signed})."
    return {
        "digest": digest,
        "is_contained": is_contained,
        "message": message,
        "version": {"id": version.id, **version.values()} if version else None,
    }


def _say_differences(differences: Sequence[Difference]) -> None:
    if not differences:
        say("Alt stemmer med historikken.")
    for difference in differences:
        place = " ".join(filter(None, (difference.table, difference.row_id, difference.field)))
        say(f"{difference.message}{place and f' [{place}]'}")
