"""A consultation answer filled in by mouse and keys in somebody else's viewer, and taken in by keys in the window."""

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
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.store import open_store
from cbnet_desktop.ui.focus import answer_files
from tests.documents import filled_forms
from tests.moving import copied
from tests.real.conftest import Start
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


def read_example(built_example: Path, folder: Path) -> Network:
    """The example network, copied into a folder."""
    copied(built_example, "eksempel.cbnet", folder, folder / "home")
    with closing(open_store(folder / "eksempel.cbnet", home=folder / "home", user="Prøve")) as store:
        return store.read()


@pytest.mark.skipif(shutil.which(OKULAR) is None, reason="okular is not installed; on Debian: apt install okular")
def test_a_form_that_was_filled_in_okular_is_read_back(screen: Screen, built_example: Path, tmp_path: Path) -> None:
    network = read_example(built_example, tmp_path)
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


def test_an_answer_is_taken_in_and_undone_by_keys(start: Start, built_example: Path, tmp_path: Path) -> None:
    network = read_example(built_example, tmp_path)
    file = tmp_path / "svar.pdf"
    said = {"holdning-1": "remarks", "bemaerkning-1": "Børn på Ærø", "besvaret-af": "Åse Øst", "dato": "20.11.2014"}
    file.write_bytes(filled_forms.filled(answer_forms.pdf(filled_forms.form(network, 2015, "Odense")), said))
    program = start()
    program.key("alt+f", "v")
    program.wait_for(lambda: program.windows()[-1].startswith("Tag høringssvar ind"), "the dialog for files")
    program.type(str(file), 8).wait_for(lambda: program.focus().text == str(file), "the name of the file")
    program.key("Return")
    program.wait_for(lambda: program.windows()[-1].startswith("Høringssvar 2015 fra Odense"), "the answer")
    assert program.find("label", "Sæt flueben ved det, der skal tages med")
    program.key("Down", "space", "alt+t")
    program.wait_for(lambda: [one for one in program.rows("consultation_answers") if one["answered_by"]], "the answer")
    answer = program.row("consultation_answers", answered_by="Åse Øst")
    (said_of_one,) = [one for one in program.rows("area_answers") if one["consultation_answer_id"] == answer["id"]]
    assert (answer["answered_on"], said_of_one["stance"], said_of_one["remark"]) == ("2014-11-20", "remarks", "")
    assert program.row("annexes", consultation_answer_id=answer["id"])["file_name"] == "svar.pdf"
    program.key("ctrl+z")
    program.wait_for(
        lambda: answer["id"] not in {one["id"] for one in program.rows("consultation_answers")}, "the answer undone"
    )
    assert [one for one in program.rows("annexes") if one["consultation_answer_id"]] == []
