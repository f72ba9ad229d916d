"""The few dialogs: what could not be opened, settings, help, about, and the report of an unexpected error."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop import __version__, paths
from cbnet_desktop.domain import danish
from cbnet_desktop.ui import actions
from cbnet_desktop.ui.tabs import TABS

HABITS = """\
Alt, hvad du skriver, er gemt, når du forlader feltet, og lange tekster også, mens du skriver. Nederst står hvornår.
Ctrl+Z fortryder først det, du er ved at skrive, og derefter én rettelse ad gangen; Ctrl+Y gentager.
Enter går ned, Tab går til højre, F2 retter cellen. Esc opgiver det skrevne på én linje; en lang tekst rører den ikke.
Et valg skrives med ord eller tages på listen: Alt+Pil ned åbner den, piletasterne viser, Enter eller Tab skriver.
Et afvist felt beholder det skrevne, også til næste gang; en sætning siger, hvad der er galt.
Ctrl+F søger i alt, hvad der er skrevet: Pil ned og Enter går til fundet, Ctrl+Enter henter et arkiveret fund frem.
Celler kan kopieres til og fra Excel med Ctrl+C og Ctrl+V. Ctrl+D fylder nedad, Del tømmer de valgte celler.
Hele rækker vælges på stregen til venstre eller med Skift+Mellemrum; Ctrl+Del arkiverer dem.
Menuen Dokumenter har årets papirer som PDF; Ctrl+P viser det, der hører til fanen, som det bliver trykt.
I en forhåndsvisning søger Ctrl+F, F3 går til næste fund, Ctrl+G til et sidetal; Ctrl++ og Ctrl+- ændrer størrelsen.
En godkendt plan kan underskrives digitalt og efterprøves; begge dele står nederst i menuen Dokumenter."""
SHARING = """\
Du arbejder i din egen kopi på denne computer. Den deles med filen efter hver rettelse og hvert femte sekund, også
når filen har været uden for rækkevidde; så længe venter dine ændringer, og nederst står hvor mange.
Filen er kun låst, mens der skrives i den. Kan mappen ikke låse, lægger CBnet hele kopier i den; se Filer ▸ Om filen.
En streg til venstre i en celle viser, at en anden har ændret den. F8 går til den næste.
Har to rettet det samme uden at vide af hinanden, er begge udgaver bevaret; F7 viser dem, og du vælger."""

#: The keys of the calendar under Tilbud.
CALENDAR = (
    ("Piletaster", "Fra dag til dag i kalenderen over tilbud"),
    ("Page Up, Page Down, Home", "Forrige og næste måned eller uge, i dag"),
    ("Enter, Ctrl+Enter", "Dagens tilbud et ad gangen, tilbuddet i tabellen"),
)

#: The keys of a meeting and its minutes.
MINUTES = (
    ("Ctrl+R, F11", "Skriv referat, vis det på projektor"),
    ("Ctrl+Page Down, Ctrl+Page Up", "Næste og forrige punkt i referatet"),
    ("Alt+1 – Alt+6", "En fast vending i beslutningen"),
    ("Pil ned, Enter", "Tager den vending, der foreslås, mens der skrives"),
    ("Ctrl+Shift+O, Ctrl+Shift+D", "Opfølgning fra punktet; hvem der kom, gik eller er gæst"),
    ("Ctrl+Shift+G, Ctrl+Shift+A", "Godkend punktets referat, afslut mødet"),
    ("Alt+Pil op, Alt+Pil ned", "Flyt punktet eller bilaget"),
    ("Mellemrum, K, G", "Deltagere: skift mellem til stede, afbud og fraværende; i Fremmøde: kom nu, gik nu"),
)


def tell(parent: QWidget | None, sentence: str) -> None:
    """One sentence over a window that has no better place for it, as plain text."""
    box = QMessageBox(QMessageBox.Icon.Warning, "CBnet", "", QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.exec()


class SettingsDialog(QDialog):
    """The name that stands beside the user's edits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Indstillinger")
        self._name = QLineEdit(str(paths.settings().get("user_name") or ""), self)
        self._name.setPlaceholderText(paths.user_name())
        self._name.setMinimumWidth(260)
        note = QLabel("Navnet står ved dine rettelser i historikken og på planer, du godkender.", self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        form = QFormLayout()
        form.addRow("&Dit navn", self._name)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(_buttons(self))

    def user_name(self) -> str:
        """The name typed."""
        return " ".join(self._name.text().split())


class HelpDialog(QDialog):
    """The habits of the program and every key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sådan bruges CBnet")
        page = QWidget(self)
        habits = QLabel(f"{HABITS}\n\n{SHARING}", page)
        habits.setTextFormat(Qt.TextFormat.PlainText)
        keys = QFormLayout()
        keys.setVerticalSpacing(2)
        for specs in actions.MENUS.values():
            for spec in specs:
                if spec.key:
                    key = QKeySequence(spec.key).toString(QKeySequence.SequenceFormat.NativeText)
                    keys.addRow(key, QLabel(spec.text.replace("&", "").removesuffix(" …"), page))
        keys.addRow(f"Ctrl+1 – Ctrl+{len(TABS)}", QLabel(danish.joined([title for title, _ in TABS]), page))
        for key, meaning in (*MINUTES, *CALENDAR):
            keys.addRow(key, QLabel(meaning, page))
        text = QVBoxLayout(page)
        text.setContentsMargins(0, 0, 8, 0)
        text.addWidget(habits)
        text.addSpacing(8)
        text.addLayout(keys)
        area = QScrollArea(self)
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.windowTitle())
        area.setMinimumWidth(page.sizeHint().width() + area.verticalScrollBar().sizeHint().width())
        page.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.addWidget(area)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        room = self.screen().availableGeometry().height() * 9 // 10
        self.resize(self.sizeHint().width(), min(page.sizeHint().height() + box.sizeHint().height() + 40, room))


class ErrorReport(QDialog):
    """An unexpected error: the program stays open, the report can be copied."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Der skete en uventet fejl")
        self._report = report
        sentence = QLabel(
            "Der er en fejl i programmet. Dine rettelser er gemt, og du kan arbejde videre. "
            "Kopiér fejlrapporten, og send den til den, der passer programmet.",
            self,
        )
        sentence.setWordWrap(True)
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


def show_about(parent: QWidget | None) -> None:
    """Version, and where the program keeps its own files."""
    QMessageBox.about(
        parent,
        "Om CBnet",
        f"CBnet {__version__}\n\nTil sekretæren for centralbibliotekernes kompetencenetværk.\n\n"
        f"Programmets egne filer og log ligger i {paths.home()}",
    )


def _buttons(dialog: QDialog) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, dialog)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
