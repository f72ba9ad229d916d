from __future__ import annotations

import io
import socket
from typing import Any

import page
import pikepdf
import pytest

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.signing import certificates, signatures, trust, verification
from cbnet_desktop.documents.signing.signature_places import Place, places
from cbnet_desktop.documents.signing.state import State
from cbnet_desktop.domain.records.errors import Invalid, Unreadable, UserError
from tests.documents import samples, signed
from tests.documents.authority import DAY, NOW, PASSPHRASE, Authority
from tests.documents.reading import opened
from tests.documents.signed import AUTHORITY, SIGNATORIES, signed_by

FALSE_ALARM = "STREAM-LENGTH-001"


def accessibility_failures(pdf: bytes) -> list[str]:
    """The PDF/UA-1 rules that a file breaks."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return [failure.rule_id for failure in report.failures if not failure.rule_id.endswith(FALSE_ALARM)]


# Signing


@pytest.mark.parametrize("count", [1, 2, 3])
def test_three_sign_in_turn_and_each_state_of_the_file_is_sound(count: int) -> None:
    found = verification.verify(signed_by(count), signed.trusted())
    assert found.is_sound
    assert [(one.place.number, one.signer) for one in found.signatures] == list(SIGNATORIES[:count])
    assert [one.is_certifying for one in found.signatures] == [True, False, False][:count]
    assert {one.at for one in found.signatures} == {"2014-12-03T13:03:00Z"}
    assert {one.issuer for one in found.signatures} == {"Prøveudsteder"}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_the_file_stays_accessible_after_each_signature(count: int) -> None:
    assert accessibility_failures(signed_by(count)) == []


def test_the_check_of_accessibility_bites() -> None:
    with pikepdf.open(io.BytesIO(signed_by(1))) as pdf:
        del pdf.Root.Lang
        written = io.BytesIO()
        pdf.save(written)
    assert accessibility_failures(written.getvalue()) != []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_signature_only_appends(count: int) -> None:
    assert signed_by(count).startswith(signed_by(count - 1))


def test_the_first_signature_allows_nothing_but_signing() -> None:
    with pikepdf.open(io.BytesIO(signed_by(3))) as pdf:
        certifying = pdf.Root.Perms.DocMDP
        assert certifying.Reference[0].TransformParams.P == 2
        assert certifying.SubFilter == "/ETSI.CAdES.detached"
        assert str(certifying.M) == "D:20141203140300+01'00'"


def test_the_stamp_says_who_signed_and_when_in_an_embedded_font() -> None:
    with pikepdf.open(io.BytesIO(signed_by(1))) as pdf:
        field = next(field for field in pdf.Root.AcroForm.Fields if field.T == "underskrift-2")
        fonts = field.AP.N.Resources.Font
        assert fonts.keys()
        for font in fonts.values():
            assert "Lato" in str(font.BaseFont)
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font
    with opened(signed_by(1)) as document:
        document.init_forms()
        document[len(document) - 1].flatten()
        words = " ".join(document[len(document) - 1].get_textpage().get_text_bounded().split())
    assert "Mette Holm Digitalt underskrevet 03.12.2014 kl. 14.03" in words


def test_the_stamp_is_drawn_in_its_field_and_nowhere_else() -> None:
    before, after = drawn(signed_by(0)), drawn(signed_by(1))
    left, top, right, bottom = difference_box(before, after)
    field = field_of(signed_by(1), "underskrift-2")
    assert field[0] - 1 <= left < right <= field[2] + 1
    assert field[1] - 1 <= top < bottom <= field[3] + 1


def drawn(pdf: bytes) -> Any:
    with opened(pdf) as document:
        document.init_forms()
        return document[len(document) - 1].render(scale=1, may_draw_forms=True, grayscale=True)


def difference_box(before: Any, after: Any) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what differs, in points from the top left corner."""
    places = [
        (index % after.stride, index // after.stride)
        for index, (old, new) in enumerate(zip(before.buffer, after.buffer, strict=True))
        if old != new
    ]
    columns, rows = [x for x, _ in places], [y for _, y in places]
    return min(columns), min(rows), max(columns), max(rows)


def field_of(pdf: bytes, name: str) -> tuple[float, float, float, float]:
    """The box of a field in points from the top left corner of an A4 page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        field = next(field for field in opened.Root.AcroForm.Fields if name == field.T)
        left, bottom, right, top = (float(side) for side in field.Rect)
    return left, 841.89 - top, right, 841.89 - bottom


def test_nothing_is_fetched_from_any_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    pdf = signatures.sign(signed_by(0), signed.certificate("Jens Kær"), 3, NOW)
    assert verification.verify(pdf, signed.trusted()).is_sound


def test_a_name_with_characters_that_the_font_lacks_is_still_stamped() -> None:
    loaded = certificates.load(AUTHORITY.p12("Mette 😀 Holm"), PASSPHRASE, NOW)
    pdf = signatures.sign(signed_by(0), loaded, 2, NOW)
    assert verification.verify(pdf, signed.trusted()).signatures[0].signer == "Mette 😀 Holm"
    assert accessibility_failures(pdf) == []


def test_a_very_long_name_stays_in_its_field() -> None:
    loaded = certificates.load(AUTHORITY.p12("Anne-Charlotte Wolffsgaard " + "Mellemnavn " * 3), PASSPHRASE, NOW)
    pdf = signatures.sign(signed_by(0), loaded, 2, NOW)
    left, _, right, _ = difference_box(drawn(signed_by(0)), drawn(pdf))
    field = field_of(pdf, "underskrift-2")
    assert field[0] - 1 <= left < right <= field[2] + 1


def test_a_file_without_a_passphrase_is_opened_with_none() -> None:
    assert certificates.load(AUTHORITY.p12("Mette Holm", passphrase=""), "", NOW).name == "Mette Holm"


def test_a_certificate_that_does_not_say_what_it_is_for_may_sign() -> None:
    loaded = certificates.load(AUTHORITY.p12("Mette Holm", uses=None), PASSPHRASE, NOW)
    pdf = signatures.sign(signed_by(0), loaded, 2, NOW)
    assert verification.verify(pdf, signed.trusted()).is_intact


# Refusals: a sentence each, and nothing changed


def fully_signed() -> bytes:
    """A file of ours whose only field is signed."""
    return signatures.sign(foreign(field="underskrift-1"), signed.certificate("Mette Holm"), 1, NOW)


@pytest.mark.parametrize(
    ("content", "passphrase", "words", "field"),
    [
        (lambda: AUTHORITY.p12("Mette Holm"), "forkert", "Adgangskoden passer ikke til certifikatet", "passphrase"),
        (lambda: AUTHORITY.p12("Mette Holm"), "", "Adgangskoden passer ikke til certifikatet", "passphrase"),
        (
            lambda: AUTHORITY.p12("A", ends=NOW - DAY / 2),
            PASSPHRASE,
            "Certifikatet udløb 03.12.2014 kl. 02.03",
            "certificate",
        ),
        (
            lambda: AUTHORITY.p12("A", begins=NOW + DAY),
            PASSPHRASE,
            "gælder først fra 04.12.2014 kl. 14.03",
            "certificate",
        ),
        (lambda: AUTHORITY.p12("A", has_key=False), PASSPHRASE, "dets private nøgle", "certificate"),
        (
            lambda: AUTHORITY.p12("A", uses=("key_encipherment",)),
            PASSPHRASE,
            "må ikke bruges til underskrift",
            "certificate",
        ),
        (lambda: b"", PASSPHRASE, "Certifikatfilen kan ikke læses", "certificate"),
        (lambda: AUTHORITY.pem, PASSPHRASE, "Certifikatfilen kan ikke læses", "certificate"),
        (lambda: AUTHORITY.p12("A")[:300], PASSPHRASE, "Certifikatfilen kan ikke læses", "certificate"),
    ],
)
def test_a_certificate_that_cannot_sign_is_refused(content: Any, passphrase: str, words: str, field: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        certificates.load(content(), passphrase, NOW)
    assert refused.value.field == field
    assert isinstance(refused.value, Unreadable) is words.endswith("kan ikke læses")
    assert is_one_text(refused.value)


def is_one_text(refusal: UserError) -> bool:
    """Danish, ended by a full stop, without a library's own words."""
    text = refusal.message
    return text.endswith(".") and not any(
        word in text.lower() for word in ("error", "pkcs", "none", "invalid", "could")
    )


@pytest.mark.parametrize(
    ("pdf", "number", "words"),
    [
        (lambda: signed_by(1), 2, "Felt 2 er allerede underskrevet. Ikke underskrevet endnu: 1, 3, 4, 6, 7 og 8."),
        (lambda: signed_by(0), 5, "Dokumentet har intet felt 5."),
        (lambda: plan.render(samples.draft()), 1, "Filen har ingen felter til digital underskrift."),
        (lambda: foreign(field=""), 1, "Filen har ingen felter til digital underskrift."),
        (lambda: foreign(field="Signature1"), 1, "Filen har ingen felter til digital underskrift."),
        (fully_signed, 1, "Dokumentet er allerede underskrevet i alle felter."),
        (lambda: signed_by(1) + b"% mere", 1, "Filen er ændret efter en underskrift."),
    ],
)
def test_a_file_that_cannot_be_signed_is_refused(pdf: Any, number: int, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        signatures.sign(pdf(), signed.certificate("Mette Holm"), number, NOW)
    assert refused.value.message.startswith(words)


@pytest.mark.parametrize(
    "pdf",
    [
        lambda: b"",
        lambda: b"hej",
        lambda: b"%PDF-1.7\n" + b"\0" * 100,
        lambda: signed_by(0)[:5000],
        lambda: encrypted("hemmelig"),
        lambda: encrypted(""),
    ],
)
def test_what_is_no_readable_pdf_is_refused(pdf: Any) -> None:
    for call in (
        lambda: signatures.sign(pdf(), signed.certificate("Mette Holm"), 1, NOW),
        lambda: verification.verify(pdf()),
        lambda: signed.judged(pdf()),
    ):
        with pytest.raises(Unreadable) as refused:
            call()
        assert is_one_text(refused.value)


def foreign(field: str = "") -> bytes:
    """A PDF from elsewhere, with a signature field of another name where one is given."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if field:
            widget = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Widget,
                    FT=pikepdf.Name.Sig,
                    T=pikepdf.String(field),
                    Rect=pikepdf.Array([0, 0, 100, 50]),
                    P=pdf.pages[0].obj,
                    F=4,
                )
            )
            pdf.pages[0].Annots = pikepdf.Array([widget])
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]))
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


def encrypted(passphrase: str) -> bytes:
    with pikepdf.open(io.BytesIO(signed_by(0))) as pdf:
        written = io.BytesIO()
        pdf.save(written, encryption=pikepdf.Encryption(owner="ejer", user=passphrase))
    return written.getvalue()


# Whom to trust, and what a certificate was worth when it signed


def test_an_issuer_that_nobody_vouched_for_is_told() -> None:
    found = verification.verify(signed_by(1), trust.authorities(Authority("En anden").pem))
    assert found.is_intact
    assert not found.is_sound
    assert found.is_trusted is False
    assert found.signatures[0].problems == (trust.UNKNOWN_ISSUER.format(issuer="Prøveudsteder"),)


def test_a_stranger_with_an_issuer_of_the_same_name_is_told() -> None:
    stranger = Authority()
    loaded = certificates.load(stranger.p12("Mette Holm"), PASSPHRASE, NOW)
    found = verification.verify(signatures.sign(signed_by(0), loaded, 2, NOW), signed.trusted())
    assert not found.is_trusted
    assert found.signatures[0].problems == (trust.NAMESAKE.format(issuer="Prøveudsteder"),)


def test_somebody_who_signs_in_another_ones_field_is_told() -> None:
    pdf = signatures.sign(signed_by(0), signed.certificate("Jens Kær"), 2, NOW)
    found = signed.judged(pdf, AUTHORITY.pem)
    assert found.state is State.LOOK
    (said,) = [one.sentence for one in found.said() if one.state is State.LOOK]
    assert said.startswith("Feltet er til Mette Holm, Gentofte, men certifikatet er udstedt til Jens Kær. Se efter,")


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("Mette Holm", True),
        ("mette kirstine holm", True),
        ("Mette Gentofte", False),
        ("Holm", False),
        ("Jens Holm", False),
    ],
)
def test_a_field_knows_whom_it_is_for(name: str, fits: bool) -> None:
    place = Place("underskrift-2", "Underskrift: Mette Holm, Gentofte", is_signed=True)
    assert place.is_for(name) is fits


def test_a_certificate_that_had_run_out_when_it_signed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    expired = AUTHORITY.p12("Mette Holm", ends=NOW - DAY / 2)
    monkeypatch.setattr(certificates, "_require_valid", lambda *_: None)
    loaded = certificates.load(expired, PASSPHRASE, NOW)
    pdf = signatures.sign(signed_by(0), loaded, 2, NOW)
    found = verification.verify(pdf, signed.trusted())
    assert not found.is_sound
    assert any("gjaldt ikke, da der blev underskrevet" in problem for problem in found.signatures[0].problems)


def test_a_certificate_that_runs_out_later_was_good_when_it_signed() -> None:
    # The tests' certificates end in 2015.
    assert verification.verify(signed_by(1), signed.trusted()).is_sound


@pytest.mark.parametrize("content", [b"", b"hej", b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"])
def test_a_file_that_holds_no_issuers_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        trust.authorities(content)
    assert refused.value.message == trust.NO_AUTHORITY


def test_the_fields_of_a_plan_are_those_of_its_members() -> None:
    assert [(place.number, place.title) for place in places(signed_by(0))][:2] == [
        (1, "Hanne Vang, Biblioteksenheden (KBE)"),
        (2, "Mette Holm, Gentofte"),
    ]
    assert [place.number for place in places(signed_by(2)) if place.is_signed] == [1, 2]
