"""Where the program's own files live, and what survives in the settings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cbnet_desktop.system import paths

ROOT = Path(__file__).resolve().parent.parent


def test_home_is_the_folder_named_by_the_environment(home: Path) -> None:
    assert paths.home() == home
    assert paths.log_file().parent == paths.settings_file().parent == home


def test_home_is_the_platforms_user_data_folder_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CBNET_HOME")
    assert paths.home().name == "CBnet"
    assert paths.home().is_absolute()


def test_resources_stand_beside_the_package_in_a_clone() -> None:
    assert paths.resource(".") == ROOT / "resources"
    with pytest.raises(ImportError):
        paths.resource("no-such-file")


def test_resources_of_the_built_program_stand_beside_its_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource(".") == tmp_path / "resources"


def test_what_is_saved_is_read_back_beside_what_was_there() -> None:
    paths.save_settings(user_name="Æskild Åløkke", recent=["a.cbnet"])
    paths.save_settings(recent=["b.cbnet", "a.cbnet"])
    assert paths.settings() == {"user_name": "Æskild Åløkke", "recent": ["b.cbnet", "a.cbnet"]}


def test_a_setting_of_none_is_forgotten() -> None:
    paths.save_settings(user_name="Æskild")
    paths.save_settings(user_name=None)
    assert paths.settings() == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"null", b"\xff\xfe\x00", b"[" * 200_000])
def test_a_damaged_file_counts_as_none_and_is_kept_aside(content: bytes, home: Path) -> None:
    home.mkdir()
    paths.settings_file().write_bytes(content)
    assert paths.settings() == {}
    assert (home / "settings.damaged.json").read_bytes() == content
    paths.save_settings(user_name="Mette")
    assert paths.settings() == {"user_name": "Mette"}


def test_a_write_that_fails_leaves_the_old_settings(home: Path) -> None:
    paths.save_settings(user_name="Mette")
    with pytest.raises(TypeError):
        paths.save_settings(user_name=object())
    assert paths.settings() == {"user_name": "Mette"}
    assert list(home.iterdir()) == [paths.settings_file()]


def test_the_editor_is_named_by_environment_then_settings_then_login(monkeypatch: pytest.MonkeyPatch) -> None:
    paths.save_settings(user_name="Mette Holm")
    assert paths.user_name() == "Prøve Prøvesen"
    monkeypatch.delenv("CBNET_USER")
    assert paths.user_name() == "Mette Holm"
    paths.save_settings(user_name=" ")
    monkeypatch.setenv("LOGNAME", "mho")
    assert paths.user_name() == "mho"
