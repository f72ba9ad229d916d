"""Rules on agreements, the portfolio and KBE's partners (M5, M10, M11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.agreements import agreements, portfolio
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.records import Agreement, AgreementTask
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import AGREEMENT_KINDS, AgreementKind, OrganisationKind


def check_portfolio(network: Network, year: int, today: date) -> Verdict:
    """M5: the year's tasks match the framework agreements in force; a mismatch breaks the clause after the year."""
    valid = agreements.of_year(network, (AgreementKind.FRAMEWORK,), year)
    severity = by_end_of(year, today)
    if not valid:
        if today.year < year and not portfolio.of_year(network, year):
            return Verdict(is_due=False)
        message = (
            f"Der er ingen rammeaftale, som gælder i {year}. Tilføj den, eller registrér forlængelsen af den forrige."
        )
        return Verdict((Finding("M5", severity, message, Agreement.TABLE),))
    findings = [
        Finding("M5", severity, found.message, found.table, found.row_id, found.field)
        for found in portfolio.mismatches(network, year)
    ]
    return Verdict.of([*findings, *_party_findings(network, valid, year)])


def _party_findings(network: Network, valid: list[Agreement], year: int) -> Iterator[Finding]:
    """Framework agreements are between KBE and the central libraries, all of them."""
    bound: set[str] = set()
    for row in valid:
        parties = agreements.parties(network, row)
        bound.update(party.id for party in parties)
        kinds = {party.kind for party in parties}
        if not {OrganisationKind.AGENCY, OrganisationKind.CENTRAL_LIBRARY} <= kinds:
            message = (
                f"Rammeaftalen {quoted(row.title)} har ikke både KBE og et centralbibliotek som part. Tilføj parterne."
            )
            yield Finding("M5", Severity.WARNING, message, Agreement.TABLE, row.id)
    if missing := [library for library in roster.central_libraries(network) if library.id not in bound]:
        names = danish.joined([titles.name_in(network, library.id, year) for library in missing])
        message = f"{names} er ikke part i nogen rammeaftale, som gælder i {year}."
        yield Finding("M5", Severity.NOTE, message, Agreement.TABLE)


def check_partnerships(network: Network, year: int, today: date) -> Verdict:
    """M10: each partnership of the year has an external partner, a regional owner and time left."""
    rows = agreements.of_year(network, (AgreementKind.PARTNERSHIP,), year)
    findings = [
        finding
        for row in rows
        for finding in (*_partner_findings(network, row), *_coordination(network, "M10", row, year, today))
    ]
    return Verdict.of(findings, is_due=bool(rows))


def check_programmes(network: Network, year: int, today: date) -> Verdict:
    """M11: each of KBE's own programmes has a purpose, a regional owner and time left."""
    rows = agreements.of_year(network, (AgreementKind.OWN_PROGRAMME,), year)
    findings: list[Finding] = []
    for row in rows:
        if not row.purpose.strip():
            message = f"{_name(row)} har intet formål. Skriv, hvad programmet skal."
            findings.append(Finding("M11", Severity.WARNING, message, Agreement.TABLE, row.id, "purpose"))
        findings.extend(_coordination(network, "M11", row, year, today))
    return Verdict.of(findings, is_due=bool(rows))


def _name(row: Agreement) -> str:
    words = AGREEMENT_KINDS.get(row.kind, "Aftalen")
    noun = {AgreementKind.PARTNERSHIP: "Partnerskabet", AgreementKind.OWN_PROGRAMME: "KBE's program"}
    return f"{noun.get(AgreementKind(row.kind), words)} {quoted(row.title)}"


def _partner_findings(network: Network, row: Agreement) -> Iterator[Finding]:
    """A partnership without partner: a warning before signing, an error after, which only a merge can cause."""
    if agreements.partners(network, row):
        return
    severity = Severity.ERROR if row.signed_on else Severity.WARNING
    message = f"{_name(row)} har ingen partner uden for netværket. Tilføj parten under aftalen."
    yield Finding("M10", severity, message, Agreement.TABLE, row.id)


def _coordination(network: Network, clause: str, row: Agreement, year: int, today: date) -> Iterator[Finding]:
    def found(severity: Severity, message: str, field: str = "") -> Finding:
        return Finding(clause, severity, f"{_name(row)} {message}", Agreement.TABLE, row.id, field)

    if not agreements.has_regional_owner(network, row):
        message = "har ingen regional ansvarlig. Tilføj en regional opgave med et ansvarligt bibliotek."
        yield found(by_end_of(year, today), message)
    if not row.starts_on:
        yield found(Severity.WARNING, "har ingen startdato. Skriv perioden.", "starts_on")
    months = network.charter_on(today.isoformat()).expiry_warning_months or 0
    if year >= today.year and agreements.ends_within(network, row, today.isoformat(), months):
        ends_on = agreements.last_day(network, row)
        message = f"udløber {danish.short_date(ends_on)}. Registrér en forlængelse, eller aftal, hvad der følger efter."
        yield found(Severity.WARNING, message, "ends_on")
    yield from _overdue(network, clause, row, today)


def _overdue(network: Network, clause: str, row: Agreement, today: date) -> Iterator[Finding]:
    for task in agreements.tasks(network, row):
        if not task.done_on and (task.deadline or dates.LAST_DAY) < today.isoformat():
            name = quoted(labels.row_title(network, task))
            message = f"Opgaven {name} under {quoted(row.title)} skulle være udført {danish.short_date(task.deadline)}."
            yield Finding(clause, Severity.WARNING, message, AgreementTask.TABLE, task.id, "done_on")
