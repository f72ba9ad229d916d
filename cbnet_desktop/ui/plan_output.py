"""The plan of the year as a PDF file: looked at, printed and kept, as a draft or as it was signed off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from cbnet_desktop.domain import plan
from cbnet_desktop.domain.errors import Invalid, UserError
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.ui import background
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.printout import Printout

Bytes = Callable[[], bytes]


class PlanOutput(QObject):
    """Makes plan PDFs in a thread, shows and writes them."""

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window

    def preview(self) -> None:
        """The draft as it stands now."""
        self._show(draft(self._document))

    def show_version(self, version: PlanVersion) -> None:
        """A signed version as it was."""
        pdf = self._document.store.log.version_pdf(version.id)
        title = f"Handlingsplan {self._document.year}, version {version.number}"
        self._show(Printout(title, self._name(version), lambda: pdf))

    def ask_and_save(self, version: PlanVersion) -> None:
        """Asks for a file and writes a signed version as it was."""
        self._ask(version)

    def ask_and_export(self) -> None:
        """Asks for a file; the newest signed version if there is one, else the draft."""
        self._ask(self.newest_version())

    def ask_and_export_draft(self) -> None:
        """Asks for a file and writes the plan as it stands now."""
        self._ask(None)

    def _ask(self, version: PlanVersion | None) -> None:
        proposed = self._document.store.path.with_name(self._name(version))
        target, _ = QFileDialog.getSaveFileName(self._window, "Handlingsplan som PDF", str(proposed), "PDF (*.pdf)")
        if target:
            path = Path(target)
            self.export(path if path.suffix else path.with_suffix(".pdf"), version)

    def export(self, target: Path, version: PlanVersion | None) -> None:
        """Writes a signed version's own bytes, or the draft; a name that is no PDF's could be the network's own."""
        if target.suffix.lower() != ".pdf":
            self._refuse(Invalid(f"{target.name} kan ikke skrives. Brug et navn, der ender på .pdf."))
            return
        if version:
            pdf = self._document.store.log.version_pdf(version.id)
            self._write(lambda: pdf, target)
        else:
            self._write(draft(self._document).render, target)

    def newest_version(self) -> PlanVersion | None:
        """The plan year's version signed off last."""
        network = self._document.network
        found = plan.of_year(network, self._document.year)
        versions = [row for row in network.rows(PlanVersion) if found and row.plan_id == found.id]
        return max(versions, key=lambda row: row.number or 0, default=None)

    def _name(self, version: PlanVersion | None) -> str:
        return f"handlingsplan-{self._document.year}-{f'v{version.number}' if version else 'udkast'}.pdf"

    def _show(self, printout: Printout) -> None:
        from cbnet_desktop.ui import preview

        preview.show_printout(self._window, printout, self._refuse)

    def _write(self, make: Bytes, target: Path) -> None:
        def work() -> Path:
            from cbnet_desktop.documents.writing import write_pdf

            write_pdf(target, make())
            return target

        background.run(work, self._tell, self._refuse)

    def _tell(self, path: Path) -> None:
        assert isinstance(self._window, QMainWindow)
        self._window.statusBar().showMessage(f"Skrevet: {path}", 8000)

    def _refuse(self, refusal: UserError) -> None:
        self._document.refused.emit(refusal)


def draft(document: Document) -> Printout:
    """The plan of the year as it stands now, and the characters that its typeface lacks."""
    network, year, today = document.network, document.year, document.today

    def render() -> bytes:
        from cbnet_desktop.documents.plan import render

        return render(plan.content(network, year, today, None))

    def notes() -> list[str]:
        from cbnet_desktop.documents.plan import warnings

        return warnings(plan.content(network, year, today, None))

    return Printout(f"Handlingsplan {year}, udkast", f"handlingsplan-{year}-udkast.pdf", render, notes)
