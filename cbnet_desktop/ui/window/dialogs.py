"""The dialogs for settings, and the report of an unexpected error."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop.system import machine, paths
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

WHERE_THE_NAME_STANDS = "Navnet står ved dine rettelser i historikken og på planer, du godkender."


class NameDialog(FittedDialog):
    """Asks at the first start what the user is called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Hvad hedder du?")
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("Fornavn og efternavn")
        self.name.setMinimumWidth(320)
        note = wrapped_label(self, f"{WHERE_THE_NAME_STANDS} Det kan ændres under Filer ▸ Indstillinger.", "muted")
        form = QFormLayout()
        form.addRow("&Dit navn", self.name)
        box = QDialogButtonBox(self)
        keeper = box.addButton("&Gem", QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton("&Ikke nu", QDialogButtonBox.ButtonRole.RejectRole)
        keeper.setEnabled(False)
        self.name.textChanged.connect(lambda text: keeper.setEnabled(bool(text.strip())))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(box)


class SettingsDialog(FittedDialog):
    """The dialog for the author name of the user's edits; it also shows what is set for the whole computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Indstillinger")
        self._name = QLineEdit(str(paths.settings().get("user_name") or ""), self)
        self._name.setPlaceholderText(paths.user_name())
        self._name.setMinimumWidth(260)
        note = wrapped_label(self, WHERE_THE_NAME_STANDS, "muted")
        form = QFormLayout()
        form.addRow("&Dit navn", self._name)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(note)
        self._show_machine(column)
        column.addWidget(box)

    def _show_machine(self, column: QVBoxLayout) -> None:
        """Shows what is set for everybody on this computer, which nobody can change here."""
        found = machine.read()
        self.set_for_all = [f"{name}: {value}" for name, value in found.told()]
        if self.set_for_all:
            set_by = f"Sat for hele computeren i {found.file}. Det kan ikke ændres her."
            column.addWidget(wrapped_label(self, "\n".join([set_by, *self.set_for_all])))
        if found.fault:
            column.addWidget(wrapped_label(self, found.fault))

    def user_name(self) -> str:
        """The name typed."""
        return " ".join(self._name.text().split())


class ErrorReport(FittedDialog):
    """An unexpected error: the program stays open, the report can be copied."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Der skete en uventet fejl")
        self._report = report
        sentence = wrapped_label(
            self,
            "Der er en fejl i programmet. Dine rettelser er gemt, og du kan arbejde videre. "
            "Kopiér fejlrapporten, og send den til den, der passer programmet.",
        )
        text = QPlainTextEdit(report, self)
        text.setReadOnly(True)
        text.setAccessibleName("Fejlrapport")
        text.setMinimumSize(560, 220)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copier = box.addButton("&Kopiér fejlrapport", QDialogButtonBox.ButtonRole.ActionRole)
        self.copier.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report))
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(sentence)
        column.addWidget(text)
        column.addWidget(box)
