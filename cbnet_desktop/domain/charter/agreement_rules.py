"""Rules on agreements, the portfolio and the agency's partners (M5, M10, M11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.agreements import agreements, portfolio
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.records import Agreement, AgreementTask
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency, roster
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import AgreementKind, OrganisationKind


def check_portfolio(network: Network, year: int, today: date) -> Verdict:
    """M5: framework agreements are in force on every day of the year, and the year's tasks match them.

    What is missing breaks the clause after the year; an agreement without clauses leaves it open.
    """
    found = agreements.of_year(network, (AgreementKind.FRAMEWORK,), year)
    valid = [row for row in found if not agreements.is_draft(row)]
    if not valid and today.year < year and not portfolio.of_year(network, year):
        return Verdict(is_due=False)
    severity = by_end_of(year, today)
    findings = [*_uncovered(network, valid, year, today)]
    findings.extend(_drafts(found, severity if findings else Severity.NOTE))
    if valid:
        findings.extend(
            Finding("M5", severity, one.message, one.table, one.row_id, one.field)
            for one in portfolio.mismatches(network, year)
        )
        findings.extend(_party_findings(network, valid, year))
        for row in valid:
            findings.extend(_framework_findings(network, row, year, today))
    return Verdict.of(findings)


def _uncovered(network: Network, valid: list[Agreement], year: int, today: date) -> Iterator[Finding]:
    """The days of the year on which no framework agreement is in force."""
    severity, last_days = by_end_of(year, today), agreements.last_days(network)
    if not valid:
        message = (
            f"Der er ingen rammeaftale, som gælder i {year}. Tilføj den, eller registrér forlængelsen af den forrige."
        )
        yield Finding("M5", severity, message, Agreement.TABLE)
        return
    periods = [(row.starts_on, last_days[row.id]) for row in valid]
    for first, last in dates.gaps(f"{year}-01-01", f"{year}-12-31", periods):
        length = danish.counted(dates.days_between(first, last) + 1, "dag", "dage")
        verb = "gjaldt" if last < today.isoformat() else "gælder"
        message = (
            f"Ingen rammeaftale {verb} i {length}, {danish.span(first, last)}. "
            "Tilføj den, eller registrér forlængelsen af den forrige."
        )
        yield Finding("M5", severity, message, Agreement.TABLE)


def _drafts(found: list[Agreement], severity: Severity) -> Iterator[Finding]:
    for row in found:
        if agreements.is_draft(row):
            message = (
                f"Rammeaftalen {quoted(row.title)} er et udkast og gælder ikke, så længe den ikke er indgået. "
                "Skriv, hvornår den blev indgået."
            )
            yield Finding("M5", severity, message, Agreement.TABLE, row.id, "signed_on")


def _framework_findings(network: Network, row: Agreement, year: int, today: date) -> Iterator[Finding]:
    """A framework agreement in force without clauses, or one that ends soon with none to follow."""
    if not agreements.clauses(network, row):
        message = f"Rammeaftalen {quoted(row.title)} har ingen aftalepunkter. Tilføj aftalerne og initiativerne i den."
        yield Finding("M5", Severity.WARNING, message, Agreement.TABLE, row.id)
    if year >= today.year and not agreements.is_followed(network, row):
        yield from _ending(network, "M5", f"Rammeaftalen {quoted(row.title)}", row, today)


def _party_findings(network: Network, valid: list[Agreement], year: int) -> Iterator[Finding]:
    """Framework agreements are between the agency and the central libraries, all of them."""
    bound: set[str] = set()
    for row in valid:
        parties = agreements.parties(network, row)
        bound.update(party.id for party in parties)
        kinds = {party.kind for party in parties}
        if not {OrganisationKind.AGENCY, OrganisationKind.CENTRAL_LIBRARY} <= kinds:
            message = (
                f"Rammeaftalen {quoted(row.title)} har ikke både {agency.name_in(network, year)} og et "
                "centralbibliotek som part. Tilføj parterne."
            )
            yield Finding("M5", Severity.WARNING, message, Agreement.TABLE, row.id)
    if missing := [row for row in roster.central_libraries_of(network, year) if row.id not in bound]:
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
    """M11: each of the agency's own programmes has a purpose, a regional owner and time left."""
    rows = agreements.of_year(network, (AgreementKind.OWN_PROGRAMME,), year)
    findings: list[Finding] = []
    for row in rows:
        if not row.purpose.strip():
            message = f"{_name(row)} har intet formål. Skriv, hvad programmet skal."
            findings.append(Finding("M11", Severity.WARNING, message, Agreement.TABLE, row.id, "purpose"))
        findings.extend(_coordination(network, "M11", row, year, today))
    return Verdict.of(findings, is_due=bool(rows))


def _name(row: Agreement) -> str:
    noun = "Partnerskabet" if row.kind == AgreementKind.PARTNERSHIP else "Programmet"
    return f"{noun} {quoted(row.title)}"


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
    if year >= today.year:
        yield from _ending(network, clause, _name(row), row, today)
    yield from _overdue(network, clause, row, today)


def _ending(network: Network, clause: str, name: str, row: Agreement, today: date) -> Iterator[Finding]:
    months = network.charter_on(today.isoformat()).expiry_warning_months or 0
    if agreements.ends_within(network, row, today.isoformat(), months):
        ends_on = danish.short_date(agreements.last_day(network, row))
        message = f"{name} udløber {ends_on}. Registrér en forlængelse, eller aftal, hvad der følger efter."
        yield Finding(clause, Severity.WARNING, message, Agreement.TABLE, row.id, "ends_on")


def _overdue(network: Network, clause: str, row: Agreement, today: date) -> Iterator[Finding]:
    for task in agreements.tasks(network, row):
        if not task.done_on and (task.deadline or dates.LAST_DAY) < today.isoformat():
            name = quoted(labels.row_title(network, task))
            message = f"Opgaven {name} under {quoted(row.title)} skulle være udført {danish.short_date(task.deadline)}."
            yield Finding(clause, Severity.WARNING, message, AgreementTask.TABLE, task.id, "done_on")
