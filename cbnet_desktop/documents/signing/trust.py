"""Whether a certificate comes from a trusted issuer, and if not, the path validator's own reason (RFC 5280, 6)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cbnet_desktop.documents.signing import certificates
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from pyhanko_certvalidator.errors import ExpiredError, NotYetValidError

NO_AUTHORITY = "Filen med udstedere kan ikke læses. Vælg en fil med certifikater, der ender på .pem, .crt eller .cer."
UNKNOWN_ISSUER = "Ukendt udsteder: {issuer} er ikke blandt de udstedere, der er angivet som betroede."
NAMESAKE = "Ukendt udsteder: certifikatet er udstedt af en anden, der også kalder sig {issuer}."
SELF_MADE = "{subject} har selv udstedt sit certifikat, og det er ikke blandt dem, der er angivet som betroede."
REVOKED = "Certifikatet er trukket tilbage."
WEAK_ISSUER = "Certifikatet eller en af dets udstedere har en nøgle eller en algoritme, der er for svag."
ISSUER_EXPIRED = "En udsteders certifikat gjaldt ikke, da der blev underskrevet; det udløb {until}."
ISSUER_TOO_NEW = "En udsteders certifikat gjaldt ikke, da der blev underskrevet; det gælder først fra {since}."
UNPROVABLE = "Certifikatet kan ikke efterprøves: det er skrevet på en måde, som ingen regel tillader."
ISSUER_REVOKED = "En udsteders certifikat er trukket tilbage."
NO_ISSUER = "{issuer} må ikke udstede certifikater."
OTHER_NAMES = "Certifikatets navn hører ikke til dem, som {issuer} eller en udsteder over den må udstede til."
NOT_ALLOWED = "{issuer} må ikke udstede dette certifikat, efter de vilkår, som en betroet udsteder har sat."

#: What the validator says, and what it means.
_REASONS = {
    "signature": NAMESAKE,
    "unsupported critical extension": certificates.UNKNOWN_DEMAND,
    "permitted namespace": OTHER_NAMES,
    "are excluded from": OTHER_NAMES,
    "is not a CA": NO_ISSUER,
    "not allowed to sign": NO_ISSUER,
}


def authorities(content: bytes) -> list[Any]:
    """The certificates of a PEM or DER file of trusted issuers; raises Unreadable."""
    from pyhanko.keys import load_certs_from_pemder_data

    try:
        found = list(load_certs_from_pemder_data(content))
        for certificate in found:
            certificates.subject(certificate)
    except ImportError:
        raise
    except Exception as error:
        raise Unreadable(NO_AUTHORITY) from error
    if not found:
        raise Unreadable(NO_AUTHORITY)
    return found


def objection(
    certificate: Any, others: Iterable[Any], trusted: Sequence[Any], at: datetime | None, proofs: Any = None
) -> str:
    """Why no trusted issuer vouches for the certificate at a moment, in Danish; empty where one does.

    others are certificates that may lie between; proofs is the file's security store, which may know of revocations.
    Lists of revocations are usually newer than the signature; one that says nothing of its moment is passed over.
    """
    from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathBuildingError, ValidationError

    settings: dict[str, Any] = {"trust_roots": list(trusted), "allow_fetching": False, "revocation_mode": "soft-fail"}
    settings |= {"moment": at, "best_signature_time": at} if at else {}
    try:
        _validate(certificate, others, _context(settings, proofs))
    except PathBuildingError:
        return _unknown_issuer(certificate, trusted)
    except ValidationError as error:
        if proofs and isinstance(error, InsufficientRevinfoError):
            return objection(certificate, others, trusted, at)
        return _sentence(error, certificate, at)
    except ValueError:  # a name, an extension or a proof that the library cannot take apart
        return objection(certificate, others, trusted, at) if proofs else UNPROVABLE
    return ""


def _validate(certificate: Any, others: Iterable[Any], context: Any) -> None:
    from pyhanko_certvalidator import CertificateValidator

    validator = CertificateValidator(certificate, list(others), validation_context=context)
    asyncio.run(validator.async_validate_path())


def _context(settings: dict[str, Any], proofs: Any) -> Any:
    from pyhanko_certvalidator import ValidationContext

    if proofs:
        return proofs.as_validation_context(settings | {"retroactive_revinfo": True})
    return ValidationContext(**settings)


def _unknown_issuer(certificate: Any, trusted: Sequence[Any]) -> str:
    has_namesake = any(one.subject.dump() == certificate.issuer.dump() for one in trusted)
    if certificates.is_self_made(certificate):
        return SELF_MADE.format(subject=certificates.subject(certificate))
    return (NAMESAKE if has_namesake else UNKNOWN_ISSUER).format(issuer=certificates.issuer(certificate))


def _sentence(error: Exception, certificate: Any, at: datetime | None) -> str:
    from pyhanko_certvalidator import errors

    if isinstance(error, errors.RevokedError):
        return REVOKED if error.is_ee_cert else ISSUER_REVOKED
    if isinstance(error, errors.DisallowedAlgorithmError):
        return certificates.weakness(certificate) or WEAK_ISSUER
    if isinstance(error, errors.ExpiredError | errors.NotYetValidError):
        return certificates.untimely(certificate, at) if error.is_ee_cert else _of_issuer(error)
    if certificates.is_self_made(certificate):
        return SELF_MADE.format(subject=certificates.subject(certificate))
    # As in the validator itself, nothing but the message tells what is wrong.
    told = str(error)
    found = next((sentence for words, sentence in _REASONS.items() if words in told), NOT_ALLOWED)
    return found.format(issuer=certificates.issuer(certificate))


def _of_issuer(error: ExpiredError | NotYetValidError) -> str:
    from pyhanko_certvalidator.errors import ExpiredError

    if isinstance(error, ExpiredError):
        return ISSUER_EXPIRED.format(until=danish.moment(error.expired_dt.isoformat()))
    return ISSUER_TOO_NEW.format(since=danish.moment(error.valid_from.isoformat()))
