"""A plan as an archive keeps it: signed with a time stamp, with proofs of validity, with a stamp of the whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.keys.pemder import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfTimeStamper, timestamps
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import add_validation_info
from pyhanko_certvalidator import ValidationContext

from tests.documents import signed
from tests.documents.authority import NOW, PASSPHRASE
from tests.documents.signed import AUTHORITY

#: What an archive makes of a signed plan, each level above the one before (ETSI EN 319 142-1).
LEVELS = ("B-T", "B-LT", "B-LTA")


@cache
def stamper() -> timestamps.TimeStamper:
    """An authority for time stamps under the tests' root."""
    purposes = (ExtendedKeyUsageOID.TIME_STAMPING,)
    content = AUTHORITY.p12("Tidsstempler", uses=("digital_signature",), purposes=purposes, is_rsa=True)
    key, certificate, _ = load_key_and_certificates(content, PASSPHRASE.encode())
    assert key
    assert certificate
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return timestamps.DummyTimeStamper(
        next(iter(load_certs_from_pemder_data(certificate.public_bytes(Encoding.DER)))),
        load_private_key_from_pemder_data(secret, None),
        fixed_dt=NOW,
    )


def context(*revocations: bytes) -> ValidationContext:
    """What the archive trusts and knows."""
    return ValidationContext(
        trust_roots=signed.trusted(), crls=list(revocations) or [AUTHORITY.revocations()], moment=NOW
    )


@cache
def kept(level: str) -> bytes:
    """The plan signed in the first field by another program, at a level of long-term preservation."""
    metadata = PdfSignatureMetadata(
        field_name="underskrift-1",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=level != "B-T",
        use_pades_lta=level == "B-LTA",
        validation_context=context() if level != "B-T" else None,
    )
    signer: Any = PdfSigner(metadata, signed.certificate("Hanne Vang").signer, timestamper=stamper())
    begin = signer.init_signing_session

    def begin_at(*arguments: Any, **named: Any) -> Any:
        session = begin(*arguments, **named)
        session.system_time = NOW
        return session

    signer.init_signing_session = begin_at
    written: io.BytesIO = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(signed.small(0))))
    return written.getvalue()


def with_proofs(pdf: bytes, *revocations: bytes) -> bytes:
    """A signed plan to which an archive has added proofs of its first signature's validity."""
    reader = PdfFileReader(io.BytesIO(pdf))
    written = io.BytesIO()
    add_validation_info(reader.embedded_regular_signatures[0], context(*revocations), output=written, force_write=True)
    return written.getvalue()


def stamped(pdf: bytes) -> bytes:
    """The file with a time stamp of the whole document in an update of its own."""
    written: Any = PdfTimeStamper(stamper()).timestamp_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), "sha256")
    return bytes(written.getvalue())


def renewed(pdf: bytes) -> bytes:
    """The file with its proofs brought up to date and one more time stamp, as an archive does after some years."""
    written = PdfTimeStamper(stamper()).update_archival_timestamp_chain(PdfFileReader(io.BytesIO(pdf)), context())
    return bytes(written.getvalue())


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with a change appended as an incremental update, as an editor does it."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
