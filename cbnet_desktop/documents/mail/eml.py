"""A mail as a file: no sender and no date, so that a mail program takes it as unsent. Same content, same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from email import policy
from email.header import Header
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import quote

from cbnet_desktop.documents.pdf.writing import FileKind
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.unseen import readable, visible

MAIL = FileKind("en mail", "kladde.eml", lambda start: start.startswith(b"To: "))
CALENDAR = "text/calendar"
#: What is sent as it is; mail programs convert texts and look into mails.
_KEPT_TYPE = re.compile(r"(?:application|image)/[a-z0-9][a-z0-9.+-]{0,100}")
_UNKNOWN = "application/octet-stream"
#: Headers are folded here and left so: the library's own folding breaks long file names into parts that some mail
#: programs do not join, and leaves a comma in a name unquoted.
_POLICY = policy.SMTP.clone(refold_source="none")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~. -]*")
_LINE = 70
#: In characters (RFC 5321, section 4.5.3.1.3).
_LONGEST_ADDRESS = 254


class File(NamedTuple):
    """A file of a mail, with the name that it has there."""

    name: str
    media_type: str
    content: bytes


def made(to: Iterable[tuple[str, str]], subject: str, text: str, files: Sequence[File]) -> bytes:
    """The bytes of a mail to names and addresses; raises Invalid for an address that mail programs do not take."""
    mail = EmailMessage(policy=_POLICY)
    listed = sorted(to, key=lambda one: (danish.sort_key(one[0]), one[1]))
    mail.set_raw("To", ",\r\n ".join(_mailbox(name, address) for name, address in listed))
    mail.set_raw("Subject", _encoded(_line(subject)))
    mail.set_raw("X-Unsent", "1")
    mail.set_content(f"{readable(text).strip()}\n", charset="utf-8", cte="quoted-printable")
    # set_content takes every Content- header before it away.
    mail["Content-Language"] = "da"
    mail.make_mixed()
    for file in files:
        mail.attach(_part(file))
    # The library's boundary is drawn by lot; no line of base64 or quoted-printable can hold this one.
    mail.set_boundary(f"=_{_digest(listed, subject, text, files)[:40]}")
    return mail.as_bytes()


def _part(file: File) -> EmailMessage:
    part = EmailMessage(policy=_POLICY)
    if file.media_type == CALENDAR:
        params = {"method": "PUBLISH", "charset": "utf-8"}
        part.set_content(file.content, maintype="text", subtype="calendar", params=params)
    else:
        main, sub = (file.media_type if _KEPT_TYPE.fullmatch(file.media_type) else _UNKNOWN).split("/")
        part.set_content(file.content, maintype=main, subtype=sub)
    del part["MIME-Version"]
    name = quote(_line(file.name), safe="!#$&+-.^_`|~")
    part.set_raw("Content-Disposition", f"attachment; filename*=utf-8''{name}")
    return part


def _mailbox(name: str, address: str) -> str:
    local, _, domain = _line(address).rpartition("@")
    try:
        found = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        found = ""
    if (
        len(found) > _LONGEST_ADDRESS
        or not local.isascii()
        or not re.fullmatch(r'[^\s@,;:<>()\[\]"\\]+@[A-Za-z0-9.-]+', found)
    ):
        raise Invalid(
            f"{quoted(address)} er ikke en adresse, som mailprogrammer tager. Ret e-mailadressen for {quoted(name)}."
        )
    named = _line(name)
    if not named.isascii():
        return f"{_encoded(named)} <{found}>"
    escaped = named.replace("\\", "\\\\").replace('"', '\\"')
    return f"{named} <{found}>" if _ATOMS.fullmatch(named) and "." not in named else f'"{escaped}" <{found}>'


def _encoded(text: str) -> str:
    """A header's text in ASCII, folded (RFC 2047)."""
    if text.isascii() and len(text) <= _LINE and "=?" not in text:
        return text
    return Header(text, charset="utf-8", maxlinelen=_LINE).encode(linesep="\r\n")


def _line(text: str) -> str:
    """One line without characters that nobody sees, so that no text can begin another header."""
    return " ".join(visible(text).split())


def _digest(to: Iterable[tuple[str, str]], subject: str, text: str, files: Iterable[File]) -> str:
    told = [*(f"{name}\0{address}" for name, address in to), subject, text]
    kept = (f"{file.name}\0{hashlib.sha256(file.content).hexdigest()}" for file in files)
    return hashlib.sha256("\1".join((*told, *kept)).encode("utf-8", "surrogatepass")).hexdigest()
