"""The clauses of the terms of reference, each with its own words and the rule that checks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from cbnet_desktop.domain.charter import (
    agreement_rules,
    budget_rules,
    focus_rules,
    form_rules,
    hard_rules,
    involvement_rules,
    meeting_rules,
    offer_rules,
    period_rules,
    plan_rules,
    roster_rules,
)
from cbnet_desktop.domain.charter.findings import Checked, Clause, Finding, Verdict
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.recall import recalled

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "M1",
        "Kommissoriet",
        "Kommissorium for kompetencenetværket",
        roster_rules.check_charter,
    ),
    Clause(
        "M2",
        "Hvem der driver netværket",
        "driver sammen med centralbibliotekerne et kompetencenetværk i tilknytning til den nationale og regionale "
        "kompetenceudvikling",
        roster_rules.check_owners,
    ),
    Clause(
        "M3",
        "Hvem der sidder i netværket",
        "I netværket sidder ud over Biblioteksenhedens repræsentant en repræsentant for hvert centralbiblioteksområde "
        "samt en repræsentant for centralbibliotekscheferne",
        roster_rules.check_composition,
    ),
    Clause(
        "M4",
        "De to dele",
        "Den fælles kompetenceudviklingsopgave er delt i to – en centralbiblioteksdel og en styrelsesdel",
        plan_rules.check_parts,
    ),
    Clause(
        "M5",
        "Opgaveporteføljen",
        "Opgaveporteføljen tilpasses de i rammeaftalen formulerede aftaler og initiativer på det nationale "
        "kompetenceudviklingsområde mellem styrelsen og centralbibliotekerne",
        agreement_rules.check_portfolio,
    ),
    Clause(
        "M6",
        "Det samlede kompetencetilbud",
        "koordinering af det samlede kompetencetilbud på centralbibliotek.dk",
        offer_rules.check_offers,
    ),
    Clause(
        "M7",
        "Erfaringer og inspiration",
        "videreudvikling, erfaringsudveksling og inspiration på nationalt, regionalt og lokalt niveau",
        offer_rules.check_experience,
    ),
    Clause(
        "M8",
        "Inddragelse i indsatsområderne",
        "inddragelse i de fælles indsatsområder efter nærmere aftale med de(t) pågældende centralbibliotek(er)",
        involvement_rules.check_involvement,
    ),
    Clause(
        "M9",
        "Formidling og vurdering",
        "formidling og vurdering af centralbibliotekernes fælles indsatsområder på regionalt og lokalt niveau",
        involvement_rules.check_assessment,
    ),
    Clause(
        "M10",
        "Partnerskaber",
        "koordinering regionalt og nationalt for de partnerskaber og aftaler vedrørende den nationale indsats, som KBE "
        "indgår med eksterne samarbejdspartnere på bibliotekernes vegne (f.eks. Digitaliseringsstyrelsen og "
        "Erhvervsstyrelsen)",
        agreement_rules.check_partnerships,
    ),
    Clause(
        "M11",
        "Egne programmer",
        "eller som KBE selv iværksætter (f.eks. Modelprogram for folkebiblioteker)",
        agreement_rules.check_programmes,
    ),
    Clause(
        "M12",
        "Udpegning",
        "Hvert centralbibliotek udpeger en repræsentant til kompetencenetværket",
        roster_rules.check_appointments,
    ),
    Clause(
        "M13",
        "Fælles indsatsområder",
        "KBE fastsætter årligt de fælles indsatsområder i samarbejde med centralbibliotekerne",
        focus_rules.check_focus_areas,
    ),
    Clause(
        "M14",
        "Årsmødet",
        "KBE, en repræsentant for centralbibliotekscheferne og kompetencenetværket mødes mindst én gang årligt",
        meeting_rules.check_annual_meeting,
    ),
    Clause(
        "M15",
        "Årsmødets emner",
        "hvor det foregående års arbejde, de kommende indsatsområder og netværkets øvrige funktioner drøftes",
        meeting_rules.check_topics,
    ),
    Clause(
        "M16",
        "Handlingsplanens grundlag",
        "På baggrund af mødet udarbejder kompetencenetværket en handlingsplan",
        plan_rules.check_source,
    ),
    Clause(
        "M17",
        "Konkrete mål",
        "med konkrete mål for arbejdet i det kommende år",
        plan_rules.check_goals,
    ),
    Clause(
        "M18",
        "Arbejds- og mødeform",
        "Kompetencenetværket organiserer selv sin arbejds- og mødeform",
        form_rules.check_forms,
    ),
    Clause(
        "M19",
        "Planlægningsmøder",
        "Der regnes med op til 4 årlige planlægnings- og koordineringsmøder",
        meeting_rules.check_planning_meetings,
    ),
    Clause(
        "M20",
        "Budgetandele",
        "Det enkelte centralbibliotek aftaler i samarbejde med KBE, hvor stor en del af det i cb-rammeaftalen afsatte "
        "beløb til kompetenceudvikling, der skal anvendes til fælles kompetenceudvikling",
        budget_rules.check_shares,
    ),
    Clause(
        "M21",
        "Fælles midler",
        "der skal anvendes til fælles kompetenceudvikling",
        budget_rules.check_pool,
    ),
    Clause(
        "M22",
        "Opfølgning på året før",
        "det foregående års arbejde",
        plan_rules.check_follow_up,
    ),
    Clause(
        "M23",
        "Godkendt handlingsplan",
        "udarbejder kompetencenetværket en handlingsplan",
        plan_rules.check_sign_off,
    ),
)


def check(network: Network, year: int, today: date) -> list[Checked]:
    """Every clause with its verdict for a plan year; none is due before the network's first."""
    if not plan.has_begun(network, year):
        return [Checked(clause, Verdict(is_due=False)) for clause in CLAUSES]
    reversed_periods = recalled(network, _reversed_periods, year)
    return [Checked(clause, _verdict(clause, network, year, today, reversed_periods)) for clause in CLAUSES]


def _reversed_periods(network: Network, year: int) -> tuple[Finding, ...]:
    return tuple(period_rules.reversed_periods(network, year))


def _verdict(clause: Clause, network: Network, year: int, today: date, found: Iterable[Finding]) -> Verdict:
    verdict = recalled(network, clause.rule, year, today)
    more = tuple(finding for finding in found if finding.clause == clause.id)
    return replace(verdict, findings=(*verdict.findings, *more)) if more else verdict


def require(before: Network, after: Network, tables: Collection[str]) -> None:
    """Raises Invalid when an edit of the tables newly breaks a hard rule.

    What an older file or a merge had broken before remains a finding and blocks no edit.
    """
    for problem in hard_rules.newly_broken(before, after, tables):
        raise Invalid(problem.message, table=problem.table, row_id=problem.row_id, field=problem.field)
