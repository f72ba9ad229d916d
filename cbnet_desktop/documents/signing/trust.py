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
NOT_ALLOWED = "{issuer} må ikke udstede dette certifikat, efter de vilkår, som en betroet udsteder har sat."


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


def objection(
    certificate: Any, others: Iterable[Any], trusted: Sequence[Any], at: datetime | None, proofs: Any = None
) -> str:
    """Why no trusted issuer vouches for the certificate at a moment, in Danish; empty where one does.

    others are certificates that may lie between; proofs is the file's security store, which may know of revocations.
    """
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

    settings: dict[str, Any] = {"trust_roots": list(trusted), "allow_fetching": False, "revocation_mode": "soft-fail"}
    settings |= {"moment": at, "best_signature_time": at} if at else {}
    context = proofs.as_validation_context(settings) if proofs else ValidationContext(**settings)
    validator = CertificateValidator(certificate, list(others), validation_context=context)
    try:
        asyncio.run(validator.async_validate_path())
    except PathBuildingError:
        return UNKNOWN_ISSUER.format(issuer=certificates.issuer(certificate))
    except ValidationError as error:
        return _sentence(error, certificate, at)
    except ValueError:  # a name or an extension that the library cannot take apart
        return UNPROVABLE
    return ""


def _sentence(error: Exception, certificate: Any, at: datetime | None) -> str:
    from pyhanko_certvalidator import errors

    issuer = certificates.issuer(certificate)
    if isinstance(error, errors.RevokedError):
        return REVOKED
    if isinstance(error, errors.DisallowedAlgorithmError):
        return certificates.weakness(certificate) or WEAK_ISSUER
    if isinstance(error, errors.ExpiredError | errors.NotYetValidError):
        return certificates.untimely(certificate, at) if error.is_ee_cert else _of_issuer(error)
    if certificates.is_self_made(certificate):
        return SELF_MADE.format(subject=certificates.subject(certificate))
    # As in the validator itself, nothing but the message tells that an issuer's key does not fit.
    return (NAMESAKE if "signature" in str(error) else NOT_ALLOWED).format(issuer=issuer)


def _of_issuer(error: ExpiredError | NotYetValidError) -> str:
    from pyhanko_certvalidator.errors import ExpiredError

    if isinstance(error, ExpiredError):
        return ISSUER_EXPIRED.format(until=danish.moment(error.expired_dt.isoformat()))
    return ISSUER_TOO_NEW.format(since=danish.moment(error.valid_from.isoformat()))
