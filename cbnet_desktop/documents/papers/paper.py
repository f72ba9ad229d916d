"""The kinds of papers: titles and menu entries, what each is printed of (its question), and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from cbnet_desktop.domain.records import Meeting, Organisation, PlanVersion
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.documents.word.parts import Telling
    from cbnet_desktop.domain.papers.material import Read

Q = TypeVar("Q", bound="Question")
#: Called with the share of a paper that is done, from 0 to 1; raises to cancel.
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Question:
    """What a paper is printed of; subject becomes part of its title, file_part of its file name."""

    network: Network
    today: date
    is_variant: bool = field(default=False, kw_only=True)

    @property
    def subject(self) -> str:
        """The year, day or meeting, for the title."""
        return ""

    @property
    def file_part(self) -> str:
        """The same for the file name."""
        return self.subject


@dataclass(frozen=True)
class OfYear(Question):
    """A plan year."""

    year: int

    @property
    def subject(self) -> str:
        """The year."""
        return str(self.year)


@dataclass(frozen=True)
class OfLibrary(OfYear):
    """A plan year and a central library."""

    library: Organisation

    @property
    def subject(self) -> str:
        """The library and the year."""
        return f"{titles.name_in(self.network, self.library.id, self.year)} {self.year}"

    @property
    def file_part(self) -> str:
        """The year and the library, so that the forms of a year lie together."""
        return f"{self.year}-{titles.name_in(self.network, self.library.id, self.year)}"


@dataclass(frozen=True)
class OfPlan(OfYear):
    """A year's plan: the draft, or a signed version with the bytes that were signed and its canonical JSON.

    A draft of a signed plan knows the newest version and its canonical JSON, to say what has changed.
    """

    version: PlanVersion | None = None
    signed_pdf: bytes = b""
    signed_json: bytes = b""
    newest: tuple[PlanVersion, bytes] | None = None

    @property
    def subject(self) -> str:
        """The year and the version."""
        return f"{self.year}, {f'version {self.version.number}' if self.version else 'udkast'}"

    @property
    def file_part(self) -> str:
        """The year and the version, short."""
        return f"{self.year}-{f'v{self.version.number}' if self.version else 'udkast'}"


@dataclass(frozen=True)
class OfDay(Question):
    """A day (ISO)."""

    day: str

    @property
    def subject(self) -> str:
        """The day in Danish."""
        return danish.short_date(self.day)

    @property
    def file_part(self) -> str:
        """The day in ISO, so that files sort by it."""
        return self.day


@dataclass(frozen=True)
class OfMeeting(Question):
    """A meeting."""

    meeting: Meeting

    @property
    def subject(self) -> str:
        """The meeting's title."""
        return titles.meeting_title(self.meeting)

    @property
    def file_part(self) -> str:
        """The meeting's day."""
        return self.meeting.held_on or "uden-dato"


@dataclass(frozen=True)
class OfMaterial(OfMeeting):
    """A meeting with the files of its annexes, which are read when the paper is made."""

    read: Read


@dataclass(frozen=True)
class OfAllYears(Question):
    """All years, or those until one; signed is the newest signed plan of each year as canonical JSON."""

    signed: Mapping[int, bytes]
    until: int | None = None


class Making(NamedTuple, Generic[Q]):
    """How a paper is made: content from a question; PDF, warnings and what Word is told from the content.

    paced, a function at the top of its module, makes a large PDF in a process of its own and reports progress.
    """

    content: Callable[[Q], Any]
    render: Callable[[Any], bytes]
    warnings: Callable[[Any], list[str]]
    telling: Callable[[Any], Telling]
    paced: Callable[[Any, Progress], bytes] | None = None


class Variant(NamedTuple):
    """A paper's second edition, such as the public one: its option, and what it adds to title and file name."""

    option: str
    help: str
    title: str
    file_name: str
    menu: str = ""


class ReadyPaper(NamedTuple):
    """The paper of one question. make returns the PDF and warnings to show above it, such as missing glyphs.

    word returns the same paper for Word, in a template where its bytes are given. Both are called in a worker thread
    and may raise UserError; is_foreign tells of bytes that others may have written.
    """

    title: str
    file_name: str
    make: Callable[[Progress | None], tuple[bytes, Sequence[str]]]
    is_foreign: bool = False
    word: Callable[[bytes], bytes] | None = None


class Paper(NamedTuple, Generic[Q]):
    """A kind of paper. name is its command, title has {} for the subject, menu is its entry in the window.

    tab names the tab on which Ctrl+P prints it, unless the page shown offers a paper itself.
    """

    name: str
    asks: type[Q]
    making: Callable[[], Making[Q]]
    title: str
    file_name: str
    short_help: str
    help: str
    menu: str
    tab: str = ""
    variant: Variant | None = None

    def of(self, question: Q) -> ReadyPaper:
        """The paper that answers the question."""
        variant = self.variant if question.is_variant else None
        title = self.title.format(question.subject) + (variant.title if variant else "")
        parts = (self.file_name, variant.file_name if variant else "", question.file_part)
        return ReadyPaper(
            title,
            f"{'-'.join(filter(None, parts))}.pdf",
            lambda progress: self._answer(question, progress),
            is_foreign=isinstance(question, OfPlan) and question.version is not None,
            word=lambda template: self._word(question, template),
        )

    def _word(self, question: Q, template: bytes) -> bytes:
        from cbnet_desktop.documents.word import templates

        made = self.making()
        return templates.written(made.telling(made.content(question)), template)

    def _answer(self, question: Q, progress: Progress | None) -> tuple[bytes, Sequence[str]]:
        if isinstance(question, OfPlan) and question.version:
            return question.signed_pdf, ()
        made = self.making()
        content = made.content(question)
        pdf = _apart(partial(made.paced, content), progress) if made.paced and progress else made.render(content)
        return pdf, made.warnings(content)


def _apart(work: Callable[[Progress], bytes], progress: Progress) -> bytes:
    from cbnet_desktop.system import foreign

    try:
        return foreign.paced(work, progress, UserError)
    except foreign.Overrun:
        raise UserError(
            "Dokumentet blev ikke færdigt, for programmet, der danner det, blev afbrudt. Prøv igen."
        ) from None
