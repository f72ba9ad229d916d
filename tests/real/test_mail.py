"""A meeting from its notice to the minutes sent, by keys; a script stands in for the system's mail program."""

from __future__ import annotations

import os
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.documents import filled_forms
from tests.real.conftest import Start
from tests.real.program import Program
from tests.real.test_year import closed, dialog, fast

#: Keeps a copy of the file whose address it is given.
OPENER = """#!{python}
import shutil, sys
from pathlib import Path
from urllib.parse import unquote, urlsplit
shutil.copyfile(unquote(urlsplit(sys.argv[1]).path), Path(__file__).with_name("opened.eml"))
"""


def with_mail_program(start: Start, folder: Path) -> Program:
    """The program where files are opened by a script that keeps what it is given."""
    folder.mkdir()
    opener = folder / "xdg-open"
    opener.write_text(OPENER.format(python=sys.executable))
    opener.chmod(0o755)
    return start(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")


def opened(program: Program, folder: Path) -> EmailMessage:
    """The mail that was handed over."""
    path = folder / "opened.eml"
    program.wait_for(lambda: path.exists() and path.read_bytes().endswith(b"--\r\n"), "the mail in the mail program")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    path.unlink()
    return mail


def send(program: Program, folder: Path) -> EmailMessage:
    """Opens the draft that a dialog proposes in the mail program, and says that it was sent."""
    program.key("alt+m")
    mail = opened(program, folder)
    dialog(program, "Er den sendt?")
    program.key("Return")
    closed(program)
    return mail


def meeting(program: Program) -> dict[str, Any]:
    return program.row("meetings", held_on="2014-11-24")


def test_a_meeting_is_called_held_and_its_minutes_sent(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "mailprogram"
    program = with_mail_program(start, folder)
    program.key("ctrl+4", "ctrl+n")
    dialog(program, "Nyt møde")
    fast(program, "24.11.2014")
    fast(program.key("alt+m"), "Andet").key("Tab")
    fast(program.key("alt+s"), "Læsø").key("Return")
    closed(program)
    program.key("alt+i")
    dialog(program, "Indkald til")
    program.key("alt+m")
    dialog(program, "Indkald pr. mail")
    notice = send(program, folder)
    assert len(notice["To"].addresses) == 7
    assert [part.get_filename() for part in notice.iter_attachments()] == ["dagsorden-2014-11-24.pdf", "møde.ics"]
    program.wait_for(lambda: meeting(program)["state"] == "called", "the meeting called")

    program.key("ctrl+r")
    for _ in [row for row in program.rows("agenda_items") if row["meeting_id"] == meeting(program)["id"]]:
        fast(program, "Drøftet på Læsø.").key("ctrl+Next")
    program.key("ctrl+shift+a", "ctrl+r", "alt+g")
    program.wait_for(lambda: meeting(program)["state"] == "approved", "the minutes approved")
    program.click(program.the("push button", "Papirer")).key("s")
    dialog(program, "Send referat")
    minutes = send(program, folder)

    sent = {row["kind"]: row for row in program.rows("dispatches")}
    assert {(row["sent_on"], row["sent_by"]) for row in sent.values()} == {("2014-11-24", "Prøve Prøvesen")}
    assert [mail["Subject"] for mail in (notice, minutes)] == [sent[kind]["subject"] for kind in ("notice", "minutes")]
    (kept,) = [row for row in program.rows("annexes") if row["dispatch_id"] == sent["minutes"]["id"]]
    (paper,) = minutes.iter_attachments()
    assert sha256(paper.get_payload(decode=True)).hexdigest() == kept["sha256"]


def test_a_consultation_is_sent_with_a_form_for_each_library_and_an_answer_comes_back(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "mailprogram"
    program = with_mail_program(start, folder)
    program.key("alt+Right")
    fast(program.key("ctrl+3", "ctrl+n"), "Læsning på Ærø").key("Return")
    program.key("alt+s")
    dialog(program, "Send i høring")
    program.key("alt+m")
    dialog(program, "Send i høring pr. mail")
    letter = send(program, folder)
    files = {str(part.get_filename()): part.get_payload(decode=True) for part in letter.iter_attachments()}
    asked = ("Aalborg", "Gentofte", "Herning", "Odense", "Roskilde", "Vejle")
    assert sorted(files) == ["høringsbrev-2016.pdf", *(f"svarskema-2016-{library}.pdf" for library in asked)]
    assert program.row("focus_sets", year=2016)["consulted_on"] == "2014-11-24"

    back = tmp_path / "svar.pdf"
    said = {"holdning-1": "remarks", "bemaerkning-1": "Børn på Ærø, å ja"}
    back.write_bytes(filled_forms.filled(files["svarskema-2016-Odense.pdf"], said))
    program.console("answer", str(back))
    answer = program.row("area_answers", remark="Børn på Ærø, å ja")
    assert program.row("annexes", consultation_answer_id=answer["consultation_answer_id"])["file_name"] == "svar.pdf"
    program.wait_for(lambda: program.says("1 af 6 har svaret"), "the answer in the window")
