"""Runs all benchmarks and writes their figures into docs/speed.md: python -m tests.benchmarks."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measuring import FIGURES, Figure

PAGE = Path("docs/speed.md")
#: Why figures miss their goals, by how what was measured begins.
CAUSES = {
    "start to the first painted window": "a bare window pays 90 ms for Qt, the program the same and then some 80 ms "
    "for its hundred modules, 60 ms for the window and 40 ms for painting it",
    "the first start ever": "it makes the example's edits and signs three plans",
    "one edit": "where the disk syncs in 0.2 ms, what Python reckons weighs more than the disk; "
    "the goal is met where it syncs in 2 ms",
    "an edit in the store alone": "the same; it makes 22 statements",
    "a newcomer's first exchange": "each op is also written to four tables with their indexes",
}


def made(figures: Sequence[Figure]) -> str:
    """The page that tells these figures."""
    rows = [("what", "figure", "beside", "ratio", "goal"), ("---",) * 5, *(figure.cells for figure in figures)]
    missed = [figure.what for figure in figures if not figure.is_met]
    causes = [f"- {what}: {_cause(what)}." for what in missed]
    return "\n".join(
        [
            "# Speed",
            "",
            f"Made by `python -m tests.benchmarks` on {os.cpu_count()} cores, {platform.system()}, Python "
            f"{platform.python_version()}. Medians,",
            "in brackets the least and the most; the goal is of the ratio where there is one.",
            "",
            *(f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows),
            "",
            *(["These miss their goals:", "", *causes] if causes else ["All meet their goals."]),
            "",
        ]
    )


def _cause(what: str) -> str:
    return next((why for start, why in CAUSES.items() if what.startswith(start)), "the cause is not known yet")


def main(arguments: Sequence[str]) -> int:
    """Runs the benchmarks, or those given, and writes the page; returns pytest's verdict."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "figures"
        kept.touch()
        command = [sys.executable, "-m", "pytest", "-q", *(arguments or [str(Path(__file__).parent)])]
        verdict = subprocess.run(command, env={**os.environ, FIGURES: str(kept)}, check=False).returncode
        figures = [Figure(**json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()]
    PAGE.write_text(made(figures), encoding="utf-8")
    return verdict


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
