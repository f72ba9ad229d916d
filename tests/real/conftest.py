"""The program as a process of its own on a virtual screen, with real keys; nothing of it is imported here but data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cbnet_desktop.store.example import build
from tests.moving import copied
from tests.real import screen as screens
from tests.real.program import Program
from tests.real.screen import Screen

Start = Callable[..., Program]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where the programs around the window are missing, every test here is skipped and says why."""
    own = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    if own and (reason := screens.obstacle()):
        for item in own:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """One screen for all tests of this process."""
    made = Screen()
    yield made
    made.close()


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example network and the home folder of its replica, built once and only copied from."""
    from cbnet_desktop.documents.papers.plan import render

    folder = tmp_path_factory.mktemp("eksempel")
    build(folder / "eksempel.cbnet", home=folder / "home", user="Prøve", render=render).close()
    return folder


@pytest.fixture
def start(screen: Screen, tmp_path: Path, built_example: Path) -> Iterator[Start]:
    """Starts the program over a copy of the example, or of what lies there already; ends it after the test.

    Words are its arguments, named ones what it finds in its environment.
    """
    started: list[Program] = []

    def begin(*arguments: str, **environment: str) -> Program:
        if not (tmp_path / "home").exists():
            copied(built_example, "eksempel.cbnet", tmp_path, tmp_path / "home")
        program = Program(screen, tmp_path / "home", tmp_path / "eksempel.cbnet")
        program.environment.update(environment)
        started.append(program)
        return program.start(*arguments)

    yield begin
    for program in started:
        program.stop()


@pytest.fixture
def program(start: Start) -> Program:
    """The window over the example network, on Overblik."""
    return start()
