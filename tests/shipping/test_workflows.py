"""Workflows that run elsewhere name what is here: files, modules, lists, secrets that the docs know."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "packages.yml"
FILES = [WORKFLOW, *sorted((ROOT / ".github" / "actions").glob("*/action.yml"))]
SCRIPTS = sorted((ROOT / ".shipping").rglob("*.sh"))
#: In these lines of the README stand the commands that the workflow runs too.
TESTS = "-m cbnet_desktop.bootstrap test"


def found(pattern: str, *files: Path) -> list[str]:
    return [match for file in files for match in re.findall(pattern, file.read_text(encoding="utf-8"))]


def test_every_file_that_a_workflow_names_is_there() -> None:
    named = found(r"(?<![\w/])(?:\.shipping|\.ci|\.github|tests)/[\w./-]+|build\.spec", *FILES, *SCRIPTS)
    assert len(named) > 15
    assert [name for name in named if not name.endswith("lock/") and not (ROOT / name.rstrip(".")).exists()] == []


def test_every_list_of_libraries_that_a_workflow_names_is_locked() -> None:
    named = found(r"lists: (.+)", WORKFLOW) + found(r"install_locked\.sh \S+/python (.+)", WORKFLOW)
    assert len(named) > 4
    lists = {name for line in named for name in line.split()}
    assert {name for name in lists if not (ROOT / ".shipping" / "lock" / f"{name}.txt").is_file()} == set()


def test_every_module_that_a_workflow_starts_is_the_clones_or_a_tools() -> None:
    modules = set(found(r"python3? -m (\w[\w.]*)", *FILES))
    tools = {"PyInstaller", "check_jsonschema", "mypy", "pip", "ruff", "venv"}
    assert {name for name in modules - tools if importlib.util.find_spec(name) is None} == set()
    assert TESTS in WORKFLOW.read_text(encoding="utf-8")
    assert TESTS in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_action_of_others_is_pinned_to_one_commit_and_names_its_version() -> None:
    used = found(r"uses: (.+)", *FILES)
    assert len(used) > 10
    others = [action for action in used if not action.startswith("./")]
    assert [action for action in others if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)] == []


def test_only_the_release_may_write() -> None:
    before, _, release = WORKFLOW.read_text(encoding="utf-8").partition("\n  release:\n")
    assert re.findall(r"permissions:\n +(.+)", before) == ["contents: read"]
    assert re.findall(r"permissions:\n +(.+)", release) == ["contents: write"]
    assert ": write" not in before
    assert found(r"persist-credentials: (\w+)", WORKFLOW) == ["false"] * len(
        found(r"uses: actions/checkout@", WORKFLOW)
    )


def test_every_secret_is_explained() -> None:
    secrets = set(found(r"secrets\.(\w+)", WORKFLOW))
    text = (ROOT / "docs" / "shipping.md").read_text(encoding="utf-8")
    assert {name for name in secrets if f"`{name}`" not in text} == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there, bash may be another system's")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_the_shell_can_be_read_and_stops_at_its_first_error(script: Path) -> None:
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
