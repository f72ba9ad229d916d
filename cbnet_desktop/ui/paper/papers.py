"""The papers that menus, tabs and buttons preview, made for the window's year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cbnet_desktop.documents.papers.catalogue import PAPERS
from cbnet_desktop.documents.papers.paper import OfAllYears, OfDay, OfPlan, OfYear, Paper, Question, ReadyPaper
from cbnet_desktop.ui.editing.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def show(window: QWidget, session: Session, made: Callable[[Session], ReadyPaper]) -> None:
    """Commits typing and previews a paper of the network."""
    from cbnet_desktop.ui.form.commit_typing import commit_typing
    from cbnet_desktop.ui.paper import preview

    commit_typing()
    preview.show(window, made(session), session.refused.emit, session)


def of(paper: Paper[Any], session: Session, *, is_variant: bool = False) -> ReadyPaper:
    """A paper of the window's year; signed-off versions are read at once, the rest is left to another thread."""
    return paper.of(replace(ASKING[paper.asks](session), is_variant=is_variant))


def of_tab(title: str, session: Session) -> ReadyPaper | None:
    """The paper of a tab, whichever page is shown; None where only its pages have one."""
    found = next((paper for paper in PAPERS if paper.tab == title), None)
    return of(found, session) if found else None


def _of_year(session: Session) -> OfYear:
    return OfYear(session.network, session.today, session.year)


def _of_draft(session: Session) -> OfPlan:
    from cbnet_desktop.domain.plan import plan

    last = next(reversed(plan.versions(session.network, session.year)), None)
    newest = (last, session.store.log.version_document(last.id)) if last else None
    return OfPlan(session.network, session.today, session.year, newest=newest)


def _of_day(session: Session) -> OfDay:
    """Today, limited to the plan year."""
    from cbnet_desktop.domain.plan import plan_text

    return OfDay(session.network, session.today, plan_text.members_day(session.year, session.today))


def _of_all_years(session: Session) -> OfAllYears:
    from cbnet_desktop.domain.papers import book

    newest = book.newest_versions(session.network)
    signed = {year: session.store.log.version_document(version.id) for year, version in newest.items()}
    return OfAllYears(session.network, session.today, signed)


#: The arguments of each paper that needs only the window's year; meetings are chosen on their page.
ASKING: dict[type[Question], Callable[[Session], Question]] = {
    OfYear: _of_year,
    OfPlan: _of_draft,
    OfDay: _of_day,
    OfAllYears: _of_all_years,
}
