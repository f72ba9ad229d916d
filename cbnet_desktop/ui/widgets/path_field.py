"""A file name, typed or chosen in the system's file dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from cbnet_desktop.ui.widgets.font_sizes import characters


class PathField(QWidget):
    """A line edit and a button; is_new where the file is to be written."""

    changed = Signal()
    """Another file was chosen, or its name typed and the line left."""

    def __init__(self, name: str, kinds: str, parent: QWidget | None = None, *, is_new: bool = False) -> None:
        super().__init__(parent)
        self._name = name
        self._kinds = kinds
        self._is_new = is_new
        self._last = ""
        self._agreed_to: Path | None = None
        self.line = QLineEdit(self)
        self.line.setAccessibleName(name)
        self.line.setMinimumWidth(characters(self, 46))
        self.chooser = QPushButton("Vælg …", self)
        self.chooser.setAccessibleName(f"Vælg {name[:1].lower()}{name[1:]}")
        self.chooser.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.chooser)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self._leave)
        self.chooser.clicked.connect(lambda _: self.choose())

    @property
    def path(self) -> Path | None:
        """The file named, None where the line is empty."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    @property
    def may_replace(self) -> bool:
        """Whether the file dialog has asked about overwriting the file."""
        return self._agreed_to is not None and self._agreed_to == self.path

    def show_path(self, path: Path | str) -> None:
        """Shows a file name and emits changed if it is another."""
        self.line.setText(str(path))
        self._leave()

    def choose(self) -> None:
        """Opens the system's file dialog."""
        ask = QFileDialog.getSaveFileName if self._is_new else QFileDialog.getOpenFileName
        chosen, _ = ask(self, self._name, str(self.path or Path.home()), self._kinds)
        if chosen:
            self._agreed_to = Path(chosen) if self._is_new else None
            self.show_path(chosen)

    def _leave(self) -> None:
        if self.line.text() != self._last:
            self._last = self.line.text()
            self.changed.emit()
