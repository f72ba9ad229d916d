"""All tests, several files at a time, then the benchmarks with the machine to themselves: python -m tests.

With arguments it is pytest: python -m tests tests/store -x.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

BENCHMARKS = "tests/benchmarks"
STEPS = (
    # By file: what a module prepares is prepared once.
    ("-n", "auto", "--dist", "loadfile", f"--ignore={BENCHMARKS}"),
    (BENCHMARKS,),
)


def main(arguments: Sequence[str]) -> int:
    """The exit code of the first step that fails; every step is run."""
    steps = (tuple(arguments),) if arguments else STEPS
    codes = [subprocess.call([sys.executable, "-m", "pytest", *step]) for step in steps]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
