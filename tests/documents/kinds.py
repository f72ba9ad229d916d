"""Every kind of document in three sizes, each rendered once for all tests: what is checked of one is checked of all."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cbnet_desktop.documents import (
    agreements,
    book,
    budget,
    checklist,
    comparison,
    consultation,
    follow_up,
    meeting,
    offers,
    plan,
    roster,
    wheel_sheet,
)
from tests.documents import meeting_samples as meetings
from tests.documents import paper_samples as papers
from tests.documents import samples

SIZES = ("nearly empty", "ordinary", "hostile")

#: Name of a kind -> how it is rendered nearly empty, ordinary and hostile.
KINDS: dict[str, tuple[Callable[[], bytes], ...]] = {
    "plan": (
        lambda: plan.render(samples.nearly_empty()),
        lambda: plan.render(samples.second_version()),
        lambda: plan.render(samples.hostile()),
    ),
    "roster": (
        lambda: roster.render(papers.roster_empty()),
        lambda: roster.render(papers.roster_ordinary()),
        lambda: roster.render(papers.roster_hostile()),
    ),
    "budget": (
        lambda: budget.render(papers.budget_empty()),
        lambda: budget.render(papers.budget_ordinary()),
        lambda: budget.render(papers.budget_hostile()),
    ),
    "offers": (
        lambda: offers.render(papers.offers_empty()),
        lambda: offers.render(papers.offers_ordinary()),
        lambda: offers.render(papers.offers_hostile()),
    ),
    "agreements": (
        lambda: agreements.render(papers.agreements_empty()),
        lambda: agreements.render(papers.agreements_ordinary()),
        lambda: agreements.render(papers.agreements_hostile()),
    ),
    "checklist": (
        lambda: checklist.render(papers.checklist_empty()),
        lambda: checklist.render(papers.checklist_ordinary()),
        lambda: checklist.render(papers.checklist_hostile()),
    ),
    "wheel": (
        lambda: wheel_sheet.render(papers.wheel_empty()),
        lambda: wheel_sheet.render(papers.wheel_ordinary()),
        lambda: wheel_sheet.render(papers.wheel_hostile()),
    ),
    "follow-up": (
        lambda: follow_up.render(papers.follow_up_empty()),
        lambda: follow_up.render(papers.follow_up_ordinary()),
        lambda: follow_up.render(papers.follow_up_hostile()),
    ),
    "comparison": (
        lambda: comparison.render(papers.comparison_empty()),
        lambda: comparison.render(papers.comparison_ordinary()),
        lambda: comparison.render(papers.comparison_hostile()),
    ),
    "agenda": (
        lambda: meeting.agenda(meetings.meeting_empty()),
        lambda: meeting.agenda(meetings.meeting_ordinary()),
        lambda: meeting.agenda(meetings.meeting_hostile()),
    ),
    "minutes": (
        lambda: meeting.minutes(meetings.meeting_empty()),
        lambda: meeting.minutes(meetings.meeting_ordinary()),
        lambda: meeting.minutes(meetings.meeting_hostile()),
    ),
    "signature-sheet": (
        lambda: meeting.signature_sheet(meetings.meeting_empty()),
        lambda: meeting.signature_sheet(meetings.meeting_ordinary()),
        lambda: meeting.signature_sheet(meetings.meeting_hostile()),
    ),
    "consultation": (
        lambda: consultation.consultation(meetings.consultation_empty()),
        lambda: consultation.consultation(meetings.consultation_ordinary()),
        lambda: consultation.consultation(meetings.consultation_hostile()),
    ),
    "book": (
        lambda: book.render(papers.book_empty()),
        lambda: book.render(papers.book_ordinary()),
        lambda: book.render(papers.book_hostile()),
    ),
}


@cache
def pdf(kind: str, size: str) -> bytes:
    """The document of a kind in a size; the same bytes for every test of the session."""
    return KINDS[kind][SIZES.index(size)]()
