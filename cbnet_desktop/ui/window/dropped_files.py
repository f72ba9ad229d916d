"""Files that are dropped on the window: consultation answers that have come back (M13)."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.ui.editing.session import Session

if TYPE_CHECKING:
    from cbnet_desktop.ui.focus.answer_files import AnswerFiles, Jump


class DroppedFiles(QObject):
    """Takes in what is dropped where no part of the page takes it."""

    def __init__(self, session: Session, window: QWidget, jump: Jump) -> None:
        super().__init__(window)
        self._session, self._window, self._jump = session, window, jump
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @cached_property
    def answers(self) -> AnswerFiles:
        """Where answers are taken in."""
        from cbnet_desktop.ui.focus.answer_files import AnswerFiles

        return AnswerFiles(self._session, self._window, self._jump)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accepts files of this computer, which stay where they are."""
        if isinstance(event, QDropEvent) and _files_in(event.mimeData()) and not self._session.is_read_only:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if not isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.Drop:
                self.answers.take_in(_files_in(event.mimeData()))
            return True
        return super().eventFilter(watched, event)


def _files_in(data: QMimeData) -> list[Path]:
    """The files of this computer that are dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
