"""A meeting called by mail, by keys alone; a script stands in for the system's mail program."""

from __future__ import annotations

import os
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.real.conftest import Start
from tests.real.program import Program

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


def dialog(program: Program, title: str) -> None:
    program.wait_for(lambda: program.windows()[-1].startswith(title), f"the dialog {title}")


def opened(program: Program, folder: Path) -> EmailMessage:
    """The mail that was handed over."""
    path = folder / "opened.eml"
    program.wait_for(lambda: path.exists() and path.read_bytes().endswith(b"--\r\n"), "the mail in the mail program")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    path.unlink()
    return mail


def test_a_meeting_is_called_by_a_mail_that_the_mail_program_is_given(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "mailprogram"
    program = with_mail_program(start, folder)
    program.key("ctrl+4")
    program.wait_for(lambda: program.table("Møder"), "the meetings")
    program.click_cell("Møder", "04.02.2015", "Dato")
    program.key("alt+i")
    dialog(program, "Indkald til")
    program.key("alt+m")
    dialog(program, "Indkald pr. mail")
    program.key("alt+m")
    mail = opened(program, folder)
    assert len(mail["To"].addresses) == 7
    assert [part.get_filename() for part in mail.iter_attachments()] == ["dagsorden-2015-02-04.pdf", "møde.ics"]
    dialog(program, "Er den sendt?")
    program.key("Return")
    program.wait_for(lambda: program.row("meetings", held_on="2015-02-04")["state"] == "called", "the meeting called")
    (sent,) = program.rows("dispatches")
    assert (sent["sent_on"], sent["sent_by"], sent["subject"]) == ("2014-11-24", "Prøve Prøvesen", mail["Subject"])
