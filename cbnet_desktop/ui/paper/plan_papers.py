"""The plan of the year as a PDF file: looked at, printed and kept, as a draft or as it was signed off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from cbnet_desktop.documents.papers.catalogue import PLAN
from cbnet_desktop.documents.papers.paper import OfPlan, ReadyPaper
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session


class PlanPapers(QObject):
    """Makes plan PDFs in a thread, shows and writes them."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def preview(self) -> None:
        """The draft as it stands now."""
        self._show(self._paper(None))

    def show_version(self, version: PlanVersion) -> None:
        """A signed version as it was."""
        self._show(self._paper(version))

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
        proposed = self._session.store.path.with_name(self._paper(version).file_name)
        target, _ = QFileDialog.getSaveFileName(self._window, "Handlingsplan som PDF", str(proposed), "PDF (*.pdf)")
        if target:
            path = Path(target)
            self.export(path if path.suffix else path.with_suffix(".pdf"), version)

    def export(self, target: Path, version: PlanVersion | None) -> None:
        """Writes a signed version's own bytes, or the draft; a name that is no PDF's could be the network's own."""
        if target.suffix.lower() != ".pdf":
            self._refuse(Invalid(f"{target.name} kan ikke skrives. Brug et navn, der ender på .pdf."))
            return
        self._write(self._paper(version), target)

    def newest_version(self) -> PlanVersion | None:
        """The plan year's version signed off last."""
        network = self._session.network
        found = plan.of_year(network, self._session.year)
        versions = [row for row in network.rows(PlanVersion) if found and row.plan_id == found.id]
        return max(versions, key=lambda row: row.number or 0, default=None)

    def _paper(self, version: PlanVersion | None) -> ReadyPaper:
        session = self._session
        pdf = session.store.log.version_pdf(version.id) if version else b""
        return PLAN.of(OfPlan(session.network, session.today, session.year, version, pdf))

    def _show(self, paper: ReadyPaper) -> None:
        from cbnet_desktop.ui.paper import preview

        preview.show(self._window, paper, self._refuse)

    def _write(self, paper: ReadyPaper, target: Path) -> None:
        def work() -> Path:
            from cbnet_desktop.documents.pdf.writing import write_pdf

            write_pdf(target, paper.make(None)[0])
            return target

        background.run(work, self._tell, self._refuse)

    def _tell(self, path: Path) -> None:
        assert isinstance(self._window, QMainWindow)
        self._window.statusBar().showMessage(f"Skrevet: {path}", 8000)

    def _refuse(self, refusal: UserError) -> None:
        self._session.refused.emit(refusal)
