"""A certificate that somebody issues himself and nobody trusts: the self-test signs with it."""

from __future__ import annotations

from datetime import datetime, timedelta


def made(name: str, passphrase: str, at: datetime) -> bytes:
    """A PKCS#12 file (RFC 7292) with certificate and key of a name, valid for a day before and after a moment."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    lasting = builder.not_valid_before(at - timedelta(days=1)).not_valid_after(at + timedelta(days=1))
    protected = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(None, key, lasting.sign(key, hashes.SHA256()), None, protected)
