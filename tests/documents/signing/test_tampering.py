"""Every way to tamper with a signed file is reported, or provably leaves what it says unchanged."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from cbnet_desktop.documents.signing import provenance, signatures, verdict, verification
from cbnet_desktop.documents.signing.provenance import Held, Holding
from cbnet_desktop.documents.signing.state import State
from cbnet_desktop.documents.signing.verification import Verification
from cbnet_desktop.domain.records.errors import Unreadable
from tests.documents import signed
from tests.documents.authority import NOW
from tests.documents.long_term import updated
from tests.documents.signed import SIGNATORIES, signed_by, small

FLIPS = 150
FLIPS_AFTER_THREE = 10
NAME = generic.pdf_name
Change = Callable[[IncrementalPdfFileWriter], None]


def judged(pdf: bytes) -> Verification | None:
    """The result of verification; None where the file is unreadable."""
    try:
        return verification.verify(pdf, signed.trusted())
    except Unreadable:
        return None


def is_named(pdf: bytes) -> bool:
    """Whether verification objects to the file."""
    found = judged(pdf)
    return found is None or not found.is_sound


def flipped(pdf: bytes, bit: int) -> bytes:
    changed = bytearray(pdf)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def room_of_signature(pdf: bytes) -> range:
    """The offsets of the last signature itself, the only ones that it does not sign."""
    ranges = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    before, after, _ = (int(number) for number in ranges[-1])
    return range(before, after)


# A flipped bit


@pytest.mark.parametrize(("signatories", "count"), [(1, FLIPS), (3, FLIPS_AFTER_THREE)])
def test_a_flipped_bit_anywhere_in_what_is_signed_is_named(signatories: int, count: int) -> None:
    pdf = small(signatories)
    assert not is_named(pdf)
    room = room_of_signature(pdf)
    chance = random.Random(7)
    bits = [bit for bit in (chance.randrange(len(pdf) * 8) for _ in range(count)) if bit // 8 not in room]
    assert len(bits) > count / 3
    assert [bit for bit in bits if not is_named(flipped(pdf, bit))] == []


def test_a_flipped_bit_in_the_signature_itself_is_named_or_changes_nothing_that_is_said() -> None:
    pdf = small()
    before, room = judged(pdf), room_of_signature(pdf)
    chance = random.Random(11)
    unnamed = []
    for _ in range(FLIPS):
        bit = chance.choice(room) * 8 + chance.randrange(8)
        if not is_named(flipped(pdf, bit)):
            unnamed.append(bit)
    # Upper or lower case of a hexadecimal digit, or a part of the envelope that no reader takes anything from.
    assert [bit for bit in unnamed if judged(flipped(pdf, bit)) != before] == []
    assert len(unnamed) < FLIPS / 3


def test_every_bit_beside_the_signature_in_its_room_is_named() -> None:
    pdf = small()
    room = room_of_signature(pdf)
    padding = re.search(rb"0{200,}>", pdf[room.start : room.stop])
    assert padding
    for offset in (room.start, room.stop - 1, room.start + padding.start() + 10, room.start + padding.end() - 2):
        assert is_named(flipped(pdf, offset * 8))


# Bytes appended, or taken away


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%", b"%%EOF\n", b"\0" * 512, b"<script>"])
def test_bytes_appended_are_named(tail: bytes) -> None:
    found = judged(small() + tail)
    assert found is None or verification.APPENDED in found.problems


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_empty_update_is_named(count: int) -> None:
    pdf = signed_by(count)
    start = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    found = judged(pdf + b"\nstartxref\n" + start + b"\n%%EOF\n")
    assert found is None or not found.is_intact


def test_a_file_cut_short_is_named() -> None:
    pdf = small()
    for length in (len(pdf) - 1, len(pdf) - 40, len(pdf) // 2, 100):
        assert is_named(pdf[:length])


# Updates that say something else


def swap_pages(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids[0], kids[1] = kids.raw_get(1), kids.raw_get(0)
    writer.update_container(kids)


def write_on_first_page(writer: IncrementalPdfFileWriter) -> None:
    RawContent(b"BT /F1 40 Tf 100 400 Td (Godkendt) Tj ET").add_to_page(writer, 0)


def change_title(writer: IncrementalPdfFileWriter) -> None:
    writer.root[NAME("/Lang")] = generic.TextStringObject("en")
    writer.update_root()


def remove_first_signature(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    del field[NAME("/V")]
    writer.update_container(field)


def forget_all_fields(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form[NAME("/Fields")] = generic.ArrayObject()
    writer.update_container(form)


def redraw_stamp(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    looks = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 40 re f"))
    field[NAME("/AP")] = generic.DictionaryObject({NAME("/N"): looks})
    writer.update_container(field)


def change_metadata(writer: IncrementalPdfFileWriter) -> None:
    stream = writer.root["/Metadata"]
    said = stream.data.replace(b"Handlingsplan", b"Handlingsplaner")
    assert said != stream.data
    writer.root[NAME("/Metadata")] = writer.add_object(generic.StreamObject(stream_data=said))
    writer.update_root()


def change_information(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer_view["/Info"][NAME("/Title")] = generic.TextStringObject("En anden plan")
    writer.mark_update(writer.trailer_view.get_value_as_reference("/Info"))


def add_an_empty_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("endnu-en"))


def rename_field(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    field[NAME("/TU")] = generic.TextStringObject("Underskrift: En anden")
    writer.update_container(field)


UPDATES = (
    swap_pages,
    write_on_first_page,
    change_title,
    remove_first_signature,
    forget_all_fields,
    redraw_stamp,
    rename_field,
    change_metadata,
    change_information,
    add_an_empty_field,
)


#: These take away the field that the next one signs, or a signature before it.
HIDING = (remove_first_signature, forget_all_fields)


@pytest.mark.parametrize("change", UPDATES)
@pytest.mark.parametrize("count", [1, 3])
def test_an_update_after_the_signatures_is_named(change: Change, count: int) -> None:
    found = judged(updated(small(count), change))
    assert found is None or not found.is_intact


@pytest.mark.parametrize("change", [change for change in UPDATES if change not in HIDING])
def test_an_update_between_two_signatures_is_named_though_the_last_covers_it(change: Change) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(updated(small(), change)))
    signer = PdfSigner(PdfSignatureMetadata(field_name="underskrift-1"), signed.certificate("Hanne Vang").signer)
    found = judged(signer.sign_pdf(writer).getvalue())
    assert found is not None
    assert not found.problems, "the last signature covers the whole file"
    assert found.signatures[0].problems == (verification.CHANGED_AFTER,)


def held(pdf: bytes) -> provenance.Provenance:
    """What a network that holds the unsigned plan says of a file."""
    found = signed.judged(pdf, holding=Holding(lambda: [Held("Version 1", small(0))], lambda _: None))
    assert found.provenance
    return found.provenance


@pytest.mark.parametrize("count", [1, 3])
def test_a_version_with_nothing_but_signatures_on_it_is_the_networks(count: int) -> None:
    assert provenance.CHANGED.format(title="Version 1") not in held(small(count)).problems
    assert "Under underskrifterne er dokumentet nøjagtig den version" in held(small(count)).statements[0]


@pytest.mark.parametrize("change", [change for change in UPDATES if change not in HIDING])
def test_an_update_before_the_first_signature_is_not_the_networks_version(change: Change) -> None:
    number, name = SIGNATORIES[0]
    pdf = signatures.sign(updated(small(0), change), signed.certificate(name), number, NOW)
    assert verification.verify(pdf, signed.trusted()).is_sound, "the signature covers the update"
    assert provenance.CHANGED.format(title="Version 1") in held(pdf).problems
    assert not any("nøjagtig" in statement for statement in held(pdf).statements)


def test_an_update_that_signs_and_changes_at_once_is_not_the_networks_version() -> None:
    number, name = SIGNATORIES[0]
    writer = IncrementalPdfFileWriter(io.BytesIO(small(0)))
    write_on_first_page(writer)
    signer = PdfSigner(PdfSignatureMetadata(field_name=f"underskrift-{number}"), signed.certificate(name).signer)
    assert held(signer.sign_pdf(writer).getvalue()).problems


def test_the_program_does_not_sign_what_was_changed() -> None:
    with pytest.raises(Exception, match="Filen er ændret efter en underskrift"):
        signatures.sign(updated(small(), swap_pages), signed.certificate("Hanne Vang"), 1, NOW)


# Signatures removed, moved or hidden


def test_a_signature_removed_by_cutting_the_file_leaves_its_field_open() -> None:
    found = judged(signed_by(3)[: len(signed_by(2))])
    assert found is not None
    assert [place.number for place in found.unsigned] == [3, 4, 6, 7, 8]
    assert len(found.signatures) == 2


def test_a_file_saved_anew_by_another_program_is_named() -> None:
    with pikepdf.open(io.BytesIO(signed_by(2))) as pdf:
        written = io.BytesIO()
        pdf.save(written)
    found = judged(written.getvalue())
    assert found is None or not found.is_intact


def test_a_signature_moved_to_another_plan_is_named() -> None:
    other = bytearray(signed_by(1))
    place = bytes(other).index(b"Underskrift") if b"Underskrift" in other else len(signed_by(0)) // 2
    other[place] ^= 1
    assert is_named(bytes(other))


def test_a_signature_of_an_unknown_kind_is_not_passed_over() -> None:
    # pyHanko leaves out what it does not know; the file then has a signature less than it seems.
    hidden = small().replace(b"/ETSI.CAdES.detached", b"/ETSI.XAdES.detached")
    found = judged(hidden)
    assert found is None or verification.HIDDEN in found.problems


def test_a_signature_that_signs_another_gap_is_named() -> None:
    pdf = small()
    room = room_of_signature(pdf)
    old = f"/ByteRange [0 {room.start} {room.stop}".encode()
    new = f"/ByteRange [0 {room.start - 1} {room.stop}".encode()
    assert old in pdf
    assert is_named(pdf.replace(old, new))


def run_at_opening(writer: IncrementalPdfFileWriter) -> None:
    script = {NAME("/S"): NAME("/JavaScript"), NAME("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root[NAME("/OpenAction")] = generic.DictionaryObject(script)
    writer.update_root()


def draw_anew(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form[NAME("/XFA")] = generic.TextStringObject("<xdp/>")
    writer.update_container(form)


@pytest.mark.parametrize("change", [run_at_opening, draw_anew])
def test_a_signed_file_that_may_look_otherwise_to_others_is_to_be_looked_at(change: Change) -> None:
    pdf = signatures.sign(updated(small(0), change), signed.certificate("Mette Holm"), 2, NOW)
    found = signed.judged(pdf, signed.AUTHORITY.pem)
    assert found.state is State.LOOK
    assert verdict.ACTIVE in [one.sentence for one in found.said()]
    assert verdict.ACTIVE not in [one.sentence for one in signed.judged(small(1), signed.AUTHORITY.pem).said()]


def attach(writer: IncrementalPdfFileWriter) -> None:
    content = embed.EmbeddedFileObject.from_file_data(writer, b"hej")
    embed.embed_file(writer, embed.FileSpec("bilag.txt", embedded_data=content))


@pytest.mark.parametrize("change", [attach, run_at_opening, draw_anew])
def test_an_attachment_a_program_or_a_form_that_is_added_is_named(change: Change) -> None:
    found = judged(updated(small(1), change))
    assert found
    assert found.signatures[0].problems == (verification.CHANGED_AFTER,)


@pytest.mark.parametrize(
    "options", [{}, {"linearize": True}, {"qdf": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}]
)
def test_a_file_that_another_program_saved_again_is_named(options: dict[str, Any]) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(small(2))) as pdf:
        pdf.save(written, **options)
    found = judged(written.getvalue())
    assert found
    assert {one.problems for one in found.signatures} == {(verification.CHANGED_WITHIN,)}


@pytest.mark.parametrize("user", ["", "hemmelig"])
def test_a_signed_file_that_was_encrypted_cannot_be_read(user: str) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(small(1))) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="ejer", user=user))
    with pytest.raises(Unreadable, match="adgangskode"):
        verification.verify(written.getvalue())


def test_pages_in_a_circle_after_the_signature_are_named() -> None:
    def circle(writer: IncrementalPdfFileWriter) -> None:
        kids = writer.root["/Pages"]["/Kids"]
        kids.append(writer.root.raw_get("/Pages"))
        writer.update_container(kids)

    assert is_named(updated(small(1), circle))
