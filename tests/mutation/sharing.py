"""Do the tests of sharing see a fault? Plants each in a copy of the program; a directed test or a schedule must fail.

python -m tests.mutation.sharing [part of a fault's name …]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DIRECTED = "tests/store/test_found_outside.py"
#: Schedules played where the directed tests see nothing.
COUNT = 60


class Fault(NamedTuple):
    """A text of a module of the store, and what is put in its place."""

    module: str
    right: str
    wrong: str


FAULTS: dict[str, Fault] = {
    "vanished pieces are not noticed": Fault(
        "exchange/pulling", "for name in known.keys() - names.keys():", "for name in set():"
    ),
    "a clone goes on under the old key": Fault("exchange/exchanger", ".fetchone()[0] > 1:", ".fetchone()[0] > 10**9:"),
    "what others wrote is never laid again": Fault(
        "exchange/exchanger", "(is_own = 1 or lacking_since <= ?)", "(is_own = 1 or lacking_since <= ? and 0)"
    ),
    "a piece is taken in whose bytes are not its name": Fault(
        "exchange/pulling", "parts is not None and pieces.digest(data) == parts.digest", "parts is not None"
    ),
    "a piece counts without being read back": Fault(
        "exchange/delivery", "if self.place.get(name) != data:", "if not data:"
    ),
    "compaction forgets an edit": Fault(
        "exchange/delivery", "for edit in self.edits_in(name)}", "for edit in self.edits_in(name)[1:]}"
    ),
    "erased values stay in pieces": Fault(
        "exchange/compaction", "if not computers.local(conn, erasure.UNCLEAN):", "if conn:"
    ),
    "heads ignore what later ops replaced": Fault("log/ops", "if op.id not in replaced)", "if op.id or replaced)"),
    "what comes does not replace the heads that are kept": Fault(
        "log/heads", "if ref not in gone]", "if ref not in awaits]"
    ),
    "heads that were replaced before they came count": Fault(
        "log/heads", "set(awaits).union(*added.values())", "set().union(*added.values())"
    ),
    "erased values brought back are not noticed at reading": Fault(
        "log/union", "if ops.holds_erased(conn, edit):", "if not edit:"
    ),
    "the founder does not know that it founded": Fault(
        "log/authoring", "        computers.note_founder(conn, self._network, edit)\n", ""
    ),
    "of two lines of one edit the last one counts": Fault(
        "log/union", "filled(known, edit) if known and edit.head.ops else edit", "edit"
    ),
    "backups are not remembered to be cleaned": Fault(
        "log/erasure", '        computers.set_local(conn, UNWRITTEN, "1")\n    return touched', "    return touched"
    ),
    "a damaged piece of an earlier life is dropped": Fault(
        "exchange/pulling", "and name in self._delivery.vouched and", "and"
    ),
}


def is_seen(fault: Fault, copy: Path) -> str:
    """Which tests see a fault that is planted in a copy of the repository; empty for none."""
    module = copy / "cbnet_desktop" / "store" / f"{fault.module}.py"
    sound = module.read_text(encoding="utf-8")
    if sound.count(fault.right) != 1:
        raise ValueError(f"{fault.right!r} does not stand once in {module.name}")
    module.write_text(sound.replace(fault.right, fault.wrong), encoding="utf-8")
    try:
        if _fails(copy, "-m", "pytest", DIRECTED, "-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"):
            return "a directed test"
        return "the schedules" if _fails(copy, "-m", "tests.store.schedules", "0", str(COUNT)) else ""
    finally:
        module.write_text(sound, encoding="utf-8")


def _fails(copy: Path, *arguments: str) -> bool:
    run = subprocess.run([sys.executable, "-B", *arguments], cwd=copy, capture_output=True, check=False, timeout=1200)
    return run.returncode != 0


def main(parts: list[str]) -> int:
    """Plants the faults and says who saw each; how many nobody saw."""
    unseen = 0
    with tempfile.TemporaryDirectory(prefix="cbnet") as folder:
        copy = Path(folder) / "copy"
        ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=ignored)
        if _fails(copy, "-m", "pytest", DIRECTED, "-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"):
            raise SystemExit("The directed tests fail without any fault.")
        for name, fault in FAULTS.items():
            if not parts or any(part in name for part in parts):
                seen = is_seen(fault, copy)
                unseen += not seen
                sys.stdout.write(f"{name}: {'seen by ' + seen if seen else 'NOT SEEN'}\n")
                sys.stdout.flush()
    return unseen


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
