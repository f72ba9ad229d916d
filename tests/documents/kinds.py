"""Every kind of paper in three sizes, each rendered once and cached for all tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cbnet_desktop.documents.papers.catalogue import PAPERS
from cbnet_desktop.documents.word import templates
from tests.documents import meeting_samples as meetings
from tests.documents import paper_samples as papers
from tests.documents import samples

SIZES = ("nearly empty", "ordinary", "hostile")
KINDS = tuple(paper.name for paper in PAPERS)

_MEETING = (meetings.meeting_empty, meetings.meeting_ordinary, meetings.meeting_hostile)
#: By kind the functions that make nearly empty, ordinary and hostile content.
SAMPLES: dict[str, tuple[Callable[[], object], ...]] = {
    "plan": (samples.nearly_empty, samples.second_version, samples.hostile),
    "agenda": _MEETING,
    "meeting-material": (meetings.material_empty, meetings.material_ordinary, meetings.material_hostile),
    "minutes": _MEETING,
    "signature-sheet": _MEETING,
    "consultation": (meetings.consultation_empty, meetings.consultation_ordinary, meetings.consultation_hostile),
    "answer-form": (meetings.answer_form_empty, meetings.answer_form_ordinary, meetings.answer_form_hostile),
    "wheel": (papers.wheel_empty, papers.wheel_ordinary, papers.wheel_hostile),
    "roster": (papers.roster_empty, papers.roster_ordinary, papers.roster_hostile),
    "budget": (papers.budget_empty, papers.budget_ordinary, papers.budget_hostile),
    "offers": (papers.offers_empty, papers.offers_ordinary, papers.offers_hostile),
    "agreements": (papers.agreements_empty, papers.agreements_ordinary, papers.agreements_hostile),
    "checklist": (papers.checklist_empty, papers.checklist_ordinary, papers.checklist_hostile),
    "follow-up": (papers.follow_up_empty, papers.follow_up_ordinary, papers.follow_up_hostile),
    "comparison": (papers.comparison_empty, papers.comparison_ordinary, papers.comparison_hostile),
    "book": (papers.book_empty, papers.book_ordinary, papers.book_hostile),
}


@cache
def pdf(kind: str, size: str) -> bytes:
    """The paper of a kind in a size, cached."""
    return render(kind, SAMPLES[kind][SIZES.index(size)]())


def render(kind: str, content: object) -> bytes:
    """The paper of a kind with this content."""
    (paper,) = (paper for paper in PAPERS if paper.name == kind)
    return paper.making().render(content)


@cache
def word(kind: str, size: str) -> bytes:
    """The paper of a kind in a size as a Word file, cached."""
    return as_word(kind, SAMPLES[kind][SIZES.index(size)]())


def as_word(kind: str, content: object, template: bytes = b"") -> bytes:
    """The paper of a kind with this content as a Word file."""
    (paper,) = (paper for paper in PAPERS if paper.name == kind)
    return templates.written(paper.making().telling(content), template)
