"""The same plan gives the same bytes, regardless of environment and time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cbnet_desktop.documents.papers import plan
from tests.documents import samples

ROOT = Path(__file__).parents[3]
PROGRAM = """
import hashlib
from cbnet_desktop.documents.papers import plan
from tests.documents import samples
for sample in (samples.draft, samples.second_version, samples.hostile):
    print(hashlib.sha256(plan.render(sample())).hexdigest())
"""
ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "da_DK.UTF-8", "SOURCE_DATE_EPOCH": "1"},
    {"PYTHONHASHSEED": "4000000000", "TZ": "UTC", "LANG": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "1893456000"},
]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_neither_seed_nor_zone_nor_locale_nor_clock_changes_a_byte(environment: dict[str, str], tmp_path: Path) -> None:
    variables = {**os.environ, **environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", PROGRAM]
    ran = subprocess.run(command, env=variables, cwd=tmp_path, capture_output=True, text=True, check=True)
    here = [samples.draft(), samples.second_version(), samples.hostile()]
    assert ran.stdout.split() == [hashlib.sha256(plan.render(content)).hexdigest() for content in here]


def test_what_was_printed_before_changes_nothing() -> None:
    first = plan.render(samples.ordinary())
    plan.render(samples.hostile())
    assert plan.render(samples.ordinary()) == first


def test_every_change_of_the_content_changes_the_bytes() -> None:
    changed = replace(samples.ordinary(), foreword="Et andet forord.")
    assert plan.render(changed) != plan.render(samples.ordinary())
    assert plan.render(samples.draft()) != plan.render(samples.ordinary())
