"""The verdict on a PDF in Danish: its signatures, changes since, and how it compares with a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from cbnet_desktop.documents.signing import provenance, verification
from cbnet_desktop.documents.signing.provenance import Holding, Provenance
from cbnet_desktop.documents.signing.verification import Signature, Verification
from cbnet_desktop.domain.words import danish

UNSIGNED = "Dokumentet er ikke underskrevet digitalt. Det kan derfor ikke ses, om det er ændret."
UNSIGNED_BUT_HELD = "Dokumentet er ikke underskrevet digitalt."
OTHER_NAME = "Feltet er til {field}, men certifikatet er udstedt til {signer}."
UNCHANGED = "Intet er ændret eller føjet til efter underskrifterne."


class Said(NamedTuple):
    """A sentence, and whether it speaks for the PDF (good), against it (broken) or neither (note)."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The results of checking the signatures and, where one was given, of comparing with a network."""

    verification: Verification
    provenance: Provenance | None

    @property
    def is_sound(self) -> bool:
        """Whether signatures or the network prove the PDF, and nothing speaks against it."""
        if self.provenance and self.provenance.problems:
            return False
        if not self.verification.signatures:
            return self.is_identical and not self.verification.problems
        return self.verification.is_sound

    @property
    def is_identical(self) -> bool:
        """Whether the file is byte for byte a version in the network."""
        return self.provenance is not None and self.provenance.is_identical

    def said(self) -> list[Said]:
        """All sentences, the most important first."""
        return [*self._of_the_whole(), *self._of_signatures(), *self._of_network()]

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON, for scripts."""
        return {
            "sound": self.is_sound,
            "intact": self.verification.is_intact,
            "trusted": bool(self.verification.signatures) and self.verification.is_trusted,
            "problems": [said.sentence for said in self.said() if said.kind == "broken"],
            "signatures": [_signature_json(signature) for signature in self.verification.signatures],
            "unsigned_fields": [
                {"field": place.name, "number": place.number, "description": place.description}
                for place in self.verification.unsigned
            ],
            "network": asdict(self.provenance) if self.provenance else None,
        }

    def _of_the_whole(self) -> Iterator[Said]:
        found = self.verification
        if found.signatures and found.is_intact:
            yield Said("good", UNCHANGED)
        elif not found.signatures and self.is_identical:
            yield Said("note", UNSIGNED_BUT_HELD)
        elif not found.signatures:
            yield Said("broken", UNSIGNED)
            if self.provenance and self.provenance.version:
                yield Said("broken", provenance.APPENDED)
        for problem in found.problems:
            yield Said("broken", problem)

    def _of_signatures(self) -> Iterator[Said]:
        for signature in self.verification.signatures:
            yield Said("good" if signature.is_intact else "broken", verification.says(signature))
            yield from (Said("broken", problem) for problem in signature.problems)
            if signature.signer and not signature.place.is_for(signature.signer):
                yield Said("note", OTHER_NAME.format(field=signature.place.title, signer=signature.signer))
        ours = sorted(place.number for place in self.verification.unsigned if place.number)
        if ours:
            yield Said("note", f"Felt {danish.runs(ours)} er ikke underskrevet.")

    def _of_network(self) -> Iterator[Said]:
        if self.provenance:
            yield from (Said("broken", problem) for problem in self.provenance.problems)
            yield from (Said("good", statement) for statement in self.provenance.statements)


def judge(pdf: bytes, trusted: Sequence[Any] = (), holding: Holding | None = None) -> Verdict:
    """Checks a file; trusted are issuers from verification.authorities. Raises Unreadable."""
    verified = verification.verify(pdf, trusted)
    return Verdict(verified, provenance.of(pdf, holding) if holding else None)


def _signature_json(signature: Signature) -> dict[str, Any]:
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
        "problems": list(signature.problems),
    }
