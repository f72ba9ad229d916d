"""Signs PDFs digitally (PAdES B-B, ETSI EN 319 142-1): the signatories sign in turn, the first certifies.

Works offline. The file stays PDF/A-3a and PDF/UA-1, since only existing fields are filled in.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cbnet_desktop.documents.signing import certificates, trust, verification
from cbnet_desktop.documents.signing.certificates import Certificate
from cbnet_desktop.documents.signing.signature_places import Place, opened, places
from cbnet_desktop.documents.signing.signature_stamp import Stamp
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.words import danish

NO_FIELDS = "Filen har ingen felter til digital underskrift. Brug en godkendt version, som CBnet skrev den."
CHANGED = "Filen er ændret efter en underskrift. Brug filen, som den sidste underskrev den."
FOREIGN_FIELD = "Feltet er til {field}, men certifikatet er udstedt til {signer}. Vælg et andet felt eller certifikat."
UNSUITED = f"Certifikatets nøgle kan ikke bruges til at underskrive. {certificates.KEYS}"


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed PDF, whom its field is for, and the names of signer and issuer."""

    pdf: bytes
    place: Place
    signer: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be signed with what: number is the field's, authority the content of a file of trusted issuers.

    is_for_another allows the field of somebody else than the certificate was issued to.
    """

    pdf: bytes
    number: int
    certificate: bytes
    passphrase: str = field(repr=False)
    at: datetime
    authority: bytes | None = None
    is_for_another: bool = False


def carry_out(order: Order) -> Signed:
    """Signs as ordered; raises Invalid, before anything is certified, and Unreadable."""
    found = places(order.pdf)
    place = _chosen(found, order.number)
    loaded = certificates.load(order.certificate, order.passphrase, order.at)
    if not order.is_for_another:
        require_own(place, loaded)
    if order.authority is not None:
        require_trusted(loaded, trust.authorities(order.authority), order.at)
    return Signed(_checked(order.pdf, loaded, found, place, order.at), place, loaded.name, loaded.issuer)


def sign(pdf: bytes, certificate: Certificate, number: int, at: datetime) -> bytes:
    """The PDF with field number signed at this moment; raises Invalid and Unreadable."""
    found = places(pdf)
    return _checked(pdf, certificate, found, _chosen(found, number), at)


def _checked(pdf: bytes, certificate: Certificate, found: list[Place], place: Place, at: datetime) -> bytes:
    """The signed PDF, once it is proved that it and what it was made of are whole."""
    moment = danish.local_time(at.isoformat())
    is_first = not any(other.is_signed for other in found)
    if not is_first and not verification.reaches_the_end(pdf) and not verification.verify(pdf).is_intact:
        raise Invalid(CHANGED)
    try:
        signed = _signed(pdf, certificate, place, moment, certifies=is_first)
    except (UserError, ImportError):
        raise
    except Exception as error:
        raise Invalid(UNSUITED, field="certificate") from error
    if not verification.verify(signed).is_intact:
        is_changed = not is_first and not verification.verify(pdf).is_intact
        raise Invalid(CHANGED) if is_changed else Invalid(UNSUITED, field="certificate")
    return signed


def open_places(pdf: bytes) -> list[Place]:
    """The unsigned fields; raises Invalid where there are no fields, or all are signed."""
    return _open(places(pdf))


def place_to_sign(pdf: bytes, number: int) -> Place:
    """The unsigned field of this number; raises Invalid where there is none."""
    return _chosen(places(pdf), number)


def _open(found: list[Place]) -> list[Place]:
    ours = [place for place in found if place.number]
    if not ours:
        raise Invalid(NO_FIELDS)
    still_open = [place for place in ours if not place.is_signed]
    if not still_open:
        raise Invalid("Dokumentet er allerede underskrevet i alle felter.")
    return still_open


def _chosen(found: list[Place], number: int) -> Place:
    numbers = danish.joined([str(place.number) for place in _open(found)])
    place = next((place for place in found if place.number == number), None)
    if place is None or not number:
        raise Invalid(f"Dokumentet har intet felt {number}. Ikke underskrevet endnu: {numbers}.", field="number")
    if place.is_signed:
        raise Invalid(f"Felt {number} er allerede underskrevet. Ikke underskrevet endnu: {numbers}.", field="number")
    return place


def require_own(place: Place, certificate: Certificate) -> None:
    """Raises Invalid, with field owner, where the certificate is another person's than the field."""
    if not place.is_for(certificate.name):
        raise Invalid(FOREIGN_FIELD.format(field=place.title, signer=certificate.name), field="owner")


def require_trusted(certificate: Certificate, trusted: Sequence[Any], at: datetime) -> None:
    """Raises Invalid, with the reason, where no trusted issuer vouches for the certificate."""
    signer: Any = certificate.signer
    if sentence := trust.objection(signer.signing_cert, signer.cert_registry, trusted, at):
        raise Invalid(f"{sentence} Vælg et andet certifikat.", field="certificate")


def _signed(pdf: bytes, certificate: Certificate, place: Place, at: datetime, *, certifies: bool) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    metadata = PdfSignatureMetadata(
        field_name=place.name,
        md_algorithm="sha256",
        name=certificate.name,
        certify=certifies,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
    )
    signer: Any = PdfSigner(metadata, certificate.signer, stamp_style=Stamp(certificate.name, at))  # type: ignore[arg-type]  # a stamp of our own
    begin = signer.init_signing_session

    def begin_at(*arguments: Any, **named: Any) -> Any:
        session = begin(*arguments, **named)
        session.system_time = at  # the same time in the stamp and in the signature
        return session

    signer.init_signing_session = begin_at
    with opened(pdf) as reader:
        writer = IncrementalPdfFileWriter.from_reader(reader)
    written: io.BytesIO = signer.sign_pdf(writer, existing_fields_only=True)
    return written.getvalue()
