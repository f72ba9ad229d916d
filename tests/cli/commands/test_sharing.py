from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.console import Cbnet, Laptop, Ran


@pytest.fixture
def person(laptop: Laptop, file: Path) -> str:
    return laptop.run("add", file, "people", "name=Carla Bak", "phone=før").out.strip()


@pytest.fixture
def away(file: Path, person: str, tmp_path: Path) -> Path:
    """The file as it was taken along on a journey."""
    assert person
    folder = tmp_path / "rejse"
    folder.mkdir()
    return shutil.copy(file, folder / "kopi.cbnet")


def _value(laptop: Laptop, file: Path, person: str, field: str = "phone") -> object:
    return laptop.run("show", file, "people", person, "--json").json[field]


def _done(ran: Ran) -> Ran:
    assert ran.code == 0, ran.err
    return ran


def test_an_exchange_tells_what_came_in_by_whom_and_what_waits(
    laptop: Laptop, other_laptop: Laptop, file: Path, person: str
) -> None:
    laptop.run("exchange", file)
    other_laptop.run("set", file, "people", person, "phone=1", "email=c@b.dk")
    other_laptop.run("set", file, "people", person, "title=Chef")
    told = _done(laptop.run("exchange", file, "--json")).json
    assert {name: told[name] for name in ("edits", "pulled", "pushed", "waiting", "problem", "authors", "tables")} == {
        "edits": 2, "pulled": 3, "pushed": 0, "waiting": 0, "problem": "", "authors": ["Jens Østergård"],
        "tables": ["people"],
    }  # fmt: skip
    again = _done(laptop.run("exchange", file))
    assert "Hentet: intet.\nSendt: intet.\nVenter: intet.\n" in again.out


def test_an_exchange_for_people_counts_edits_and_says_what_kind_of_place_it_is(
    laptop: Laptop, other_laptop: Laptop, file: Path, person: str
) -> None:
    other_laptop.run("set", file, "people", person, "phone=1")
    out = _done(laptop.run("exchange", file)).out.splitlines()
    assert out[0] == "Filen deles direkte: flere kan arbejde i den på samme tid."
    assert out[1] == "Hentet: 1 rettelse af Jens Østergård."


def test_an_edit_made_while_the_file_could_not_be_written_is_sent_by_the_next_exchange(
    laptop: Laptop, other_laptop: Laptop, file: Path, person: str
) -> None:
    _run_sql(file, "create trigger theirs after insert on people begin select 1; end")
    ran = laptop.run("set", file, "people", person, "phone=2")
    assert ran.code == 0, ran.err
    assert "Gemt på denne computer, men endnu ikke i netværk?.cbnet" in ran.sentence
    blocked = laptop.run("exchange", file, "--json")
    assert blocked.code == 1
    assert blocked.json["waiting_edits"] == 1
    assert blocked.json["problem"] == blocked.sentence
    assert "Venter: 1 rettelse." in laptop.run("exchange", file).out
    _run_sql(file, "drop trigger theirs")
    sent = _done(laptop.run("exchange", file, "--json")).json
    assert (sent["pushed"], sent["waiting"]) == (1, 0)
    assert _value(other_laptop, file, person) == "2"


def _run_sql(file: Path, statement: str) -> None:
    """Somebody else's tool; a file of another structure is not written into."""
    with sqlite3.connect(file) as conn:
        conn.execute(statement)
    conn.close()


def test_a_copy_edited_apart_is_merged_left_alone_and_merging_it_again_does_nothing(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    _done(other_laptop.run("set", away, "people", person, "phone=på rejsen"))
    before = away.read_bytes()
    ran = _done(laptop.run("merge", file, away, "--json"))
    assert (ran.json["edits"], ran.json["authors"], ran.json["conflicts"]) == (1, ["Jens Østergård"], 0)
    assert _value(laptop, file, person) == "på rejsen"
    history = laptop.run("history", file, "--json").json
    again = _done(laptop.run("merge", file, away))
    assert again.out == "Flettet ind fra kopi.cbnet: intet.\n"
    assert laptop.run("history", file, "--json").json == history
    assert away.read_bytes() == before
    assert [path.name for path in away.parent.iterdir()] == [away.name]
    assert _done(laptop.run("verify", file))


def test_what_was_merged_is_in_the_file_for_everybody(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    other_laptop.run("set", away, "people", person, "title=Leder")
    _done(laptop.run("merge", file, away))
    third = Laptop(laptop.home.with_name("third laptop"), "Carl")
    assert _value(third, file, person, "title") == "Leder"


def test_a_merge_tells_of_the_conflicts_it_brought(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    laptop.run("set", file, "people", person, "phone=1")
    other_laptop.run("set", away, "people", person, "phone=2")
    out = _done(laptop.run("merge", file, away)).out.splitlines()
    assert out == [
        "Flettet ind fra kopi.cbnet: 1 rettelse af Jens Østergård.",
        "1 konflikt venter på et valg; se »cbnet conflicts«.",
    ]


def test_a_conflicted_copy_beside_the_file_is_merged_and_put_aside(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    other_laptop.run("set", away, "people", person, "phone=2")
    copy = shutil.copy(away, file.with_name("netværk? (Jens' konfliktkopi).cbnet"))
    ran = _done(laptop.run("merge", file, copy))
    assert ran.out.startswith(f"Flettet ind fra {copy.name}: 1 rettelse af Jens Østergård.")
    assert _value(laptop, file, person) == "2"
    assert (file.parent / "Flettede kopier" / copy.name).read_bytes() == away.read_bytes()


def test_a_copy_found_beside_the_file_is_told_by_whichever_command_finds_it(
    cbnet: Cbnet, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    other_laptop.run("set", away, "people", person, "phone=2")
    copy = shutil.copy(away, file.with_name("kopi.cbnet"))
    ran = _done(cbnet("show", file, "people", person, "--json"))
    assert ran.json["phone"] == "2"
    assert ran.sentence == "Kopien kopi.cbnet er flettet ind og lagt i »Flettede kopier«."
    assert not copy.exists()
    assert _done(cbnet("show", file, "people")).err == ""


def test_a_network_that_is_another_one_is_not_merged(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "andet.cbnet"
    cbnet("new", other, "--name", "Andet", "--from", "2015")
    before = cbnet("history", file, "--json").json
    ran = cbnet("merge", file, other)
    assert ran.code == 1
    assert ran.sentence.startswith("Filen andet.cbnet hører til et andet netværk")
    assert cbnet("history", file, "--json").json == before


@pytest.mark.parametrize("content", [None, b"", b"x" * 4096, "half"])
def test_a_copy_that_cannot_be_read_is_told_and_changes_nothing(
    cbnet: Cbnet, file: Path, tmp_path: Path, content: bytes | str | None
) -> None:
    other = tmp_path / "kopi.cbnet"
    if content is not None:
        other.write_bytes(file.read_bytes()[:9_000] if isinstance(content, str) else content)
    before = cbnet("history", file, "--json").json
    ran = cbnet("merge", file, other)
    assert ran.code == 2
    assert ran.sentence.endswith(".")
    assert cbnet("history", file, "--json").json == before
