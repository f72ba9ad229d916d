"""A draft: the paper as it will be when it was sent, the annexes that may go, and nothing recorded by halves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from hashlib import sha256

import pytest

from cbnet_desktop.documents.mail import drafting
from cbnet_desktop.domain.dispatches import dispatches, proposals
from cbnet_desktop.domain.meetings import annex_files, annexes, meetings
from cbnet_desktop.domain.records import AgendaItem, Annex, Dispatch, FocusArea, Meeting, Person
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.titles.history_text import Entry
from tests.building import Building

TODAY = date(2014, 11, 12)


class Shelf:
    """The annexes of a computer, in memory, with a log that remembers nothing."""

    def __init__(self) -> None:
        self.bytes: dict[str, bytes] = {}

    def content(self, annex: Annex) -> bytes:
        if annex.sha256 not in self.bytes:
            raise Missing(f"Filen »{annex.file_name}« er ikke hentet endnu.")
        return self.bytes[annex.sha256]

    def kept(self, called: str, data: bytes) -> dict[str, Value]:
        name, media_type = annex_files.taken_in(called, data[:4096])
        digest = sha256(data).hexdigest()
        self.bytes[digest] = data
        return {"file_name": name, "media_type": media_type, "size": len(data), "sha256": digest}

    def version_pdf(self, version_id: str) -> bytes:
        raise Missing(version_id)

    def version_document(self, version_id: str) -> bytes:
        raise Missing(version_id)

    def history(self, _: str) -> Iterable[Entry]:
        return ()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def network() -> Building:
    building = Building.new(2014)
    building.appoint_everybody()
    for number, person in enumerate(list(building.network.live(Person))):
        building.set(Person, person.id, email=f"nr{number}@bibliotek.dk")
    building.today = TODAY.isoformat()
    return building


def notice(network: Building, meeting_id: str) -> proposals.Proposal:
    return proposals.notice(network.network, network.network.get(Meeting, meeting_id), "Kom til møde.", "Birger")


def draft(network: Building, shelf: Shelf, proposal: proposals.Proposal, *, is_public: bool = False) -> drafting.Draft:
    made = drafting.drafted(network.network, proposal, shelf, shelf, today=TODAY, by="Birger", is_public=is_public)
    network.apply(made.changes)
    return made


def attach(network: Building, shelf: Shelf, item_id: str, name: str, data: bytes, *, closed: bool = False) -> str:
    return network.add(Annex, agenda_item_id=item_id, title=name, position=1, closed=closed, **shelf.kept(name, data))


def names(mail: bytes) -> list[str]:
    return [str(one.get_filename()) for one in message_from_bytes(mail, policy=policy.default).iter_attachments()]


def test_a_notice_has_agenda_numbered_annexes_and_calendar_and_each_is_kept(network: Building, shelf: Shelf) -> None:
    meeting = network.meeting("annual", "2014-12-03")
    item = meetings.agenda(network.network, network.network.get(Meeting, meeting))[0]
    attach(network, shelf, item.id, "Budget, endelig.pdf", b"%PDF-1.7 budget")
    made = draft(network, shelf, notice(network, meeting))
    assert names(made.mail) == ["dagsorden-2014-12-03.pdf", "Bilag 1.1 – Budget endelig.pdf", "møde.ics"]
    row = network.network.get(Dispatch, made.dispatch_id)
    kept = annexes.of(network.network, row)
    assert [one.file_name for one in kept] == names(made.mail)
    assert shelf.content(kept[1]) == b"%PDF-1.7 budget"
    assert row.draft_sha256 == sha256(made.mail).hexdigest()
    assert drafting.mail_of(network.network, row, shelf) == made.mail
    assert made.file_name == f"Indkaldelse {dispatches.mark(row.id)}.eml"
    assert row.subject.endswith(dispatches.mark(row.id))


def test_names_that_a_strangers_rows_bring_are_ones_that_every_system_has(network: Building, shelf: Shelf) -> None:
    proposal = notice(network, network.meeting("annual", "2014-12-03"))
    made = drafting.drafted(network.network, proposal, shelf, shelf, today=TODAY, by="Birger")
    hostile = {"file_name": "..\\con.pdf"}
    network.apply(
        [
            replace(change, after={**(change.after or {}), **hostile}) if _is_pdf(change) else change
            for change in made.changes
        ]
    )
    row = network.network.get(Dispatch, made.dispatch_id)
    assert names(drafting.mail_of(network.network, row, shelf)) == ["_con.pdf", "møde.ics"]
    assert drafting.file_name(row.kind, "../a:b*") == "A--B.eml"


def _is_pdf(change: Change) -> bool:
    return (change.after or {}).get("media_type") == "application/pdf"


def test_the_paper_that_goes_out_is_the_one_that_stands_when_it_was_sent(network: Building, shelf: Shelf) -> None:
    from cbnet_desktop.documents.papers.catalogue import AGENDA
    from cbnet_desktop.documents.papers.paper import OfMeeting

    meeting = network.meeting("annual", "2014-12-03")
    made = draft(network, shelf, notice(network, meeting))
    row = network.network.get(Dispatch, made.dispatch_id)
    network.apply([dispatches.sent(row, TODAY.isoformat(), "Birger")])
    sent = network.network.get(Meeting, meeting)
    assert sent.state == "called"
    pdf, _ = AGENDA.of(OfMeeting(network.network, TODAY, sent)).make(None)
    assert shelf.content(annexes.of(network.network, row)[0]) == pdf


def test_closed_annexes_go_with_the_internal_edition_and_make_its_files_closed(network: Building, shelf: Shelf) -> None:
    meeting = network.meeting("annual", "2014-12-03")
    item = network.add(AgendaItem, meeting_id=meeting, title="Personsag", position=9, closed=True)
    attach(network, shelf, item, "Navne.pdf", b"%PDF-1.7 navne")
    internal = draft(network, shelf, notice(network, meeting))
    public = draft(network, shelf, notice(network, meeting), is_public=True)
    assert "Bilag 9.1 – Navne.pdf" in names(internal.mail)
    assert names(public.mail) == ["dagsorden-offentlig-2014-12-03.pdf", "møde.ics"]
    for made, is_closed in ((internal, True), (public, False)):
        paper = annexes.of(network.network, network.network.get(Dispatch, made.dispatch_id))[0]
        assert annexes.is_closed(network.network, paper) is is_closed


def test_an_annex_whose_bytes_are_not_here_yet_is_named_and_nothing_is_recorded(
    network: Building, shelf: Shelf
) -> None:
    meeting = network.meeting("annual", "2014-12-03")
    item = meetings.agenda(network.network, network.network.get(Meeting, meeting))[0]
    attach(network, shelf, item.id, "Budget.pdf", b"%PDF-1.7 budget")
    shelf.bytes.clear()
    with pytest.raises(Missing, match=r"»Budget\.pdf« er ikke hentet endnu"):
        draft(network, shelf, notice(network, meeting))
    assert list(network.network.rows(Dispatch)) == []


def test_files_of_one_name_are_told_apart_and_long_names_keep_their_ending(network: Building, shelf: Shelf) -> None:
    meeting = network.meeting("annual", "2014-12-03")
    first, second, *_ = meetings.agenda(network.network, network.network.get(Meeting, meeting))
    attach(network, shelf, first.id, f"{'Æ' * 100}.docx", b"PK\x03\x04 1")
    attach(network, shelf, first.id, f"{'Æ' * 100}.docx", b"PK\x03\x04 2")
    attach(network, shelf, second.id, "Uden endelse", b"hej")
    found = names(draft(network, shelf, notice(network, meeting)).mail)
    assert len(set(found)) == len(found) == 5
    assert max(map(len, found)) == 60
    assert [name.endswith(".docx") for name in found] == [False, True, True, False, False]


def test_what_is_too_large_for_many_mail_systems_is_told(network: Building, shelf: Shelf) -> None:
    meeting = network.meeting("annual", "2014-12-03")
    item = meetings.agenda(network.network, network.network.get(Meeting, meeting))[0]
    assert draft(network, shelf, notice(network, meeting)).warnings == ()
    attach(network, shelf, item.id, "Film.zip", b"PK\x03\x04" + bytes(16_000_000))
    (warning,) = draft(network, shelf, notice(network, meeting)).warnings
    assert warning.startswith("Vedhæftningerne fylder 16 MB, og mange mailsystemer tager højst 20 MB.")


def test_only_those_who_were_chosen_get_it_and_a_reminder_has_no_files(network: Building, shelf: Shelf) -> None:
    person = network.person("Gentoftes repræsentant")
    proposal = proposals.reminder(network.network, person, ["Et mål"], "Birger")
    made = draft(network, shelf, proposal)
    row = network.network.get(Dispatch, made.dispatch_id)
    assert (names(made.mail), row.person_id) == ([], person.id)
    plan = notice(network, network.meeting("annual", "2014-12-03"))
    one = replace(plan, recipients=tuple(replace(to, is_meant=to.person_id == person.id) for to in plan.recipients))
    made = draft(network, shelf, one)
    sent = network.network.get(Dispatch, made.dispatch_id)
    assert [to.name for to in dispatches.recipients(network.network, sent)] == ["Gentoftes repræsentant"]


def test_a_consultation_goes_out_with_the_letter_and_the_form_of_each_library(network: Building, shelf: Shelf) -> None:
    network.add(FocusArea, year=2015, title="Læselyst", part="central")
    proposal = proposals.consultation(network.network, 2015, TODAY.isoformat(), "2014-12-20", "Birger")
    letter, *forms = names(draft(network, shelf, proposal).mail)
    assert letter == "høringsbrev-2015.pdf"
    assert len(forms) == 6
    assert "svarskema-2015-Gentofte.pdf" in forms
