"""Loads a signatory's certificate and private key from a PKCS#12 file (RFC 7292), and says whether it may sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.records.errors import Invalid, Unreadable, UserError
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

#: A certificate with a key usage must have one of these (RFC 5280, 4.2.1.3).
FIT = frozenset({"digital_signature", "non_repudiation"})
#: One with an extended key usage must have one of these: any, e-mail, documents (RFC 9336, Adobe's, Microsoft's).
FIT_EXTENDED = frozenset(
    {
        "any_extended_key_usage",
        "email_protection",
        "1.3.6.1.5.5.7.3.36",
        "adobe_authentic_documents_trust",
        "1.2.840.113583.1.1.5",
        "microsoft_document_signing",
        "1.3.6.1.4.1.311.10.3.12",
    }
)
_USES = {
    "key_encipherment": "kryptering af nøgler",
    "data_encipherment": "kryptering af data",
    "key_agreement": "aftale om nøgler",
    "key_cert_sign": "udstedelse af certifikater",
    "crl_sign": "spærrelister",
    "server_auth": "webservere",
    "client_auth": "adgang til systemer",
    "code_signing": "programmer",
    "time_stamping": "tidsstempler",
    "ocsp_signing": "svar om spærring",
}
#: Fewer bits than these are too weak to sign with (SOG-IS agreed mechanisms, 1.3).
LEAST_RSA, LEAST_CURVE = 2048, 256
_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_RSA = {"rsa", "rsassa_pss"}
_OUTDATED = {"md2": "MD2", "md5": "MD5", "sha1": "SHA-1"}
UNREADABLE = "Certifikatfilen kan ikke læses. Vælg en fil med certifikat og privat nøgle, der ender på .p12 eller .pfx."
KEYS = "Vælg et, hvis nøgle er RSA på mindst 2048 bit eller en af kurverne P-256, P-384 og P-521."

NEWER = "Bed udstederen om et nyt."
UNKNOWN_DEMAND = "Certifikatet eller en af dets udstedere stiller et krav, som ikke kendes her, og kan ikke godkendes."


@dataclass(frozen=True, slots=True)
class Certificate:
    """The names of subject and issuer, and pyHanko's signer."""

    name: str
    issuer: str
    signer: SimpleSigner


def load(content: bytes, passphrase: str, at: datetime) -> Certificate:
    """The certificate of a PKCS#12 file; raises Invalid, with field, where it cannot sign at this moment."""
    signer = _opened(content, passphrase)
    found: Any = signer.signing_cert
    _require_valid(found, at)
    if sentence := misuse(found):
        raise Invalid(f"{sentence} Vælg et, der er udstedt til digital signatur.", field="certificate")
    if sentence := weakness(found):
        raise Invalid(f"{sentence} {KEYS if _weak_key(found.public_key) else NEWER}", field="certificate")
    if sentence := demand(found):
        raise Invalid(f"{sentence} Vælg et andet.", field="certificate")
    if not _is_common(found.public_key):
        raise Invalid(f"Certifikatets nøgle kan ikke bruges til at underskrive. {KEYS}", field="certificate")
    return Certificate(subject(found), issuer(found), signer)


def subject(certificate: Any) -> str:
    """The name of a certificate's subject."""
    return _name(certificate.subject)


def issuer(certificate: Any) -> str:
    """The name of a certificate's issuer."""
    return _name(certificate.issuer)


def is_self_made(certificate: Any) -> bool:
    """Whether a certificate names its own subject as its issuer."""
    return bool(certificate.subject.dump() == certificate.issuer.dump())


def untimely(certificate: Any, at: datetime | None) -> str:
    """The sentence that a certificate was not valid when it signed; empty where it was."""
    if at is None:
        return "Underskriften siger ikke, hvornår den er sat."
    if at < certificate.not_valid_before:
        since = danish.moment(certificate.not_valid_before.isoformat())
        return f"Certifikatet gjaldt ikke, da der blev underskrevet; det gælder først fra {since}."
    if at > certificate.not_valid_after:
        until = danish.moment(certificate.not_valid_after.isoformat())
        return f"Certifikatet gjaldt ikke, da der blev underskrevet; det udløb {until}."
    return ""


def misuse(certificate: Any) -> str:
    """The sentence that a certificate was not issued for signing documents; empty where it was."""
    usage, extended = certificate.key_usage_value, certificate.extended_key_usage_value
    if usage is not None and not FIT & usage.native:
        uses = sorted(usage.native)
    elif extended is not None and not FIT_EXTENDED & set(extended.native):
        uses = list(extended.native)
    else:
        return ""
    told = danish.joined([_USES[use] for use in uses if use in _USES])
    return f"Certifikatet må ikke bruges til underskrift{f'; det er kun udstedt til {told}' if told else ''}."


def weakness(certificate: Any) -> str:
    """The sentence that a certificate's key or its issuer's hash is too weak; empty where they are not."""
    if sentence := _weak_key(certificate.public_key):
        return sentence
    outdated = _OUTDATED.get(_hash(certificate["signature_algorithm"]))
    if outdated and not is_self_made(certificate):
        return f"Certifikatet er udstedt med {outdated}, som ikke længere er sikker."
    return ""


def demand(certificate: Any) -> str:
    """The sentence that a certificate must be refused for an extension that nobody here knows (RFC 5280, 4.2)."""
    from pyhanko_certvalidator.validate import SUPPORTED_EXTENSIONS

    return UNKNOWN_DEMAND if certificate.critical_extensions - SUPPORTED_EXTENSIONS else ""


def _weak_key(key: Any) -> str:
    if key.algorithm == "dsa":
        return "Certifikatets nøgle er DSA, som ikke længere bruges."
    if key.algorithm in _RSA and (bits := key["public_key"].parsed["modulus"].native.bit_length()) < LEAST_RSA:
        return f"Certifikatets nøgle er for svag: RSA på {bits} bit."
    if key.algorithm == "ec" and _curve_bits(key) < LEAST_CURVE:
        return f"Certifikatets nøgle er for svag: en elliptisk kurve på {_curve_bits(key)} bit."
    return ""


def _is_common(key: Any) -> bool:
    """Whether every reader of PDFs knows the kind of key."""
    if key.algorithm == "ec":
        return key.curve in {("named", curve) for curve in _CURVES}
    return bool(key.algorithm == "rsa")


def _curve_bits(key: Any) -> int:
    """The bits of a curve by a point on it, which is compressed to one coordinate or not (SEC 1, 2.3.3)."""
    point: bytes = key["public_key"].native
    return (len(point) - 1) * 8 // (1 if point[0] in (2, 3) else 2)


def _hash(algorithm: Any) -> str:
    try:
        return str(algorithm.hash_algo)
    except ValueError:  # Ed25519 and its like have their hash built in
        return ""


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
        except ImportError:
            raise
        except Exception:
            raise Unreadable(UNREADABLE, field="certificate") from None
        else:
            return signer
    raise refusal or AssertionError


def _unopened(error: ValueError) -> UserError:
    """The library's exceptions differ for a wrong passphrase and a broken file in the message alone."""
    if "password" in str(error.__cause__).lower():
        return Invalid("Adgangskoden passer ikke til certifikatet. Prøv igen.", field="passphrase")
    return Unreadable(UNREADABLE, field="certificate")


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


def _name(name: Any) -> str:
    """The common name, else the organisation, else the whole name."""
    parts = name.native
    found = parts.get("common_name") or parts.get("organization_name") or name.human_friendly
    return " ".join(str(found[0] if isinstance(found, list) else found).split())
