"""The papers that menus, tabs and buttons offer to be looked at, saved and printed, asked for the window's year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cbnet_desktop.documents.papers.paper import OfAllYears, OfDay, OfPlan, OfYear, Paper, Question, ReadyPaper
from cbnet_desktop.documents.papers.papers import PAPERS
from cbnet_desktop.ui.editing.document import Document

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def show(window: QWidget, document: Document, made: Callable[[Document], ReadyPaper]) -> None:
    """Shows a paper of the network as it is, typed text included."""
    from cbnet_desktop.ui.form.finishing import finish_typing
    from cbnet_desktop.ui.paper import preview

    finish_typing()
    preview.show(window, made(document), document.refused.emit)


def of(paper: Paper[Any], document: Document, *, is_variant: bool = False) -> ReadyPaper:
    """A paper of the window's year; what was signed off is read here, the rest is work for another thread."""
    return paper.of(replace(ASKING[paper.asks](document), is_variant=is_variant))


def of_tab(title: str, document: Document) -> ReadyPaper | None:
    """The paper that a tab offers whichever page is shown; None where only its pages do."""
    found = next((paper for paper in PAPERS if paper.tab == title), None)
    return of(found, document) if found else None


def _of_year(document: Document) -> OfYear:
    return OfYear(document.network, document.today, document.year)


def _of_draft(document: Document) -> OfPlan:
    return OfPlan(document.network, document.today, document.year)


def _of_day(document: Document) -> OfDay:
    """Today, as far as it lies in the plan year."""
    from cbnet_desktop.domain.plan import plan_text

    return OfDay(document.network, document.today, plan_text.members_day(document.year, document.today))


def _of_all_years(document: Document) -> OfAllYears:
    from cbnet_desktop.domain.papers import book

    newest = book.newest_versions(document.network)
    signed = {year: document.store.log.version_document(version.id) for year, version in newest.items()}
    return OfAllYears(document.network, document.today, signed)


#: What a paper is asked for where the window's year is all that is known; a meeting is chosen on its page.
ASKING: dict[type[Question], Callable[[Document], Question]] = {
    OfYear: _of_year,
    OfPlan: _of_draft,
    OfDay: _of_day,
    OfAllYears: _of_all_years,
}
