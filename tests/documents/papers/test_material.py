"""A meeting's material as a file: its annexes unchanged inside it, signed and judged as a whole."""

from __future__ import annotations

import io

import pikepdf
import pytest

from cbnet_desktop.documents.papers import material
from cbnet_desktop.documents.signing import signatures
from cbnet_desktop.documents.signing.provenance import NOT_HELD, Holding
from cbnet_desktop.documents.signing.state import State
from tests.documents import kinds, meeting_samples
from tests.documents.authority import NOW
from tests.documents.signed import AUTHORITY, certificate, judged

ORDINARY = meeting_samples.material_ordinary()


def test_every_annex_lies_in_the_file_byte_for_byte_as_a_supplement() -> None:
    with pikepdf.open(io.BytesIO(kinds.pdf("meeting-material", "ordinary"))) as pdf:
        attached = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        related = {str(file.UF): str(file.AFRelationship) for file in pdf.Root.AF}
        assert pdf.Root.PageMode == pikepdf.Name.UseAttachments
    expected = {text.file_name: ORDINARY.files[text.sha256] for text in ORDINARY.paper.enclosed if text.file_name}
    assert {name: data for name, data in attached.items() if name != "indhold.json"} == expected
    assert related == {**dict.fromkeys(expected, "/Supplement"), "indhold.json": "/Data"}


def test_the_same_annexes_give_the_same_bytes_and_another_byte_gives_others() -> None:
    assert material.render(meeting_samples.material_ordinary()) == kinds.pdf("meeting-material", "ordinary")
    key = ORDINARY.paper.enclosed[0].sha256
    other = ORDINARY._replace(files={**ORDINARY.files, key: ORDINARY.files[key] + b" "})
    assert material.render(other) != kinds.pdf("meeting-material", "ordinary")


@pytest.fixture(scope="module")
def signed() -> bytes:
    """The material with the minute-taker's signature."""
    return signatures.sign(kinds.pdf("meeting-material", "ordinary"), certificate("Hanne Vang"), 2, NOW)


def test_the_minute_taker_signs_it_and_it_is_in_order(signed: bytes) -> None:
    assert judged(signed, AUTHORITY.pem).state is State.IN_ORDER


def test_a_network_that_keeps_no_such_paper_has_nothing_against_it(signed: bytes) -> None:
    verdict = judged(signed, AUTHORITY.pem, Holding(list, lambda _: None))
    assert verdict.state is State.LOOK
    assert verdict.to_json()["to_look_at"] == [NOT_HELD]


def test_an_annex_exchanged_in_the_signed_file_is_found(signed: bytes) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.attachments["Bilag 2.2 Regnskab.xlsx"] = b"PK\x03\x04 et andet"
        pdf.save(written)
    assert judged(written.getvalue(), AUTHORITY.pem).state is State.BROKEN


@pytest.mark.parametrize("size", kinds.SIZES)
def test_nothing_in_it_is_opened_or_run_by_itself(size: str) -> None:
    with pikepdf.open(io.BytesIO(kinds.pdf("meeting-material", size))) as pdf:
        assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
