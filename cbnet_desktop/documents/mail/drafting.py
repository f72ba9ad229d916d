"""Drafting a dispatch: its paper as it will be when it is sent, annexes, calendar file, and the mail of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, Protocol
from uuid import uuid4

from cbnet_desktop.documents.mail import eml
from cbnet_desktop.documents.mail.eml import File
from cbnet_desktop.documents.papers.catalogue import AGENDA, ANSWER_FORM, CONSULTATION, MINUTES, PLAN
from cbnet_desktop.documents.papers.paper import OfLibrary, OfMeeting, OfPlan, OfYear, ReadyPaper
from cbnet_desktop.domain.dispatches import dispatches, proposals
from cbnet_desktop.domain.dispatches.proposals import Proposal
from cbnet_desktop.domain.meetings import annex_files, annexes
from cbnet_desktop.domain.records import Annex, Dispatch, FocusSet, Meeting, Person, Plan
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.dispatches import ABOUT
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import history_text
from cbnet_desktop.domain.words.choices import DISPATCH_KINDS, DispatchKind, MeetingState

#: In characters: longer file names are written in parts, which not every mail program joins.
LONGEST_NAME = 60
#: In bytes of attachments: base64 makes them a third larger, and many mail systems stop at 20 to 25 MB.
LARGE = 15_000_000


class Files(Protocol):
    """The bytes of annexes on this computer."""

    def content(self, annex: Annex) -> bytes:
        """The bytes of an annex's file; raises Missing."""

    def kept(self, called: str, data: bytes) -> dict[str, Value]:
        """Keeps bytes, and returns the fields of the annex that names them."""


class Log(Protocol):
    """What the history and the signed plans say."""

    def version_pdf(self, version_id: str) -> bytes:
        """The PDF of a signed plan."""

    def version_document(self, version_id: str) -> bytes:
        """The canonical JSON of a signed plan."""

    def history(self, table: str) -> Iterable[history_text.Entry]:
        """The history of a table."""


class Draft(NamedTuple):
    """A draft: the changes that record it, and the mail; warnings are Danish sentences."""

    dispatch_id: str
    changes: tuple[Change, ...]
    mail: bytes
    file_name: str
    warnings: tuple[str, ...]


def drafted(
    network: Network, proposal: Proposal, files: Files, log: Log, *, today: date, by: str, is_public: bool = False
) -> Draft:
    """The draft of a proposal, to its recipients who are meant; raises UserError, and then nothing is recorded.

    The public edition goes without closed annexes.
    """
    to = proposals.addressed(proposal.meant)
    after = _when_sent(network, proposal, today)
    about = after.row(proposal.about.TABLE, proposal.about.id)
    assert about
    ready = _papers(after, proposal.kind, about, log, today, is_public=is_public)
    papers = [(one.file_name, *one.make(None)) for one in ready]
    made = [File(name, "application/pdf", pdf) for name, pdf, _ in papers]
    made.extend(_annex_files(after, proposal, files, is_public=is_public))
    if proposal.kind == DispatchKind.NOTICE and isinstance(about, Meeting):
        made.extend(_calendar(after, about, log))
    kept = [(file, files.kept(file.name, file.content)) for file in _named(made)]
    attached = [File(str(row["file_name"]), str(row["media_type"]), file.content) for file, row in kept]
    dispatch_id = uuid4().hex
    subject = f"{proposal.subject.strip()} · {dispatches.mark(dispatch_id)}"
    mail = eml.made(((one.name, one.address) for one in to), subject, proposal.text, attached)
    values: dict[str, Value] = {
        "kind": str(proposal.kind),
        ABOUT[proposal.kind]: about.id,
        "is_public": is_public,
        "subject": subject,
        "text": proposal.text,
        "drafted_on": today.isoformat(),
        "drafted_by": by,
        "said_sha256": dispatches.said(after, proposal.kind, about),
        "draft_sha256": hashlib.sha256(mail).hexdigest(),
    }
    rows = _file_rows(dispatch_id, about, (row for _, row in kept), is_public=is_public)
    changes = (*proposal.prepared, *dispatches.drafted(dispatch_id, values, to), *rows)
    return Draft(dispatch_id, changes, mail, file_name(proposal.kind, dispatch_id), _warnings(attached, papers))


def _file_rows(
    dispatch_id: str, about: Record, kept: Iterable[dict[str, Value]], *, is_public: bool
) -> Iterator[Change]:
    """The annexes of a dispatch: a reminder's are erased with its person, those of an internal paper are closed."""
    own: dict[str, Value] = {
        "dispatch_id": dispatch_id,
        "person_id": about.id if isinstance(about, Person) else None,
        "closed": isinstance(about, Meeting) and not is_public,
    }
    for place, row in enumerate(kept, 1):
        yield Annex.added({**own, "position": place, "title": str(row["file_name"]).rpartition(".")[0], **row})


def mail_of(network: Network, dispatch: Dispatch, files: Files) -> bytes:
    """The mail of a recorded dispatch, the same bytes again; raises Missing where an address or a file is erased."""
    to = dispatches.recipients(network, dispatch)
    if not all(one.address for one in to):
        raise Missing("Forsendelsens adresser er slettet, så kladden kan ikke skrives igen.")
    attached = [
        File(annex_files.safe_name(row.file_name), row.media_type, files.content(row))
        for row in annexes.of(network, dispatch)
    ]
    return eml.made(((one.name, one.address) for one in to), dispatch.subject, dispatch.text, attached)


def file_name(kind: str, dispatch_id: str) -> str:
    """What the file of a mail is called, for example »Indkaldelse CBnet 7F3A-21.eml«."""
    return annex_files.safe_name(f"{DISPATCH_KINDS[kind]} {dispatches.mark(dispatch_id)}.eml")


def _when_sent(network: Network, proposal: Proposal, today: date) -> Network:
    """The network as it will be when the dispatch has been sent today, which its paper is of."""
    from cbnet_desktop.domain.edits.consequences import with_consequences

    prepared = network.with_changes(proposal.prepared)
    row = prepared.row(proposal.about.TABLE, proposal.about.id)
    if row is None:
        raise Missing("Det, forsendelsen handler om, findes ikke mere.")
    act = dispatches.act(prepared, proposal.kind, row, today.isoformat())
    return prepared.with_changes(with_consequences(prepared, act, today.isoformat))


def _papers(
    network: Network, kind: DispatchKind, about: Record, log: Log, today: date, *, is_public: bool
) -> Iterator[ReadyPaper]:
    """What a dispatch is of: a meeting's paper, the letter and each library's form, the plan; nothing of a reminder."""
    if isinstance(about, Meeting):
        asked = OfMeeting(network, today, about, is_variant=is_public)
        yield (MINUTES if kind == DispatchKind.MINUTES else AGENDA).of(asked)
    elif isinstance(about, FocusSet):
        from cbnet_desktop.domain.papers import answer_form

        yield CONSULTATION.of(OfYear(network, today, about.year))
        for library in answer_form.libraries(network, about.year):
            yield ANSWER_FORM.of(OfLibrary(network, today, about.year, library))
    elif isinstance(about, Plan):
        from cbnet_desktop.domain.plan import plan

        version = next(reversed(plan.versions(network, about.year)), None)
        pdf = log.version_pdf(version.id) if version else b""
        yield PLAN.of(OfPlan(network, today, about.year, version, pdf))


def _annex_files(network: Network, proposal: Proposal, files: Files, *, is_public: bool) -> Iterator[File]:
    """The chosen annexes that may go; raises Missing where the bytes are not here."""
    allowed = {one.id for one in proposals.files(network, proposal.kind, proposal.about, is_public=is_public)}
    for annex in proposal.annexes:
        if annex.id in allowed:
            number = annexes.number(network, annex)
            name = f"Bilag {number} – {annex.file_name}" if number else annex.file_name
            yield File(name, annex.media_type, files.content(annex))


def _calendar(network: Network, meeting: Meeting, log: Log) -> Iterator[File]:
    from cbnet_desktop.documents.papers.calendar import render
    from cbnet_desktop.domain.papers import calendar

    if meeting.held_on and meeting.state != MeetingState.CANCELLED:
        known = calendar.revisions(log.history(Meeting.TABLE))
        text = calendar.of_meeting(network, meeting, known)
        yield File("møde.ics", eml.CALENDAR, render(text, method="PUBLISH"))


def _named(files: Iterable[File]) -> Iterator[File]:
    """The files under names of their own that are short and have no comma, which tells file names apart elsewhere."""
    taken: set[str] = set()
    for file in files:
        safe = annex_files.safe_name(file.name.replace(",", ""))
        stem, dot, last = safe.rpartition(".") if annex_files.ending(safe) else (safe, "", "")
        for number in range(1, 1000):
            tail = f" ({number}){dot}{last}" if number > 1 else f"{dot}{last}"
            name = f"{stem[: LONGEST_NAME - len(tail)].rstrip(' .–-')}{tail}"
            if name.casefold() not in taken:
                break
        taken.add(name.casefold())
        yield file._replace(name=name)


def _warnings(files: Iterable[File], papers: Iterable[tuple[str, bytes, Iterable[str]]]) -> tuple[str, ...]:
    """What is to be known of the files: what the papers cannot show, and that there is too much of them."""
    size = sum(len(file.content) for file in files)
    found = list(dict.fromkeys(warning for _, _, warnings in papers for warning in warnings))
    if size > LARGE:
        found.append(
            f"Vedhæftningerne fylder {size // 1_000_000} MB, og mange mailsystemer tager højst 20 MB. Vælg færre "
            "bilag, eller læg dem et sted, som alle kan hente fra."
        )
    return tuple(found)
