"""A share that hangs costs no edit any time: not in the window, not in the console, and both can be closed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.console import REPOSITORY
from tests.outside import hanging, servers
from tests.outside.computer import Computer, new_experience
from tests.outside.hanging import Hanging

#: Seconds that an edit may take more, and that closing and a command of the console may take, where a share hangs.
MORE, CLOSING, COMMAND = 0.05, 6.0, 12.0


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Hanging]:
    """A share that answers until begin() is called."""
    if reason := hanging.obstacle():
        pytest.skip(reason)
    (tmp_path / "drev").mkdir()
    made = Hanging(tmp_path / "drev", tmp_path / "hænger")
    yield made
    made.end()


@pytest.fixture
def anna(share: Hanging, tmp_path: Path) -> Computer:
    """A laptop that has the network on that share."""
    computer = Computer("Anna", tmp_path, share.folder)
    computer.done("new", "--name", "Net", "--from", "2014")
    return computer


def test_the_window_edits_and_closes_while_the_share_hangs(share: Hanging, anna: Computer) -> None:
    with _window(anna, share) as window:
        said = _said(window)
    assert max(said["hanging"]) < max(said["answering"]) + MORE, said
    assert said["frozen"] < 1.0, said
    assert said["closing"] < CLOSING, said


def test_the_window_opens_while_the_share_hangs(share: Hanging, anna: Computer) -> None:
    with _window(anna, share, "--opening") as window:
        said = _said(window)
    assert said["opened"] < 5.0, said
    assert said["frozen"] < 1.0, said
    assert said["closing"] < CLOSING, said


def test_what_was_edited_meanwhile_is_sent_when_the_share_answers(share: Hanging, anna: Computer) -> None:
    bo = Computer("Bo", anna.home.parent, share.folder)
    with _window(anna, share) as window:
        _said(window)
    share.end()
    assert anna.exchange().code == 0
    assert bo.exchange().code == 0
    assert len(bo.rows("experiences")) == 24


def test_the_console_acknowledges_and_ends_while_the_share_hangs(share: Hanging, anna: Computer) -> None:
    anna.clock = share.environment
    process = anna.start("apply", anna.file, "-")
    _acknowledged(process)
    answering = [_acknowledged(process) for _ in range(10)]
    share.begin()
    time.sleep(1)
    hung = [_acknowledged(process) for _ in range(10)]
    ended = time.monotonic()
    try:
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert max(hung) < max(answering) + MORE, (answering, hung)
    assert time.monotonic() - ended < COMMAND, errors
    assert process.returncode == 0, errors
    assert b"Traceback" not in errors


def test_the_console_answers_from_the_replica_while_the_share_hangs(share: Hanging, anna: Computer) -> None:
    anna.add("før")
    anna.clock = share.environment
    share.begin()
    began = time.monotonic()
    assert anna.shown("experiences") == {"før"}
    assert time.monotonic() - began < COMMAND


@pytest.mark.skipif(bool(servers.Sshfs.obstacle()), reason=servers.Sshfs.obstacle() or "never")
def test_the_window_edits_and_closes_while_a_real_sshfs_is_stopped(tmp_path: Path) -> None:
    client = servers.Sshfs(tmp_path, ["Anna"])
    client.start()
    try:
        anna = Computer("Anna", tmp_path / "laptops", client.folder("Anna"))
        anna.done("new", "--name", "Net", "--from", "2014")
        flag = tmp_path / "hænger"
        call = [sys.executable, "-m", "tests.outside.window_on_share", str(anna.file), str(flag)]
        window = subprocess.Popen(call, env=_offscreen(anna), cwd=REPOSITORY, stdout=subprocess.PIPE)
        while not flag.exists() and window.poll() is None:
            time.sleep(0.02)
        mount = client.mounts["Anna"]
        os.kill(mount.pid, signal.SIGSTOP)
        # The system lets no process end whose call the stopped one has in hand: it goes on once the window is closed.
        watch = threading.Timer(40, mount.send_signal, (signal.SIGCONT,))
        watch.start()
        try:
            said = _heard(window)
        finally:
            watch.cancel()
            os.kill(mount.pid, signal.SIGCONT)
            window.kill()
            window.wait()
    finally:
        client.stop()
    assert max(said["hanging"]) < max(said["answering"]) + MORE, said
    assert said["closing"] < CLOSING, said


@contextmanager
def _window(anna: Computer, share: Hanging, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    call = [sys.executable, "-m", "tests.outside.window_on_share", str(anna.file), str(share.flag), *arguments]
    environment = {**_offscreen(anna), **share.environment}
    process = subprocess.Popen(call, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _offscreen(anna: Computer) -> dict[str, str]:
    return {**anna.environment(), "QT_QPA_PLATFORM": "offscreen"}


def _said(window: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What the window measured, once its process has ended by itself; the last figure of a name stands."""
    watch = threading.Timer(40, window.kill)
    watch.start()
    said = _heard(window)
    window.wait()
    watch.cancel()
    assert window.returncode == 0, said
    return said


def _heard(window: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What the window measured until it was closed; the last figure of a name stands."""
    said: dict[str, Any] = {}
    for line in window.stdout or ():
        said.update(json.loads(line))
        if "closing" in said:
            break
    return said


def _acknowledged(process: subprocess.Popen[bytes]) -> float:
    """The seconds until an edit is acknowledged; a process that hangs is killed."""
    assert process.stdin
    assert process.stdout
    began = time.monotonic()
    process.stdin.write(json.dumps({"changes": [new_experience("x")]}).encode() + b"\n")
    watch = threading.Timer(20, process.kill)
    watch.start()
    answer = process.stdout.readline()
    watch.cancel()
    assert answer, f"no answer in {time.monotonic() - began:.0f} s"
    assert json.loads(answer)["ok"]
    return time.monotonic() - began
