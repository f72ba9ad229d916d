"""The papers of meetings and consultation, as a tab or a button offers them to be looked at, saved and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cbnet_desktop.domain import meetings
from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.printout import Printout

Paper = Callable[[], Any]
Render = Callable[[Any], bytes]


def of_paper(title: str, file_name: str, paper: Paper, renderer: Callable[[], Render]) -> Printout:
    """A printout of a paper; the renderer is found only when it is needed, so that nothing heavy is loaded before."""

    def render() -> bytes:
        return renderer()(paper())

    def notes() -> list[str]:
        from cbnet_desktop.documents.front import warnings

        return warnings(paper())

    return Printout(title, file_name, render, notes)


def agenda(document: Document, meeting: Meeting) -> Printout:
    """Notice and agenda."""
    from cbnet_desktop.domain.papers.meeting import agenda_paper

    def renderer() -> Render:
        from cbnet_desktop.documents.meeting import agenda as found

        return found

    network = document.network
    title = f"Dagsorden, {meetings.title(meeting)}"
    return of_paper(title, _file_name("dagsorden", meeting), lambda: agenda_paper(network, meeting), renderer)


def minutes(document: Document, meeting: Meeting, *, is_public: bool = False) -> Printout:
    """The minutes: all of them, or the public copy without closed items."""
    from cbnet_desktop.domain.papers.meeting import minutes_paper

    def renderer() -> Render:
        from cbnet_desktop.documents.meeting import minutes as found

        return found

    network = document.network
    title = f"Referat, {meetings.title(meeting)}" + (", offentlig udgave" if is_public else "")
    name = _file_name("referat-offentlig" if is_public else "referat", meeting)
    return of_paper(title, name, lambda: minutes_paper(network, meeting, is_public=is_public), renderer)


def signature_sheet(document: Document, meeting: Meeting) -> Printout:
    """The sheet that those who took part sign."""
    from cbnet_desktop.domain.papers.meeting import signature_paper

    def renderer() -> Render:
        from cbnet_desktop.documents.meeting import signature_sheet as found

        return found

    network = document.network
    title = f"Underskriftsark, {meetings.title(meeting)}"
    return of_paper(title, _file_name("underskriftsark", meeting), lambda: signature_paper(network, meeting), renderer)


def consultation(document: Document) -> Printout:
    """The year's consultation letter with its answer form."""
    from cbnet_desktop.domain.papers.consultation import consultation_paper

    def renderer() -> Render:
        from cbnet_desktop.documents.consultation import consultation as found

        return found

    network, year = document.network, document.year
    title = f"Høringsbrev, indsatsområder {year}"
    return of_paper(title, f"høringsbrev-{year}.pdf", lambda: consultation_paper(network, year), renderer)


def _file_name(kind: str, meeting: Meeting) -> str:
    return f"{kind}-{meeting.held_on or 'uden-dato'}.pdf"
