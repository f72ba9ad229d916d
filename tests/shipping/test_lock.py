"""Tests, lint and builds take the very files that were tried: the lock says which, and from nowhere in particular."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import distributions
import make_lock
import pytest
from packaging.requirements import Requirement

from cbnet_desktop.system.libraries import normal
from tests.package_imports import ROOT

PIN = re.compile(r"[a-z0-9-]+==[\w.+!]+(?: ; [^/:@]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def versions(*names: str) -> dict[str, set[str]]:
    """The pinned versions of each distribution; several where one does not fit every system."""
    return {
        name: {re.split(r"==|\s", stanza)[1] for stanza in stanzas}
        for name, stanzas in make_lock.locked(*names).items()
    }


@pytest.mark.parametrize("name", ["run", *make_lock.EXTRAS])
def test_a_list_holds_names_versions_and_hashes_and_no_address_or_path(name: str) -> None:
    text = make_lock.FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    assert text
    assert re.fullmatch(f"(?:{PIN.pattern})+", text)


@pytest.mark.parametrize("extra", ["", *make_lock.EXTRAS])
def test_what_pyproject_asks_for_is_pinned_within_its_range(extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = distributions.asked(*[extra] if extra else []) + project["build-system"]["requires"]
    pinned = versions("run", extra)
    wrong = [
        line
        for line in asked
        if not (found := pinned.get(normal(line)))
        or not all(Requirement(line).specifier.contains(each) for each in found)
    ]
    assert wrong == [], "run python .shipping/make_lock.py"


def test_what_a_pinned_library_asks_for_is_pinned_too() -> None:
    pinned = versions()
    missing = []
    for distribution in metadata.distributions():
        if distribution.version in pinned.get(normal(distribution.name), ()):
            for requirement in map(Requirement, distribution.requires or []):
                if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                    found = pinned.get(normal(requirement.name), set())
                    if not any(requirement.specifier.contains(each, prereleases=True) for each in found):
                        missing.append(f"{distribution.name}: {requirement}")
    assert missing == []


def test_no_library_is_pinned_in_two_lists_that_go_together() -> None:
    run = versions("run")
    assert {name for extra in make_lock.EXTRAS for name in versions(extra)} & run.keys() == set()
