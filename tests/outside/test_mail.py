"""A draft is sent by a mail program as it is: files byte for byte, names with æøå and commas, every recipient."""

from __future__ import annotations

import os
import shutil
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import pytest

from tests.outside.computer import Computer
from tests.outside.post_office import Letter, open_post_office

PEOPLE = {
    "agency": ("Åse Øvegaard, kontorchef", "aase@kulturstyrelsen.example"),
    "directors": ('Mette "M." Kjærgård', "mette@bibliotek.example"),
    "area": ("Søren Æbelø", "soeren.aebeloe@gentofte.example"),
}
ANNEXES = {
    "Årsregnskab, æøå – udkast.xlsx": b"PK\x03\x04" + bytes(range(256)) * 300,
    f"{'Evaluering af læseforløb på Ærø ' * 4}.pdf": b"%PDF-1.7\n" + bytes(reversed(range(256))) * 200,
    "Noter.txt": "Linje uden retur\nog med\r\n.\nFrom her: æøå".encode(),
}


def mutt() -> str:
    """Mutt, or a skipped test that says how to get it."""
    found = shutil.which("mutt")
    if not found:
        pytest.skip("mutt is not installed; on Debian: apt install mutt")
    return found


def sent(draft: Path, home: Path) -> Letter:
    """What mutt sends when it is given a copy of a draft; it writes into the file that it sends."""
    copy = home / "kladde.eml"
    shutil.copyfile(draft, copy)
    with open_post_office() as office:
        settings = (f'smtp_url="{office.url}"', 'from="birger@cbnet.example"', "ssl_force_tls=no", "copy=no")
        options = [part for setting in settings for part in ("-e", f"set {setting}")]
        subprocess.run(
            [mutt(), "-F", "/dev/null", "-n", *options, "-e", "set editor=true", "-H", copy, "-E"],
            stdin=subprocess.DEVNULL,
            check=True,
            env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
            timeout=15,
        )
        (letter,) = office.letters
    return letter


def files(mail: EmailMessage) -> dict[str, str]:
    """The SHA-256 of each file of a mail by its name."""
    return {
        str(part.get_filename()): sha256(part.get_payload(decode=True)).hexdigest() for part in mail.iter_attachments()
    }


@pytest.fixture
def meeting(anna: Computer) -> str:
    """A meeting with three members to come and three annexes under its first item."""
    seats = {row["kind"]: row["id"] for row in anna.rows("seats")}
    for kind, (name, address) in PEOPLE.items():
        person = anna.done("add", "people", f"name={name}", f"email={address}")
        anna.done("add", "appointments", f"seat_id={seats[kind]}", f"person_id={person}", "starts_on=2013-01-01")
    made = anna.done("add", "meetings", "held_on=2099-05-01", "kind=annual", "place=Ærø")
    folder = anna.home / "bilag"
    folder.mkdir()
    for name, content in ANNEXES.items():
        (folder / name).write_bytes(content)
    anna.done("attach", *(folder / name for name in ANNEXES), "--meeting", made)
    return made


def test_a_notice_that_mutt_sends_arrives_whole_and_is_what_the_record_says(
    anna: Computer, meeting: str, tmp_path: Path
) -> None:
    dispatch, _, draft = anna.done("draft", "notice", "--meeting", meeting, "-o", tmp_path).partition(" ")
    letter = sent(Path(draft), tmp_path)
    mail = message_from_bytes(letter.content, policy=policy.default)
    assert sorted(letter.to) == sorted(address for _, address in PEOPLE.values())
    assert sorted((one.display_name, one.addr_spec) for one in mail["To"].addresses) == sorted(PEOPLE.values())
    (row,) = [row for row in anna.rows("dispatches") if row["id"] == dispatch]
    assert mail["Subject"] == row["subject"]
    body = mail.get_body()
    assert body
    assert body.get_content().splitlines() == row["text"].splitlines()
    recorded = {row["file_name"]: row["sha256"] for row in anna.rows("annexes") if row["dispatch_id"] == dispatch}
    assert files(mail) == recorded
    assert {sha256(content).hexdigest() for content in ANNEXES.values()} < set(recorded.values())
    assert len(recorded) == len(ANNEXES) + 2
    assert "Årsregnskab æøå – udkast.xlsx" in recorded
    again = tmp_path / "igen"
    again.mkdir()
    anna.done("save-dispatch", dispatch, "-o", again, "--mail")
    (written,) = again.glob("*.eml")
    assert written.read_bytes() == Path(draft).read_bytes()
