from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.signing import certificates, signatures, trust, verification
from cbnet_desktop.documents.signing.signature_places import Place
from cbnet_desktop.documents.signing.state import Said, State
from cbnet_desktop.documents.signing.verdict import Verdict
from cbnet_desktop.documents.signing.verification import Signature, Verification
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper import signing
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.paper.signature_dialog import SignatureDialog, proposed_name
from cbnet_desktop.ui.paper.verdict_dialog import VerdictDialog, summary
from cbnet_desktop.ui.widgets.path_field import PathField
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.documents import signed
from tests.documents.authority import PASSPHRASE, Authority

NOW = datetime.now(UTC)
AUTHORITY = Authority()
WAIT = 20_000


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("certifikat") / "mette.p12"
    path.write_bytes(AUTHORITY.p12("Mette Holm", begins=NOW - timedelta(days=1), ends=NOW + timedelta(days=9)))
    return path


@pytest.fixture(scope="module")
def signed_pdf() -> bytes:
    loaded = certificates.load(
        AUTHORITY.p12("Mette Holm", begins=NOW - timedelta(days=1), ends=NOW + timedelta(days=9)), PASSPHRASE, NOW
    )
    return signatures.sign(signed.unsigned(), loaded, 2, NOW)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(signed.unsigned())
    return path


@pytest.fixture
def dialog(main: MainWindow, plan: Path, certificate: Path, qtbot: QtBot) -> SignatureDialog:
    """Everything answered but the passphrase; Mette Holm's field is chosen."""
    made = signing.sign(main)
    made.show_document(plan)
    qtbot.waitUntil(lambda: made.field.count() > 0, timeout=WAIT)
    made.certificate.show_path(certificate)
    made.field.setCurrentIndex(made.field.findData(2))
    return made


def previews(main: MainWindow) -> list[PreviewWindow]:
    return [shown for shown in main.findChildren(PreviewWindow) if shown.isVisible()]


# Signing


def test_a_document_is_signed_written_and_shown(
    dialog: SignatureDialog, main: MainWindow, plan: Path, qtbot: QtBot
) -> None:
    before = plan.read_bytes()
    dialog.passphrase.setFocus()
    qtbot.keyClicks(dialog.passphrase, PASSPHRASE)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(previews(main)), timeout=WAIT)
    target = plan.with_name("plan-underskrevet.pdf")
    written = target.read_bytes()
    assert previews(main)[0].pdf == written
    assert f"Underskrevet og gemt: {target}" in previews(main)[0].strip.text
    found = verification.verify(written, trust.authorities(AUTHORITY.pem))
    assert found.is_sound
    assert [one.place.number for one in found.signatures] == [2]
    assert plan.read_bytes() == before


def test_a_wrong_passphrase_is_told_and_what_was_typed_stays(dialog: SignatureDialog, plan: Path, qtbot: QtBot) -> None:
    dialog.passphrase.setText("forkert")
    dialog.signer.click()
    qtbot.waitUntil(lambda: dialog.strip.text.startswith("Adgangskoden passer ikke"), timeout=WAIT)
    assert dialog.isVisible()
    assert dialog.passphrase.text() == "forkert"
    assert dialog.field.currentData() == 2
    assert dialog.signer.isEnabled()
    assert [path.name for path in plan.parent.glob("*.pdf")] == ["plan.pdf"]


def test_the_passphrase_is_not_shown(dialog: SignatureDialog) -> None:
    assert dialog.passphrase.echoMode() == QLineEdit.EchoMode.Password


def test_another_file_is_not_written_over_unasked(
    dialog: SignatureDialog, plan: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = plan.with_name("plan-underskrevet.pdf")
    other.write_bytes(b"%PDF-1.7 en andens")
    dialog.passphrase.setText(PASSPHRASE)
    dialog.signer.click()
    assert dialog.strip.text == "plan-underskrevet.pdf findes i forvejen. Vælg et andet navn."
    assert other.read_bytes() == b"%PDF-1.7 en andens"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(other), ""))
    dialog.target.chooser.click()
    with qtbot.waitSignal(dialog.signed, timeout=WAIT):
        dialog.signer.click()
    assert verification.verify(other.read_bytes()).is_intact


@pytest.mark.parametrize(
    ("name", "words"),
    [("plan.txt", "der ender på .pdf"), ("væk/plan.pdf", "findes ikke"), ("fælles/netværk.cbnet", "i forvejen")],
)
def test_where_it_cannot_be_written_is_told(
    dialog: SignatureDialog, plan: Path, qtbot: QtBot, name: str, words: str
) -> None:
    dialog.target.show_path(plan.parent / name)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.signer.click()
    qtbot.waitUntil(lambda: words in dialog.strip.text, timeout=WAIT)


def test_a_document_without_fields_is_told_as_soon_as_it_is_chosen(
    main: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "brev.pdf").write_bytes(b"%PDF-1.4 intet")
    made = signing.sign(main)
    made.show_document(tmp_path / "brev.pdf")
    qtbot.waitUntil(lambda: made.strip.text.startswith("PDF-filen kan ikke læses"), timeout=WAIT)
    assert not made.signer.isEnabled()


def test_the_users_own_field_is_proposed(
    main: MainWindow, plan: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CBNET_USER", "Jens Kær")
    made = signing.sign(main)
    made.show_document(plan)
    qtbot.waitUntil(lambda: made.field.count() > 0, timeout=WAIT)
    assert made.field.currentText() == "3: Jens Kær, Herning"


def test_anothers_field_is_signed_only_when_asked_for_again_and_remarked_on(
    dialog: SignatureDialog, plan: Path, qtbot: QtBot
) -> None:
    dialog.field.setCurrentIndex(dialog.field.findData(3))
    dialog.passphrase.setText(PASSPHRASE)
    dialog.signer.click()
    qtbot.waitUntil(lambda: dialog.strip.text.startswith("Feltet er til Jens Kær, Herning"), timeout=WAIT)
    assert dialog.strip.text.endswith("Tryk »Underskriv« igen, hvis det er meningen.")
    assert [path.name for path in plan.parent.glob("*.pdf")] == ["plan.pdf"]
    with qtbot.waitSignal(dialog.signed, timeout=WAIT) as emitted:
        dialog.signer.click()
    assert emitted.args[2] == "Feltet er til Jens Kær, Herning, men certifikatet er udstedt til Mette Holm."


def test_who_signs_next_adds_to_the_same_file() -> None:
    assert proposed_name(Path("plan.pdf")) == Path("plan-underskrevet.pdf")
    assert proposed_name(Path("plan-underskrevet.pdf")) == Path("plan-underskrevet.pdf")


# Checking


@pytest.fixture
def verdict(main: MainWindow) -> VerdictDialog:
    return signing.verify(main, main.session)


def checked(verdict: VerdictDialog, path: Path, qtbot: QtBot) -> str:
    """What is said of a file."""
    verdict.show_document(path)
    qtbot.waitUntil(lambda: "Kontrollerer" not in verdict.state.text, timeout=WAIT)
    return f"{verdict.state.text}\n{verdict.text}"


def test_a_signed_document_is_judged(verdict: VerdictDialog, signed_pdf: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "plan.pdf").write_bytes(signed_pdf)
    said = checked(verdict, tmp_path / "plan.pdf", qtbot)
    assert "Intet er ændret eller føjet til efter underskrifterne." in said
    assert "Ingen udstedere er angivet som betroede." in said
    assert "Noget taler imod" in said, "the network knows nothing of the plan"
    (tmp_path / "rod.pem").write_bytes(AUTHORITY.pem)
    verdict.authority.show_path(tmp_path / "rod.pem")
    qtbot.waitUntil(lambda: "Kontrollerer" not in verdict.state.text and bool(verdict.text), timeout=WAIT)
    assert "Ingen udstedere" not in verdict.text
    assert "Dokumentet er ikke nogen af de godkendte versioner, som netværket har." in verdict.text


@pytest.mark.parametrize(
    ("worst", "icon", "words"),
    [
        (State.IN_ORDER, "kept", "Dokumentet er i orden"),
        (State.LOOK, "open", "Skal ses efter"),
        (State.BROKEN, "broken", "Noget taler imod"),
    ],
)
def test_the_three_values_are_told_in_words(worst: State, icon: str, words: str) -> None:
    place = Place("underskrift-1", "Underskrift: Mette Holm, Gentofte", is_signed=True)
    signature = Signature(place, "Mette Holm", "", "", is_certifying=True, is_intact=True, is_trusted=True)
    found = Verdict(Verification((signature,), ()), None, lambda _: Said(worst, "Sådan er det."))
    assert summary(found)[:2] == (icon, words)


def test_a_changed_document_is_called_changed(
    verdict: VerdictDialog, signed_pdf: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "plan.pdf").write_bytes(signed_pdf + b"mere")
    said = checked(verdict, tmp_path / "plan.pdf", qtbot)
    assert "PDF-filen kan ikke læses" in said or "Dokumentet er ændret" in said


def test_a_file_that_is_no_pdf_is_told(verdict: VerdictDialog, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"hej")
    assert "Ikke kontrolleret PDF-filen kan ikke læses" in checked(verdict, tmp_path / "plan.pdf", qtbot)
    assert "findes ikke" in checked(verdict, tmp_path / "væk.pdf", qtbot)


def test_the_networks_own_file_is_never_read_as_a_document(
    verdict: VerdictDialog, session: Session, qtbot: QtBot
) -> None:
    said = checked(verdict, session.store.path, qtbot)
    assert "kan ikke bruges her. Vælg en fil, der ender på .pdf." in said


def test_the_checked_document_can_be_looked_at(
    verdict: VerdictDialog, signed_pdf: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "plan.pdf").write_bytes(signed_pdf)
    assert not verdict.viewer.isEnabled()
    checked(verdict, tmp_path / "plan.pdf", qtbot)
    verdict.viewer.click()
    qtbot.waitUntil(lambda: bool(verdict.findChildren(PreviewWindow)), timeout=WAIT)
    assert verdict.findChildren(PreviewWindow)[0].pdf == signed_pdf


def test_the_menus_open_both(main: MainWindow) -> None:
    main.actions_by_name["sign_pdf"].trigger()
    main.actions_by_name["verify_pdf"].trigger()
    assert main.findChildren(SignatureDialog)
    assert main.findChildren(VerdictDialog)


def test_every_line_and_button_of_a_file_has_a_name(dialog: SignatureDialog) -> None:
    for field in dialog.findChildren(PathField):
        assert field.line.accessibleName()
        assert field.chooser.accessibleName().startswith("Vælg ")
