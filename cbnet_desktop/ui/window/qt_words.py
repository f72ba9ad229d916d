"""Danish texts for Qt's own dialogs that Qt's translation (6.11) lacks."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

WORDS = {
    "Page &Set:": "Me&dtag:",
    "Double Sided Printing": "Tosidet udskrift",
    "Off": "Nej",
    "Long side binding": "Ja, bladres på den lange led",
    "Short side binding": "Ja, bladres på den korte led",
    "Page &order:": "&Rækkefølge:",
    "Pages &per sheet:": "Sider &pr. ark:",
    "Scheduled &printing:": "&Udskrives:",
    "&Billing information:": "&Afregnes på:",
    "Job &priority:": "&Prioritet:",
    "&Start:": "&Først:",
    "&End:": "&Sidst:",
    "&Look in:": "&Søg i:",
    "Files of &type:": "Fil&type:",
}
CONTEXTS = ("QPrintSettingsOutput", "QPageSetupWidget", "QCupsJobWidget", "QFileDialog")


class QtWords(QTranslator):
    """A translator to install before Qt's own one, so that it is asked last."""

    def isEmpty(self) -> bool:
        """False, or Qt would not install it."""
        return False

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _count: int = -1) -> str | None:
        """The Danish text; None where Qt must use its own."""
        return WORDS.get(source) if context in CONTEXTS else None
