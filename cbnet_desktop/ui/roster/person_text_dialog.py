"""»Alt om personen«: all data stored about a person, to read and hand out (GDPR, article 15)."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records import Person, PlanVersion
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

EXPLANATION = (
    "Det, der er fundet ved navn, kan gælde en anden med samme navn. Læs det igennem, før du giver det videre."
)
FILTERS = {".txt": "Tekst (*.txt)", ".json": "JSON (*.json)"}


class PersonTextDialog(FittedDialog):
    """Shows the text, which is collected in the background since it needs the whole history."""

    def __init__(self, session: Session, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._person = person
        self._texts: dict[str, str] = {}
        self.setWindowTitle(f"Alt om {person.name}")
        give_size(self, 108, 38)
        explanation = wrapped_label(self, EXPLANATION)
        self.view = QPlainTextEdit("Samler …", self)
        self.view.setReadOnly(True)
        self.view.setAccessibleName(f"Alt, der er gemt om {person.name}")
        self.view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.strip = MessageStrip(self)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.saver: QPushButton = box.addButton("&Gem som …", QDialogButtonBox.ButtonRole.ActionRole)
        self.saver.clicked.connect(self.ask_and_save)
        self.copier: QPushButton = box.addButton("&Kopiér", QDialogButtonBox.ButtonRole.ActionRole)
        self.copier.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.view.toPlainText()))
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(explanation)
        column.addWidget(self.view, 1)
        column.addWidget(self.strip)
        column.addWidget(box)
        self._enable_buttons()
        self._collect()

    def ask_and_save(self) -> None:
        """Asks for a file and saves; its suffix decides between text and JSON."""
        stem = re.sub(r"[^\w-]+", "-", self._person.name).strip("-").lower() or "person"
        # An answer about a person is nothing for the shared folder.
        proposed = Path.home() / annex_files.safe_name(f"{stem}.txt")
        target, chosen = QFileDialog.getSaveFileName(self, "Gem som", str(proposed), ";;".join(FILTERS.values()))
        if target:
            ending = next((ending for ending, name in FILTERS.items() if name == chosen), ".txt")
            path = Path(target)
            self.save(path if path.suffix else path.with_suffix(ending))

    def save(self, path: Path) -> None:
        """Writes the text, or JSON for the suffix .json."""
        if path.suffix.lower() not in FILTERS:
            self.strip.show_error(f"{path.name} kan ikke skrives. Brug et navn, der ender på .txt eller .json.")
            return
        text = self._texts[".json" if path.suffix.lower() == ".json" else ".txt"]
        from cbnet_desktop.documents.pdf import writing

        try:
            writing.write(path, f"{text}\n".encode(), writing.TEXT, is_private=True)
        except UserError as refusal:
            self.strip.show_error(refusal.message)
        else:
            self.strip.show_note(f"Gemt: {path}")

    def _collect(self) -> None:
        log, network, person_id = self._session.store.log, self._session.network, self._person.id

        def work() -> dict[str, str]:
            from cbnet_desktop.domain.search import person_data

            with closing(log.opened_anew()) as own:
                documents = {version.id: own.version_document(version.id) for version in network.rows(PlanVersion)}
                data = person_data.collect(network, person_id, own.history(), documents)
            return {
                ".txt": person_data.as_text(data, network),
                ".json": json.dumps(data.to_json(), ensure_ascii=False, indent=1, allow_nan=False),
            }

        background.run(work, self._show, self._refuse)

    def _show(self, texts: dict[str, str]) -> None:
        if isValid(self):
            self._texts = texts
            self.view.setPlainText(texts[".txt"])
            self._enable_buttons()

    def _refuse(self, refusal: UserError) -> None:
        if isValid(self):
            self.view.clear()
            self.strip.show_error(refusal.message)

    def _enable_buttons(self) -> None:
        for button in (self.saver, self.copier):
            button.setEnabled(bool(self._texts))
