"""Which distributions are in the built program: what pyproject.toml asks for, and what that asks for in turn.

python .shipping/distributions.py: one line for each, with its version.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Set
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: What libraries ask for and the program never calls, as named by its distribution. build.spec leaves it out, and with
#: it whatever nobody else asks for: fetching over a network, a second pip, and guesses at the encoding of texts.
LEFT_OUT = frozenset({"aiohttp", "certifi", "charset-normalizer", "pip", "requests", "setuptools"})


def in_the_build(without: Set[str] = LEFT_OUT) -> list[metadata.Distribution]:
    """The installed distributions that the program is made of, itself aside, by their names."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(required(asked()))
    while waiting:
        name = waiting.pop()
        if name in found or name in without:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # asked for on other systems or Pythons only
        waiting += required(found[name].requires or [])
    return [found[name] for name in sorted(found)]


def asked(*extras: str) -> list[str]:
    """The requirements of pyproject.toml, those of these extras with them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]


def required(lines: Iterable[str]) -> Iterator[str]:
    """The names in lines of requirements, without those of extras."""
    for line in lines:
        if "extra ==" not in line and (name := re.match(r"[\w.-]+", line)):
            yield normal(name.group())


def normal(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Prints the list; returns the exit code."""
    for distribution in in_the_build():
        print(normal(distribution.name), distribution.version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
