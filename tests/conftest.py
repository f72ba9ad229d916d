"""For every test: a home folder of its own, a screen or none, and property tests that say the same twice in CI."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from cbnet_desktop.system import qt_libraries

if TYPE_CHECKING:
    from cbnet_desktop.ui.window.documents_asked_for import Application

#: Run only when asked for by name: benchmarks and real clients measure for minutes, a real window takes the keyboard.
APART = [Path(__file__).parent / name for name in ("benchmarks", "outside", "real")]

if sys.platform.startswith("linux") and qt_libraries.obstacle():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Ends with the one sentence where Qt lacks a library, before pytest-qt imports it."""
    if obstacle := qt_libraries.obstacle():
        pytest.exit(obstacle, returncode=2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's home folder in this test; the developer's own replicas, settings and dictionary are not seen."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CBNET_HOME", str(folder))
    monkeypatch.setenv("CBNET_MACHINE", str(tmp_path / "machine.json"))
    monkeypatch.setenv("CBNET_USER", "Prøve Prøvesen")
    monkeypatch.setenv("CBNET_DICTIONARY", str(tmp_path / "ordbog"))
    return folder


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """What pytest-qt makes where a test asks for no more: there can be one application only, and it is ours."""
    from cbnet_desktop.ui.window.documents_asked_for import Application

    return Application


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves out what stands apart unless it is asked for by name."""
    asked_for = any(collection_path.name in argument for argument in config.args)
    return True if collection_path in APART and not asked_for else None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files made for a test are called by their argument: their bytes may hold the time, and workers collect apart."""
    return argname if isinstance(val, bytes) else None
