"""Hard rules for involvement agreements, partnerships and extensions (M5, M8, M10, M11)."""

from __future__ import annotations

from collections.abc import Iterator

from cbnet_desktop.domain.charter.findings import HardRule, Problem
from cbnet_desktop.domain.focus import involvement
from cbnet_desktop.domain.records import (
    Agreement,
    AgreementParty,
    Extension,
    FocusArea,
    InvolvedLibrary,
    Involvement,
    Organisation,
)
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import AgreementKind, InvolvementState, OrganisationKind


def unagreed(network: Network) -> Iterator[Problem]:
    """An involvement agreement marked as agreed without date, library or a named library's consent (M8)."""
    named = involvement.grouped(network)
    for row in network.live(Involvement):
        rows = named.get(row.id, [])
        if row.state != InvolvementState.AGREED:
            continue
        if lacks := involvement.lacking(network, row, rows):
            area = network.find(FocusArea, row.focus_area_id)
            yield Problem(
                ("unagreed", row.id),
                f"Inddragelsesaftalen om {quoted(area.title) if area else 'indsatsområdet'} kan ikke stå som aftalt "
                f"uden {lacks}. Registrér det, eller sæt aftalen til »Udkast«.",
                Involvement.TABLE,
                row.id,
                "state",
                weight=(not row.agreed_on) + (not rows) + len(involvement.without_consent(network, row, rows)),
            )


def foreign_libraries(network: Network) -> Iterator[Problem]:
    """An organisation in an involvement agreement that is not a central library (M8)."""
    for row in network.live(InvolvedLibrary):
        library = network.find(Organisation, row.organisation_id)
        if library and library.kind != OrganisationKind.CENTRAL_LIBRARY:
            yield Problem(
                ("no library", row.id, library.id),
                f"{library.name} er ikke et centralbibliotek og kan ikke inddrages ved aftale. Vælg et af dem.",
                InvolvedLibrary.TABLE,
                row.id,
                "organisation_id",
            )


def partnerless(network: Network) -> Iterator[Problem]:
    """A partnership signed without a partner outside the network (M10, M11).

    A partnership may be drafted before its partners are known, so one is required only from signing. The
    agency's own programme never needs one; once signed, it becomes a partnership only with a partner.
    """
    signed = {
        row.id: row
        for row in network.live(Agreement)
        if row.kind == AgreementKind.PARTNERSHIP and row.signed_on is not None
    }
    if not signed:
        return
    outside = {row.id for row in network.rows(Organisation) if row.kind == OrganisationKind.OTHER}
    partnered = {row.agreement_id for row in network.live(AgreementParty) if row.organisation_id in outside}
    for row in signed.values():
        if row.id not in partnered:
            yield Problem(
                ("partnerless", row.id),
                f"Partnerskabet {quoted(row.title)} kan ikke stå som indgået uden en partner uden for netværket. "
                "Tilføj partneren først, eller vælg »Eget program«.",
                Agreement.TABLE,
                row.id,
                "signed_on",
            )


def short_extensions(network: Network) -> Iterator[Problem]:
    """An extension that ends no later than the agreement itself (M5, M10)."""
    for row in network.live(Extension):
        agreement = network.find(Agreement, row.agreement_id)
        if agreement and agreement.ends_on and (row.ends_on or "") <= agreement.ends_on:
            yield Problem(
                ("no extension", row.id, row.ends_on),
                f"Aftalen {quoted(agreement.title)} gælder allerede til og med {danish.short_date(agreement.ends_on)}. "
                "Skriv en senere dag.",
                Extension.TABLE,
                row.id,
                "ends_on",
            )


#: The rules with the tables whose edits can break them; an agreement's own dates can be corrected despite extensions.
RULES: tuple[tuple[frozenset[str], HardRule], ...] = (
    (frozenset({Involvement.TABLE, InvolvedLibrary.TABLE}), unagreed),
    (frozenset({InvolvedLibrary.TABLE}), foreign_libraries),
    (frozenset({Agreement.TABLE, AgreementParty.TABLE}), partnerless),
    (frozenset({Extension.TABLE}), short_extensions),
)
