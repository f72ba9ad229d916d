"""Plans to set: nearly empty, ordinary, long, and as hostile as texts can be. All people and amounts are made up."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from cbnet_desktop.domain.plan.plan_content import (
    AllocationText,
    BudgetText,
    ClauseState,
    FocusText,
    GoalGroup,
    GoalText,
    Member,
    PartText,
    PlanContent,
    Revision,
    ShareText,
    SignOff,
)
from cbnet_desktop.domain.plan.wheel import WheelEvent

NETWORK = "Centralbibliotekernes fælles kompetenceudvikling"
LIBRARIES = ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg")
HOLDERS = ("Mette Holm", "Jens Kær", "Åse Østergård", "Birgit Lund", "Søren Æbelø", "Ida Thomsen")
CENTRAL, AGENCY = "Centralbiblioteksdel", "Styrelsesdel"
TERMS = (
    ClauseState("M3", "Hvem der sidder i netværket", "Mangler", ("Pladsen Vejle er ubesat.",)),
    ClauseState("M16", "Handlingsplanens grundlag", "Opfyldt", ()),
    ClauseState(
        "M17",
        "Konkrete mål",
        "Mangler",
        ("Mål 1.2 »Temadag« har ingen frist.", "Mål 2.1 »Kursus« har ingen ansvarlig."),
    ),
)
SIGNED = SignOff(1, "2014-12-02T13:03:00.000Z", "Mette Holm", "", "4f1d" * 16, TERMS)
MARKUP = '<b>fed</b> & <img src="file:///etc/passwd"> <para> &amp; </font> "citat" <br/> {x} %s'
EMOJI = "\U0001f600"
DECOMPOSED = unicodedata.normalize("NFD", "Læsekultur på åen i Ølstykke")


def nearly_empty() -> PlanContent:
    """A year that has only just been opened."""
    return PlanContent(
        network=NETWORK,
        is_fictional=False,
        year=2015,
        title="Handlingsplan 2015",
        foreword="",
        source_meeting="",
        focus_areas_set="",
        members=(),
        focus_areas=(),
        parts=(PartText(CENTRAL, ()), PartText(AGENCY, ())),
        budget=BudgetText((), 0, 0, True, (), 0, 0),
        wheel=(),
        sign_off=None,
    )


def ordinary() -> PlanContent:
    """Six libraries, four focus areas, fourteen goals; signed off."""
    return replace(
        nearly_empty(),
        is_fictional=True,
        foreword=_FOREWORD,
        source_meeting="Årsmøde den 24. november 2014, Odense",
        focus_areas_set="Fastsat den 28. november 2014 af Hanne Vang efter høring af centralbibliotekerne",
        members=members(),
        focus_areas=_FOCUS_AREAS,
        parts=_parts(),
        budget=budget(),
        wheel=wheel(),
        sign_off=SIGNED,
    )


def draft() -> PlanContent:
    """The ordinary plan after it was signed off and changed, with two shares not agreed."""
    shares = list(ordinary().budget.shares)
    shares[1] = replace(shares[1], agency_agreed_on="", is_agreed=False)
    shares[4] = ShareText("Vejle", 42_000_000, None, None, "", "", is_agreed=False)
    changes = ("Titlen er ændret.", "Mål 1.1 »Læsekredse«: frist fra »01.06.2015« til »01.09.2015«.")
    revision = Revision(1, "2014-12-02T13:03:00.000Z", "Mette Holm", has_changed=True, differences=changes)
    return replace(ordinary(), sign_off=None, revision=revision, budget=_summed(tuple(shares), budget().allocations))


def second_version() -> PlanContent:
    """The ordinary plan half a year on: signed again, with a reason, and some of its goals met."""
    statuses = ("Indfriet", "I gang", "Delvist indfriet", "Ikke indfriet", "Ikke påbegyndt", "Indfriet", "I gang")
    signed = SignOff(2, "2015-06-30T22:15:00.000Z", "Hanne Vang", "Fristen for mål 2.1 er flyttet.", "9b07" * 16)
    parts = tuple(
        replace(part, groups=tuple(_followed_up(group, statuses) for group in part.groups)) for part in ordinary().parts
    )
    return replace(ordinary(), parts=parts, sign_off=signed)


def long() -> PlanContent:
    """Three hundred goals."""
    goals = tuple(replace(_goal(index % 14), number=f"1.{index + 1}") for index in range(300))
    central = PartText(CENTRAL, (GoalGroup("Digital dannelse", goals[:200]), GoalGroup("Læselyst", goals[200:])))
    return replace(ordinary(), parts=(central, PartText(AGENCY, ())), wheel=crowded_wheel(40))


def hostile() -> PlanContent:
    """Markup, emoji, decomposed letters, endless words, cells of 5,000 characters and a row longer than a page."""
    endless = "x" * 5_000
    prose = "Et mål med mange ord, som fylder godt. " * 128
    nasty = f"{MARKUP} {EMOJI} \u2713 {DECOMPOSED} \u202e bagl\u00e6ns \u0007"
    goals = (
        replace(_goal(0), text=prose[:5_000]),
        replace(_goal(1), text=nasty, indicator=nasty, owner=nasty, audience=nasty, result=nasty),
        replace(_goal(2), text=endless, owner=endless[:400], indicator=endless[:900]),
        replace(_goal(3), text=(prose + "\n\n") * 3, result=prose * 2),
        replace(_goal(4), text="", audience="", owner="", indicator="", baseline="", target="", deadline=""),
        replace(_goal(5), text="linje\n" * 200, derived_from=nasty),
    )
    group = GoalGroup(nasty, goals)
    amounts = AllocationText(prose, AGENCY, 12_345_678_901_23, 99)
    return replace(
        ordinary(),
        network=f"{NETWORK} {nasty} {endless[:200]}",
        title=f"Handlingsplan {MARKUP} {EMOJI} {'lang ' * 400}{endless[:300]}",
        foreword=f"{nasty}\n\n- {nasty}\n- {endless[:300]}\n\n{prose}\n\n\n",
        source_meeting=nasty,
        focus_areas_set=nasty,
        members=(Member(nasty, "Centralbiblioteksområde", endless[:300], prose[:600], nasty, endless[:99]), *members()),
        focus_areas=(FocusText("1", nasty, CENTRAL, "Nationalt", prose), FocusText("2", endless[:700], "", "", "")),
        parts=(PartText(CENTRAL, (group, GoalGroup("", ()))), PartText(AGENCY, (GoalGroup("", goals[4:5]),))),
        budget=_summed((replace(budget().shares[0], library=nasty), *budget().shares[1:]), (amounts,)),
        wheel=(*crowded_wheel(300), WheelEvent("2015-12-31", nasty + endless[:200], "goal")),
        sign_off=None,
        revision=Revision(1, "2014-12-02T13:03:00.000Z", nasty, has_changed=True, differences=(nasty, endless, prose)),
    )


def members() -> tuple[Member, ...]:
    """Eight seats, one of them vacant."""
    agency = Member(
        "Biblioteksenheden (KBE)",
        "Biblioteksenheden",
        "Kulturstyrelsens Biblioteksenhed",
        "Hanne Vang",
        "Specialkonsulent",
        "",
    )
    areas = tuple(
        Member(
            library,
            "Centralbiblioteksområde",
            f"{library} Centralbibliotek",
            "" if library == "Roskilde" else holder,
            "" if library == "Roskilde" else "Udviklingskonsulent",
            "Per Frost" if library == "Vejle" else "",
        )
        for library, holder in zip(LIBRARIES, HOLDERS, strict=True)
    )
    directors = Member(
        "Centralbibliotekscheferne",
        "Centralbibliotekscheferne",
        "Centralbibliotekscheferne",
        "Karl Brandt",
        "Bibliotekschef",
        "",
    )
    return (agency, *areas, directors)


def budget() -> BudgetText:
    """Six agreed shares and what their pool is set aside for."""
    earmarked = (50_000_000, 38_000_000, 64_000_000, 41_500_000, 42_000_000, 55_000_000)
    points = (2500, 2000, 2550, 2000, 1500, 2500)
    shares = tuple(
        ShareText(library, ore, bp, ore * bp // 10_000, "2014-11-12", "2014-11-20", is_agreed=True)
        for library, ore, bp in zip(LIBRARIES, earmarked, points, strict=True)
    )
    allocations = (
        AllocationText("Digital dannelse", CENTRAL, 22_000_000, 0),
        AllocationText("Læselyst og litteraturformidling", CENTRAL, 18_000_000, 0),
        AllocationText("Modelprogram for folkebiblioteker", AGENCY, 12_000_000, 0),
    )
    return _summed(shares, allocations)


def wheel() -> tuple[WheelEvent, ...]:
    """A year of meetings, consultations, deadlines and agreements."""
    return (
        WheelEvent("2015-01-22", "Planlægnings- og koordineringsmøde", "meeting"),
        WheelEvent("2015-03-31", "Frist: Fem fælles temadage om digital dannelse er holdt", "goal"),
        WheelEvent("2015-04-16", "Planlægnings- og koordineringsmøde", "meeting"),
        WheelEvent("2015-06-30", "Frist: Kompetencetilbuddet på centralbibliotek.dk er gennemgået", "goal"),
        WheelEvent("2015-06-30", "Frist: Modelprogrammet er formidlet i alle seks områder", "goal"),
        WheelEvent("2015-08-27", "Planlægnings- og koordineringsmøde", "meeting"),
        WheelEvent("2015-09-15", "Indsatsområder 2016 sendt i høring", "consultation"),
        WheelEvent("2015-10-15", "Høringsfrist for indsatsområder 2016", "deadline"),
        WheelEvent("2015-10-22", "Planlægnings- og koordineringsmøde", "meeting"),
        WheelEvent("2015-11-06", "Budgetandel 2016 aftalt med Gentofte", "share"),
        WheelEvent("2015-11-23", "Årsmøde", "meeting"),
        WheelEvent("2015-12-15", "Frist: Erfaringerne er samlet og vurderet", "goal"),
    )


def crowded_wheel(count: int) -> tuple[WheelEvent, ...]:
    """Many events: half of them spread over the year, half crowded in its last weeks."""
    kinds = ("meeting", "goal", "deadline", "consultation", "share")
    days = [(index * 360 // count, 300 + index * 64 // count)[index % 2] for index in range(count)]
    return tuple(
        WheelEvent(f"2015-{1 + min(day // 30, 11):02}-{1 + day % 28:02}", f"Begivenhed {index + 1}", kinds[index % 5])
        for index, day in enumerate(sorted(days))
    )


def _summed(shares: tuple[ShareText, ...], allocations: tuple[AllocationText, ...]) -> BudgetText:
    pool = sum(share.joint_ore or 0 for share in shares)
    allocated = sum(row.amount_ore for row in allocations)
    return BudgetText(
        shares=shares,
        earmarked_ore=sum(share.earmarked_ore or 0 for share in shares),
        pool_ore=pool,
        is_provisional=not all(share.is_agreed for share in shares),
        allocations=allocations,
        allocated_ore=allocated,
        unallocated_ore=pool - allocated,
        agency="KBE",
    )


def _parts() -> tuple[PartText, ...]:
    goals = [_goal(index) for index in range(14)]
    return (
        PartText(
            CENTRAL,
            (
                GoalGroup("Digital dannelse", tuple(_numbered(goals[:4], 1))),
                GoalGroup("Læselyst og litteraturformidling", tuple(_numbered(goals[4:8], 2))),
                GoalGroup("Kompetencetilbuddet på centralbibliotek.dk", tuple(_numbered(goals[8:10], 3))),
            ),
        ),
        PartText(
            AGENCY,
            (
                GoalGroup("Partnerskaber om den digitale borger", tuple(_numbered(goals[10:13], 4))),
                GoalGroup("", tuple(_numbered(goals[13:], 5))),
            ),
        ),
    )


def _numbered(goals: list[GoalText], head: int) -> list[GoalText]:
    return [replace(goal, number=f"{head}.{index}") for index, goal in enumerate(goals, 1)]


def _goal(index: int) -> GoalText:
    text, audience, indicator, baseline, target = _GOALS[index]
    library = LIBRARIES[index % 6]
    return GoalText(
        number=f"1.{index + 1}",
        text=text,
        audience=audience,
        level=("Nationalt", "Regionalt", "Lokalt")[index % 3],
        owner=f"{HOLDERS[index % 6]}, {library}",
        indicator=indicator,
        baseline=baseline,
        target=target,
        deadline=f"2015-{3 + index % 10:02}-{15 + index:02}",
        status="Ikke påbegyndt",
        result="",
        derived_from="Årsmøde 24.11.2014, pkt. 3" if index % 2 else "",
    )


def _followed_up(group: GoalGroup, statuses: tuple[str, ...]) -> GoalGroup:
    result = "Holdt i alle seks områder med i alt 212 deltagere; evalueringen er sendt til KBE."
    goals = tuple(
        replace(goal, status=statuses[index % 7], result=result if index % 3 == 0 else "")
        for index, goal in enumerate(group.goals)
    )
    return replace(group, goals=goals)


_FOREWORD = (
    "Handlingsplanen er lavet på baggrund af årsmødet, hvor KBE, centralbibliotekschefernes repræsentant og netværket "
    "drøftede det foregående års arbejde, de kommende indsatsområder og netværkets øvrige funktioner.\n\n"
    "Tre hensyn har været bærende:\n\n"
    "- at centralbibliotekerne koordinerer det samlede kompetencetilbud, så det samme emne ikke udbydes to steder\n"
    "- at erfaringer deles, mens de er friske\n"
    "- at hvert mål har en ansvarlig, en frist og en indikator"
)

_FOCUS_AREAS = (
    FocusText(
        "1",
        "Digital dannelse",
        CENTRAL,
        "Nationalt",
        "Personalet i folkebibliotekerne skal kunne vejlede borgere, der møder det offentlige digitalt. Indsatsen "
        "samler de seks områders kurser i ét forløb med fælles materialer og fælles evaluering.",
    ),
    FocusText(
        "2",
        "Læselyst og litteraturformidling",
        CENTRAL,
        "Regionalt",
        "Formidling af litteratur til voksne, der læser lidt. Områderne prøver tre formater af og deler erfaringerne "
        "på et fælles seminar.",
    ),
    FocusText(
        "3",
        "Kompetencetilbuddet på centralbibliotek.dk",
        CENTRAL,
        "Nationalt",
        "Et overskueligt tilbud uden dubletter, med datoer, der er meldt ud mindst tre måneder før.",
    ),
    FocusText(
        "4",
        "Partnerskaber om den digitale borger",
        AGENCY,
        "Nationalt",
        "KBE's aftaler med Digitaliseringsstyrelsen og Erhvervsstyrelsen følges op regionalt, så hvert område "
        "har en kendt kontakt.",
    ),
)

_GOALS = (
    (
        "Fem fælles temadage om digital dannelse er holdt",
        "Folkebibliotekernes personale",
        "Temadage holdt",
        "2 temadage",
        "5 temadage",
    ),
    (
        "Et fælles undervisningsmateriale om digital post er udarbejdet og afprøvet i mindst to områder",
        "Undervisere i folkebibliotekerne",
        "Områder, der har afprøvet materialet",
        "0 områder",
        "2 områder",
    ),
    (
        "Alle folkebiblioteker har udpeget en kontaktperson for digital dannelse",
        "",
        "Biblioteker med kontaktperson",
        "61 %",
        "100 %",
    ),
    ("Deltagernes udbytte er vurderet", "Netværket", "Tilfredse eller meget tilfredse deltagere", "", "85 %"),
    (
        "Tre formater for litteraturformidling er prøvet af og beskrevet, så andre kan gentage dem",
        "Formidlere",
        "Beskrevne formater",
        "0 formater",
        "3 formater",
    ),
    ("Et fælles seminar samler erfaringerne", "Formidlere og ledere", "Seminar holdt", "", "1 seminar"),
    (
        "Læsekredsmaterialet er tilgængeligt for alle områder",
        "Borgere, der læser lidt",
        "Udlån af læsekredskasser",
        "340 udlån",
        "500 udlån",
    ),
    (
        "Hvert område har en lokal vurdering af indsatsen",
        "Netværket",
        "Vurderinger afleveret",
        "0 vurderinger",
        "6 vurderinger",
    ),
    (
        "Kompetencetilbuddet er gennemgået for dubletter to gange i året",
        "Centralbibliotekerne",
        "Gennemgange",
        "0 gennemgange",
        "2 gennemgange",
    ),
    (
        "Kursusdatoer meldes ud mindst tre måneder før",
        "Folkebibliotekernes personale",
        "Kurser meldt ud i tide",
        "72 %",
        "95 %",
    ),
    (
        "Aftalen med Digitaliseringsstyrelsen er fulgt op i alle områder",
        "Folkebibliotekerne",
        "Områder med regional kontakt",
        "4 områder",
        "6 områder",
    ),
    (
        "Modelprogrammet for folkebiblioteker er formidlet regionalt",
        "Ledere i folkebibliotekerne",
        "Formidlingsmøder",
        "1 møde",
        "6 møder",
    ),
    (
        "Erhvervsstyrelsens vejledning indgår i mindst ét kursus pr. område",
        "Erhvervsformidlere",
        "Kurser",
        "0 kurser",
        "6 kurser",
    ),
    ("Netværkets arbejdsform er vurderet på årsmødet", "Netværket", "", "", ""),
)
