"""The commands dispatches, draft, reminders, sent, save-dispatch and remove-draft."""

from __future__ import annotations

import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.cli.console import Cbnet, Laptop


@pytest.fixture
def meeting(cbnet: Cbnet, file: Path) -> str:
    """A meeting to which one person with an address is expected."""
    (seat,) = [row["id"] for row in cbnet("show", file, "seats", "--json").json if row["kind"] == "agency"]
    person = cbnet("add", file, "people", "name=Åse Øvegaard", "email=aase@kb.dk").out.strip()
    cbnet("add", file, "appointments", f"seat_id={seat}", f"person_id={person}", "starts_on=2013-01-01")
    return cbnet("add", file, "meetings", "held_on=2099-05-01", "kind=planning").out.strip()


def drafted(cbnet: Cbnet, file: Path, meeting: str, folder: Path) -> tuple[str, Path]:
    folder.mkdir(exist_ok=True)
    ran = cbnet("draft", file, "notice", "--meeting", meeting, "-o", folder)
    assert (ran.code, ran.err) == (0, "")
    dispatch, _, path = ran.out.strip().partition(" ")
    return dispatch, Path(path)


def test_a_notice_is_drafted_sent_on_ones_word_and_saved_by_a_colleague_as_it_went(
    cbnet: Cbnet, file: Path, meeting: str, other_laptop: Laptop, tmp_path: Path
) -> None:
    dispatch, path = drafted(cbnet, file, meeting, tmp_path / "ud")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["To"] == "Åse Øvegaard <aase@kb.dk>"
    assert cbnet("show", file, "meetings", "--json").json[0]["state"] == "planned"
    ran = cbnet("sent", file, dispatch)
    assert (ran.code, ran.err) == (0, "")
    assert cbnet("show", file, "meetings", "--json").json[0]["state"] == "called"
    (row,) = cbnet("dispatches", file, "--json").json
    assert (row["sent_on"] is not None, row["recipients"][0]["address"]) == (True, "aase@kb.dk")
    again = tmp_path / "igen"
    again.mkdir()
    assert other_laptop.run("save-dispatch", file, dispatch, "-o", again, "--mail").code == 0
    assert (again / path.name).read_bytes() == path.read_bytes()
    pdf = next(mail.iter_attachments())
    assert (again / str(pdf.get_filename())).read_bytes() == pdf.get_payload(decode=True)


def test_what_was_sent_is_not_edited_removed_or_sent_again(
    cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path
) -> None:
    dispatch, _ = drafted(cbnet, file, meeting, tmp_path / "ud")
    cbnet("sent", file, dispatch)
    for command, said in (
        (("set", file, "dispatches", dispatch, "subject=Andet"), "kan ikke rettes. Skriv en ny forsendelse."),
        (("remove-draft", file, dispatch), "er sendt og kan ikke fjernes."),
        (("sent", file, dispatch), "allerede markeret som sendt"),
    ):
        ran = cbnet(*command)
        assert ran.code == 1
        assert said in ran.sentence


def test_a_draft_whose_agenda_has_changed_is_sent_but_calls_nobody_and_says_so(
    cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path
) -> None:
    dispatch, _ = drafted(cbnet, file, meeting, tmp_path / "ud")
    cbnet("set", file, "meetings", meeting, "place=Et andet sted")
    ran = cbnet("sent", file, dispatch)
    assert ran.code == 0
    assert "Dagsordenen er ændret, siden kladden blev skrevet, så mødet er ikke sat til indkaldt." in ran.err
    assert cbnet("show", file, "meetings", "--json").json[0]["state"] == "planned"


def test_a_draft_is_removed_with_all_that_is_of_it(cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path) -> None:
    dispatch, _ = drafted(cbnet, file, meeting, tmp_path / "ud")
    assert cbnet("remove-draft", file, dispatch).code == 0
    for table in ("dispatches", "dispatch_recipients", "annexes"):
        assert cbnet("show", file, table, "--json").json == []
    assert cbnet("dispatches", file).out == "Ingen forsendelser.\n"


@pytest.mark.skipif(
    sys.platform != "linux", reason="a folder in which nobody can write, root neither, is Linux's /proc"
)
def test_a_folder_that_takes_no_file_leaves_no_draft_and_no_bytes(
    cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path
) -> None:
    ran = cbnet("draft", file, "notice", "--meeting", meeting, "-o", "/proc")
    assert (ran.code, ran.sentence.startswith("Der kan ikke skrives i mappen /proc.")) == (1, True)
    assert cbnet("dispatches", file, "--json").json == []
    assert list(tmp_path.rglob("*.bi1")) == []


def test_refusals_leave_no_record_and_no_file(cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path) -> None:
    person = cbnet("add", file, "people", "name=Uden Adresse").out.strip()
    at = ("--meeting", meeting, "-o", tmp_path)
    for arguments, said in (
        (("notice", "--meeting", meeting, "-o", tmp_path / "væk"), "findes ikke. Opret den, eller vælg en anden."),
        (("notice", *at, "--to", person), "Uden Adresse har ingen e-mailadresse."),
        (("minutes", *at), "Mødet er ikke afholdt."),
        (("plan", "--year", "2014", "-o", tmp_path), "Der er ingen handlingsplan for 2014."),
        (("consultation", "--year", "2014", "-o", tmp_path), "Der er ingen indsatsområder for 2014"),
    ):
        ran = cbnet("draft", file, *arguments)
        assert ran.code == 1
        assert said in ran.sentence
    assert cbnet("dispatches", file, "--json").json == []
    assert list(tmp_path.glob("*.eml")) == []
    assert cbnet("draft", file, "notice", "--year", "2014", "-o", tmp_path).code == 2


def test_each_person_who_lacks_something_gets_one_draft(cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path) -> None:
    (person,) = [row["id"] for row in cbnet("show", file, "people", "--json").json]
    owner, late = f"owner_person_id={person}", "deadline=2014-02-01"
    cbnet("add", file, "follow_ups", f"meeting_id={meeting}", "text=Bestil sal", owner, late)
    cbnet("add", file, "follow_ups", f"meeting_id={meeting}", "text=Ingens", late)
    shown = cbnet("reminders", file).out
    assert "Åse Øvegaard" in shown
    assert "Opfølgning: Bestil sal (frist 01.02.2014)" in shown
    ran = cbnet("reminders", file, "-o", tmp_path)
    assert "Ingen kladde til noget uden ansvarlig" in ran.err
    (path,) = tmp_path.glob("Rykker *.eml")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body()
    assert body
    assert "Bestil sal" in body.get_content()
