"""æ, ø and å come out right in every shell, and what a shell cannot show never ends a command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cbnet_desktop.cli.terminal import output
from cbnet_desktop.system import terminal

ROOT = Path(__file__).resolve().parent.parent


def sent(code_page: int, *said: str) -> bytes:
    """What a command that says this sends through a pipe in a shell with this code page."""
    script = (
        "import sys; from cbnet_desktop.cli.terminal.output import finish, say, say_json; "
        "from cbnet_desktop.system import terminal; terminal.prepare(int(sys.argv[1])); "
        "[say(text) for text in sys.argv[2:]]; say_json({'sagt': sys.argv[2:]}); finish()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(code_page), *said], cwd=ROOT, capture_output=True, check=True
    )
    return done.stdout.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(("code_page", "codec"), [(850, "cp850"), (1252, "cp1252"), (0, "utf-8"), (65001, "utf-8")])
def test_danish_letters_are_right_where_powershell_reads_a_pipe(code_page: int, codec: str) -> None:
    said = sent(code_page, "Årsmøde på Ærø: »10 §«").decode(codec).splitlines()
    assert said[0] == "Årsmøde på Ærø: »10 §«"


def test_json_is_the_same_in_every_code_page() -> None:
    for code_page in (0, 437, 850, 1252):
        last = sent(code_page, "Årsmøde – ▸ 漢").splitlines()[-1]
        assert json.loads(last) == {"sagt": ["Årsmøde – ▸ 漢"]}


def test_what_a_code_page_lacks_is_written_as_one_would_type_it() -> None:
    assert sent(850, "10–12 … ’a’ ▸ 漢 ő ⅔").decode("cp850").splitlines()[0] == "10-12 ... 'a' > ? o ?"
    assert sent(437, "Møde på Ærø").decode("cp437").splitlines()[0] == "Mode på Æro"


def test_half_a_letter_is_escaped_and_not_raised() -> None:
    assert sent(0, os.fsdecode(b"a\xff")).splitlines()[0] == rb"a\udcff"


def test_terminals_and_files_get_utf_8_and_so_does_an_unknown_code_page() -> None:
    fifo, file, terminal_mode = 0o010600, 0o100600, 0o020600
    assert terminal.encoding_of(fifo, 850) == "cp850"
    assert {terminal.encoding_of(mode, 850) for mode in (file, terminal_mode)} == {"utf-8"}
    assert terminal.encoding_of(fifo, 99_999) == "utf-8"


def test_a_reader_that_has_gone_is_no_complaint_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        """A pipe of Windows whose reader has gone."""

        encoding = "utf-8"

        def write(self, _text: str) -> int:
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr(sys, "stdout", Gone())
    with pytest.raises(BrokenPipeError):
        output.say("æ")


def test_the_desktop_programs_help_is_said_in_any_code_page() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cbnet_desktop", "--help"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert "Åbner netværkets fil" in done.stdout.decode()


def test_the_folder_that_the_program_was_started_in_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: Callable[[str], Path]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert chosen("net.cbnet") == tmp_path / "net.cbnet"
    assert Path.cwd() == Path.home()


@pytest.fixture
def chosen() -> Callable[[str], Path]:
    """The file that is opened when the program is started with a name."""
    from cbnet_desktop.__main__ import elsewhere
    from cbnet_desktop.system.options import parse

    def file(name: str) -> Path:
        found = elsewhere(parse([name])).file
        assert found
        return found

    return file
