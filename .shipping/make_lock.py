"""Locks every library by version and hash, for the tests, the lint and the builds: writes .shipping/lock.

python -m pip install uv && python .shipping/make_lock.py [--upgrade | --upgrade-package NAME …]: keeps the versions
that are locked already, unless told otherwise. One resolution for all systems and Pythons; run.txt is what the program
and its installation need, each other file what an extra of pyproject.toml needs beyond that. No addresses: pip fetches
from wherever it is set up to, and takes only the files that have these hashes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from distributions import ROOT

FOLDER = ROOT / ".shipping" / "lock"
EXTRAS = ("test", "lint", "build")


def main(arguments: list[str]) -> int:
    """Writes the files; returns the exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        builds = Path(scratch) / "builds.in"
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        builds.write_text("\n".join(project["build-system"]["requires"]), encoding="utf-8")
        whole = Path(scratch) / "whole.txt"
        whole.write_text("".join(stanza for each in locked().values() for stanza in each), encoding="utf-8")
        compiled(builds, whole, EXTRAS, ["--generate-hashes", *arguments])
        stanzas = pins(whole.read_text(encoding="utf-8"))
        run = _names(builds, whole, ())
        FOLDER.mkdir(exist_ok=True)
        for name in ("run", *EXTRAS):
            wanted = _names(builds, whole, (name,)) - run if name in EXTRAS else run
            lines = [stanza for each in sorted(wanted) for stanza in stanzas[each]]
            (FOLDER / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
            print(f"{name}.txt: {len(wanted)} distributions")
    return 0


def locked(*names: str) -> dict[str, list[str]]:
    """The pins in these files of the lock, or in all, by the names of the distributions."""
    found: dict[str, list[str]] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        if not names or file.stem in names:
            found |= pins(file.read_text(encoding="utf-8"))
    return found


def pins(text: str) -> dict[str, list[str]]:
    """The pins of a compiled list, each with its hashes, by the names of the distributions."""
    found: dict[str, list[str]] = {}
    for stanza in re.findall(r"^\S.*\n(?:[ \t]+.*\n)*", text, re.MULTILINE):
        found.setdefault(stanza.partition("==")[0], []).append(stanza)
    return found


def compiled(builds: Path, out: Path, extras: tuple[str, ...], options: list[str]) -> None:
    """Resolves pyproject.toml with these extras for all systems."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--no-strip-markers"]
    command += [part for extra in extras for part in ("--extra", extra)]
    subprocess.run([*command, *options, "pyproject.toml", str(builds), "-o", str(out)], cwd=ROOT, check=True)


def _names(builds: Path, whole: Path, extras: tuple[str, ...]) -> set[str]:
    """What these extras need of the whole."""
    part = whole.with_name("part.txt")
    part.unlink(missing_ok=True)
    compiled(builds, part, extras, ["--constraint", str(whole)])
    return set(pins(part.read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
