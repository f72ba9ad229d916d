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
    (tmp_path / bootstrap.LOCK).mkdir(parents=True)
    (tmp_path / bootstrap.LOCK / "run.txt").write_text("click==8.5.1\n", encoding="utf-8")
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
    assert [command[2] for command in ran] == ["venv", "pip", "pip"]
    assert bootstrap.set_up(clone, []) == python
    assert len(ran) == 3


def test_libraries_are_the_locked_ones_ready_made_and_the_clone_brings_none(clone: Path, ran: list[list[str]]) -> None:
    bootstrap.set_up(clone, ["test"])
    assert {"--require-hashes", "--only-binary=:all:"} <= set(ran[1])
    assert [Path(word).stem for word in ran[1] if word.startswith("--requirement=")] == ["run", "test"]
    assert ran[2][-4:] == ["--no-deps", "--no-build-isolation", "--editable", "."]


def test_more_is_installed_into_the_same_environment(clone: Path, ran: list[list[str]]) -> None:
    bootstrap.set_up(clone, [])
    bootstrap.set_up(clone, ["test"])
    assert [" ".join(command).count(".txt") for command in ran if "--require-hashes" in command] == [1, 2]
    assert len([command for command in ran if "venv" in command]) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project]\nname = 'x'\n"),
        (f"{bootstrap.LOCK}/run.txt", "click==8.5.2\n"),
        (".venv/cbnet-installed.json", "["),
    ],
)
def test_a_changed_pyproject_or_lock_and_a_damaged_stamp_install_again(
    clone: Path, ran: list[list[str]], name: str, text: str
) -> None:
    bootstrap.set_up(clone, [])
    (clone / name).write_text(text, encoding="utf-8")
    bootstrap.set_up(clone, [])
    assert len([command for command in ran if "--editable" in command]) == 2


def test_half_a_clone_is_told_what_is_missing(clone: Path) -> None:
    (clone / bootstrap.LOCK / "run.txt").unlink()
    with pytest.raises(bootstrap.SetUpFailed, match=r"hel klon af CBnet; her er ingen \.shipping/lock/run\.txt"):
        bootstrap.set_up(clone, [])


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
    assert [command[2] for command in ran] == ["venv", "pip", "pip"]


def test_the_words_of_a_tool_that_failed_come_before_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(bootstrap.SetUpFailed, match=r"(?s)det røg.*Det lykkedes ikke\."):
        bootstrap._run([sys.executable, "-c", "raise SystemExit('det røg')"], tmp_path, "Det lykkedes ikke.")


def test_a_package_that_is_not_the_locked_one_is_not_blamed_on_the_connection(tmp_path: Path) -> None:
    said = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
    with pytest.raises(bootstrap.SetUpFailed, match=r"(?s)MATCH.*ikke den, som CBnet er prøvet med"):
        bootstrap._run([sys.executable, "-c", f"raise SystemExit({said!r})"], tmp_path, "Se efter forbindelsen.")


def test_a_python_without_venv_is_told_which_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else True)
    with pytest.raises(bootstrap.SetUpFailed, match="sudo apt install python3-venv"):
        bootstrap.require_python()


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 15, 0)])
def test_a_python_that_is_too_old_or_too_new_is_told_so(
    version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(bootstrap.SetUpFailed, match=rf"3\.11, .* eller 3\.14; du har 3\.{version[1]}\."):
        bootstrap.require_python()


def test_an_old_python_can_read_the_module() -> None:
    ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


WINDOWS = bootstrap.Machine("win32", "amd64", 64, 0, (), has_gil=True)
MAC = bootstrap.Machine("darwin", "arm64", 64, 15, (), has_gil=True)
LINUX = bootstrap.Machine("linux", "x86_64", 64, 0, (2, 34), has_gil=True)


@pytest.mark.parametrize("machine", [WINDOWS, MAC, MAC._replace(macos=26), LINUX, LINUX._replace(glibc=(2, 41))])
def test_a_computer_that_every_library_has_a_package_for_goes_on(machine: bootstrap.Machine) -> None:
    bootstrap.require_packages(machine)


@pytest.mark.parametrize(
    ("machine", "words"),
    [
        (WINDOWS._replace(processor="arm64"), "Windows på ARM"),
        (WINDOWS._replace(processor="win32", bits=32), "32-bit Python"),
        (MAC._replace(processor="x86_64"), "Mac med Intel-processor"),
        (MAC._replace(macos=14), "macOS 14"),
        (LINUX._replace(processor="aarch64", glibc=(2, 41)), "Linux på aarch64"),
        (LINUX._replace(glibc=(2, 31)), r"Linux med glibc 2\.31"),
        (LINUX._replace(glibc=()), "Linux uden glibc"),
        (LINUX._replace(has_gil=False), "Python uden GIL"),
        (LINUX._replace(system="freebsd14"), "styresystemet freebsd14"),
    ],
)
def test_a_computer_without_packages_is_told_so_in_one_sentence_before_anything_is_fetched(
    machine: bootstrap.Machine, words: str, clone: Path, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "this_machine", lambda: machine)
    with pytest.raises(bootstrap.SetUpFailed, match=rf"ingen færdige pakker til {words}.*\. De findes til Windows"):
        bootstrap.set_up(clone, [])
    assert ran == []


def test_this_computer_has_packages() -> None:
    bootstrap.require_packages(bootstrap.this_machine())


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
