"""Which distributions are in the built program: what pyproject.toml asks for, and what that asks for in turn.

python .shipping/distributions.py: one line for each, with its version.
"""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from pathlib import Path

from cbnet_desktop.system import libraries

ROOT = Path(__file__).resolve().parent.parent

#: What libraries ask for and the program never calls, as named by its distribution. build.spec leaves it out, and with
#: it whatever nobody else asks for: fetching over a network, a second pip, and guesses at the encoding of texts.
LEFT_OUT = frozenset({"aiohttp", "certifi", "charset-normalizer", "pip", "requests", "setuptools"})


def in_the_build() -> list[metadata.Distribution]:
    """The installed distributions that the program is made of, itself aside, by their names."""
    return libraries.needed(asked(), without=LEFT_OUT)


def asked(*extras: str) -> list[str]:
    """The requirements of pyproject.toml, those of these extras with them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]


def main() -> int:
    """Prints the list; returns the exit code."""
    for distribution in in_the_build():
        print(libraries.normal(distribution.name), distribution.version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
