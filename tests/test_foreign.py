"""The door for foreign files: whatever lies behind it ends in seconds and megabytes, and in a result or an error."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.system import apart, bounds, foreign


def added(one: int, other: int) -> int:
    return one + other


def refuse() -> None:
    raise Invalid("Feltet er forkert.", field="number")


def fail() -> None:
    raise ZeroDivisionError


def print_and_answer() -> str:
    os.write(1, b"noget af et biblioteks eget\n")
    sys.stdout.write("mere\n")
    return "svar"


def run_for_ever_in_one_call() -> None:
    re.match(r"(a|a)+$", "a" * 60 + "b")


def eat_memory() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(50 * 2**20))


def die() -> None:
    os.abort()


def places_for_modules() -> list[str]:
    return sys.path


def test_a_result_comes_back() -> None:
    assert foreign.apart_from_here(partial(added, 1, 2), UserError) == 3


def test_an_error_for_people_comes_back_whole() -> None:
    with pytest.raises(Invalid) as refused:
        foreign.apart_from_here(refuse, UserError)
    assert (refused.value.message, refused.value.field) == ("Feltet er forkert.", "number")


def test_any_other_error_is_a_failure_and_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "cbnet")
    with pytest.raises(foreign.Failed):
        foreign.apart_from_here(fail, UserError)
    assert "ZeroDivisionError" in caplog.text


def test_what_a_library_prints_is_no_part_of_the_answer() -> None:
    assert foreign.apart_from_here(print_and_answer, UserError) == "svar"


@pytest.mark.parametrize("harm", [run_for_ever_in_one_call, eat_memory, die])
def test_what_runs_for_ever_eats_memory_or_dies_is_an_overrun(harm: Callable[[], None]) -> None:
    before = os.times()
    with pytest.raises(foreign.Overrun):
        foreign.apart_from_here(harm, UserError)
    after = os.times()
    # Seconds of computing, which other programs on the computer do not lengthen.
    assert (after.children_user + after.children_system) - (before.children_user + before.children_system) < (
        apart.MOST_SECONDS + 0.5
    )


def test_no_module_of_the_folder_one_stands_in_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pickle.py").write_text("raise SystemExit(0)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep + os.environ.get("PYTHONPATH", "") + os.pathsep)
    found = foreign.apart_from_here(places_for_modules, UserError)
    assert not {"", ".", str(tmp_path)} & set(found)


def test_an_ordinary_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(b"12345")
    assert foreign.content(tmp_path / "fil", 5) == b"12345"
    with pytest.raises(foreign.TooLarge):
        foreign.content(tmp_path / "fil", 4)
    with pytest.raises(foreign.Missing):
        foreign.content(tmp_path / "væk", 5)
    with pytest.raises(foreign.NoFile):
        foreign.content(tmp_path, 5)
    with pytest.raises(foreign.Unread):
        foreign.content(tmp_path / "nul\0", 5)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes with names nor /dev/zero")
def test_what_never_ends_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rør")
    (tmp_path / "nuller").symlink_to("/dev/zero")
    for name in ("rør", "nuller"):
        with pytest.raises(foreign.NoFile):
            foreign.content(tmp_path / name, 5)


def test_the_console_is_that_process_when_it_is_asked_to_be() -> None:
    asked = io.BytesIO()
    apart.write(asked, apart.Order(partial(added, 1, 2), UserError))
    command = [sys.executable, "-m", "cbnet_desktop.cli", apart.COMMAND]
    done = subprocess.run(command, input=asked.getvalue(), capture_output=True, check=True)
    assert apart.read(io.BytesIO(done.stdout)) == apart.Reply((3,))


def begin() -> list[int]:
    return [1]


def add(number: int, kept: list[int]) -> int:
    kept.append(number)
    return sum(kept)


def compute_for(seconds: float, _: list[int]) -> bool:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return True


def test_what_is_kept_apart_is_asked_again_and_each_time_within_the_bounds() -> None:
    with closing(foreign.Apart(UserError)) as process:
        process.keep(begin)
        assert [process.ask(partial(add, number)) for number in (2, 3)] == [3, 6]
        assert all(process.ask(partial(compute_for, 0.6 * apart.MOST_SECONDS)) for _ in range(2))
        with pytest.raises(foreign.Overrun):
            process.ask(partial(compute_for, 10.0))
        with pytest.raises(foreign.Overrun):
            process.ask(partial(add, 4))


def test_the_seconds_are_those_that_it_is_given() -> None:
    with pytest.raises(foreign.Overrun):
        foreign.Errand().do(partial(compute_for, 3.0, []), UserError, 1)


def test_another_thread_can_end_what_was_asked() -> None:
    with closing(foreign.Apart(UserError)) as process:
        process.keep(begin)
        threading.Timer(0.2, process.close).start()
        before = time.monotonic()
        with pytest.raises(foreign.Overrun):
            process.ask(partial(compute_for, 10.0))
        assert time.monotonic() - before < apart.MOST_SECONDS / 2


# Other systems' bounds


def test_windows_is_told_the_limits_where_it_looks_for_them() -> None:
    limits = bounds.job_limits(4, apart.MOST_BYTES)
    written = bytes(limits)
    # As winnt.h lays them out for 64 bits: user time, flags, and after six counters the memory of the process.
    assert len(written) == 144
    assert struct.unpack_from("<q", written, 0) == (40_000_000,)
    assert struct.unpack_from("<I", written, 16) == (0x102,)
    assert struct.unpack_from("<Q", written, 112) == (apart.MOST_BYTES,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps to its own limit")
def test_where_the_system_does_not_keep_to_it_the_process_looks_at_its_memory_itself() -> None:
    asked = io.BytesIO()
    apart.write(asked, apart.Order(eat_memory, UserError))
    script = (
        "from functools import partial; from cbnet_desktop.system import apart, bounds; "
        "raise SystemExit(apart.serve(*(partial(call, platform='freebsd14') for call in (bounds.keep, bounds.peak))))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, input=asked.getvalue(), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (apart.OVERRUN, b"")
