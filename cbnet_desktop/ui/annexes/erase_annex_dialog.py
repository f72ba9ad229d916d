"""»Slet for alle …«: erases the bytes of an annex everywhere and records the reason (GDPR, article 17)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records import Annex
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.erasing_dialog import ErasingDialog
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

GOES = (
    "Filen slettes her, i den fælles mappe og hos alle andre, når de udveksler, og kan ikke lægges ind igen. Det kan "
    "ikke fortrydes."
)
STAYS = "Bilagets titel og filens navn bliver stående. Begrundelsen, dit navn og datoen gemmes."
ELSEWHERE = "Kopier, som er sendt, udskrevet eller gemt andre steder, er der stadig."


class EraseAnnexDialog(ErasingDialog):
    """Says what goes and what stays, and asks for the reason."""

    what = "filen"

    def __init__(self, session: Session, annex: Annex, parent: QWidget | None = None) -> None:
        super().__init__(session, "Slet filen for alle", "&Slet filen", parent)
        self._annex = annex
        name = annex_files.safe_name(annex.file_name)
        self.column.insertWidget(0, wrapped_label(self, f"{annex.title} ({name})", "heading"))
        for place, sentence in enumerate((GOES, STAYS, ELSEWHERE), 1):
            self.column.insertWidget(place, wrapped_label(self, sentence))
        self.column.insertSpacing(4, 4)
        self.ask_why()

    def erase(self, reason: str) -> frozenset[str]:
        """Erases the file, here at once and elsewhere by exchange."""
        return self.session.store.erase_annex(self._annex.id, reason, today=self.session.today)

    def announce(self) -> str:
        """What is told afterwards."""
        return f"Filen til {quoted(self._annex.title)} er slettet. {ELSEWHERE}"
