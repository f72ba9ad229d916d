"""Whatever is handed to verifying and signing ends in one sentence and the right exit code."""

from __future__ import annotations

import io
import itertools
import random
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import pikepdf
import pytest
from asn1crypto import pkcs12

from cbnet_desktop.documents.signing import certificates, examination, signatures
from cbnet_desktop.domain.records.errors import Unreadable, UserError
from tests.cli.console import Laptop
from tests.documents import signed
from tests.documents.authority import NOW, PASSPHRASE
from tests.documents.signed import AUTHORITY
from tests.documents.signing.test_signatures import foreign

T = TypeVar("T")
MUTATIONS = 200


@cache
def tiny() -> bytes:
    """A page with one signed field, of two kilobytes beside the signature."""
    return signatures.sign(foreign("underskrift-1"), signed.certificate("Mette Holm"), 1, NOW)


def with_objects(*objects: str) -> bytes:
    """A PDF of these objects, the first its catalog, written by hand."""
    written = io.BytesIO(b"%PDF-1.7\n")
    written.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(written.tell())
        written.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    start, count = written.tell(), len(objects) + 1
    written.write(f"xref\n0 {count}\n0000000000 65535 f \n".encode())
    written.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    written.write(f"trailer\n<< /Root 1 0 R /Size {count} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return written.getvalue()


def fields_that_name_the_next_twice() -> bytes:
    """Two thousand bytes of which a walk makes four million fields."""
    fields = [f"<< /T (a{number}) /Kids [{number + 4} 0 R {number + 4} 0 R] >>" for number in range(22)]
    root = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] /SigFlags 3 >> >>"
    last = "<< /T (z) /FT /Sig >>"
    return with_objects(root, "<< /Type /Pages /Kids [] /Count 0 >>", *fields, last)


def pages_in_a_circle() -> bytes:
    root = "<< /Type /Catalog /Pages 2 0 R >>"
    return with_objects(root, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>")


def page_without_a_size() -> bytes:
    root = "<< /Type /Catalog /Pages 2 0 R >>"
    return with_objects(root, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R >>")


def half_an_encryption() -> bytes:
    with pikepdf.open(io.BytesIO(tiny())) as pdf:
        written = io.BytesIO()
        locked = pikepdf.Encryption(owner="ejer", user="bruger")
        pdf.save(written, encryption=locked, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return re.sub(rb"/StmF\s*/StdCF", b"/StmF 12345", written.getvalue())


def junk(size: int) -> bytes:
    return b"%PDF-1.7\n" + b"0" * size + b"\nstartxref\n9\n%%EOF"


def deep() -> bytes:
    return with_objects("<< /Type /Catalog /Pages " + "[" * 100_000 + "]" * 100_000 + " >>")


WILD: dict[str, Callable[[], bytes]] = {
    "fields": fields_that_name_the_next_twice,
    "circle": pages_in_a_circle,
    "sizeless": page_without_a_size,
    "encryption": half_an_encryption,
    "junk": lambda: junk(2 * 2**20),
    "deep": deep,
    "noise": lambda: b"%PDF-1.7\n" + random.Random(3).randbytes(100_000),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Laptop, Path]:
    """A computer with a network on it."""
    folder = tmp_path_factory.mktemp("vilde")
    laptop = Laptop(folder / "hjemme", "Mette Holm")
    assert laptop.run("new", folder / "netværk.cbnet", "--name", "Prøve", "--from", "2014").code == 0
    return laptop, folder


@pytest.mark.parametrize("kind", WILD)
def test_a_wild_pdf_ends_in_one_sentence(kind: str, asked: tuple[Laptop, Path]) -> None:
    laptop, folder = asked
    (folder / "vild.pdf").write_bytes(WILD[kind]())
    ran = laptop.run("verify-pdf", folder / "vild.pdf", "--network", folder / "netværk.cbnet")
    assert ran.code in {1, 2}, ran.err
    if ran.code == 2:
        assert ran.out == ""
        assert ran.sentence.endswith(".")
    else:
        assert "nej " in ran.out


def mutations(whole: bytes, count: int) -> list[bytes]:
    """The bytes cut, flipped, doubled, swapped, and with other numbers and names in them; the same every time."""
    chance = random.Random(14)
    made = (chance.choice(WAYS)(whole, chance) for _ in itertools.count())
    return list(itertools.islice((one for one in made if one != whole), count))


def cut(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def without_a_part(whole: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(whole)), 2))
    return whole[:one] + whole[other:]


def with_a_part_twice(whole: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(whole)), 2))
    return whole[:other] + whole[one:]


def with_a_bit_flipped(whole: bytes, chance: random.Random) -> bytes:
    one = chance.randrange(len(whole))
    return whole[:one] + bytes([whole[one] ^ (1 << chance.randrange(8))]) + whole[one + 1 :]


def with_noise(whole: bytes, chance: random.Random) -> bytes:
    one = chance.randrange(len(whole))
    return whole[:one] + chance.randbytes(9) + whole[one + 9 :]


def with_another_word(whole: bytes, chance: random.Random) -> bytes:
    what, by = chance.choice(WORDS)
    found = list(re.finditer(what, whole))
    place = chance.choice(found) if found else None
    return whole[: place.start()] + by + whole[place.end() :] if place else whole[1:]


#: Numbers, names and references, and what they become.
WORDS = [
    *((rb"\d+", by) for by in (b"-1", b"0", b"99999999999999999999", b"1e9")),
    *((rb"/\w+", by) for by in (b"/Kids", b"/V", b"null", b"[[[[")),
    *((rb"\d+ 0 R", by) for by in (b"1 0 R", b"3 0 R")),
]
WAYS = [cut, without_a_part, with_a_part_twice, with_a_bit_flipped, with_noise, with_another_word]


def test_two_hundred_mutations_of_a_signed_pdf_are_judged_or_cannot_be_read() -> None:
    assert len(tiny()) < 40_000
    outcomes = [outcome(partial(examination.examine, pdf, AUTHORITY.pem, 0)) for pdf in mutations(tiny(), MUTATIONS)]
    assert {type(found) for found in outcomes} == {Unreadable, examination.Examination}
    sound = [one for one in outcomes if isinstance(one, examination.Examination) and one.verification.is_sound]
    # A part of the envelope that no reader takes anything from.
    assert {one.verification for one in sound} <= {examination.examine(tiny(), AUTHORITY.pem, 0).verification}


def outcome(work: Callable[[], T]) -> T | UserError:
    """What is found, or the refusal; any other error is the test's."""
    try:
        return work()
    except UserError as refusal:
        return refusal


def test_mutations_of_a_certificate_file_are_opened_or_refused() -> None:
    made = mutations(AUTHORITY.p12("Mette Holm"), MUTATIONS // 2)
    outcomes = [outcome(partial(certificates.load, p12, PASSPHRASE, NOW)) for p12 in made]
    refused = [one for one in outcomes if isinstance(one, UserError)]
    assert len(refused) > MUTATIONS / 4
    assert {one.field for one in refused} == {"certificate", "passphrase"}


def test_a_certificate_file_that_asks_for_two_billion_rounds_is_refused(asked: tuple[Laptop, Path]) -> None:
    laptop, folder = asked
    content = pkcs12.Pfx.load(AUTHORITY.p12("Mette Holm"))
    content["mac_data"]["iterations"] = 2_000_000_000
    (folder / "runder.p12").write_bytes(content.dump(force=True))
    (folder / "plan.pdf").write_bytes(signed.small(0))
    ran = laptop.run(
        "sign", folder / "plan.pdf", "--certificate", folder / "runder.p12", "--field", "2", CBNET_PASSPHRASE=PASSPHRASE
    )
    assert (ran.code, ran.out) == (2, "")
    assert ran.sentence.endswith(".")
    assert (folder / "plan.pdf").read_bytes() == signed.small(0)
