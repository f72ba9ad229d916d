"""The command word-template: chosen once, it is used by everybody who shares the network."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.cli.console import Cbnet, Laptop
from tests.documents.word_templates import HEAD, changed, template


@pytest.fixture
def dotx(tmp_path: Path) -> Path:
    path = tmp_path / "Brevpapir.dotx"
    path.write_bytes(template())
    return path


def written(laptop_run: Cbnet, file: Path, target: Path) -> Any:
    ran = laptop_run("budget", file, "--year", "2014", "-o", target)
    assert (ran.code, ran.err) == (0, "")
    return Document(io.BytesIO(target.read_bytes())).sections[0].header._element.xpath("string(.)")


def test_a_template_is_chosen_once_and_used_on_the_other_computer(
    cbnet: Cbnet, file: Path, other_laptop: Laptop, dotx: Path, tmp_path: Path
) -> None:
    assert cbnet("word-template", file).out == "Netværket har ingen skabelon til Word.\n"
    assert cbnet("word-template", file, dotx).out == "Skabelonen til Word er »Brevpapir.dotx«.\n"
    assert other_laptop.run("exchange", file).code == 0
    assert HEAD in written(other_laptop.run, file, tmp_path / "budget.docx")


def test_a_new_template_takes_the_place_of_the_old_one_and_can_be_removed(
    cbnet: Cbnet, file: Path, dotx: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "Nyt.docx"
    newer.write_bytes(template(kind=b"wordprocessingml.document.main+xml"))
    assert [cbnet("word-template", file, one).code for one in (dotx, newer)] == [0, 0]
    assert cbnet("word-template", file).out == "Skabelonen til Word er »Nyt.docx«.\n"
    assert len(cbnet("annexes", file, "--json").json) == 1
    assert cbnet("word-template", file, "--remove").out == "Netværket har ingen skabelon til Word.\n"
    assert HEAD not in written(cbnet, file, tmp_path / "budget.docx")


def test_who_writes_in_a_template_that_was_erased_is_told_to_choose_another(
    cbnet: Cbnet, file: Path, dotx: Path, tmp_path: Path
) -> None:
    cbnet("word-template", file, dotx)
    (chosen,) = cbnet("annexes", file, "--json").json
    cbnet("remove-annex", file, chosen["id"], "--erase", "--reason", "Andres brevpapir")
    ran = cbnet("budget", file, "--year", "2014", "-o", tmp_path / "budget.docx")
    assert ran.sentence.endswith("Vælg en anden skabelon til Word, eller fjern skabelonen.")
    assert cbnet("word-template", file, "--remove").code == 0
    assert HEAD not in written(cbnet, file, tmp_path / "budget.docx")


def test_a_template_that_could_do_harm_is_not_let_in(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "Brevpapir.dotx"
    bad.write_bytes(changed(template(), added={"word/vbaProject.bin": b"x"}))
    ran = cbnet("word-template", file, bad)
    assert (ran.code, "har makroer" in ran.sentence) == (2, True)
    other = cbnet("word-template", file, tmp_path / "Brevpapir.dotm")
    assert (other.code, "ender på .dotx eller .docx" in other.sentence) == (1, True)
    assert cbnet("word-template", file, tmp_path / "mangler.dotx").code == 2
    assert cbnet("annexes", file, "--json").json == []


def test_a_template_whose_file_was_erased_is_told_and_nothing_is_written(
    cbnet: Cbnet, file: Path, dotx: Path, tmp_path: Path
) -> None:
    assert cbnet("word-template", file, dotx).code == 0
    (row,) = cbnet("annexes", file, "--json").json
    assert cbnet("remove-annex", file, row["id"], "--erase", "--reason", "Forkert fil").code == 0
    ran = cbnet("budget", file, "--year", "2014", "-o", tmp_path / "budget.docx")
    assert (ran.code, "er slettet i netværket" in ran.sentence) == (1, True)
    assert not (tmp_path / "budget.docx").exists()
