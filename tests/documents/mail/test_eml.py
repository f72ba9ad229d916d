"""A mail as a file, read back as mail programs read it (RFC 5322, 2047, 2231, 2183)."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256

import pytest

from cbnet_desktop.documents.mail import eml
from cbnet_desktop.documents.mail.eml import File
from cbnet_desktop.domain.records.errors import Invalid

PDF = File("Bilag 2.1 – Æbler på Ærø og Læsø i årene før og efter.pdf", "application/pdf", bytes(range(256)) * 40)
CALENDAR = File("møde.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
PEOPLE = [("Åse Øvegaard", "aase@kb.dk"), ("Bo Æbelø, chef", "bo@kb.dk"), ('Anne "A." Holm', "anne@kb.dk")]
TEXT = "Kære alle\n\nDagsordenen er vedhæftet: æøå.\n.\nFrom sekretæren"


def mail(**changed: object) -> bytes:
    given = {"to": PEOPLE, "subject": "Indkaldelse · CBnet 7F3A-21", "text": TEXT, "files": [PDF, CALENDAR], **changed}
    return eml.made(**given)  # type: ignore[arg-type]  # each test changes one argument


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def test_names_with_commas_quotes_and_danish_letters_reach_the_right_addresses() -> None:
    found = [(one.display_name, one.addr_spec) for one in read(mail())["To"].addresses]
    assert sorted(found) == sorted(PEOPLE)


def test_text_subject_and_files_come_back_byte_for_byte_under_their_names() -> None:
    back = read(mail())
    body = back.get_body()
    assert body
    assert body.get_content().splitlines() == TEXT.splitlines()
    assert body["Content-Language"] == "da"
    assert back["Subject"] == "Indkaldelse · CBnet 7F3A-21"
    found = [(one.get_filename(), one.get_payload(decode=True)) for one in back.iter_attachments()]
    assert found == [(PDF.name, PDF.content), (CALENDAR.name, CALENDAR.content)]


def test_it_is_a_draft_without_sender_day_and_number() -> None:
    back = read(mail())
    assert back["X-Unsent"] == "1"
    assert {"From", "Date", "Message-ID"}.isdisjoint(back.keys())


def test_the_calendar_is_published_as_a_file_and_invites_nobody() -> None:
    part = list(read(mail()).iter_attachments())[1]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    assert part.get_content_disposition() == "attachment"


def test_a_file_name_stands_in_one_piece_since_not_every_program_joins_parts() -> None:
    assert b"filename*=utf-8''" in mail()
    assert b"filename*0" not in mail()


def test_the_same_draft_has_the_same_bytes_and_another_one_others() -> None:
    assert mail() == mail() == mail(to=reversed(PEOPLE))
    others = [mail(subject="Andet"), mail(text="Andet"), mail(files=[PDF]), mail(to=PEOPLE[:1])]
    assert len({sha256(one).hexdigest() for one in (mail(), *others)}) == 5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_line_break_in_subject_name_or_file_name_begins_no_other_header(end: str) -> None:
    evil = f"Hej{end}Bcc: alle@kb.dk{end}{end}<script>"
    file = PDF._replace(name=f"a{end}X-Evil: 1.pdf")
    back = read(mail(to=[(evil, "bo@kb.dk")], subject=evil, files=[file]))
    assert back.keys() == ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"]
    assert [one.addr_spec for one in back["To"].addresses] == ["bo@kb.dk"]
    (part,) = back.iter_attachments()
    assert "X-Evil" not in part


@pytest.mark.parametrize(
    "address",
    [
        "bo",
        "bo@kb.dk, alle@kb.dk",
        "bo@kb.dk\nBcc: x@kb.dk",
        "bø@kb.dk",
        "<bo@kb.dk>",
        "bo kb@kb.dk",
        "@kb.dk",
        "bo@",
        f"{'b' * 300}@kb.dk",
    ],
)
def test_an_address_that_mail_programs_do_not_take_is_refused_by_the_name_of_its_person(address: str) -> None:
    with pytest.raises(Invalid, match=r"er ikke en adresse, som mailprogrammer tager.*»Bo Holm«"):
        mail(to=[("Bo Holm", address)])


def test_a_domain_in_danish_letters_is_written_as_the_net_knows_it() -> None:
    assert b"Bo <bo@xn--" in mail(to=[("Bo", "bo@ærøbibliotek.dk")])


def test_texts_and_mails_go_as_bytes_that_no_program_converts() -> None:
    odd = [File("a.txt", "text/plain", b"a\nb\r\nc"), File("b.eml", "message/rfc822", b"To: x\n\nhej"), PDF]
    parts = list(read(mail(files=odd)).iter_attachments())
    assert [part.get_content_type() for part in parts] == [*["application/octet-stream"] * 2, "application/pdf"]
    assert [part.get_payload(decode=True) for part in parts] == [file.content for file in odd]


def test_no_line_is_longer_than_the_net_allows() -> None:
    name = f"{'æ' * 56}.pdf"
    whole = mail(subject="Å" * 500, to=[("Ø" * 300, "bo@kb.dk")], text="ordene " * 900, files=[PDF._replace(name=name)])
    assert max(map(len, whole.split(b"\r\n"))) <= 998
    assert b"\n" not in whole.replace(b"\r\n", b"")
