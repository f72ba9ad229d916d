"""The material of a meeting: its agenda, and the files of its annexes as they go along with it (M15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.meetings import annex_files, annexes, meetings
from cbnet_desktop.domain.papers import meeting as papers
from cbnet_desktop.domain.papers.front import Front
from cbnet_desktop.domain.papers.meeting import MeetingPaper
from cbnet_desktop.domain.records import AgendaItem, AgreedText, Annex, Meeting
from cbnet_desktop.domain.records.annexes import is_link
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.ordering import by_position
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish

T = TypeVar("T", bound=Record)

LEFT_OUT = "Udeladt af den offentlige udgave"
#: Bytes of a file above which a mail server may refuse it.
MAILED = 15 * 10**6

#: The bytes of the files of annexes by hash, without those that were erased; raises Missing and Invalid.
Read = Callable[[Sequence[Annex]], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class EnclosedText:
    """An annex in the list; file_name is that of the attached file, empty where none is, and remark says why."""

    number: str
    title: str
    file_name: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MaterialPaper:
    """The material on paper; front is that of the agenda with a title of its own.

    signatories are those who sign it, by what they are at the meeting; none sign a public copy.
    """

    front: Front
    agenda: MeetingPaper
    enclosed: tuple[EnclosedText, ...]
    signatories: tuple[tuple[str, str], ...] = ()
    is_public: bool = False


class Material(NamedTuple):
    """The paper and the bytes that go along with it, by hash."""

    paper: MaterialPaper
    files: Mapping[str, bytes]


class _Numbered(NamedTuple):
    number: str
    annex: Annex
    is_closed: bool


def material(network: Network, meeting: Meeting, read: Read, *, is_public: bool = False) -> Material:
    """The agenda and its annexes, both as sent where the agenda stands as it was sent; raises as read does.

    A public copy leaves out what is confidential and does not read it.
    """
    agenda = papers.agenda_paper(network, meeting, is_public=is_public)
    found = list(_numbered(network, meeting))
    files = read([one.annex for one in found if one.annex.sha256 and not (is_public and one.is_closed)])
    enclosed: list[EnclosedText] = []
    for one in found:
        if is_public and one.is_closed:
            enclosed.append(EnclosedText(one.number, LEFT_OUT))
        else:
            enclosed.append(_enclosed(one, files, {text.file_name.casefold() for text in enclosed}))
    front = replace(agenda.front, title=f"{titles.meeting_name(meeting)}: mødemateriale")
    signatories = () if is_public else tuple(_signatories(network, meeting))
    return Material(MaterialPaper(front, agenda, tuple(enclosed), signatories, is_public), files)


def warnings(made: Material) -> list[str]:
    """A sentence where the material is too large for many mail servers, and where nobody can sign it."""
    found: list[str] = []
    size = sum(len(data) for data in made.files.values())
    if size > MAILED:
        found.append(f"Bilagene fylder {danish.number(size // 10**6)} MB. Mange mailsystemer tager ikke så meget.")
    if not (made.paper.signatories or made.paper.is_public):
        found.append("Sæt mødeleder eller referent på mødet, så får mødematerialet felter til deres underskrift.")
    return found


def _signatories(network: Network, meeting: Meeting) -> Iterator[tuple[str, str]]:
    people = {"Mødeleder": titles.person_name(network, meeting.chair_id), "Referent": meeting.minute_taker}
    return ((role, name) for role, name in people.items() if name)


def _numbered(network: Network, meeting: Meeting) -> Iterator[_Numbered]:
    """The annexes of the items, and then those of the meeting."""
    sent = papers.kept_agenda(network, meeting)
    if sent:
        items, found = _kept(sent, AgendaItem), _kept(sent, Annex)
    else:
        items = meetings.agenda(network, meeting)
        found = list(network.live(Annex))
    for item in sorted(items, key=by_position):
        own = sorted((row for row in found if row.agenda_item_id == item.id), key=by_position)
        for place, row in enumerate(own, 1):
            number = f"{item.position if item.position is not None else '–'}.{place}"
            yield _Numbered(number, row, row.closed or item.closed)
    for row in annexes.of(network, meeting):
        yield _Numbered("", row, row.closed)


def _kept(sent: AgreedText, kind: type[T]) -> list[T]:
    return [kind(row_id, **values) for row_id, values in texts.rows_of(sent).get(kind.TABLE, {}).items()]


def _enclosed(one: _Numbered, files: Mapping[str, bytes], taken: set[str]) -> EnclosedText:
    annex, data = one.annex, files.get(one.annex.sha256)
    if not annex.sha256:
        return EnclosedText(one.number, annex.title, remark=annex.link if is_link(annex.link) else "Ingen fil")
    if data is None:
        return EnclosedText(one.number, annex.title, remark="Filen er slettet")
    name, media_type = annex_files.taken_in(annex.file_name, data[: annex_files.BEGINNING])
    named = annex_files.safe_name(f"Bilag {one.number} {name}")
    return EnclosedText(one.number, annex.title, _unlike(named, taken), media_type, len(data), annex.sha256)


def _unlike(name: str, taken: set[str]) -> str:
    """The name, with a number where another file has it."""
    stem, dot, ending = name.rpartition(".")
    stem, dot = (stem, dot) if dot else (ending, "")
    found, count = name, 1
    while found.casefold() in taken:
        count += 1
        found = annex_files.safe_name(f"{stem} ({count}){dot}{ending if dot else ''}")
    return found
