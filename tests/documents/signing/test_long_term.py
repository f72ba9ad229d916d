"""What an archive adds to a signed plan keeps it verifiable and is no tampering (PAdES B-T, B-LT and B-LTA)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from cbnet_desktop.documents.signing import provenance, signatures, trust, verdict, verification
from cbnet_desktop.documents.signing.provenance import Held, Holding
from cbnet_desktop.documents.signing.state import State
from tests.documents import long_term, signed
from tests.documents.authority import DAY, NOW
from tests.documents.signed import AUTHORITY, small

DIGEST = "4f1d" * 16
HOLDING = Holding(lambda: [Held("Version 1", small(0))], lambda digest: ("Version 1", digest == DIGEST))


@cache
def archived(way: str) -> bytes:
    """Our own plan with three signatures, kept in one of the ways of an archive."""
    proven = long_term.with_proofs(small(3))
    return {
        "proofs": lambda: proven,
        "a stamp": lambda: long_term.stamped(small(3)),
        "proofs and a stamp": lambda: long_term.stamped(proven),
        "renewed after years": lambda: long_term.renewed(long_term.stamped(proven)),
    }[way]()


WAYS = ("proofs", "a stamp", "proofs and a stamp", "renewed after years")


@pytest.mark.parametrize("level", long_term.LEVELS)
def test_a_plan_signed_for_keeping_by_another_program_is_in_order(level: str) -> None:
    found = signed.judged(long_term.kept(level), AUTHORITY.pem, HOLDING)
    assert found.state is State.IN_ORDER, found.said()
    assert found.provenance
    assert found.provenance.problems == ()


@pytest.mark.parametrize("way", WAYS)
def test_our_plan_is_in_order_after_an_archive_had_it(way: str) -> None:
    found = signed.judged(archived(way), AUTHORITY.pem, HOLDING)
    assert found.state is State.IN_ORDER, found.said()
    assert found.said()[0].sentence == verdict.MAINTAINED


def test_the_time_stamp_of_the_whole_is_told() -> None:
    said = [one.sentence for one in signed.judged(archived("a stamp"), AUTHORITY.pem).said()]
    assert "Tidsstempler har tidsstemplet dokumentet 03.12.2014 kl. 14.03." in said


def test_the_next_one_can_sign_a_file_that_an_archive_had() -> None:
    pdf = signatures.sign(archived("proofs and a stamp"), signed.certificate("Jens Kær"), 3, NOW)
    assert signed.judged(pdf, AUTHORITY.pem, HOLDING).state is State.IN_ORDER


def test_a_certificate_that_the_proofs_call_revoked_is_told() -> None:
    pdf = small(1)
    (signature,) = verification.verify(pdf, signed.trusted()).signatures
    assert signature.problems == ()
    revoked = x509.load_der_x509_certificate(signed.certificate("Mette Holm").signer.signing_cert.dump())
    late = long_term.updated(pdf, lambda writer: embed(writer, AUTHORITY.revocations(revoked)))
    (signature,) = verification.verify(late, signed.trusted()).signatures
    assert signature.problems == (trust.REVOKED,)


def revoked_on(moment: datetime) -> bytes:
    """A list of revocations, made two days after the signature, that names the signatory's certificate."""
    number = x509.load_der_x509_certificate(signed.certificate("Mette Holm").signer.signing_cert.dump()).serial_number
    listed = x509.CertificateRevocationListBuilder().issuer_name(AUTHORITY.root.subject)
    listed = listed.last_update(NOW + 2 * DAY).next_update(NOW + 30 * DAY)
    entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(moment).build()
    return listed.add_revoked_certificate(entry).sign(AUTHORITY.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(("after", "problems"), [(-DAY, (trust.REVOKED,)), (DAY, ())])
def test_a_revocation_counts_from_its_day_however_new_the_list_is(after: timedelta, problems: tuple[str, ...]) -> None:
    pdf = long_term.updated(small(1), lambda writer: embed(writer, revoked_on(NOW + after)))
    (signature,) = verification.verify(pdf, signed.trusted()).signatures
    assert signature.problems == problems
    assert signature.is_intact


def test_junk_in_the_place_of_proofs_is_named_and_says_nothing_of_the_signature() -> None:
    found = verification.verify(long_term.updated(small(1), lambda writer: embed(writer, b"junk")), signed.trusted())
    assert found.problems == (verification.APPENDED,)
    assert found.signatures[0].problems == ()


def embed(writer: IncrementalPdfFileWriter, revocations: bytes) -> None:
    """Adds a list of revocations as the file's security store."""
    listed = writer.add_object(generic.StreamObject(stream_data=revocations))
    store = generic.DictionaryObject({generic.pdf_name("/CRLs"): generic.ArrayObject([listed])})
    writer.root[generic.pdf_name("/DSS")] = writer.add_object(store)
    writer.update_root()


# What only looks like maintenance


def write_over(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 40 re f"))
    writer.update_container(page)


def retitle(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer_view["/Info"][generic.pdf_name("/Title")] = generic.TextStringObject("En anden plan")
    writer.mark_update(writer.trailer_view.get_value_as_reference("/Info"))


@pytest.mark.parametrize("change", [write_over, retitle])
@pytest.mark.parametrize("way", WAYS[:2])
def test_a_change_beside_what_the_archive_added_is_broken(way: str, change: object) -> None:
    assert callable(change)
    pdf = long_term.updated(archived(way), change)
    found = signed.judged(pdf, AUTHORITY.pem, HOLDING)
    assert found.state is State.BROKEN
    assert found.provenance
    assert provenance.CHANGED.format(title="Version 1") in found.provenance.problems


@pytest.mark.parametrize("change", [write_over, retitle])
def test_a_change_that_a_time_stamp_then_covers_is_broken(change: object) -> None:
    assert callable(change)
    pdf = long_term.stamped(long_term.updated(small(1), change))
    found = verification.verify(pdf, signed.trusted())
    assert found.signatures[0].problems == (verification.CHANGED_AFTER,)


@pytest.mark.parametrize("tail", [b"\n\n", b"%", b" % mere", b"\0"])
def test_bytes_after_what_the_archive_added_are_broken(tail: bytes) -> None:
    assert signed.judged(archived("proofs") + tail, AUTHORITY.pem).state is State.BROKEN


def test_a_damaged_time_stamp_is_broken() -> None:
    pdf = bytearray(archived("a stamp"))
    start, stop, _ = map(int, re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)[-1])
    middle = start + (bytes(pdf[start:stop]).rstrip(b"0>").__len__() // 2)
    pdf[middle] = ord("0") if pdf[middle] != ord("0") else ord("1")
    found = signed.judged(bytes(pdf), AUTHORITY.pem)
    assert found.state is State.BROKEN
    assert verification.BAD_STAMP in [one.sentence for one in found.said()]
