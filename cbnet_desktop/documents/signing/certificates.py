"""Loads a signatory's certificate and private key from a PKCS#12 file (RFC 7292), and checks that it may sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

#: A certificate with a key usage must have one of these (RFC 5280, 4.2.1.3).
FIT = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True, slots=True)
class Certificate:
    """The names of subject and issuer, and pyHanko's signer."""

    name: str
    issuer: str
    signer: SimpleSigner


def load(content: bytes, passphrase: str, at: datetime) -> Certificate:
    """The certificate of a PKCS#12 file; raises Invalid, with field, where it cannot sign at this moment."""
    signer = _opened(content, passphrase)
    found = signer.signing_cert
    _require_valid(found, at)
    _require_fit(found)
    return Certificate(subject(found), issuer(found), signer)


def subject(certificate: Any) -> str:
    """The name of a certificate's subject."""
    return _name(certificate.subject)


def issuer(certificate: Any) -> str:
    """The name of a certificate's issuer."""
    return _name(certificate.issuer)


def _opened(content: bytes, passphrase: str) -> SimpleSigner:
    from pyhanko.sign.signers import SimpleSigner

    refusal: UserError | None = None
    for tried in (passphrase.encode(), None) if not passphrase else (passphrase.encode(),):
        try:
            signer: SimpleSigner = SimpleSigner.load_pkcs12_data(content, other_certs=(), passphrase=tried)
        except ValueError as error:
            refusal = _unopened(error)
        except (AttributeError, TypeError):
            # pyHanko does not check that the file has a certificate and a key.
            raise Invalid(
                "Certifikatfilen indeholder ikke både et certifikat og dets private nøgle. "
                "Eksportér certifikatet igen med den private nøgle.",
                field="certificate",
            ) from None
        else:
            return signer
    raise refusal or AssertionError


def _unopened(error: ValueError) -> Invalid:
    """The library's exceptions differ for a wrong passphrase and a broken file in the message alone."""
    if "password" in str(error.__cause__).lower():
        return Invalid("Adgangskoden passer ikke til certifikatet. Prøv igen.", field="passphrase")
    return Invalid(
        "Certifikatfilen kan ikke læses. Vælg en fil med certifikat og privat nøgle, der ender på .p12 eller .pfx.",
        field="certificate",
    )


def _require_valid(found: Any, at: datetime) -> None:
    if at < found.not_valid_before:
        raise Invalid(
            f"Certifikatet gælder først fra {danish.moment(found.not_valid_before.isoformat())}. "
            "Vælg et, der gælder nu, eller se efter, om computerens ur går rigtigt.",
            field="certificate",
        )
    if at > found.not_valid_after:
        raise Invalid(
            f"Certifikatet udløb {danish.moment(found.not_valid_after.isoformat())}. Vælg et, der gælder nu.",
            field="certificate",
        )


def _require_fit(found: Any) -> None:
    usage = found.key_usage_value
    if usage is not None and not FIT & usage.native:
        raise Invalid(
            "Certifikatet må ikke bruges til underskrift. Vælg et, der er udstedt til digital signatur.",
            field="certificate",
        )


def _name(name: Any) -> str:
    """The common name, else the organisation, else the whole name."""
    parts = name.native
    found = parts.get("common_name") or parts.get("organization_name") or name.human_friendly
    return " ".join(str(found[0] if isinstance(found, list) else found).split())
