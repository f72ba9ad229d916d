from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.console import Cbnet, Laptop, Ran, edited_apart


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
    assert {name: told[name] for name in ("pulled", "pushed", "own_waiting", "problem", "authors", "tables")} == {
        "pulled": 2, "pushed": 0, "own_waiting": 0, "problem": "", "authors": ["Jens Østergård"], "tables": ["people"],
    }  # fmt: skip
    again = _done(laptop.run("exchange", file)).out.splitlines()
    (place,) = file.parent.glob("cbnet-*")
    assert again == ["Hentet: intet.", f"Lagt i mappen {place.name}: intet.", "Venter: intet."]


def test_an_exchange_ends_with_1_while_something_of_ones_own_waits(laptop: Laptop, file: Path, person: str) -> None:
    (place,) = file.parent.glob("cbnet-*")
    (replica,) = (laptop.home / "replicas").glob("*.cbnet")
    with sqlite3.connect(replica) as conn:
        conn.execute("delete from piece")
        conn.execute("update edit set pieces = 0")
    conn.close()
    for piece in place.iterdir():
        piece.unlink()
    place.chmod(0o555)
    try:
        ran = laptop.run("exchange", file, "--json")
    finally:
        place.chmod(0o755)
    assert (ran.code, ran.json["own_waiting"]) == (1, 2)
    assert "skrivebeskyttet" in ran.sentence
    assert _done(laptop.run("exchange", file, "--json")).json["pushed"] == 2
    assert _value(laptop, file, person) == "før"


def test_an_edit_made_while_the_place_is_away_is_kept_and_the_exchange_ends_with_2(
    laptop: Laptop, other_laptop: Laptop, file: Path, person: str
) -> None:
    away = file.parent.rename(file.parent.with_name("væk"))
    ran = laptop.run("set", file, "people", person, "phone=2")
    assert ran.code == 0, ran.err
    assert ran.sentence.startswith("Gemt på denne computer, men ikke lagt i mappen endnu: Mappen")
    blocked = laptop.run("exchange", file, "--json")
    assert (blocked.code, blocked.json["own_waiting"]) == (2, 1)
    assert blocked.json["problem"] == blocked.sentence
    shown = laptop.run("show", file, "people", person, "--json")
    assert (shown.code, shown.json["phone"]) == (0, "2")
    assert shown.sentence.endswith("Det, der vises, er fra sidste udveksling.")
    away.rename(file.parent)
    assert _done(laptop.run("exchange", file, "--json")).json["pushed"] == 1
    assert _value(other_laptop, file, person) == "2"


def test_what_is_missing_from_others_is_told_and_changes_no_exit_code(
    laptop: Laptop, other_laptop: Laptop, file: Path, person: str
) -> None:
    (place,) = file.parent.glob("cbnet-*")
    before = set(place.iterdir())
    other_laptop.run("set", file, "people", person, "phone=1")
    first = set(place.iterdir()) - before
    other_laptop.run("set", file, "people", person, "phone=2")
    for piece in first:
        piece.unlink()
    ran = _done(laptop.run("exchange", file))
    assert "Der mangler 1 ændring fra Jens Østergård. De kommer, når mappen er synkroniseret" in ran.out
    assert _value(laptop, file, person) == "2"


def _lies_there(file: Path) -> dict[str, bytes]:
    """All that lies in the shared folder, with its bytes."""
    return {str(path.relative_to(file.parent)): path.read_bytes() for path in file.parent.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "reading",
    [("tables",), ("show", "people"), ("check", "--year", "2014"), ("verify",), ("history",), ("conflicts",),
     ("backups",), ("search", "Carla"), ("plan", "--year", "2014", "-o", "-")],
    ids=lambda reading: reading[0],
)  # fmt: skip
def test_looking_changes_nothing(laptop: Laptop, file: Path, person: str, reading: tuple[str, ...]) -> None:
    assert person
    (replica,) = (laptop.home / "replicas").glob("*.cbnet")
    with sqlite3.connect(replica) as conn:
        conn.execute("delete from piece")
        conn.execute("update edit set pieces = 0")
    conn.close()
    (place,) = file.parent.glob("cbnet-*")
    for piece in place.iterdir():
        piece.unlink()
    before = _lies_there(file)
    command, *options = reading
    assert laptop.run(command, file, *options).code in (0, 1)
    assert _lies_there(file) == before


def test_a_copy_of_a_known_network_is_read_without_asking_and_written_only_when_it_is_said_what_it_is(
    laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    before = away.read_bytes()
    assert _value(laptop, away, person) == "før"
    ran = laptop.run("set", away, "people", person, "phone=1", "--json")
    assert ran.code == 2
    for answer in ("--as shared", "--as copy", "--as place"):
        assert answer in laptop.run("set", away, "people", person, "phone=1").sentence
    copy = laptop.run("set", away, "people", person, "phone=1", "--as", "copy")
    assert (copy.code, "kopi til gennemsyn" in copy.sentence) == (1, True)
    shared = laptop.run("set", away, "people", person, "phone=1", "--as", "shared")
    assert (shared.code, "ligger ikke ved siden af kopi.cbnet" in shared.sentence) == (1, True)
    assert [path.name for path in away.parent.iterdir()] == [away.name]
    _done(laptop.run("set", away, "people", person, "phone=1", "--as", "place"))
    assert len(list(away.parent.glob("cbnet-*/*"))) > 0
    assert away.read_bytes() != before
    assert _value(laptop, file, person) == "1", "both places lead to one network"


def test_a_file_alone_is_a_copy_to_look_at(other_laptop: Laptop, away: Path, person: str) -> None:
    assert _value(other_laptop, away, person) == "før"
    ran = other_laptop.run("set", away, "people", person, "phone=1")
    assert ran.code == 1
    assert "ligger ikke ved siden af kopi.cbnet, så filen er en kopi til gennemsyn" in ran.sentence
    assert "--as place" in ran.sentence
    assert [path.name for path in away.parent.iterdir()] == [away.name]


def test_a_known_file_that_is_another_networks_now_is_asked_about(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "andet.cbnet"
    cbnet("new", other, "--name", "Andet", "--from", "2015")
    file.write_bytes(other.read_bytes())
    assert cbnet("show", file, "networks", "--json").json[0]["name"] == "Andet"
    ran = cbnet("add", file, "people", "name=Carla")
    assert (ran.code, "er nu et andet netværk" in ran.sentence) == (2, True)
    _done(cbnet("add", file, "people", "name=Carla", "--as", "place"))
    assert [row["name"] for row in cbnet("show", file, "people", "--json").json] == ["Carla"]


def test_a_copy_is_fresh_whole_and_replaces_nothing(laptop: Laptop, file: Path, person: str, tmp_path: Path) -> None:
    laptop.run("set", file, "people", person, "phone=1")
    copy = tmp_path / "ny.cbnet"
    _done(laptop.run("copy", file, "-o", copy))
    before = copy.read_bytes()
    stranger = Laptop(tmp_path / "third", "Carl")
    assert _value(stranger, copy, person) == "1"
    assert stranger.run("verify", copy).code == 0
    again = laptop.run("copy", file, "-o", copy)
    assert (again.code, "findes allerede" in again.sentence) == (1, True)
    assert copy.read_bytes() == before


def test_a_copy_edited_apart_is_merged_left_alone_and_merging_it_again_does_nothing(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    brought = edited_apart(other_laptop, away, "people", person, "phone=på rejsen")
    before = brought.read_bytes()
    ran = _done(laptop.run("merge", file, brought, "--json"))
    assert (ran.json["pulled"], ran.json["authors"], ran.json["conflicts"]) == (1, ["Jens Østergård"], 0)
    assert _value(laptop, file, person) == "på rejsen"
    history = laptop.run("history", file, "--json").json
    again = _done(laptop.run("merge", file, brought))
    assert again.out == "Flettet ind fra kopi.cbnet: intet.\n"
    assert laptop.run("history", file, "--json").json == history
    assert brought.read_bytes() == before
    assert [path.name for path in brought.parent.iterdir()] == [brought.name]
    assert _done(laptop.run("verify", file))


def test_what_was_merged_is_there_for_everybody_at_once(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    _done(laptop.run("merge", file, edited_apart(other_laptop, away, "people", person, "title=Leder")))
    third = Laptop(laptop.home.with_name("third laptop"), "Carl")
    assert _value(third, file, person, "title") == "Leder"


def test_a_merge_tells_of_the_conflicts_it_brought(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    laptop.run("set", file, "people", person, "phone=1")
    brought = edited_apart(other_laptop, away, "people", person, "phone=2")
    out = _done(laptop.run("merge", file, brought)).out.splitlines()
    assert out == [
        "Flettet ind fra kopi.cbnet: 1 rettelse af Jens Østergård.",
        "1 konflikt venter på et valg; se »cbnet conflicts«.",
    ]


def test_a_conflicted_copy_beside_the_file_is_merged_only_when_asked_and_left_where_it_lies(
    laptop: Laptop, other_laptop: Laptop, file: Path, away: Path, person: str
) -> None:
    brought = edited_apart(other_laptop, away, "people", person, "phone=2")
    copy = Path(shutil.copy(brought, file.with_name("netværk? (Jens' konfliktkopi).cbnet")))
    assert _value(laptop, file, person) == "før"
    ran = _done(laptop.run("merge", file, copy))
    assert ran.out.startswith(f"Flettet ind fra {copy.name}: 1 rettelse af Jens Østergård.")
    assert _value(laptop, file, person) == "2"
    assert copy.read_bytes() == brought.read_bytes()


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
