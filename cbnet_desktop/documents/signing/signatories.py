"""Whether whoever signed a field sits or stands in on its seat on the day of signing (M3, M12)."""

from __future__ import annotations

from collections.abc import Callable

from cbnet_desktop.documents.signing.signature_places import Place, is_named
from cbnet_desktop.documents.signing.state import Said, State
from cbnet_desktop.documents.signing.verification import Signature
from cbnet_desktop.domain.records import Person, Seat
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster, seat_names
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Role

OTHER_NAME = "Feltet er til {field}, men certifikatet er udstedt til {signer}."
ASK = "Se efter, om {signer} sad på pladsen eller var suppleant den dag."
SITS = "{signer} sad på pladsen {seat} den {day}."
STANDS_IN = "{signer} var suppleant på pladsen {seat} den {day}."
SITS_NOT = "{signer} sad hverken på pladsen {seat} den {day} eller var suppleant for den."

#: What is to be said of a signatory and a field beside who signed.
Standing = Callable[[Signature], Said | None]


def unknown(signature: Signature) -> Said | None:
    """The standing without a network: another name than the field's is to be looked at."""
    if not signature.signer or signature.place.is_for(signature.signer):
        return None
    return Said(State.LOOK, f"{other_name(signature.place, signature.signer)} {ASK.format(signer=signature.signer)}")


def other_name(place: Place, signer: str) -> str:
    """The sentence that a field was signed with the certificate of somebody else."""
    return OTHER_NAME.format(field=place.title, signer=signer)


def of(network: Network) -> Standing:
    """The standing by the appointments of a network."""

    def standing(signature: Signature) -> Said | None:
        seat = _seat(network, signature.place)
        if seat is None or not signature.at or not signature.signer:
            return unknown(signature)
        return _standing(network, signature, seat)

    return standing


def _standing(network: Network, signature: Signature, seat: Seat) -> Said | None:
    day = danish.local_time(signature.at).date().isoformat()
    is_own = signature.place.is_for(signature.signer)
    told = {"signer": signature.signer, "seat": seat_names.on(network, seat, day), "day": danish.short_date(day)}
    field = "" if is_own else f"{other_name(signature.place, signature.signer)} "
    if _is(signature.signer, roster.person_of(network, roster.sitting(network, seat, day))):
        return None if is_own else Said(State.IN_ORDER, field + SITS.format(**told))
    terms = roster.appointments(network, seat, Role.SUBSTITUTE)
    substitutes = [roster.person_of(network, term) for term in terms if roster.is_valid_on(term, day)]
    if any(_is(signature.signer, person) for person in substitutes):
        return Said(State.IN_ORDER, field + STANDS_IN.format(**told))
    # Whom the plan itself names may have left since it was signed off; a stranger was never meant.
    return Said(State.LOOK if is_own else State.BROKEN, field + SITS_NOT.format(**told))


def _is(signer: str, person: Person | None) -> bool:
    return person is not None and is_named(signer, person.name)


def _seat(network: Network, place: Place) -> Seat | None:
    """The seat that a field names, by any name that it has ever had."""
    for seat in roster.seats(network):
        names = [seat.name, *(row.name for row in seat_names.former_names(network, seat))]
        if any(place.title.endswith(f", {name}") for name in names):
            return seat
    return None
