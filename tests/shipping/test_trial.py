"""What the trial of a package sees on the computer that it is tried on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import try_deb
from trial_computer import NO_TRACE, READ, TREES, Computer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Debian packages are tried on Linux")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in (*TREES, *NO_TRACE, *READ, "usr/bin", "opt", "home/cbnetproeve"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "etc/mailcap").write_text("text/plain; less\n")
    (tmp_path / "usr/bin/ls").write_text("ls")
    return tmp_path


def test_a_file_left_a_right_taken_a_link_turned_and_a_word_in_a_shared_file_are_traces(root: Path) -> None:
    (root / "usr/bin/link").symlink_to("/opt/gone")
    before = Computer(root).state()
    (root / "opt/left").mkdir()
    (root / "usr/bin/ls").chmod(0o700)
    (root / "usr/bin/link").unlink()
    (root / "usr/bin/link").symlink_to("/usr/bin/ls")
    (root / "etc/mailcap").write_text("text/plain; cbnet\n")
    after = Computer(root).state()
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert changed == {"/opt/left", "/usr/bin/ls", "/usr/bin/link", "/etc/mailcap"}


def test_the_lists_of_apt_and_the_users_own_files_are_no_traces(root: Path) -> None:
    before = Computer(root).state()
    for folder in (*NO_TRACE, "home/cbnetproeve"):
        (root / folder / "new").write_text("")
    assert Computer(root).state() == before


def test_a_wrong_call_and_a_missing_package_are_told_in_a_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv(try_deb.IN_NAMESPACE, "1")
    assert try_deb.main([]) == 2
    assert try_deb.main([str(root / "gone.deb"), str(root)]) == 2
    assert capsys.readouterr().err.splitlines()[1:] == [f"There is no {root / 'gone.deb'}."]
