"""What is set for the whole computer is followed and shown; a wrong file is told in one sentence, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from cbnet_desktop.system import machine
from cbnet_desktop.system.machine import Settings

ROOT = Path(__file__).resolve().parent.parent


def written(**values: object) -> Path:
    file = machine.machine_file()
    file.write_text(json.dumps(values), encoding="utf-8")
    return file


def test_nothing_is_set_where_there_is_no_file() -> None:
    assert machine.read() == machine.Machine(machine.machine_file())
    assert machine.read().told() == []


def test_the_file_lies_where_each_system_has_settings_for_all(tmp_path: Path) -> None:
    assert machine.machine_file("linux", {}) == Path("/etc/xdg/CBnet/machine.json")
    assert machine.machine_file("darwin", {}) == Path("/Library/Application Support/CBnet/machine.json")
    assert machine.machine_file("win32", {"ProgramData": "D:/Data"}) == Path("D:/Data/CBnet/machine.json")
    assert machine.machine_file("win32", {}) == Path("C:/ProgramData/CBnet/machine.json")
    assert machine.machine_file("win32", {"CBNET_MACHINE": str(tmp_path)}) == tmp_path


def test_what_is_set_is_read_and_told_in_danish(tmp_path: Path) -> None:
    written(networks_folder=str(tmp_path), backups_folder="~/Kopier", backups_kept=30, no_network=True)
    found = machine.read()
    assert found.settings == Settings(tmp_path, Path.home() / "Kopier", 30, True)
    assert found.fault == ""
    assert found.told() == [
        ("Netværk ligger i", str(tmp_path)),
        ("Sikkerhedskopier lægges i", str(Path.home() / "Kopier")),
        ("Sikkerhedskopier", "de nyeste 30 gemmes"),
        ("Links", "åbnes ikke"),
    ]


def test_every_setting_has_a_parser() -> None:
    assert machine._PARSERS.keys() == {field.name for field in fields(Settings)}


def test_a_path_may_name_a_variable_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOMESHARE", str(tmp_path))
    written(backups_folder="$HOMESHARE/CBnet")
    assert machine.settings().backups_folder == tmp_path / "CBnet"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("networks_folder", 7, "er ikke en sti"),
        ("networks_folder", "relativ/sti", "er ikke en hel sti"),
        ("networks_folder", "/a\nb", "er ikke en sti"),
        ("networks_folder", "/" + "x" * 500, "er en sti på mere end 400 tegn"),
        ("networks_folder", "$CBNET_NO_SUCH/x", "rummer $CBNET_NO_SUCH, men"),
        ("backups_folder", "/a/${CBNET_NO_SUCH}/x", "rummer ${CBNET_NO_SUCH}, men"),
        ("backups_folder", "", "er ikke en sti"),
        ("backups_folder", "~findes-ikke-her/x", "begynder i en hjemmemappe"),
        ("backups_kept", "30", "er ikke et helt tal"),
        ("backups_kept", True, "er ikke et helt tal"),
        ("backups_kept", -1, "er ikke et helt tal"),
        ("backups_kept", 10**30, "er ikke et helt tal"),
        ("no_network", "ja", "er ikke true eller false"),
        ("no_network", None, "er ikke true eller false"),
        ("ukendt\x1b[2J\n", {"a": 1}, "kendes ikke"),
    ],
)
def test_one_wrong_setting_is_told_and_the_others_are_followed(name: str, value: object, told: str) -> None:
    good: dict[str, object] = {"backups_kept": 3, "no_network": True}
    good.pop(name, None)
    written(**{**good, name: value})
    found = machine.read()
    assert found.fault.count("»") == found.fault.count(".json") == 1
    assert found.fault.isprintable()
    assert f"« {told}" in found.fault
    assert found.settings == Settings(**good)  # type: ignore[arg-type]  # of the right types above


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"null", b"\xff\xfe{", b"[" * 60_000, b'{"a":' * 9_000, b" " * 70_000]
)
def test_a_file_that_is_none_of_ours_is_told_in_one_sentence_and_not_followed(content: bytes) -> None:
    machine.machine_file().write_bytes(content)
    found = machine.read()
    assert found.settings == Settings()
    assert found.fault.startswith(f"Indstillingerne for hele computeren i {found.file} følges ikke: ")
    assert found.fault.endswith(".")


def test_a_variable_that_is_not_there_is_seen_as_each_system_writes_it() -> None:
    assert machine.unknown_variable(r"D:\%NO SUCH%\x", "win32") == "%NO SUCH%"
    for path in (r"\\server\home$\Net", r"D:\100 %\50 %", r"D:\a$b"):
        assert machine.unknown_variable(path, "win32") == ""
    assert machine.unknown_variable("/a/$NO/x", "darwin") == "$NO"
    assert machine.unknown_variable("/a/5 $/100 %", "linux") == ""


def test_of_many_wrong_names_the_number_is_told() -> None:
    written(**{f"navn{number}": 1 for number in range(8)})
    assert machine.read().fault.endswith("»navn4« kendes ikke af denne udgave af CBnet; og 3 til.")


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    machine.machine_file().symlink_to(tmp_path / "væk")
    assert "den er et link til en fil, som ikke findes" in machine.read().fault


def test_a_folder_or_a_pipe_in_its_place_holds_nobody_up() -> None:
    machine.machine_file().mkdir()
    assert "det er ikke en fil" in machine.read().fault
    machine.machine_file().rmdir()
    if sys.platform != "win32":
        os.mkfifo(machine.machine_file())
        assert "det er ikke en fil" in machine.read().fault


def test_only_an_administrators_file_is_followed() -> None:
    def found(uid: int, mode: int) -> os.stat_result:
        return os.stat_result((mode, 0, 0, 1, uid, 0, 0, 0, 0, 0))

    assert machine.is_trusted(found(0, 0o100644), "linux")
    assert not machine.is_trusted(found(1000, 0o100644), "linux")
    assert not machine.is_trusted(found(0, 0o100666), "darwin")
    assert not machine.is_trusted(found(0, 0o100664), "linux")
    assert machine.is_trusted(found(0, 0o100666), "win32")


def test_a_path_in_it_becomes_this_users_folder_on_this_computer(tmp_path: Path) -> None:
    own = machine.own_folder(tmp_path)
    assert own.parent == tmp_path
    assert own.name.replace("-", "").isalnum()


def test_the_console_tells_a_wrong_file_once_and_goes_on(tmp_path: Path) -> None:
    written(backups_kept="mange")
    file = tmp_path / "net.cbnet"
    for arguments in (["new", str(file), "--name", "Net", "--from", "2027"], ["check", str(file), "--year", "2027"]):
        done = subprocess.run(
            [sys.executable, "-m", "cbnet_desktop.cli", *arguments], cwd=ROOT, capture_output=True, check=False
        )
    assert done.stderr.decode().count("»backups_kept« er ikke et helt tal") == 1
