"""The dialog »Sådan bruges CBnet«: how the program works, and its keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog, room_for

#: Width of the help, in characters.
LINE = 116
HABITS = """\
Alt, hvad du skriver, er gemt, når du forlader feltet, og lange tekster også, mens du skriver. Nederst står hvornår.
Ctrl+Z fortryder først det, du er ved at skrive, og derefter én rettelse ad gangen, og viser hvor; Ctrl+Y gentager.
Fortryd standser ved en godkendelse og ved starten på et planår; beskeden nederst har vejen videre.
Enter går ned, Tab går til højre, F2 retter cellen. Esc opgiver det skrevne på én linje; en lang tekst rører den ikke.
En dato kan skrives uden år, som 15.1., og med to cifre, som 15.1.27. Esc i en ny række tager rækken tilbage.
Et valg skrives med ord eller tages på listen: Alt+Pil ned åbner den, piletasterne viser, Enter eller Tab skriver.
Et afvist felt beholder det skrevne, også til næste gang; en sætning siger, hvad der er galt.
Ctrl+F søger i alt, hvad der er skrevet: Pil ned og Enter går til forekomsten, Ctrl+Enter henter en arkiveret frem.
Celler kan kopieres til og fra Excel med Ctrl+C og Ctrl+V; efter Ctrl+N sætter Ctrl+V flere rækker ind som nye.
Ctrl+D fylder nedad, Del tømmer de valgte celler. Ctrl+Enter skriver det indtastede i alle valgte celler.
Hele rækker vælges på stregen til venstre eller med Skift+Mellemrum; Ctrl+Del arkiverer dem.
Højreklik på en kolonnes titel, eller Vis ▸ Kolonner, viser og skjuler kolonner. Visningen er der igen næste gang.
Rediger ▸ Arkiverede rækker viser alt, der er arkiveret, og henter det frem igen.
Menuen Dokumenter har årets papirer som PDF; Ctrl+P viser det, der hører til fanen, som det bliver trykt.
I en forhåndsvisning søger Ctrl+F; F3 går til næste forekomst, Ctrl+G til en side; Ctrl++ og Ctrl+- ændrer størrelsen.
Ctrl+S gemmer papiret som PDF, Ctrl+Skift+S som Word; Dokumenter ▸ Skabelon til Word vælger netværkets brevpapir.
En godkendt plan kan underskrives digitalt og efterprøves; begge dele står nederst i menuen Dokumenter.
Indkaldelse, høring, referat, plan og rykkere bliver til kladder, som dit mailprogram åbner og sender. Svar Ja, når en
kladde er sendt: så er mødet indkaldt, eller høringen begyndt. Dokumenter ▸ Forsendelser viser, hvad der gik ud."""
SHARING = """\
Du arbejder i din egen kopi på denne computer. Den deles gennem mappen cbnet-… ved siden af filen efter hver rettelse og
hvert femte sekund, også når mappen har været uden for rækkevidde; så længe venter dine ændringer, og nederst står hvor
mange. Flyt filen og mappen sammen. Send en kopi med Filer ▸ Gem en kopi, som altid er frisk.
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
    (
        "Mellemrum, K, G",
        "Deltagere: skift mellem indkaldt eller til stede, afbud og fraværende; i Fremmøde: kom nu, gik nu",
    ),
)


class HelpDialog(FittedDialog):
    """How the program works, its papers, and all keys: those passed, of the minutes and of the calendar."""

    def __init__(
        self, actions: Iterable[tuple[str, str]], papers: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sådan bruges CBnet")
        page = QWidget(self)
        habits = QLabel(f"{HABITS}\n{fill(f'Papirerne er: {danish.joined(list(papers))}.', LINE)}\n\n{SHARING}", page)
        habits.setTextFormat(Qt.TextFormat.PlainText)
        keys = QFormLayout()
        keys.setVerticalSpacing(2)
        for key, meaning in (*actions, *MINUTES, *CALENDAR):
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
        wanted = page.sizeHint().width() + area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(min(wanted, room_for(self).width() - 40))
        page.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.addWidget(area)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        room = self.screen().availableGeometry().height() * 9 // 10
        self.resize(self.sizeHint().width(), min(page.sizeHint().height() + box.sizeHint().height() + 40, room))
