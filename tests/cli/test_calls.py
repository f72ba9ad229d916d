from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cbnet_desktop.cli.program import cbnet as commands
from cbnet_desktop.documents.papers.catalogue import PAPERS
from tests.cli.console import COMMAND, Cbnet, Laptop

NAMES = [
    "new", "tables", "show", "add", "set", "apply", "search", "check", "new-year", "sign-off", "reopen",
    *(paper.name for paper in PAPERS), "sheet", "import", "calendar", "annexes",
    "attach", "attach-old", "save-annex", "remove-annex", "word-template", "dispatches", "draft", "reminders", "sent",
    "save-dispatch", "remove-draft", "answer-forms", "answer", "sign", "verify-pdf", "history", "verify", "exchange",
    "merge", "copy", "computers", "conflicts", "resolve", "backups", "restore", "person", "erase", "manual",
]  # fmt: skip
ENGLISH = ("Usage", "Options", "Commands", "Show this", "Error", "Missing", "argument.", "required", "Positional")


def test_every_command_of_the_console_is_there() -> None:
    assert list(commands.commands) == NAMES


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_is_danish_throughout(cbnet: Cbnet, name: str) -> None:
    ran = cbnet(*([name] if name else []), "--help")
    assert ran.code == 0
    assert ran.out.startswith("Brug: cbnet")
    assert "Vis denne hjælp." in ran.out
    assert not [word for word in ENGLISH if word in ran.out]


def test_help_lists_every_command_with_a_word_about_it(cbnet: Cbnet) -> None:
    listed = cbnet("--help").out.split("Kommandoer:")[1]
    for name, command in commands.commands.items():
        assert f"{name} " in listed
        assert command.short_help in " ".join(listed.split())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["shw"], "Kommandoen »shw« findes ikke. Mente du show?"),
        ([], "Der mangler en kommando."),
        (["--"], "Der mangler en kommando."),
        (["show"], "Argumentet FIL mangler."),
        (["show", "x.cbnet"], "Argumentet TABEL mangler."),
        (["add", "x.cbnet", "people"], "Argumentet FELT=VÆRDI mangler."),
        (["check", "x.cbnet"], "Tilvalget --year mangler."),
        (["check", "x.cbnet", "--year"], "Tilvalget --year mangler en værdi."),
        (["check", "x.cbnet", "--year", "14"], "»14« er ikke et år mellem 1990 og 2199."),
        (["check", "x.cbnet", "--year", "2014", "--today", "31.2.2014"], "»31.2.2014« er ikke en dato."),
        (["check", "x.cbnet", "--year", "2014", "--yaer", "1"], "Tilvalget --yaer findes ikke. Mente du --year?"),
        (["show", "x.cbnet", "people", "--json=1"], "Tilvalget --json tager ingen værdi."),
        (["tables", "x.cbnet", "y", "z"], "Der er for mange argumenter: »y« »z«."),
        (["show", "x.cbnet", "folk"], "Der er ingen tabel »folk«. Tabellerne er: networks, charters, organisations"),
        (["show", "", "people"], "Filnavnet er tomt."),
        (["history", "x.cbnet", "--limit", "0"], "»0« er ikke et helt tal fra 1 og op."),
        (["new", "x.cbnet"], "Skriv enten --example eller både --name og --from."),
        (["new", "x.cbnet", "--example", "--agency", "N"], "Skriv enten --example eller --name, --from og --agency"),
        (
            ["new", "x.cbnet", "--name", "N", "--from", "2027", "--agency-short", "S"],
            "Skriv også styrelsens fulde navn med --agency",
        ),
        (["new", "x.cbnet", "--example", "--name", "N"], "Skriv enten --example eller --name, --from og --agency"),
        (["plan", "x.cbnet", "--year", "2014"], "Tilvalget --output mangler."),
        (["merge", "x.cbnet"], "Argumentet KOPI mangler."),
        (["restore", "x.cbnet"], "Argumentet SIKKERHEDSKOPI mangler."),
        (["resolve", "x.cbnet", "people/1/phone"], "Skriv enten --take eller --value."),
        (["resolve", "x.cbnet", "people/1/phone", "--take", "A", "--value", "B"], "Skriv enten --take eller --value."),
        (["resolve", "x.cbnet", "people/1/phone", "--take"], "Tilvalget --take mangler en værdi."),
        (["erase", "x.cbnet", "1"], "Tilvalget --reason mangler."),
        (["person", "x.cbnet"], "Argumentet PERSON-ID mangler."),
        (["plan", "x", "--year", "2014", "--draft", "--version", "1", "-o", "x.pdf"], "Skriv enten --version eller"),
    ],
)
def test_a_wrong_call_is_told_in_one_danish_sentence_and_ends_with_2(
    cbnet: Cbnet, arguments: list[str], expected: str
) -> None:
    ran = cbnet(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.sentence.startswith(expected)
    assert "--help" in ran.sentence


def test_a_wrong_call_with_json_is_also_told_as_json(cbnet: Cbnet) -> None:
    ran = cbnet("show", "x.cbnet", "folk", "--json")
    assert ran.code == 2
    assert ran.json == {"ok": False, "error": "wrong_call", "message": ran.sentence}


def test_the_version_is_that_of_the_program(cbnet: Cbnet) -> None:
    from cbnet_desktop import __version__

    assert cbnet("--version").out == f"cbnet {__version__}\n"


def test_bytes_that_are_no_text_are_refused_in_a_sentence(laptop: Laptop) -> None:
    ran = laptop.run("show", b"x\xff.cbnet", "people")
    assert ran.code == 2
    assert ran.sentence.startswith("Argument nr. 2 er ikke gyldig UTF-8.")


def test_a_user_name_that_is_no_text_is_refused_in_a_sentence(laptop: Laptop) -> None:
    ran = laptop.run("show", "x.cbnet", "people", CBNET_USER="J\udcf8rn")
    assert ran.code == 2
    assert ran.sentence.startswith("CBNET_USER er ikke gyldig UTF-8.")


def test_a_home_that_cannot_be_written_is_told(laptop: Laptop, file: Path) -> None:
    ran = laptop.run("show", file, "people", CBNET_HOME="/dev/null/home")
    assert ran.code == 1
    assert ran.sentence.startswith("Programmet kan ikke skrive i sin egen mappe /dev/null/home.")


def test_an_answer_that_finds_no_room_is_told(laptop: Laptop, file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = laptop.start("show", file, "organisations", "--json", stdout=full.fileno())
        assert process.wait(timeout=30) == 1
    assert process.stderr is not None
    assert process.stderr.read().decode().startswith("Svaret kunne ikke skrives (")


def test_a_command_without_a_terminal_still_does_its_work(laptop: Laptop, file: Path) -> None:
    closed = ["sh", "-c", 'exec "$@" >&- 2>&- <&-', "sh", *COMMAND, "add", file, "people", "name=Mette"]
    assert subprocess.run(closed, env=laptop.environment(), check=False, timeout=60).returncode == 0
    assert laptop.run("show", file, "people", "--json").json[0]["name"] == "Mette"


def test_danish_letters_are_utf_8_even_where_the_terminal_claims_ascii(laptop: Laptop) -> None:
    ran = laptop.run("--help", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert "Kompetencenetværkets" in ran.out


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        conn.execute("create table people (id text primary key, name text)")


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        conn.execute("pragma user_version = 999")


def test_a_file_that_cannot_be_read_is_told_in_one_sentence_and_left_alone(
    laptop: Laptop, tmp_path: Path, file: Path
) -> None:
    newer = tmp_path / "newer.cbnet"
    newer.write_bytes(file.read_bytes())
    _newer(newer)
    (tmp_path / "empty.cbnet").touch()
    (tmp_path / "garbage.cbnet").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "half.cbnet").write_bytes(file.read_bytes()[:5000])
    _foreign(tmp_path / "foreign.cbnet")
    (tmp_path / "folder.cbnet").mkdir()
    for name in ("missing", "empty", "garbage", "half", "foreign", "newer", "folder"):
        path = tmp_path / f"{name}.cbnet"
        before = path.read_bytes() if path.is_file() else None
        for command in (["tables", path], ["add", path, "people", "name=A"], ["verify", path]):
            ran = laptop.run(*command)
            assert ran.code == 2, (name, ran)
            assert ran.out == ""
            assert ran.sentence.endswith("."), ran.sentence
        assert (path.read_bytes() if path.is_file() else None) == before
    assert not (tmp_path / "missing.cbnet").exists()


def test_an_unreadable_file_with_json_is_also_told_as_json(cbnet: Cbnet, tmp_path: Path) -> None:
    ran = cbnet("tables", tmp_path / "none.cbnet", "--json")
    assert (ran.code, ran.json["ok"], ran.json["error"]) == (2, False, "unreadable")


def test_new_refuses_a_file_that_exists_and_leaves_it_alone(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    for path in (file, tmp_path / "letter.txt"):
        path.exists() or path.write_text("Kære Mette")
        before = path.read_bytes()
        ran = cbnet("new", path, "--name", "Andet", "--from", "2015")
        assert ran.code == 1
        assert "findes allerede" in ran.sentence
        assert path.read_bytes() == before


def test_new_in_a_missing_folder_is_refused(cbnet: Cbnet, tmp_path: Path) -> None:
    ran = cbnet("new", tmp_path / "none" / "n.cbnet", "--name", "N", "--from", "2015")
    assert ran.code == 1
    assert "findes ikke" in ran.sentence


def test_a_fault_of_the_program_is_logged_and_told_without_a_traceback(
    cbnet: Cbnet, file: Path, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cbnet_desktop.store.queries import Log

    def fail(*_: object) -> None:
        raise ZeroDivisionError("the reason")

    monkeypatch.setattr(Log, "verify", fail)
    ran = cbnet("verify", file)
    assert ran.code == 3
    assert str(laptop.home / "cbnet.log") in ran.sentence
    assert "ZeroDivisionError: the reason" in (laptop.home / "cbnet.log").read_text(encoding="utf-8")


def test_a_reader_that_goes_away_is_no_fault(laptop: Laptop, file: Path) -> None:
    process = laptop.start("show", file, "organisations")
    process.stdout.close()
    assert process.wait(timeout=30) == 1
    assert process.stderr.read() == b""


def test_help_comes_without_loading_what_it_does_not_need() -> None:
    loaded = "import sys, cbnet_desktop.cli.__main__ as m; m.main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    modules = set(done.stdout.splitlines()[-1].split())
    assert not modules & {"reportlab", "PySide6", "sqlite_utils", "pysqlite3", "sqlite3", "logging"}


def test_help_is_there_at_once() -> None:
    """Nothing is loaded for it that opens files, sets pages or draws windows."""
    heavy = {
        "cbnet_desktop.store",
        "reportlab",
        "pikepdf",
        "pyhanko",
        "openpyxl",
        "icalendar",
        "PySide6",
        "sqlite_utils",
    }
    script = (
        "import sys; from cbnet_desktop.cli.__main__ import main\n"
        "code = main(['--help'])\n"
        f"print(code, sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "0 []"
