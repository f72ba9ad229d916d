"""The program's version and its date stand in one place, and the changelog has them."""

from __future__ import annotations

import re
from datetime import date

from cbnet_desktop import RELEASED, __version__
from tests.package_imports import ROOT

HEADING = re.compile(r"^## \[(.+?)\](?: - (\S+))?$", re.MULTILINE)


def test_the_changelog_begins_with_what_is_unreleased_and_then_with_this_version() -> None:
    headings = HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert headings[0] == ("Unreleased", "")
    assert headings[1] == (__version__, RELEASED)


def test_the_versions_of_the_changelog_go_back_in_time() -> None:
    released = HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[1:]
    days = [date.fromisoformat(day) for _, day in released]
    assert days == sorted(days, reverse=True)
    assert len({version for version, _ in released}) == len(released)


def test_no_other_file_states_the_version() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'dynamic = ["version"]' in project
    assert f'"{__version__}"' not in project + (ROOT / "build.spec").read_text(encoding="utf-8")
