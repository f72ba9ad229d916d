"""The dialog »Om CBnet«: version and age, where to ask for a newer one, and the licences of what it is made of."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from cbnet_desktop import RELEASED, __version__
from cbnet_desktop.domain.words import danish
from cbnet_desktop.system import machine, paths
from cbnet_desktop.system.libraries import Library, libraries
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size
from cbnet_desktop.ui.widgets.listing import Listing
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

NEWER = (
    "Programmet bruger ikke internettet og ser ikke selv efter nyere udgaver. "
    "Spørg den, der har installeret det, om der er kommet en; ofte er det it-afdelingen."
)
NO_TEXT = "Biblioteket er installeret uden sin licenstekst. Den følger med det færdigbyggede program."


class AboutDialog(FittedDialog):
    """What the program is, and beside each library the text of its licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Om CBnet")
        give_size(self, 104, 38)
        columns = (("Bibliotek", 28), ("Udgave", 16), ("Licens", 0))
        self.list = Listing("Biblioteker og deres licenser", columns, self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Licenstekst")
        self.text.setTabChangesFocus(True)
        by = Qt.TextInteractionFlag
        self.text.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)
        title = QLabel("&Biblioteker i programmet og deres licenser", self)
        title.setBuddy(self.list)
        self.list.currentItemChanged.connect(lambda *_: self._show_text())
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for paragraph in paragraphs(date.today()):
            column.addWidget(wrapped_label(self, paragraph))
        column.addWidget(title)
        column.addWidget(self.list, 2)
        column.addWidget(self.text, 3)
        column.addWidget(box)
        for library in libraries():
            self.list.add((library.name, library.version, library.licence), library)
        self.list.choose(0)
        self.list.setFocus()

    def _show_text(self) -> None:
        library = self.list.chosen()
        self.text.setPlainText(told(library) if isinstance(library, Library) else "")


def paragraphs(today: date) -> list[str]:
    """What the dialog says of the program itself."""
    set_for_all = [f"{name}: {value}" for name, value in machine.read().told()]
    return [
        f"CBnet {__version__} af {danish.long_date(RELEASED)}{age(date.fromisoformat(RELEASED), today)}. "
        "Til sekretæren for centralbibliotekernes kompetencenetværk.",
        NEWER,
        f"Programmets egne filer og log ligger i {paths.home()}",
        *(["\n".join([f"Sat for hele computeren i {machine.machine_file()}:", *set_for_all])] if set_for_all else []),
    ]


def age(released: date, today: date) -> str:
    """How long ago the program was released, to follow its date; nothing for the first month."""
    months = (today.year - released.year) * 12 + today.month - released.month - (today.day < released.day)
    if months < 1:
        return ""
    if months < 24:
        return f", {danish.counted(months, 'måned', 'måneder')} gammelt"
    return f", {months // 12} år gammelt"


def told(library: Library) -> str:
    """The notice of a library and the texts of its licence, one after the other, as plain text."""
    parts = [library.notice] if library.notice else []
    for path in library.texts:
        try:
            words = _decoded(path.read_bytes()).strip()
        except OSError as fault:
            words = f"Filen kan ikke læses: {fault}"
        parts.append(f"{path.name}\n\n{words}" if len(library.texts) > 1 else words)
    return "\n\n\n".join(parts) or NO_TEXT


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:  # FreeType's has French names in Latin-1
        return text.decode("latin-1")
