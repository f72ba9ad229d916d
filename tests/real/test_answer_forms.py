"""A consultation answer filled in by mouse and keys in a viewer of its own, and read back as it was meant."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cbnet_desktop.documents.papers import answer_forms
from cbnet_desktop.domain.edits import returned_answers
from cbnet_desktop.store import open_store
from cbnet_desktop.ui.focus import answer_files
from tests.documents import filled_forms
from tests.moving import copied
from tests.real.screen import Screen

OKULAR = "okular"
Place = list[int]


@contextmanager
def viewer(screen: Screen, file: Path, home: Path) -> Iterator[None]:
    """Okular with a file, as large as the screen, and without what it remembers of other files."""
    own = {name: str(home / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    # Else what it says of places is 96 dots to the inch, whatever the screen has.
    pixels = {"QT_SCALE_FACTOR_ROUNDING_POLICY": "Round", "QT_AUTO_SCREEN_SCALE_FACTOR": "0"}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([OKULAR, str(file)], env={**screen.environment, **own, **pixels}, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


def place_of(screen: Screen, role: str, name: str = "") -> Place:
    """Where the first of a role stands, once it stands still."""
    before: Place = []
    for _ in range(60):
        try:
            found = [one["place"] for one in screen.ask("find", role, name)]
        except LookupError:  # the viewer is building its window
            found = []
        if found and found[0] == before:
            return before
        before = found[0] if found else []
        time.sleep(0.3)
    raise AssertionError(f"there is no {role} {name}")


def fill_whole_screen(screen: Screen) -> None:
    command = ["xdotool", "search", "--onlyvisible", "--class", OKULAR]
    found = subprocess.run(command, env=screen.environment, capture_output=True, text=True, check=True)
    window = found.stdout.split()[-1]
    command = ["xdotool", "windowmove", window, "0", "0", "windowsize", window, "1366", "740"]
    subprocess.run(command, env=screen.environment, check=True)


def saved(file: Path, before: bytes) -> bytes:
    for _ in range(50):
        if (now := file.read_bytes()) != before and now.rstrip().endswith(b"%%EOF"):
            return now
        time.sleep(0.1)
    raise AssertionError("nothing was saved")


@pytest.mark.skipif(shutil.which(OKULAR) is None, reason="okular is not installed; on Debian: apt install okular")
def test_a_form_that_was_filled_in_okular_is_read_back(screen: Screen, built_example: Path, tmp_path: Path) -> None:
    copied(built_example, "eksempel.cbnet", tmp_path, tmp_path / "home")
    with closing(open_store(tmp_path / "eksempel.cbnet", home=tmp_path / "home", user="Prøve")) as store:
        network = store.read()
    empty = answer_forms.pdf(filled_forms.form(network, 2015, "Odense"))
    file = tmp_path / "svarskema.pdf"
    file.write_bytes(empty)
    with viewer(screen, file, tmp_path):
        place_of(screen, "check box", "Show Forms")
        fill_whole_screen(screen)
        screen.click(place_of(screen, "check box", "Show Forms"))
        place_of(screen, "radio button", "remarks")
        screen.key("Page_Down")
        screen.click(place_of(screen, "radio button", "remarks"))
        screen.click(place_of(screen, "text"))
        screen.type("Børn på Ærø, å ja")
        screen.key("ctrl+s")
        saved(file, empty)
    form = answer_files.read(file).form
    assert form
    found = returned_answers.compared(network, form, "2014-11-24")
    told = [returned_answers.told(network, row.question, row.new) for row in found.rows if row.is_offered]
    assert (found.library.short_name, found.is_outdated) == ("Odense", False)
    assert told == ["Støtter med bemærkninger", "Børn på Ærø, å ja", "24.11.2014"]
