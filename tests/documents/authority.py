"""A test certificate authority, and certificates of every kind that one may try to sign with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

#: Where the list of revoked certificates would lie; nothing looks there.
LISTED = x509.CRLDistributionPoints(
    [x509.DistributionPoint([x509.UniformResourceIdentifier("http://example.invalid/crl")], None, None, None)]
)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PASSPHRASE = "rød grød, 7 fløder"
NOW = datetime(2014, 12, 3, 13, 3, tzinfo=UTC)
DAY = timedelta(days=1)
_SIGNING = ("digital_signature", "content_commitment")
_ISSUING = ("key_cert_sign", "crl_sign")
_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True)
class Authority:
    """Issues certificates under its own root."""

    name: str = "Prøveudsteder"

    @cached_property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def root(self) -> x509.Certificate:
        unsigned = _builder(self.name, self.name, NOW - 1000 * DAY, NOW + 9000 * DAY, _ISSUING)
        unsigned = unsigned.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return unsigned.public_key(self.key.public_key()).sign(self.key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        """The root, as a file of trusted issuers holds it."""
        return self.root.public_bytes(Encoding.PEM)

    def p12(
        self,
        name: str,
        *,
        passphrase: str = PASSPHRASE,
        begins: datetime = NOW - DAY,
        ends: datetime = NOW + 365 * DAY,
        uses: tuple[str, ...] | None = _SIGNING,
        is_rsa: bool = False,
        has_key: bool = True,
        purposes: tuple[x509.ObjectIdentifier, ...] = (),
        key: PrivateKey | None = None,
    ) -> bytes:
        """A person's certificate with its key and the root, as a PKCS#12 file."""
        key = key or (rsa.generate_private_key(65537, 2048) if is_rsa else ec.generate_private_key(ec.SECP256R1()))
        unsigned = _builder(name, self.name, begins, ends, uses).add_extension(LISTED, critical=False)
        if purposes:
            unsigned = unsigned.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
        certificate = unsigned.public_key(key.public_key()).sign(self.key, hashes.SHA256())
        secret = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        if has_key:
            return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [self.root], secret)
        return pkcs12.serialize_key_and_certificates(name.encode(), None, None, [certificate, self.root], secret)

    def revocations(self, *revoked: x509.Certificate) -> bytes:
        """A list of revoked certificates, none by default, in DER."""
        unsigned = x509.CertificateRevocationListBuilder().issuer_name(_name(self.name))
        unsigned = unsigned.last_update(NOW - DAY / 4).next_update(NOW + 365 * DAY)
        for certificate in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number)
            unsigned = unsigned.add_revoked_certificate(entry.revocation_date(NOW - DAY / 2).build())
        return unsigned.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _builder(
    subject: str, issuer: str, begins: datetime, ends: datetime, uses: tuple[str, ...] | None
) -> x509.CertificateBuilder:
    unsigned = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    if uses is None:
        return unsigned
    return unsigned.add_extension(x509.KeyUsage(**{use: use in uses for use in _USES}), critical=True)


def _name(name: str) -> x509.Name:
    attributes = [(NameOID.COUNTRY_NAME, "DK"), (NameOID.ORGANIZATION_NAME, "Prøve"), (NameOID.COMMON_NAME, name)]
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in attributes])
