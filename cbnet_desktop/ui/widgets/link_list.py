"""A rich text with links that call functions; screen readers read it, and Tab goes from link to link."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from cbnet_desktop.ui.widgets import icons, theme
from cbnet_desktop.ui.widgets.rich_text import escape

_ICON_SIZE = 16


class LinkedText(QTextBrowser):
    """Call begin(), build the markup with link() and icon(), then call show_markup()."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calls: list[Callable[[], object]] = []
        self.setOpenLinks(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(12)
        self.anchorClicked.connect(lambda link: self.calls[int(link.path())]())

    def begin(self, icon_names: Iterable[str]) -> None:
        """Drops the old links and loads the icons in the current colours."""
        self.calls = []
        for name in icon_names:
            pixmap = icons.pixmap(name, _ICON_SIZE, self.devicePixelRatioF())
            self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"icon:{name}"), pixmap)

    def link(self, text: str, call: Callable[[], object]) -> str:
        """The markup of a link that calls a function."""
        self.calls.append(call)
        return f'<a href="{len(self.calls) - 1}">{escape(text)}</a>'

    def show_markup(self, body: str) -> None:
        """Shows the markup and keeps the scroll position."""
        place = self.verticalScrollBar().value()
        muted, link = theme.colour("muted").name(), theme.colour("link").name()
        self.setHtml(f"<style>.m {{ color: {muted} }} a {{ color: {link}; text-decoration: none }}</style>{body}")
        self.verticalScrollBar().setValue(place)


def icon(name: str) -> str:
    """The markup of an icon that was loaded by begin."""
    return f'<img src="icon:{name}" width="{_ICON_SIZE}" height="{_ICON_SIZE}">'
