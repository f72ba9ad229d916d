"""A signature in a field is held against who sat or stood in on its seat on the day of signing."""

from __future__ import annotations

import pytest

from cbnet_desktop.documents.signing import signatories
from cbnet_desktop.documents.signing.signature_places import Place
from cbnet_desktop.documents.signing.state import State
from cbnet_desktop.documents.signing.verification import Signature
from cbnet_desktop.domain.roster import seat_names
from tests.building import Building

METTE, JENS = "Mette Holm", "Jens Kær"
GENTOFTE = "Mette Holm, Gentofte"


def signed_by(signer: str, on: str = "2014-12-03", field: str = GENTOFTE, at: str = "13:03:00Z") -> Signature:
    """A faultless signature."""
    place = Place("underskrift-2", f"Underskrift: {field}", is_signed=True)
    when = f"{on}T{at}" if on else ""
    return Signature(place, signer, "Udsteder", when, is_certifying=True, is_intact=True, is_trusted=True)


@pytest.fixture
def building() -> Building:
    made = Building.new()
    made.appoint("Gentofte", METTE, "2013-01-01", "2014-12-31")
    made.appoint("Gentofte", JENS, "2014-02-01", "2014-12-02", role="substitute")
    made.appoint("Gentofte", "Åse Østergård", "2014-12-03", role="substitute")
    made.appoint("Gentofte", "Ida Thomsen", "2015-01-01")
    made.appoint("Vejle", "Søren Æbelø")
    return made


def state(building: Building, signature: Signature) -> State | None:
    """What the network says beside who signed; None for nothing."""
    said = signatories.of(building.network)(signature)
    return said.state if said else None


@pytest.mark.parametrize(
    ("signer", "on", "expected"),
    [
        (METTE, "2014-12-03", None),
        (METTE, "2015-01-01", State.LOOK),
        (JENS, "2014-12-02", State.IN_ORDER),
        (JENS, "2014-12-03", State.BROKEN),
        ("Åse Østergård", "2014-12-02", State.BROKEN),
        ("Åse Østergård", "2014-12-03", State.IN_ORDER),
        ("Ida Thomsen", "2014-12-31", State.BROKEN),
        ("Ida Thomsen", "2015-01-01", State.IN_ORDER),
        ("Søren Æbelø", "2014-12-03", State.BROKEN),
        ("En Fremmed", "2014-12-03", State.BROKEN),
        ("En Gentofte", "2014-12-03", State.BROKEN),
        ("Holm", "2014-12-03", State.BROKEN),
        ("En Fremmed", "", State.LOOK),
    ],
)
def test_who_signed_is_held_against_the_appointments_of_the_day(
    building: Building, signer: str, on: str, expected: State | None
) -> None:
    assert state(building, signed_by(signer, on)) == expected


def test_each_of_two_substitutes_stands_in(building: Building) -> None:
    building.appoint("Gentofte", "Karl Brandt", "2014-06-01", role="substitute")
    assert state(building, signed_by("Karl Brandt")) is State.IN_ORDER
    assert state(building, signed_by("Åse Østergård")) is State.IN_ORDER


def test_a_middle_name_or_other_case_in_the_certificate_is_the_same_person(building: Building) -> None:
    building.set(type(building.person(METTE)), building.person(METTE).id, name="Mette Kirstine Holm")
    assert state(building, signed_by("METTE HOLM")) is None


def test_the_day_is_the_danish_one(building: Building) -> None:
    # 23.30 UTC on New Year's Eve is the first of January in Denmark.
    assert state(building, signed_by("Ida Thomsen", "2014-12-31", at="23:30:00Z")) is State.IN_ORDER


def test_the_sentence_says_who_should_have_signed_who_did_and_why_it_counts(building: Building) -> None:
    told = signatories.of(building.network)
    field = "Feltet er til Mette Holm, Gentofte, men certifikatet er udstedt til"
    substitute, stranger = told(signed_by(JENS, "2014-12-02")), told(signed_by("En Fremmed"))
    assert substitute
    assert substitute.sentence == f"{field} Jens Kær. Jens Kær var suppleant på pladsen Gentofte den 02.12.2014."
    assert stranger
    assert stranger.sentence == (
        f"{field} En Fremmed. En Fremmed sad hverken på pladsen Gentofte den 03.12.2014 eller var suppleant for den."
    )


def test_a_seat_is_known_by_the_name_that_the_plan_printed(building: Building) -> None:
    seat = building.seat("Gentofte")
    building.apply(seat_names.rename(building.network, seat, "Hovedstaden", "2014-12-01"))
    assert state(building, signed_by("En Fremmed")) is State.BROKEN
    assert state(building, signed_by("En Fremmed", field="Mette Holm, Hovedstaden")) is State.BROKEN


def test_a_seat_that_the_network_does_not_have_is_to_be_looked_at(building: Building) -> None:
    assert state(building, signed_by("En Fremmed", field="Mette Holm, Esbjerg")) is State.LOOK
    assert state(building, signed_by(METTE, field="Mette Holm, Esbjerg")) is None


def test_without_a_network_another_name_is_to_be_looked_at() -> None:
    said = signatories.unknown(signed_by("En Fremmed"))
    assert said
    assert said.state is State.LOOK
    assert signatories.unknown(signed_by(METTE)) is None
