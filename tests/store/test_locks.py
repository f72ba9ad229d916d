"""Locks on a file, by process and by library."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Busy
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.store.log import connection
from tests.store.playing import Laptop, add_person
from tests.store.victims import Victim, Victims

PACKAGE = Path(__file__).resolve().parents[2] / "cbnet_desktop"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives up a lock after a twentieth of a second instead of ten."""
    monkeypatch.setattr(connection, "BUSY_MS", 50)


def _holding(victims: Victims, path: Path, statement: str) -> Victim:
    victim = victims.start("hold", path, statement)
    victim.wait_for("holding")
    return victim


@pytest.mark.usefixtures("impatient")
def test_a_replica_that_a_hung_second_window_holds_refuses_the_edit_in_words(
    laptop: Laptop, victims: Victims, tmp_path: Path
) -> None:
    laptop("anna").close()
    anna = laptop("anna")
    (replica,) = (tmp_path / "hjemme anna" / "replicas").glob("*.cbnet")
    holder = _holding(victims, replica, "update people set note = 'i gang'")
    with pytest.raises(Busy, match="optaget"):
        add_person(anna)
    holder.kill()
    add_person(anna)
    assert anna.exchange().waiting == 0
    assert anna.log.verify() == []


def test_two_windows_of_one_computer_edit_at_once_and_both_see_all(laptop: Laptop) -> None:
    laptop("anna")
    windows = [laptop("anna"), laptop("anna")]
    people = []
    for number in range(10):
        for window in windows:
            people.append(add_person(window, f"Person {number}"))
            assert window.exchange().notices == ()
    for window in windows:
        window.refresh()
        assert all(window.read().find(Person, person) for person in people)
        assert window.log.verify() == []
    assert windows[0].read() == windows[1].read()
    assert laptop("bo").read() == windows[0].read()


def test_what_two_threads_write_at_once_is_all_there_and_seen_by_both(laptop: Laptop, tmp_path: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    is_over = threading.Event()

    def exchange_all_the_time() -> None:
        exchanger = anna.exchanger()
        while not is_over.is_set():
            exchanger.exchange()
        exchanger.close()

    thread = threading.Thread(target=exchange_all_the_time)
    thread.start()
    people = []
    for number in range(40):
        people += [add_person(anna, f"A {number}"), add_person(bo, f"B {number}")]
        bo.exchange()
        anna.refresh()
    is_over.set()
    thread.join()
    for store in (anna, bo, anna):
        assert store.exchange().problem == ""
        store.refresh()
    again = open_store(anna.path, home=tmp_path / "hjemme anna", user="anna")
    assert anna.read() == bo.read() == again.read()
    assert all(anna.read().find(Person, person) for person in people)
    again.close()


def test_a_backup_taken_while_others_write_is_whole(laptop: Laptop, victims: Victims, tmp_path: Path) -> None:
    anna = laptop("anna")
    anna.exchange()
    writer = victims.start("work", anna.path, tmp_path / "hjemme anna", "anna", 35)
    writer.wait_for("edit")
    made = [anna.backups.make("opened", anna.clock()) for _ in range(5)]
    assert writer.kill() == -9
    copy = open_store(made[-1].path, home=tmp_path / "andet hjem", user="bo")
    assert copy.log.verify() == []
    assert list(copy.read().rows(Person))
    copy.close()
    anna.refresh()
    assert anna.log.verify() == []


def test_a_copy_saved_while_others_write_is_whole(laptop: Laptop, victims: Victims, tmp_path: Path) -> None:
    anna = laptop("anna")
    writer = victims.start("work", anna.path, tmp_path / "hjemme anna", "anna", 36)
    writer.wait_for("edit")
    for number in range(5):
        (tmp_path / f"kopi {number}").mkdir()
        anna.save_copy(tmp_path / f"kopi {number}" / "net.cbnet")
    writer.kill()
    for number in range(5):
        copy = open_store(tmp_path / f"kopi {number}" / "net.cbnet", home=tmp_path / f"h{number}", user="bo")
        assert copy.log.verify() == []
        copy.close()


def test_a_stale_form_is_refused_whoever_was_first(laptop: Laptop) -> None:
    anna = laptop("anna")
    person = add_person(anna, phone="1")
    other = laptop("anna")
    other.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "2"})])
    with pytest.raises(Exception, match="nu »2«"):
        anna.apply("Telefon", [Change("people", person, {"phone": "1"}, {"phone": "3"})])


#: Who reads or writes a file's bytes past SQLite, and why no file that SQLite holds open in this process is among them.
BYTES = {
    "bootstrap.py": "runs before the program is installed",
    "system/paths.py": "settings",
    "system/foreign.py": "PDFs, certificates and sheets, whose names end otherwise than a network's",
    "system/apart.py": "pipes to the process apart",
    "self_test.py": "the PDF that it has written itself",
    "system/libraries.py": "the built program's list of what is in it",
    "system/terminal.py": "the null device",
    "ui/window/about_dialog.py": "texts of licences in the built program",
    "cli/__main__.py": "the null device",
    "cli/commands/signing.py": "a file with a passphrase; no network is open yet",
    "documents/annexes/pdf_files.py": "bytes in memory, in the process apart",
    "documents/annexes/zip_files.py": "bytes in memory, in the process apart",
    "documents/manual/paper.py": "pictures of the manual",
    "documents/manual/reading.py": "the manual",
    "documents/pdf/form_reading.py": "a PDF in memory",
    "documents/pdf/tagged_file.py": "a colour profile of pikepdf's, and a PDF in memory",
    "documents/pdf/writing.py": "the PDF being replaced and its draft",
    "store/drafts.py": "a file of what was typed, beside the replica",
    "store/files/foreign_file.py": "the file that people open, which is replaced whole and never held open",
    "store/log/key_file.py": "the key, beside the replica",
    "store/places/folder.py": "pieces, and the folder",
    "store/files/replica_file.py": "a replica that is not there yet",
    "store/example.py": "the program's own script",
    "store/files/whole_files.py": "the finished draft, whose connection is closed, and the folder",
    "ui/paper/cups.py": "a document in memory, for lp",
    "ui/widgets/icons.py": "the program's own icons",
}
_READERS = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "copyfile", "copyfileobj", "copy2"}
_READERS |= {"copytree", "file_digest", "mmap", "fdopen", "shutil.copy", "shutil.move"}
#: Whose methods of those names open no file's bytes: dialogs, stores, the window's own opening of networks.
_OTHERS = {"store.Store", "Store", "self", "line", "dialog", "files", "self.files", "self._files", "values", "QDialog"}


def _calls(module: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            owner, _, name = ast.unparse(node.func).rpartition(".")
            if owner not in _OTHERS and _READERS & {name, f"{owner}.{name}"}:
                yield node.lineno, ast.unparse(node.func)


def test_nothing_opens_hashes_or_copies_a_file_that_sqlite_may_hold() -> None:
    found = {
        module.relative_to(PACKAGE).as_posix(): list(_calls(module))
        for module in sorted(PACKAGE.rglob("*.py"))
        if list(_calls(module))
    }
    assert {name: calls for name, calls in found.items() if name not in BYTES} == {}
    assert {name for name in BYTES if name not in found} == set()


def test_every_file_is_opened_by_one_sqlite_library(store: Store, tmp_path: Path) -> None:
    code = (
        "import pathlib, sqlite3, sys, _sqlite3\n"
        "def refused(*arguments, **named): raise SystemExit('a second SQLite opened a file')\n"
        "for module in (sqlite3, sqlite3.dbapi2, _sqlite3): module.connect = module.Connection = refused\n"
        "from cbnet_desktop.store import open_store\n"
        "from cbnet_desktop.domain.records.changes import Change\n"
        "store = open_store(pathlib.Path(sys.argv[1]), home=pathlib.Path(sys.argv[2]), user='anna')\n"
        "store.apply('x', [Change('people', 'f' * 32, None, {'name': 'Bo'})])\n"
        "store.exchange(), store.log.verify(), store.save_copy(pathlib.Path(sys.argv[3])), store.close()\n"
        "assert not {'apsw', 'PySide6.QtSql'} & sys.modules.keys()\n"
    )
    paths = (store.path, tmp_path / "hjem", tmp_path / "kopi.cbnet")
    subprocess.run([sys.executable, "-c", code, *paths], cwd=PACKAGE.parent, check=True)


def test_the_sqlite_library_is_newer_than_the_fault_of_the_write_ahead_log() -> None:
    assert dbapi2.sqlite_version_info >= (3, 51, 3)
