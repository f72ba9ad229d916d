"""The plan of the year as a PDF, as a draft or as signed off: previewed and exported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from cbnet_desktop.documents.papers.catalogue import PLAN
from cbnet_desktop.documents.papers.paper import OfPlan, Progress, ReadyPaper
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper import papers
from cbnet_desktop.ui.widgets.file_kinds import require_suffix, with_suffix

CHANGED = (
    "Planen er ændret, siden version {} blev godkendt. Her står den, som den blev godkendt; ændringerne står i "
    "udkastet (Plan ▸ Forhåndsvis udkast)."
)


class PlanPapers(QObject):
    """Renders plan PDFs in a thread, previews and exports them."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def current(self) -> ReadyPaper:
        """The latest signed version, with a note where the plan has changed since; the draft where there is none."""
        version, network = self.newest_version(), self._session.network
        paper = self._paper(version)
        if version is None:
            return paper

        def make(report: Progress | None) -> tuple[bytes, Sequence[str]]:
            pdf, notes = paper.make(report)
            has_changed = plan.has_changed_since(network, version)
            return pdf, [*notes, *([CHANGED.format(version.number)] if has_changed else [])]

        return paper._replace(make=make)

    def preview(self) -> None:
        """Previews the latest signed version, or the draft where there is none."""
        self._show(self.current())

    def preview_draft(self) -> None:
        """Previews the plan as it is now."""
        self._show(self._paper(None))

    def show_version(self, version: PlanVersion) -> None:
        """Previews a signed version that counts."""
        if self._counts(version):
            self._show(self._paper(version))

    def ask_and_save(self, version: PlanVersion | None) -> None:
        """Asks for a file and writes a signed version that counts into it, or the current draft."""
        if version and not self._counts(version):
            return
        proposed = self._session.store.path.with_name(self._paper(version).file_name)
        target, _ = QFileDialog.getSaveFileName(self._window, "Handlingsplan som PDF", str(proposed), "PDF (*.pdf)")
        if target:
            self.export(with_suffix(target, ".pdf"), version)

    def export(self, target: Path, version: PlanVersion | None) -> None:
        """Writes a signed version or the draft; refuses other names than *.pdf, which may be the network's file."""
        paper = self._paper(version)

        def work() -> Path:
            from cbnet_desktop.documents.pdf.writing import write_pdf

            require_suffix(target, ".pdf")
            write_pdf(target, paper.make(None)[0])
            return target

        background.run(work, self._show_written, self._session.refused.emit)

    def newest_version(self) -> PlanVersion | None:
        """The plan year's latest signed version, or None."""
        return next(reversed(plan.versions(self._session.network, self._session.year)), None)

    def _counts(self, version: PlanVersion) -> bool:
        """Whether a version may be shown as signed; says why where it may not."""
        try:
            plan.require_known(self._session.network, version)
        except Invalid as refusal:
            self._session.refused.emit(refusal)
            return False
        return True

    def _paper(self, version: PlanVersion | None) -> ReadyPaper:
        session = self._session
        if version is None:
            return papers.of(PLAN, session)
        log = session.store.log
        signed = log.version_pdf(version.id), log.version_document(version.id)
        return PLAN.of(OfPlan(session.network, session.today, session.year, version, *signed))

    def _show(self, paper: ReadyPaper) -> None:
        from cbnet_desktop.ui.paper import preview

        preview.show(self._window, paper, self._session.refused.emit, self._session)

    def _show_written(self, path: Path) -> None:
        assert isinstance(self._window, QMainWindow)
        self._window.statusBar().showMessage(f"Skrevet: {path}", 8000)
