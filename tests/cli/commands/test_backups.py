from __future__ import annotations

from pathlib import Path

from tests.cli.console import Cbnet, Laptop


def _set_back(cbnet: Cbnet, laptop: Laptop, file: Path) -> tuple[str, str]:
    """A person whom a backup holds and nothing else any more, as after a lost disk; person and backup."""
    (place,) = file.parent.glob("cbnet-*")
    before = file.read_bytes()
    kept = {piece: piece.read_bytes() for piece in place.iterdir()}
    person = cbnet("add", file, "people", "name=Reddet Ravn", "phone=12").out.strip()
    (made,) = (laptop.home / "backups").rglob("*.cbnet")
    made.write_bytes(file.read_bytes())
    file.write_bytes(before)
    for piece in place.iterdir():
        piece.unlink()
    for piece, data in kept.items():
        piece.write_bytes(data)
    for replica in (laptop.home / "replicas").iterdir():
        replica.unlink()
    return person, made.stem


def test_the_first_exchange_of_the_day_makes_a_backup(cbnet: Cbnet, file: Path) -> None:
    (made,) = cbnet("backups", file, "--json").json
    assert (made["reason"], made["why"], made["lacking"], made["problem"]) == (
        "opened",
        "dagens første åbning",
        0,
        "",
    )
    assert made["at"].endswith("Z")
    out = cbnet("backups", file).out
    assert out.startswith(f"{made['name']}  ")
    assert out.endswith("dagens første åbning: netværket har det hele.\n")


def test_what_the_network_lacks_is_counted(cbnet: Cbnet, laptop: Laptop, file: Path) -> None:
    _, name = _set_back(cbnet, laptop, file)
    found = {made["name"]: made for made in cbnet("backups", file, "--json").json}
    assert found[name]["lacking"] == 1
    assert "netværket mangler 1 rettelse." in cbnet("backups", file).out


def test_restoring_brings_back_what_was_lacking_and_keeps_what_came_since(
    cbnet: Cbnet, laptop: Laptop, other_laptop: Laptop, file: Path
) -> None:
    person, name = _set_back(cbnet, laptop, file)
    since = cbnet("add", file, "people", "name=Siden Sørensen").out.strip()
    backup = next((laptop.home / "backups").rglob(f"{name}.cbnet"))
    before = backup.read_bytes()
    ran = cbnet("restore", file, name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Flettet ind fra sikkerhedskopien {name}: 1 rettelse af Mette Holm.\n"
    for row_id in (person, since):
        assert other_laptop.run("show", file, "people", row_id).code == 0
    assert backup.read_bytes() == before
    assert cbnet("restore", file, name.split()[0], "--json").json["pulled"] == 0
    assert cbnet("verify", file).code == 0


def test_a_backup_of_another_name_is_refused_and_no_path_is_taken(cbnet: Cbnet, file: Path) -> None:
    (made,) = cbnet("backups", file, "--json").json
    for name in ("i går", f"../{made['name']}", "", str(file)):
        ran = cbnet("restore", file, name)
        assert ran.code == 1
        assert ran.sentence.endswith(f"Sikkerhedskopierne er: »{made['name']}«.")


def test_a_damaged_backup_is_named_and_hides_no_other(cbnet: Cbnet, laptop: Laptop, file: Path) -> None:
    (made,) = cbnet("backups", file, "--json").json
    good = next((laptop.home / "backups").rglob("*.cbnet"))
    bad = good.with_name("20200101T120000Z migration.cbnet")
    bad.write_bytes(b"x" * 4096)
    first, second = cbnet("backups", file, "--json").json
    assert first == made
    assert "beskadiget" in second["problem"]
    assert second["why"] == "før opgradering"
    assert "beskadiget" in cbnet("backups", file).out
    assert cbnet("restore", file, bad.stem).code == 2
