"""The verdict on a PDF in Danish: its signatures, changes since, and how it compares with a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from cbnet_desktop.documents.signing import examination, provenance, signatories, verification
from cbnet_desktop.documents.signing.examination import Examination
from cbnet_desktop.documents.signing.provenance import Holding, Provenance
from cbnet_desktop.documents.signing.signatories import Standing
from cbnet_desktop.documents.signing.state import NAMES, Said, State
from cbnet_desktop.documents.signing.verification import Signature, Verification
from cbnet_desktop.domain.words import danish

UNSIGNED = "Dokumentet er ikke underskrevet digitalt. Det kan derfor ikke ses, om det er ændret."
UNSIGNED_BUT_HELD = "Dokumentet er ikke underskrevet digitalt."
UNCHANGED = "Intet er ændret eller føjet til efter underskrifterne."
MAINTAINED = "Efter underskrifterne er der kun føjet beviser for deres gyldighed til."
NOT_ASKED = "Ingen udstedere er angivet som betroede. Det er ikke efterprøvet, om underskriverne er dem, de siger."
ACTIVE = "Filen indeholder programmer eller en formular (XFA), så den ser måske ikke ens ud hos alle."
STAMPED = "{authority} har tidsstemplet dokumentet {at}."
#: The whole verdict in words.
WORDS = {
    State.IN_ORDER: "Dokumentet er i orden.",
    State.LOOK: "Dokumentet skal ses efter: noget kan ikke afgøres her.",
    State.BROKEN: "Dokumentet er ikke i orden.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The results of checking the signatures and, where one was given, of comparing with a network."""

    verification: Verification
    provenance: Provenance | None
    standing: Standing = signatories.unknown

    @property
    def state(self) -> State:
        """The worst that is said; in order only what signatures or the network prove."""
        return max(said.state for said in self.said() if said.state is not None)

    @property
    def is_sound(self) -> bool:
        """Whether signatures or the network prove the PDF, and nothing is to be looked at."""
        return self.state is State.IN_ORDER

    @property
    def is_identical(self) -> bool:
        """Whether the file is byte for byte a version in the network."""
        return self.provenance is not None and self.provenance.is_identical

    def said(self) -> list[Said]:
        """All sentences, the most important first."""
        return [*self._of_the_whole(), *self._of_signatures(), *self._of_network()]

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON, for scripts."""
        said = self.said()
        return {
            "state": NAMES[self.state],
            "sound": self.is_sound,
            "intact": self.verification.is_intact,
            "trusted": self.verification.is_trusted,
            "problems": [one.sentence for one in said if one.state is State.BROKEN],
            "to_look_at": [one.sentence for one in said if one.state is State.LOOK],
            "signatures": [self._signature_json(signature) for signature in self.verification.signatures],
            "time_stamps": [asdict(stamp) for stamp in self.verification.stamps],
            "unsigned_fields": [
                {"field": place.name, "number": place.number, "description": place.description}
                for place in self.verification.unsigned
            ],
            "network": asdict(self.provenance) if self.provenance else None,
        }

    def _of_the_whole(self) -> Iterator[Said]:
        found = self.verification
        if found.signatures and found.is_intact:
            is_maintained = found.has_proofs or found.stamps
            yield Said(State.IN_ORDER, MAINTAINED if is_maintained else UNCHANGED)
        elif not found.signatures and self.is_identical:
            yield Said(None, UNSIGNED_BUT_HELD)
        elif not found.signatures:
            yield Said(State.BROKEN, UNSIGNED)
            if self.provenance and self.provenance.version:
                yield Said(State.BROKEN, provenance.APPENDED)
        for problem in found.problems:
            yield Said(State.BROKEN, problem)
        if found.is_active:
            yield Said(State.LOOK, ACTIVE)

    def _of_signatures(self) -> Iterator[Said]:
        found = self.verification
        for signature in found.signatures:
            yield Said(State.IN_ORDER if signature.is_intact else State.BROKEN, verification.says(signature))
            yield from (Said(State.BROKEN, problem) for problem in signature.problems)
            if standing := self.standing(signature):
                yield standing
        for stamp in found.stamps:
            if stamp.authority:
                told = STAMPED.format(authority=stamp.authority, at=danish.moment(stamp.at))
                yield Said(State.BROKEN if stamp.problems else State.IN_ORDER, told)
            yield from (Said(State.BROKEN, problem) for problem in stamp.problems)
        if found.signatures and found.is_trusted is None:
            yield Said(State.LOOK, NOT_ASKED)
        ours = sorted(place.number for place in found.unsigned if place.number)
        if ours:
            yield Said(None, f"Felt {danish.runs(ours)} er ikke underskrevet.")

    def _of_network(self) -> Iterator[Said]:
        found = self.provenance
        if found is None:
            return
        yield from (Said(State.BROKEN, problem) for problem in found.problems)
        yield from (Said(State.LOOK, doubt) for doubt in found.doubts)
        yield from (Said(State.IN_ORDER, statement) for statement in found.statements)
        if found.replaced_by:
            yield Said(State.LOOK, provenance.REPLACED.format(title=found.replaced_by))

    def _signature_json(self, signature: Signature) -> dict[str, Any]:
        standing = self.standing(signature)
        return {
            "field": signature.place.name,
            "number": signature.place.number,
            "description": signature.place.description,
            "signer": signature.signer,
            "issuer": signature.issuer,
            "at": signature.at,
            "certifies": signature.is_certifying,
            "intact": signature.is_intact,
            "trusted": signature.is_trusted,
            "is_field_of_signer": signature.place.is_for(signature.signer),
            "standing": NAMES[standing.state] if standing and standing.state is not None else NAMES[State.IN_ORDER],
            "problems": list(signature.problems),
        }


def judge(
    pdf: bytes,
    authority: bytes | None = None,
    holding: Holding | None = None,
    examined: Callable[[bytes, bytes | None, int | None], Examination] = examination.apart,
) -> Verdict:
    """Checks a file; authority is the content of a file of trusted issuers. Raises Unreadable.

    examined is how the libraries are asked, by default in a process apart.
    """
    version = holding.version_of(pdf) if holding else None
    known = (len(version.pdf) if version else 0) if holding else None
    found = examined(pdf, authority, known)
    if holding is None:
        return Verdict(found.verification, None)
    return Verdict(found.verification, provenance.of(pdf, found, version, holding), holding.standing)
