"""The dialog »Underskriv dokument«: signs a field of a PDF digitally with a certificate from a file."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import Invalid, Unreadable, UserError
from cbnet_desktop.system import paths
from cbnet_desktop.system.foreign import Errand
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.widgets.combo_boxes import ListInput
from cbnet_desktop.ui.widgets.file_kinds import require_suffix
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.path_field import PathField
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

if TYPE_CHECKING:
    from cbnet_desktop.documents.signing.signature_places import Place

CERTIFICATE = "certificate"
EXPLANATION = (
    "Underskriften sættes i et felt på dokumentets underskriftsside. Alle underskriver den samme fil, én ad gangen. "
    "Efter den første underskrift kan intet i dokumentet ændres."
)
#: Signing in the field of somebody else is allowed, but must be confirmed.
AGAIN = "Tryk »Underskriv« igen, hvis det er meningen."


class SignatureDialog(FittedDialog):
    """Signs only when everything is filled in; a refusal is shown below and keeps what was typed."""

    signed = Signal(object, bytes, str)
    """The file written, its bytes, and a remark where the field is somebody else's, or ""."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Underskriv dokument")
        self.source = PathField("Dokumentet", "PDF (*.pdf)", self)
        self.field = ListInput(self)
        self.field.setAccessibleName("Felt")
        self.field.setPlaceholderText("Vælg først dokumentet")
        self.certificate = PathField("Certifikat", "Certifikater (*.p12 *.pfx)", self)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Adgangskode til certifikatet")
        self.target = PathField("Gem som", "PDF (*.pdf)", self, is_new=True)
        self.strip = MessageStrip(self)
        self._pdf = b""
        self._errand = Errand()
        self._warned: tuple[int, Path] | None = None
        self._arrange()
        self.source.changed.connect(self._read)
        if known := paths.settings().get(CERTIFICATE):
            self.certificate.show_path(str(known))
        self._judge()

    def show_document(self, path: Path) -> None:
        """Shows the fields of a file."""
        self.source.show_path(path)

    def attempt(self) -> None:
        """Signs and writes the file in the background."""
        source, certificate, target = self.source.path, self.certificate.path, self.target.path
        number = self.field.currentData()
        if not (source and certificate and target and number):
            return
        if target.exists() and target.resolve() != source.resolve() and not self.target.may_replace:
            self._refuse(Invalid(f"{target.name} findes i forvejen. Vælg et andet navn."))
            return
        pdf, passphrase = self._pdf, self.passphrase.text()
        is_for_another, errand = self._warned == (number, certificate), self._errand

        def work() -> tuple[bytes, str]:
            return signed_file(
                pdf, number, certificate, passphrase, target, errand=errand, is_for_another=is_for_another
            )

        def refuse(refusal: UserError) -> None:
            self._warned = (number, certificate) if refusal.field == "owner" else self._warned
            self._refuse(refusal)

        self._wait("Underskriver …")
        background.run(work, lambda made: self._finish(target, certificate, *made), refuse)

    def _finish(self, target: Path, certificate: Path, written: bytes, remark: str) -> None:
        with suppress(OSError):  # remembering the certificate is a convenience
            paths.save_settings(**{CERTIFICATE: str(certificate)})
        if isValid(self):
            self.signed.emit(target, written, remark)
            self.accept()

    def _read(self) -> None:
        """Reads the signature fields in the background, since the library takes a moment to load."""
        path = self.source.path
        self._errand.call_off()
        errand = self._errand = Errand()
        self._pdf = b""
        self.field.clear()
        self._judge()
        if path is None:
            return

        def work() -> tuple[bytes, list[Place]]:
            from cbnet_desktop.documents.signing.signatures import open_places
            from cbnet_desktop.documents.signing.signing_files import judged_apart, read_pdf

            pdf = read_pdf(path)
            return pdf, judged_apart(partial(open_places, pdf), errand)

        def refuse(refusal: UserError) -> None:
            if errand is self._errand:
                self._refuse(refusal)

        self._wait("Læser dokumentet …")
        background.run(work, lambda found: self._show_fields(path, *found), refuse)

    def done(self, result: int) -> None:
        """Ends what is being read or signed; nothing is written after that."""
        self._errand.call_off()
        super().done(result)

    def _show_fields(self, path: Path, pdf: bytes, fields: list[Place]) -> None:
        if not isValid(self) or path != self.source.path:
            return
        self._pdf = pdf
        for place in fields:
            self.field.addItem(f"{place.number}: {place.title}", place.number)
        name = paths.user_name()
        mine = [place.number for place in fields if place.is_for(name)]
        self.field.setCurrentIndex(self.field.findData(mine[0]) if mine else -1)
        self.field.setPlaceholderText("Vælg, hvem du underskriver som")
        self.target.show_path(proposed_name(path))
        self._wait("")
        self.field.setFocus()

    def _refuse(self, refusal: UserError) -> None:
        if not isValid(self):
            return
        self._wait("")
        self.strip.show_error(f"{refusal.message} {AGAIN}" if refusal.field == "owner" else refusal.message)
        self.column.activate()
        self.resize(self.width(), max(self.height(), self.column.totalHeightForWidth(self.width())))
        if refusal.field == "passphrase":
            self.passphrase.setFocus()
            self.passphrase.selectAll()

    def _wait(self, sentence: str) -> None:
        self.strip.show_note(sentence)
        for widget in (self.source, self.field, self.certificate, self.passphrase, self.target):
            widget.setEnabled(not sentence)
        self._judge()

    def _judge(self) -> None:
        is_free = self.source.isEnabled()
        answered = self._pdf and self.field.currentData() and self.certificate.path and self.target.path
        self.signer.setEnabled(bool(is_free and answered))

    def _arrange(self) -> None:
        explanation = wrapped_label(self, EXPLANATION, "muted")
        form = QFormLayout()
        form.setVerticalSpacing(6)
        for caption, widget in (
            ("&Dokument", self.source),
            ("Underskriv &som", self.field),
            ("&Certifikat", self.certificate),
            ("&Adgangskode", self.passphrase),
            ("&Gem som", self.target),
        ):
            form.addRow(caption, widget)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.signer: QPushButton = box.addButton("&Underskriv", QDialogButtonBox.ButtonRole.AcceptRole)
        self.signer.setDefault(True)
        box.accepted.connect(self.attempt)
        box.rejected.connect(self.reject)
        column = self.column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(explanation)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self.strip)
        column.addWidget(box)
        self.setMinimumWidth(characters(self, 84))
        self.field.currentIndexChanged.connect(lambda _: self._judge())
        for line in (self.certificate.line, self.target.line):
            line.textChanged.connect(lambda _: self._judge())


def proposed_name(path: Path) -> Path:
    """A new name for an unsigned file; a signed file is kept, since a further signature is added to it."""
    ending = "-underskrevet"
    return path if path.stem.endswith(ending) else path.with_name(f"{path.stem}{ending}.pdf")


def signed_file(
    pdf: bytes, number: int, certificate: Path, passphrase: str, target: Path, *, errand: Errand, is_for_another: bool
) -> tuple[bytes, str]:
    """Signs the PDF and writes it atomically; the text remarks on a field of somebody else. Raises UserError.

    Nothing is written once the errand is called off.
    """
    from cbnet_desktop.documents.pdf import writing
    from cbnet_desktop.documents.signing import signatories, signatures, signing_files

    require_suffix(target, ".pdf")
    at = datetime.now(UTC).replace(microsecond=0)
    content = signing_files.read_certificate(certificate)
    order = signatures.Order(pdf, number, content, passphrase, at, is_for_another=is_for_another)
    signed = signing_files.judged_apart(partial(signatures.carry_out, order), errand, len(pdf))
    if errand.is_off:
        raise Unreadable(signing_files.TOO_HARD)
    writing.write_pdf(target, signed.pdf)
    is_own = signed.place.is_for(signed.signer)
    return signed.pdf, "" if is_own else signatories.other_name(signed.place, signed.signer)
