"""Verifies a PDF's digital signatures: who signed what and when, and whether anything was changed or appended since.

A signature covers the bytes before it. So each must match its bytes, and only further signatures and proofs of their
validity may follow: readers would also read whatever else is appended after the last one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cbnet_desktop.documents.signing import certificates, trust
from cbnet_desktop.documents.signing.signature_places import Place, fields, opened
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DiffPolicy
    from pyhanko.sign.validation import EmbeddedPdfSignature

CHANGED_WITHIN = "Det, der er underskrevet, er ændret siden."
CHANGED_AFTER = "Dokumentet er ændret efter underskriften."
APPENDED = "Der er føjet noget til filen efter den sidste underskrift."
UNPROVABLE = "Underskriften er beskadiget og kan ikke efterprøves."
HIDDEN = "Filen indeholder en underskrift, der ikke hører til noget felt eller ikke kan efterprøves."
OUTDATED = "Underskriften er lavet med en algoritme, der ikke længere er sikker."
BAD_STAMP = "Tidsstemplet er beskadiget eller hører til noget andet."
_SIGNATURE_MARK = b"/ByteRange"
#: Going to a place in the document.
_HARMLESS = {"/GoTo", None}
_WEAK_HASHES = {"md2", "md5", "sha1"}
#: An update: its objects, its table of them, and the mark of its end.
_UPDATE = re.compile(
    rb"(?>\s*\d+ \d+ obj\b.*?\bendobj\b)*+\s*(?:xref\b.*?trailer\b.*?)?startxref\s+\d+\s+%%EOF\r?\n?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: its field, signer, time (UTC, ISO, from the signer's clock), and problems in Danish.

    is_trusted is None where nobody was named as trusted.
    """

    place: Place
    signer: str
    issuer: str
    at: str
    is_certifying: bool
    is_intact: bool
    is_trusted: bool | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A time stamp of the whole document (RFC 3161): whose it is, its time (UTC, ISO), and problems in Danish."""

    authority: str
    at: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """The signatures, time stamps and unsigned fields of a file; problems are those of the whole file, in Danish.

    has_proofs tells whether the file holds proofs of the certificates' validity, which an archive adds. is_active tells
    whether it holds programs or a form that is drawn anew each time (XFA), so that it may not look alike to everybody.
    """

    signatures: tuple[Signature, ...]
    unsigned: tuple[Place, ...]
    problems: tuple[str, ...] = ()
    stamps: tuple[TimeStamp, ...] = ()
    has_proofs: bool = False
    is_active: bool = False

    @property
    def is_intact(self) -> bool:
        """Whether there are signatures, and nothing was changed or appended since."""
        whole = not self.problems and not any(stamp.problems for stamp in self.stamps)
        return bool(self.signatures) and whole and all(one.is_intact for one in self.signatures)

    @property
    def is_trusted(self) -> bool | None:
        """Whether every signer's certificate comes from a trusted issuer; None where nobody was named as trusted."""
        found = {one.is_trusted for one in self.signatures}
        return False if False in found else None if None in found or not found else True

    @property
    def is_sound(self) -> bool:
        """Whether all signatures are intact and trusted, without problems."""
        return self.is_intact and bool(self.is_trusted) and not any(one.problems for one in self.signatures)


def verify(pdf: bytes, trusted: Sequence[Any] = ()) -> Verification:
    """Verifies every signature; trusted are issuers' certificates from trust.authorities. Raises Unreadable."""
    with opened(pdf) as reader:
        return of(reader, pdf, trusted)


def reaches_the_end(pdf: bytes) -> bool:
    """Whether a signature covers the file to its last byte, wherever it begins; raises Unreadable."""
    with opened(pdf) as reader:
        return any(int(one.byte_range[2]) + int(one.byte_range[3]) == len(pdf) for one in reader.embedded_signatures)


def of(reader: PdfFileReader, pdf: bytes, trusted: Sequence[Any]) -> Verification:
    """The same of an open PDF; raises whatever the library does for a damaged file."""
    found = fields(reader)
    by_name = {place.name: place for place in found}
    embedded, stamps = list(reader.embedded_regular_signatures), list(reader.embedded_timestamp_signatures)
    judge = _Judge(pdf, reader, trusted, _policy(embedded), _proofs(reader))
    checked = tuple(judge.signature(one, by_name[one.field_name]) for one in embedded)
    stamped = tuple(judge.stamp(one) for one in stamps)
    problems = []
    if embedded and not judge.ends_with([*embedded, *stamps]):
        problems.append(APPENDED)
    if pdf.count(_SIGNATURE_MARK) != len(embedded) + len(stamps):
        problems.append(HIDDEN)
    unsigned = tuple(place for place in found if not place.is_signed)
    return Verification(checked, unsigned, tuple(problems), stamped, judge.proofs is not None, _is_active(reader))


@dataclass(frozen=True, slots=True)
class _Judge:
    """What all signatures of a file are judged by."""

    pdf: bytes
    reader: PdfFileReader
    trusted: Sequence[Any]
    policy: DiffPolicy | None
    proofs: Any

    def signature(self, embedded: EmbeddedPdfSignature, place: Place) -> Signature:
        """The facts of a signature; a damaged one can raise anything, and then cannot be verified."""
        try:
            return self._signature(embedded, place)
        except ImportError:
            raise
        except Exception:
            return Signature(place, "", "", "", False, False, False, (UNPROVABLE,))

    def _signature(self, embedded: EmbeddedPdfSignature, place: Place) -> Signature:
        from pyhanko.sign.validation import validate_pdf_signature

        status = validate_pdf_signature(embedded, _no_trust(), diff_policy=self.policy)
        changed = self._change(embedded, status, is_allowed=bool(status.docmdp_ok))
        certificate, at = embedded.signer_cert, _aware(embedded.self_reported_timestamp)
        facts = [certificates.untimely(certificate, at), certificates.misuse(certificate)]
        facts += [certificates.weakness(certificate), certificates.demand(certificate)]
        facts += [OUTDATED if embedded.md_algorithm in _WEAK_HASHES else ""]
        token = status.timestamp_validity
        facts.append(BAD_STAMP if token and not (token.intact and token.valid) else "")
        objection = ""
        if self.trusted and changed != CHANGED_WITHIN:
            others = embedded.other_embedded_certs
            objection = trust.objection(certificate, others, self.trusted, at, self.proofs)
        problems = [problem for problem in (changed, *facts, objection) if problem]
        return Signature(
            place,
            certificates.subject(certificate),
            certificates.issuer(certificate),
            _iso(at),
            embedded.docmdp_level is not None,
            not changed,
            not objection if self.trusted else None,
            tuple(dict.fromkeys(problems)),
        )

    def stamp(self, embedded: EmbeddedPdfSignature) -> TimeStamp:
        """The facts of a document time stamp."""
        from pyhanko.sign.validation import validate_pdf_timestamp

        try:
            status = validate_pdf_timestamp(embedded, _no_trust(), diff_policy=self.policy)
            changed = self._change(embedded, status, is_allowed=_is_allowed(embedded))
            problems = (BAD_STAMP,) if changed == CHANGED_WITHIN else (changed,) if changed else ()
            return TimeStamp(certificates.subject(embedded.signer_cert), _iso(_aware(status.timestamp)), problems)
        except ImportError:
            raise
        except Exception:
            return TimeStamp("", "", (BAD_STAMP,))

    def _change(self, embedded: EmbeddedPdfSignature, status: Any, *, is_allowed: bool) -> str:
        if not (status.intact and status.valid):
            return CHANGED_WITHIN
        if not _is_whole(self.pdf, embedded):
            return UNPROVABLE
        return "" if is_allowed else CHANGED_AFTER

    def ends_with(self, embedded: Sequence[EmbeddedPdfSignature]) -> bool:
        """Whether nothing but proofs of validity follows the last signature or time stamp."""
        from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

        last = max(embedded, key=lambda one: int(one.byte_range[2]) + int(one.byte_range[3]))
        start, length, rest, last_length = (int(number) for number in last.byte_range)
        if start != 0 or not 0 < length < rest or rest + last_length > len(self.pdf):
            return False
        tail, found = self.pdf[rest + last_length :], last.diff_result
        if not tail:
            return True
        is_maintenance = isinstance(found, DiffResult) and found.modification_level == ModificationLevel.LTA_UPDATES
        return self.proofs is not None and is_maintenance and _is_made_of_updates(tail)


def _is_active(reader: PdfFileReader) -> bool:
    """Whether the document runs something by itself, or its form is drawn anew (ISO 32000-1, 12.6.3 and 12.7.8)."""
    root: Any = reader.root
    names, form, opening = (_dictionary(root, key) for key in ("/Names", "/AcroForm", "/OpenAction"))
    return "/AA" in root or "/JavaScript" in names or "/XFA" in form or opening.get("/S") not in _HARMLESS


def _dictionary(holder: Any, key: str) -> Any:
    raw = holder.get(key)
    found = None if raw is None else raw.get_object()
    return found if isinstance(found, dict) else {}


def _policy(embedded: Sequence[EmbeddedPdfSignature]) -> DiffPolicy | None:
    """The strict policy where a signature locked the file, else None: pyHanko's own."""
    from cbnet_desktop.documents.signing import update_policy

    return update_policy.locked() if any(map(_locks, embedded)) else None


def _locks(embedded: EmbeddedPdfSignature) -> bool:
    try:
        return embedded.docmdp_level is not None
    except ImportError:
        raise
    except Exception:
        return True


def _proofs(reader: PdfFileReader) -> Any:
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    try:
        return DocumentSecurityStore.read_dss(reader)
    except ImportError:
        raise
    except Exception:  # there is none, or none that can be read
        return None


def _no_trust() -> Any:
    """What pyHanko judges integrity with: whom to trust, and with which algorithms, is asked apart."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_roots=[], allow_fetching=False)


def _is_allowed(embedded: EmbeddedPdfSignature) -> bool:
    from pyhanko.sign.diff_analysis import DiffResult

    return isinstance(embedded.diff_result, DiffResult)


def _is_made_of_updates(tail: bytes) -> bool:
    place = 0
    while place < len(tail):
        found = _UPDATE.match(tail, place)
        if not found:
            return False
        place = found.end()
    return True


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def _iso(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else ""


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


def says(signature: Signature) -> str:
    """The Danish sentence that says who signed where and when."""
    at = f" {danish.moment(signature.at)}" if signature.at else ""
    number = f" {signature.place.number}" if signature.place.number else ""
    return f"{signature.signer or 'Nogen'} har underskrevet{at}, felt{number}: {signature.place.title}."
