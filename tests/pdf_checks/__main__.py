"""Asks veraPDF whether every kind of document keeps PDF/A-3a and PDF/UA-1, before and after each signature.

python -m tests.pdf_checks VERAPDF

VERAPDF is a command that is called once with »3a,ua1« and all files, and answers PASS or FAIL for each standard and
file: the answer, the standard and the file are the first three words of a line. It must also find what is wrong with
files that were harmed on purpose. Ends with 1 where any answer is another than expected.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cbnet_desktop.documents.papers import plan
from tests.documents import kinds, samples
from tests.documents.conformity import ACCESS, ARCHIVE, DEFECTS, specimen
from tests.documents.signed import SIGNATORIES, signed_by

STANDARDS = (ARCHIVE, ACCESS)
_ANSWER = re.compile(r"(PASS|FAIL|UNREADABLE) (\w+) (\S+)")


def documents() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    """The name of each file, its bytes and the standards that it is expected to break."""
    for kind in kinds.KINDS:
        for size in kinds.SIZES:
            yield f"{kind}, {size}", kinds.pdf(kind, size), ()
    yield "plan, 300 goals", plan.render(samples.long()), ()
    for count in range(1, len(SIGNATORIES) + 1):
        yield f"plan, {count} of {len(SIGNATORIES)} signed", signed_by(count), ()
    yield "specimen", specimen(), ()
    for defect in DEFECTS:
        yield f"specimen with {defect.name}", defect.harmed(specimen()), defect.forbidden_by


def main(command: str) -> int:
    """Prints what differs from what is expected, and how much was asked."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        expected: dict[str, tuple[str, tuple[str, ...]]] = {}
        for number, (name, pdf, forbidden_by) in enumerate(documents()):
            path = Path(folder, f"{number:03}.pdf")
            path.write_bytes(pdf)
            expected[str(path)] = name, forbidden_by
        rendered = time.monotonic()
        environment = {**os.environ, "PYTHON": sys.executable}
        asked = [command, ",".join(STANDARDS), *expected]
        answered = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    wrong = list(_wrong(answered.stdout, expected))
    for line in wrong:
        print(line)  # noqa: T201 - a command
    if wrong:
        print(answered.stdout, answered.stderr, sep="\n")  # noqa: T201 - a command
    harmed = sum(bool(forbidden_by) for _, forbidden_by in expected.values())
    print(  # noqa: T201 - a command
        f"veraPDF: {len(expected) - harmed} documents and {harmed} harmed ones, {len(wrong)} unexpected answers; "
        f"{rendered - start:.0f} s to make, {time.monotonic() - rendered:.0f} s to check"
    )
    return int(bool(wrong))


def _wrong(answers: str, expected: dict[str, tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    found = {(path, standard): answer for answer, standard, path in _ANSWER.findall(answers)}
    for path, (name, forbidden_by) in expected.items():
        for standard in STANDARDS:
            wanted = "FAIL" if standard in forbidden_by else "PASS"
            answer = found.get((path, standard), "no answer")
            if answer != wanted:
                yield f"{name}: {standard} {answer}, expected {wanted} ({path})"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
