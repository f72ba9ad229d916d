"""The soaks by hand, three minutes each, their figures as a table: python -m tests.outside [SECONDS [CLIENT …]]."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.outside.catalogue import CLIENTS
from tests.outside.oracle import Report, played

SECONDS = 180.0


def main(arguments: Sequence[str]) -> int:
    """Plays the clients named, or all; the exit code is 1 when any soak had a fault."""
    seconds, names = float(arguments[0]) if arguments else SECONDS, arguments[1:]
    reports = []
    _say("| client | laptops | acknowledged | kills | lost | conflicts | rounds | slowest answer | folder afterwards |")
    _say("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for client in CLIENTS:
        if names and client.__name__ not in names:
            continue
        if reason := client.obstacle():
            _say(f"| {client.__name__} | skipped: {reason} |")
            continue
        with tempfile.TemporaryDirectory(prefix="cbnet-outside-") as folder:
            reports.append(played(client, Path(folder), seconds))
        _say(_line(reports[-1]))
    for report in reports:
        _say(f"{report.client} said: {report.said}")
        for fault in report.faults:
            _say(f"{report.client}: {fault}")
    return int(any(report.faults for report in reports))


def _line(report: Report) -> str:
    lost = "/".join(str(count) for count in report.lost.values())
    figures = (report.client, report.laptops, report.acknowledged, report.kills, lost, report.conflicts, report.rounds)
    return "| " + " | ".join(map(str, (*figures, f"{report.slowest} s", report.folder))) + " |"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
