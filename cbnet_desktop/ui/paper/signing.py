"""The menu's actions on digital signatures; dialogs and libraries are loaded when they are needed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper import preview
from cbnet_desktop.ui.paper.signature_dialog import SignatureDialog
from cbnet_desktop.ui.paper.verdict_dialog import VerdictDialog


def sign(window: QWidget) -> SignatureDialog:
    """Opens the dialog that signs a PDF, and previews the signed file."""
    dialog = SignatureDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.signed.connect(
        lambda path, pdf, remark: _show(window, path, pdf, [f"Underskrevet og gemt: {path}", *filter(None, [remark])])
    )
    dialog.open()
    return dialog


def verify(window: QWidget, session: Session) -> VerdictDialog:
    """Asks for a PDF and opens the dialog that verifies its signatures."""
    dialog = VerdictDialog(session, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.preview_asked.connect(lambda path, pdf: _show(dialog, path, pdf, []))
    dialog.open()
    return dialog


def _show(window: QWidget, path: Path, pdf: bytes, notes: list[str]) -> None:
    preview.show(window, ReadyPaper(path.name, path.name, lambda _: (pdf, notes), is_foreign=True))
