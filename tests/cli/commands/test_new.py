"""The command new: what the agency of a new network is called, and what it is called on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.console import Cbnet

OLD, NOW = ("Kulturstyrelsens Biblioteksenhed", "KBE"), ("Slots- og Kulturstyrelsen", "SLKS")


@pytest.mark.parametrize(
    ("year", "typed", "names"),
    [
        ("2015", [], OLD),
        ("2027", [], NOW),
        ("2027", ["--agency", "Kultur og Slotte"], ("Kultur og Slotte", "")),
        ("2027", ["--agency", "Kultur og Slotte", "--agency-short", "KS"], ("Kultur og Slotte", "KS")),
    ],
)
def test_the_agency_is_called_what_is_said_or_what_was_usual_in_the_first_year(
    cbnet: Cbnet, tmp_path: Path, year: str, typed: list[str], names: tuple[str, str]
) -> None:
    path = tmp_path / "n.cbnet"
    assert cbnet("new", path, "--name", "N", "--from", year, *typed).code == 0
    (agency,) = (row for row in cbnet("show", path, "organisations", "--json").json if row["kind"] == "agency")
    assert (agency["name"], agency["short_name"]) == names
