"""Verifies a PDF's digital signatures: who signed what and when, and whether anything was changed or appended since.

A signature covers the bytes before it. So each must match its bytes, only further signatures may follow, and the last
must cover the whole file, since readers would also read bytes appended after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cbnet_desktop.documents.signing import certificates
from cbnet_desktop.documents.signing.signature_places import Place, fields, opened
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from pyhanko.sign.validation import EmbeddedPdfSignature

CHANGED_WITHIN = "Det, der er underskrevet, er ændret siden."
CHANGED_AFTER = "Dokumentet er ændret efter underskriften."
APPENDED = "Der er føjet noget til filen efter den sidste underskrift."
UNPROVABLE = "Underskriften er beskadiget og kan ikke efterprøves."
HIDDEN = "Filen indeholder en underskrift, der ikke hører til noget felt eller ikke kan efterprøves."
UNKNOWN_ISSUER = "Ukendt udsteder: {issuer} er ikke blandt de udstedere, der er angivet som betroede."
REVOKED = "Certifikatet er trukket tilbage."
NO_AUTHORITY = "Filen med udstedere kan ikke læses. Vælg en fil med certifikater, der ender på .pem, .crt eller .cer."
_SIGNATURE_MARK = b"/ByteRange"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: its field, signer, time (UTC, ISO, from the signer's clock), and problems in Danish."""

    place: Place
    signer: str
    issuer: str
    at: str
    is_certifying: bool
    is_intact: bool
    is_trusted: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """The signatures and unsigned fields of a file; problems are those of the whole file, in Danish."""

    signatures: tuple[Signature, ...]
    unsigned: tuple[Place, ...]
    problems: tuple[str, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether there are signatures, and nothing was changed or appended since."""
        return bool(self.signatures) and not self.problems and all(one.is_intact for one in self.signatures)

    @property
    def is_trusted(self) -> bool:
        """Whether every signer's certificate comes from a trusted issuer."""
        return all(one.is_trusted for one in self.signatures)

    @property
    def is_sound(self) -> bool:
        """Whether all signatures are intact and trusted, without problems."""
        return self.is_intact and self.is_trusted and not any(one.problems for one in self.signatures)


def authorities(content: bytes) -> list[Any]:
    """The certificates of a PEM or DER file of trusted issuers; raises Unreadable."""
    from pyhanko.keys import load_certs_from_pemder_data

    try:
        found = list(load_certs_from_pemder_data(content))
        for certificate in found:
            certificates.subject(certificate)
    except Exception as error:
        raise Unreadable(NO_AUTHORITY) from error
    if not found:
        raise Unreadable(NO_AUTHORITY)
    return found


def verify(pdf: bytes, trusted: Sequence[Any] = ()) -> Verification:
    """Verifies every signature; trusted are issuers' certificates from authorities. Raises Unreadable."""
    with opened(pdf) as reader:
        found = fields(reader)
        by_name = {place.name: place for place in found}
        embedded = list(reader.embedded_regular_signatures)
        checked = tuple(_checked(pdf, one, by_name[one.field_name], trusted) for one in embedded)
        problems = []
        if embedded and not _reaches_the_end(pdf, embedded[-1]):
            problems.append(APPENDED)
        if pdf.count(_SIGNATURE_MARK) != len(embedded):
            problems.append(HIDDEN)
        return Verification(checked, tuple(place for place in found if not place.is_signed), tuple(problems))


def _checked(pdf: bytes, embedded: EmbeddedPdfSignature, place: Place, trusted: Sequence[Any]) -> Signature:
    try:
        return _judged(pdf, embedded, place, trusted)
    except Exception:
        # A damaged signature can raise anything; the result is that it cannot be verified.
        return Signature(place, "", "", "", False, False, False, (UNPROVABLE,))


def _judged(pdf: bytes, embedded: EmbeddedPdfSignature, place: Place, trusted: Sequence[Any]) -> Signature:
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    certificate = embedded.signer_cert
    at = embedded.self_reported_timestamp
    status = _status(embedded, trusted, at, KeyUsageConstraints(certificates.FIT, match_all_key_usages=False))
    problems = []
    if not (status.intact and status.valid):
        problems.append(CHANGED_WITHIN)
    elif not _is_whole(pdf, embedded):
        problems.append(UNPROVABLE)
    elif not status.docmdp_ok:
        problems.append(CHANGED_AFTER)
    is_intact = not problems
    if status.intact and status.valid and not status.trusted:
        problems.append(REVOKED if status.revoked else UNKNOWN_ISSUER.format(issuer=certificates.issuer(certificate)))
    problems += _dated(certificate, at)
    return Signature(
        place,
        certificates.subject(certificate),
        certificates.issuer(certificate),
        at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else "",
        embedded.docmdp_level is not None,
        is_intact,
        bool(status.trusted),
        tuple(problems),
    )


def _status(embedded: EmbeddedPdfSignature, trusted: Sequence[Any], at: datetime | None, usage: Any) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    # A certificate may have expired since; it must have been valid at the time of signing.
    context = ValidationContext(
        trust_roots=list(trusted), allow_fetching=False, moment=at, best_signature_time=at, revocation_mode="soft-fail"
    )
    return validate_pdf_signature(embedded, context, key_usage_settings=usage)


def _dated(certificate: Any, at: datetime | None) -> list[str]:
    if at is None:
        return ["Underskriften siger ikke, hvornår den er sat."]
    if certificate.not_valid_before <= at <= certificate.not_valid_after:
        return []
    until = danish.moment(certificate.not_valid_after.isoformat())
    return [f"Certifikatet gjaldt ikke, da der blev underskrevet; det udløb {until}."]


def _is_whole(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signature covers all bytes but its own, and its own gap holds nothing else."""
    start, length, rest, _ = embedded.byte_range
    gap = pdf[start + length : rest]
    contents = embedded.pkcs7_content
    if start != 0 or gap[:1] + gap[-1:] != b"<>" or bytes.fromhex(gap[1:-1].decode("ascii")) != contents:
        return False
    return not any(contents[_der_length(contents) :])


def _der_length(der: bytes) -> int:
    """The length in bytes of the first value of a DER encoding (X.690, 8.1.3)."""
    if der[1] < 0x80:
        return 2 + der[1]
    octets = der[1] & 0x7F
    return 2 + octets + int.from_bytes(der[2 : 2 + octets])


def _reaches_the_end(pdf: bytes, last: EmbeddedPdfSignature) -> bool:
    start, length, rest, last_length = last.byte_range
    return int(start) == 0 and 0 < length < rest and rest + last_length == len(pdf)


def says(signature: Signature) -> str:
    """The Danish sentence that says who signed where and when."""
    at = f" {danish.moment(signature.at)}" if signature.at else ""
    number = f" {signature.place.number}" if signature.place.number else ""
    return f"{signature.signer or 'Nogen'} har underskrevet{at}, felt{number}: {signature.place.title}."
