"""A fresh clone is set up once, and a set-up that cannot work says why."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

from cbnet_desktop import bootstrap


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; venv leaves the file that it would leave."""
    commands: list[list[str]] = []

    def run(command: list[str], folder: Path, failure: str) -> None:  # noqa: ARG001 - as the real one
        commands.append(command)
        if "venv" in command:
            bootstrap.python_of(folder / ".venv").parent.mkdir(parents=True)
            bootstrap.python_of(folder / ".venv").symlink_to(sys.executable)

    monkeypatch.setattr(bootstrap, "_run", run)
    return commands


def test_a_fresh_clone_gets_an_environment_and_the_second_run_none(clone: Path, ran: list[list[str]]) -> None:
    python = bootstrap.set_up(clone, ["test"])
    assert [command[2] for command in ran] == ["venv", "pip"]
    assert ran[1][-1] == ".[test]"
    assert bootstrap.set_up(clone, []) == python
    assert len(ran) == 2


def test_more_is_installed_into_the_same_environment(clone: Path, ran: list[list[str]]) -> None:
    bootstrap.set_up(clone, [])
    bootstrap.set_up(clone, ["test"])
    assert [command[-1] for command in ran if "pip" in command] == [".", ".[test]"]
    assert len([command for command in ran if "venv" in command]) == 1


def test_a_changed_pyproject_or_a_damaged_stamp_installs_again(clone: Path, ran: list[list[str]]) -> None:
    bootstrap.set_up(clone, [])
    (clone / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    bootstrap.set_up(clone, [])
    (clone / ".venv" / "cbnet-installed.json").write_text("[", encoding="utf-8")
    bootstrap.set_up(clone, [])
    assert len([command for command in ran if "pip" in command]) == 3


def test_an_installation_that_failed_is_not_taken_for_done(
    clone: Path, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise bootstrap.SetUpFailed("intet net")

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "_install", fail)
        with pytest.raises(bootstrap.SetUpFailed):
            bootstrap.set_up(clone, [])
    bootstrap.set_up(clone, [])
    assert [command[2] for command in ran] == ["venv", "pip"]


def test_the_words_of_a_tool_that_failed_come_before_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(bootstrap.SetUpFailed, match=r"(?s)det røg.*Det lykkedes ikke\."):
        bootstrap._run([sys.executable, "-c", "raise SystemExit('det røg')"], tmp_path, "Det lykkedes ikke.")


def test_a_python_without_venv_is_told_which_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else True)
    with pytest.raises(bootstrap.SetUpFailed, match="sudo apt install python3-venv"):
        bootstrap.require_python()


def test_an_old_python_is_told_so_and_can_read_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(bootstrap.SetUpFailed, match=r"Python 3\.11 eller nyere; du har 3\.9"):
        bootstrap.require_python()


def test_a_wrong_call_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["eksempel"]) == 2
    assert capsys.readouterr().err == bootstrap.USAGE + "\n"


def test_the_stamp_names_what_is_installed(clone: Path, ran: list[list[str]]) -> None:
    bootstrap.set_up(clone, ["test"])
    written = json.loads((clone / ".venv" / "cbnet-installed.json").read_text(encoding="utf-8"))
    assert written["extras"] == ["test"]
    assert ran


def test_what_was_asked_for_is_started_with_its_arguments(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.chdir(clone)
    monkeypatch.setattr(bootstrap, "ROOT", clone)
    monkeypatch.setattr(bootstrap, "set_up", lambda root, extras: root / "-".join(["python", *extras]))
    monkeypatch.setattr(bootstrap, "_hand_over", lambda command: started.append(command) or 7)
    assert bootstrap.main(["test", "tests/store", "-x"]) == 7
    assert started == [[str(clone / "python-test"), "-m", "tests", "tests/store", "-x"]]
