"""The papers of a year, as a menu or a tab offers them to be looked at, saved and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cbnet_desktop.domain import danish
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.printout import Printout, Told
from cbnet_desktop.ui.printouts import of_paper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cbnet_desktop.domain.papers.book import BookText


def show(window: QWidget, document: Document, made: Callable[[Document], Printout]) -> None:
    """Shows a paper of the window's plan year, typed text included."""
    from cbnet_desktop.ui import preview
    from cbnet_desktop.ui.finishing import finish_typing

    finish_typing()
    preview.show_printout(window, made(document), document.refused.emit)


def wheel(document: Document) -> Printout:
    """The annual wheel on one sheet."""
    from cbnet_desktop.domain.papers import wheel as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import wheel_sheet

        return wheel_sheet.render

    network, year = document.network, document.year
    return of_paper(f"Årshjul {year}", f"årshjul-{year}.pdf", lambda: paper.content(network, year), renderer)


def roster(document: Document, day: str = "", *, is_internal: bool = False) -> Printout:
    """The members on a day (ISO), by default today as far as it lies in the plan year."""
    from cbnet_desktop.domain import plan_text
    from cbnet_desktop.domain.papers import roster as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import roster as documents

        return documents.render

    network = document.network
    shown = day or plan_text.members_day(document.year, document.today)
    edition, kind = (", intern udgave", "medlemmer-intern") if is_internal else ("", "medlemmer")
    return of_paper(
        f"Medlemmer {danish.short_date(shown)}{edition}",
        f"{kind}-{shown}.pdf",
        lambda: paper.content(network, shown, is_internal=is_internal),
        renderer,
    )


def internal_roster(document: Document) -> Printout:
    """The members with what is needed to reach them."""
    return roster(document, is_internal=True)


def budget(document: Document) -> Printout:
    """Shares, pool, grants and spending."""
    from cbnet_desktop.domain.papers import budget as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import budget as documents

        return documents.render

    network, year, today = document.network, document.year, document.today
    title = f"Budgetandele {year}"
    return of_paper(title, f"budgetandele-{year}.pdf", lambda: paper.content(network, year, today), renderer)


def checklist(document: Document) -> Printout:
    """The terms of reference clause by clause."""
    from cbnet_desktop.domain.papers import checklist as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import checklist as documents

        return documents.render

    network, year, today = document.network, document.year, document.today
    title = f"Kommissoriet i planår {year}"
    return of_paper(title, f"kommissoriet-{year}.pdf", lambda: paper.content(network, year, today), renderer)


def follow_up(document: Document) -> Printout:
    """The plan's goals with room for the meeting's notes."""
    from cbnet_desktop.domain.papers import follow_up as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import follow_up as documents

        return documents.render

    network, year, today = document.network, document.year, document.today
    title = f"Opfølgning på handlingsplan {year}"
    return of_paper(title, f"opfølgning-{year}.pdf", lambda: paper.content(network, year, today), renderer)


def comparison(document: Document) -> Printout:
    """The year's goals beside those of the plan before."""
    from cbnet_desktop.domain.papers import comparison as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import comparison as documents

        return documents.render

    network, year, today = document.network, document.year, document.today
    title = f"Målene i {year} og året før"
    return of_paper(title, f"mål-år-for-år-{year}.pdf", lambda: paper.content(network, year, today), renderer)


def offers(document: Document) -> Printout:
    """The libraries' offers, what overlaps and lacks, and the log of experience."""
    from cbnet_desktop.domain.papers import offers as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import offers as documents

        return documents.render

    network, year, today = document.network, document.year, document.today
    title = f"Kompetencetilbud {year}"
    return of_paper(title, f"kompetencetilbud-{year}.pdf", lambda: paper.content(network, year, today), renderer)


def agreements(document: Document) -> Printout:
    """Framework agreements, the task portfolio, partnerships and programmes."""
    from cbnet_desktop.domain.papers import agreements as paper

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import agreements as documents

        return documents.render

    network, year, today = document.network, document.year, document.today
    title = f"Aftaler og opgaver {year}"
    return of_paper(title, f"aftaler-og-opgaver-{year}.pdf", lambda: paper.content(network, year, today), renderer)


def book(document: Document) -> Printout:
    """Every year in one book; what was signed off is read here, the rest is work for another thread."""
    from cbnet_desktop.domain.papers import book as paper

    network, today = document.network, document.today
    versions = paper.newest_versions(network)
    signed = {year: document.store.log.version_document(version.id) for year, version in versions.items()}

    def content() -> BookText:
        from cbnet_desktop.domain import plan_reading

        return paper.content(network, today, {year: plan_reading.read(found) for year, found in signed.items()})

    def paced(told: Told) -> bytes:
        from cbnet_desktop.documents import book as documents

        return documents.render(content(), told)

    def renderer() -> Callable[..., bytes]:
        from cbnet_desktop.documents import book as documents

        return documents.render

    made = of_paper("Alle år", "alle-år.pdf", content, renderer)
    return Printout(made.title, made.file_name, made.render, made.notes, paced)
