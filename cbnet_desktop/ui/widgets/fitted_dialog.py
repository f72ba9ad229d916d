"""A dialog that is never larger than the screen: what does not fit is reached by scrolling."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from cbnet_desktop.ui.widgets.font_sizes import without_margins

#: Pixels that the system draws around a window: its title and its edges.
FRAME = QSize(8, 40)


def room_for(window: QWidget) -> QSize:
    """The largest size of a window on its screen."""
    return window.screen().availableGeometry().size() - FRAME


def scrolled(content: QWidget, parent: QWidget) -> QScrollArea:
    """An area without a frame in which a widget is scrolled only where there is too little room for it."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


class Squeezed(QWidget):
    """Lets a widget shrink to its smallest size before it is scrolled; Qt would scroll where a text only wraps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._content = QWidget(self)

    def hold(self, content: QWidget) -> None:
        """Takes what is to be squeezed."""
        self._content.deleteLater()
        self._content = content
        content.setParent(self)
        self.setFocusProxy(content)

    def minimumSizeHint(self) -> QSize:
        """That of the content."""
        return self._content.minimumSizeHint()

    def sizeHint(self) -> QSize:
        """That of the content."""
        return self._content.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Tells the area when the content needs more room or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the content all the room."""
        super().resizeEvent(event)
        self._content.resize(self.size())


class FittedDialog(QDialog):
    """Fits itself to the screen when it is shown. The buttons at its foot are always seen."""

    def showEvent(self, event: QShowEvent) -> None:
        """Scrolls the content of a dialog that is too large."""
        super().showEvent(event)
        room, layout = room_for(self), self.layout()
        least = self.minimumSizeHint().expandedTo(self.minimumSize())
        if layout and least != least.boundedTo(room):
            self._make_scrollable(layout)
        # A minimum width of the dialog's own lets the layout no longer see to it that nothing is cut at the right.
        width = max(self.minimumWidth(), self.minimumSizeHint().width())
        self.setMinimumSize(QSize(width, self.minimumHeight()).boundedTo(room))
        self.resize(self.size().boundedTo(room))

    def _make_scrollable(self, layout: QLayout) -> None:
        buttons = self.findChild(QDialogButtonBox)
        if buttons:
            layout.removeWidget(buttons)
        content = QWidget(self)
        content.setLayout(layout)
        column = without_margins(QVBoxLayout(self))
        column.addWidget(scrolled(content, self), 1)
        if buttons:
            line = QVBoxLayout()
            line.setContentsMargins(layout.contentsMargins())
            line.addWidget(buttons)
            column.addLayout(line)
