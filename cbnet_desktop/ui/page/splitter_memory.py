"""Remembers where the user dragged the lines between the parts of a page, from one start to the next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from cbnet_desktop.ui.editing.view_memory import ViewMemory
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.widgets.qt_types import not_none

#: The maximum size of a part, in pixels: more is no size of a screen.
MOST = 20_000


def remember(page: Page) -> None:
    """Restores the sizes of a page's parts, and remembers those that the user gives them; not those of pages in it."""
    own = [splitter for splitter in page.findChildren(QSplitter) if _page_of(splitter) is page]
    for place, splitter in enumerate(own):
        part = f"{type(page).__name__} {place}"
        _restore(splitter, page.session.views, part)
        splitter.splitterMoved.connect(partial(_keep, splitter, page.session.views, part))


def _keep(splitter: QSplitter, views: ViewMemory, part: str, *_: int) -> None:
    views.keep(part, **{_arrangement(splitter): splitter.sizes()})


def _restore(splitter: QSplitter, views: ViewMemory, part: str) -> None:
    known = views.of(part).get(_arrangement(splitter))
    sizes = known if isinstance(known, list) else []
    if len(sizes) == splitter.count() and all(type(size) is int and 0 <= size <= MOST for size in sizes):
        splitter.setSizes(sizes)


def _arrangement(splitter: QSplitter) -> str:
    """Its direction and which parts are shown: minutes beside an agenda have other sizes than a form."""
    shown = "".join("0" if not_none(splitter.widget(place)).isHidden() else "1" for place in range(splitter.count()))
    return f"{'beside' if splitter.orientation() == Qt.Orientation.Horizontal else 'below'} {shown}"


def _page_of(splitter: QSplitter) -> Page | None:
    holder = splitter.parentWidget()
    while holder is not None and not isinstance(holder, Page):
        holder = holder.parentWidget()
    return holder
