"""Signatures of every sort, made by openssl and by pyHanko with its time stamper, judged by poppler and openssl too."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from cbnet_desktop.documents.signing import verification
from cbnet_desktop.documents.signing.state import State
from tests.documents import long_term, signed
from tests.documents.openssl import ISSUING, PASSPHRASE, Issuers, program
from tests.documents.signed import AUTHORITY, small
from tests.documents.signing.test_long_term import WAYS, archived

NAME = "Mette Holm"
RSA = ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")
PADES, ADOBE = SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED


class Sort(NamedTuple):
    """A kind of signature: its key, openssl's options, its hash and how the file names it."""

    key: tuple[str, ...]
    options: tuple[str, ...] = ()
    hash: str = "sha256"
    kind: SigSeedSubFilter = PADES
    chain: tuple[str, ...] = ()


SOUND = {
    "P-256": Sort(("EC", "-pkeyopt", "ec_paramgen_curve:P-256")),
    "P-384": Sort(("EC", "-pkeyopt", "ec_paramgen_curve:P-384"), hash="sha384"),
    "P-521": Sort(("EC", "-pkeyopt", "ec_paramgen_curve:P-521"), hash="sha512"),
    "RSA": Sort(RSA),
    "RSA of 3072 bits": Sort(("RSA", "-pkeyopt", "rsa_keygen_bits:3072"), hash="sha512"),
    "RSA-PSS": Sort(RSA, ("-keyopt", "rsa_padding_mode:pss")),
    "CAdES": Sort(RSA, ("-cades",)),
    "Adobe's": Sort(RSA, kind=ADOBE),
    "without attributes": Sort(RSA, ("-noattr",), kind=ADOBE),
    "a chain of three": Sort(RSA, chain=("mellem",)),
}


@pytest.fixture(scope="module")
def issuers(tmp_path_factory: pytest.TempPathFactory) -> Issuers:
    made = Issuers(tmp_path_factory.mktemp("udstedere"))
    made.made("mellem", "Mellemudsteder", extensions=ISSUING)
    return made


def made_by_openssl(issuers: Issuers, sort: Sort) -> bytes:
    """A nearly empty plan whose second field holds what openssl signed."""
    issuers.made("x", NAME, issuer=sort.chain[0] if sort.chain else "rod", key=sort.key)
    prepared, written = prepared_for(issuers.p12("x", *sort.chain), sort)
    start, stop = prepared.reserved_region_start, prepared.reserved_region_end
    whole = written.getvalue()
    (issuers.folder / "signed").write_bytes(whole[:start] + whole[stop:])
    chain = ["-certfile", f"{sort.chain[0]}.pem"] if sort.chain else []
    asked = ["-in", "signed", "-outform", "DER", "-out", "cms", "-signer", "x.pem", "-inkey", "x.key", "-md", sort.hash]
    issuers.run("cms", "-sign", "-binary", *asked, *chain, *sort.options)
    prepared.fill_with_cms(written, (issuers.folder / "cms").read_bytes())
    return written.getvalue()


def prepared_for(p12: bytes, sort: Sort) -> tuple[object, io.BytesIO]:
    """The plan with room for a signature."""
    metadata = PdfSignatureMetadata(
        field_name="underskrift-2",
        md_algorithm=sort.hash,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=sort.kind,
    )
    signer = PdfSigner(metadata, SimpleSigner.load_pkcs12_data(p12, other_certs=(), passphrase=PASSPHRASE.encode()))
    writer = IncrementalPdfFileWriter(io.BytesIO(small(0)))
    room = signer.async_digest_doc_for_signing(writer, existing_fields_only=True, bytes_reserved=20_000)
    prepared, _, written = asyncio.run(room)
    return prepared, written


def poppler_says(pdf: bytes, folder: Path) -> str:
    """What pdfsig prints."""
    (folder / "plan.pdf").write_bytes(pdf)
    asked = [program("pdfsig"), "-nocert", folder / "plan.pdf"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def openssl_accepts(pdf: bytes, root: bytes, folder: Path) -> bool:
    """Whether openssl verifies the last signature of a file under a root."""
    start, stop, rest = map(int, re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]", pdf)[-1])
    (folder / "signed").write_bytes(pdf[:start] + pdf[stop : stop + rest])
    (folder / "cms").write_bytes(bytes.fromhex(pdf[start + 1 : stop - 1].decode()))
    (folder / "root.pem").write_bytes(root)
    asked = [program("openssl"), "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "signed"]
    asked += ["-CAfile", "root.pem", "-purpose", "any", "-no_check_time", "-out", "/dev/null"]
    return subprocess.run(asked, cwd=folder, capture_output=True, check=False).returncode == 0


def tampered(pdf: bytes) -> bytes:
    """The file with one byte changed that every signature covers, in a comment that nothing else reads."""
    place = pdf.index(b"\n%") + 2
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


@pytest.mark.parametrize("kind", SOUND)
def test_a_signature_by_openssl_is_in_order_for_all_three(kind: str, issuers: Issuers, tmp_path: Path) -> None:
    pdf = made_by_openssl(issuers, SOUND[kind])
    found = signed.judged(pdf, issuers.pem("rod"))
    assert found.state is State.IN_ORDER, found.said()
    assert "Signature is Valid" in poppler_says(pdf, tmp_path)
    assert openssl_accepts(pdf, issuers.pem("rod"), tmp_path)


@pytest.mark.parametrize("kind", SOUND)
def test_one_changed_byte_is_named_by_all_three(kind: str, issuers: Issuers, tmp_path: Path) -> None:
    pdf = tampered(made_by_openssl(issuers, SOUND[kind]))
    (signature,) = verification.verify(pdf).signatures
    assert signature.problems == (verification.CHANGED_WITHIN,)
    assert "Signature is Valid" not in poppler_says(pdf, tmp_path)
    assert not openssl_accepts(pdf, issuers.pem("rod"), tmp_path)


@pytest.mark.parametrize("hash_name", ["sha1", "md5"])
def test_an_outdated_hash_is_named_whatever_others_say(hash_name: str, issuers: Issuers) -> None:
    pdf = made_by_openssl(issuers, Sort(RSA, ("-md", hash_name)))
    assert verification.OUTDATED in verification.verify(pdf).signatures[0].problems


def test_a_signature_without_its_certificate_cannot_be_verified(issuers: Issuers, tmp_path: Path) -> None:
    pdf = made_by_openssl(issuers, Sort(RSA, ("-nocerts",)))
    assert verification.verify(pdf).signatures[0].problems == (verification.UNPROVABLE,)
    assert "Signature is Valid" not in poppler_says(pdf, tmp_path)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_ours_are_in_order_for_all_three(count: int, tmp_path: Path) -> None:
    pdf = small(count)
    assert signed.judged(pdf, AUTHORITY.pem).state is State.IN_ORDER
    assert poppler_says(pdf, tmp_path).count("Signature is Valid") == count
    assert openssl_accepts(pdf, AUTHORITY.pem, tmp_path)


@pytest.mark.parametrize("level", long_term.LEVELS)
def test_a_signature_with_a_time_stamp_is_in_order_for_poppler_too(level: str, tmp_path: Path) -> None:
    pdf = long_term.kept(level)
    assert signed.judged(pdf, AUTHORITY.pem).state is State.IN_ORDER
    told = poppler_says(pdf, tmp_path)
    assert "Signature is Valid" in told
    assert "Invalid" not in told


@pytest.mark.parametrize("way", WAYS)
def test_what_an_archive_adds_leaves_every_signature_valid(way: str, tmp_path: Path) -> None:
    told = poppler_says(archived(way), tmp_path)
    assert told.count("Signature is Valid") >= 3
    assert "Invalid" not in told
