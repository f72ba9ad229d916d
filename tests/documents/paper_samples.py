"""The papers of a year to set: nearly empty, ordinary, and as hostile as texts can be. All people are made up."""

from __future__ import annotations

from dataclasses import replace

from cbnet_desktop.domain.papers.agreements import (
    AgreementsText,
    AgreementText,
    DutyText,
    PartText,
    ServedClause,
    TaskText,
)
from cbnet_desktop.domain.papers.book import BookText, BookYear, DecisionText, MeetingText
from cbnet_desktop.domain.papers.budget import BudgetPaper
from cbnet_desktop.domain.papers.checklist import ChecklistText, ClauseText
from cbnet_desktop.domain.papers.comparison import ComparedGoal, ComparisonText, Continued
from cbnet_desktop.domain.papers.follow_up import FollowedChapter, FollowedGoal, FollowUpText
from cbnet_desktop.domain.papers.front import Front
from cbnet_desktop.domain.papers.offers import ExperienceLevel, ExperienceText, OffersText, OfferText, OverlapText
from cbnet_desktop.domain.papers.roster import Contact, RosterText, SeatText
from cbnet_desktop.domain.papers.timeline import Period, TimelineText
from cbnet_desktop.domain.papers.wheel import WheelText
from cbnet_desktop.domain.plan.plan_content import GoalText, PlanContent
from tests.documents import samples

ROWS = 300
NASTY = f"{samples.MARKUP} {samples.EMOJI} \u2713 {samples.DECOMPOSED} \u202e baglæns \u0007"
ENDLESS = "x" * 5_000
PROSE = ("En celle med mange ord, som fylder godt. " * 128)[:5_000]
TALLER_THAN_A_PAGE = "linje\n" * 200
STATUSES = ("Indfriet", "I gang", "Delvist indfriet", "Ikke indfriet", "Ikke påbegyndt")


def front(title: str, subject: str = "Pr. 24. november 2014", state: str = "Pr. 24.11.2014") -> Front:
    return Front(samples.NETWORK, True, title, subject, state, "2014-11-24")


def hostile_front(title: str) -> Front:
    return Front(f"{samples.NETWORK} {NASTY} {ENDLESS[:200]}", True, title, NASTY, NASTY, "2014-11-24")


def roster_empty() -> RosterText:
    return RosterText(front("Netværkets medlemmer"), "Netværket har ingen pladser den dag.", (), False, ())


def roster_ordinary() -> RosterText:
    seats = tuple(
        SeatText(
            seat=member.seat,
            organisation=member.organisation,
            name=member.name,
            title=member.title,
            since="2012-09-01" if member.name else "",
            note="" if member.name else "Ubesat i 55 dage, siden 01.10.2014",
            substitute=member.substitute,
        )
        for member in samples.members()
    )
    contacts = tuple(
        Contact(seat.name, seat.seat, f"00 00 00 {index:02}", f"navn{index}@example.org")
        for index, seat in enumerate(seats)
        if seat.name
    )
    internal = front("Netværkets medlemmer", state="Pr. 24.11.2014 · Intern udgave med kontaktoplysninger")
    return RosterText(internal, "8 pladser, 7 besat. Ubesat: Roskilde.", seats, True, contacts)


def roster_hostile() -> RosterText:
    seats = (
        SeatText(NASTY, NASTY, NASTY, NASTY, "2014-01-01", NASTY, NASTY),
        SeatText(PROSE, ENDLESS, PROSE, PROSE, "", PROSE, ENDLESS),
        SeatText(TALLER_THAN_A_PAGE, "", "", "", "", "", ""),
        *(SeatText(f"Plads {index}", "", f"Person {index}", "", "2014-01-01", "", "") for index in range(ROWS)),
    )
    contacts = (Contact(NASTY, NASTY, NASTY, ENDLESS), Contact("", "", "", ""))
    return RosterText(hostile_front("Netværkets medlemmer"), NASTY, seats, True, contacts)


def budget_empty() -> BudgetPaper:
    return BudgetPaper(front("Budgetandele 2015"), 2015, samples.nearly_empty().budget)


def budget_ordinary() -> BudgetPaper:
    found = samples.budget()
    spent = (11_830_000, 0, 12_600_050)
    allocations = tuple(replace(row, spent_ore=ore) for row, ore in zip(found.allocations, spent, strict=True))
    return BudgetPaper(front("Budgetandele 2015"), 2015, replace(found, allocations=allocations))


def budget_hostile() -> BudgetPaper:
    found = samples.budget()
    shares = (
        replace(found.shares[0], library=NASTY),
        replace(found.shares[1], library=ENDLESS, earmarked_ore=12_345_678_901_23, is_agreed=False),
        *(replace(found.shares[2], library=f"Bibliotek {index}") for index in range(ROWS)),
    )
    allocations = (
        replace(found.allocations[0], purpose=NASTY, part=NASTY, spent_ore=99_999_999_99),
        replace(found.allocations[0], purpose=PROSE),
        replace(found.allocations[0], purpose=TALLER_THAN_A_PAGE),
    )
    budget = replace(found, shares=shares, allocations=allocations, unallocated_ore=-1_50, is_provisional=True)
    return BudgetPaper(hostile_front("Budgetandele 2015"), 2015, budget)


def checklist_empty() -> ChecklistText:
    return _checklist(())


def checklist_ordinary() -> ChecklistText:
    return _checklist(
        (
            ClauseText("M1", "Kommissoriet", "Kommissorium for kompetencenetværket", "Opfyldt", ()),
            ClauseText(
                "M3",
                "Hvem der sidder i netværket",
                "I netværket sidder ud over Biblioteksenhedens repræsentant en repræsentant for hvert "
                "centralbiblioteksområde samt en repræsentant for centralbibliotekscheferne",
                "Ikke overholdt",
                ("Netværket har ingen plads til Biblioteksenheden. Tilføj pladsen.", "Pladsen Vejle er ubesat."),
            ),
            ClauseText("M17", "Konkrete mål", "med konkrete mål", "Mangler", ("Mål 2.1 mangler ansvarlig.",)),
            ClauseText("M23", "Godkendt plan", "udarbejder en handlingsplan", "Ikke aktuelt endnu", ()),
        )
    )


def checklist_hostile() -> ChecklistText:
    clauses = (
        ClauseText("M1", NASTY, NASTY, NASTY, (NASTY, PROSE)),
        ClauseText("M2", PROSE, ENDLESS, "Ikke overholdt", tuple(f"Begrundelse {index}" for index in range(200))),
        *(ClauseText(f"M{index}", "Punkt", "ordlyd", "Opfyldt", ()) for index in range(3, ROWS)),
    )
    return replace(_checklist(clauses), front=hostile_front("Kommissoriet i planår 2015"), summary=NASTY)


def _checklist(clauses: tuple[ClauseText, ...]) -> ChecklistText:
    states = [clause.state for clause in clauses]
    counts = tuple((state, states.count(state)) for state in dict.fromkeys(states))
    summary = f"Kommissoriet har {len(clauses)} punkter."
    return ChecklistText(front("Kommissoriet i planår 2015"), 2015, summary, counts, clauses)


def wheel_empty() -> WheelText:
    return WheelText(front("Årshjul 2015", ""), 2015, ())


def wheel_ordinary() -> WheelText:
    return WheelText(front("Årshjul 2015", ""), 2015, samples.wheel())


def wheel_hostile() -> WheelText:
    return WheelText(hostile_front("Årshjul 2015"), 2015, samples.hostile().wheel)


def follow_up_empty() -> FollowUpText:
    return FollowUpText(front("Opfølgning på handlingsplan 2015"), 2015, 0, ())


def follow_up_ordinary() -> FollowUpText:
    chapters = tuple(
        FollowedChapter(part.part, group.focus_area, tuple(_followed(goal) for goal in group.goals))
        for part in samples.ordinary().parts
        for group in part.groups
    )
    return FollowUpText(front("Opfølgning på handlingsplan 2015"), 2015, 2, chapters)


def follow_up_hostile() -> FollowUpText:
    first = _followed(_goals()[0])
    goals = (
        replace(first, text=NASTY, measure=NASTY, owner=NASTY, status=NASTY, result=NASTY, comment=NASTY),
        replace(first, text=PROSE, measure=ENDLESS, owner=ENDLESS[:400], result=PROSE),
        replace(first, text=TALLER_THAN_A_PAGE, owner="", deadline="", status_on=""),
        *(replace(first, number=f"1.{index}") for index in range(ROWS)),
    )
    chapters = (FollowedChapter(NASTY, NASTY, goals[:3]), FollowedChapter(samples.AGENCY, "", goals[3:]))
    return FollowUpText(hostile_front("Opfølgning på handlingsplan 2015"), 2015, ROWS, chapters)


def _followed(goal: GoalText) -> FollowedGoal:
    index = int(goal.number[-1])
    return FollowedGoal(
        number=goal.number,
        text=goal.text,
        measure=f"{goal.indicator}: {goal.target}",
        owner=goal.owner,
        deadline=goal.deadline,
        is_overdue=index == 2,
        status=STATUSES[index % 5],
        status_on="2015-06-30" if index % 2 else "",
        result="Holdt i alle seks områder med i alt 212 deltagere." if index % 3 == 0 else "",
        comment="Materialet er sendt til afprøvning." if index % 5 == 1 else "",
    )


def comparison_empty() -> ComparisonText:
    return ComparisonText(front("Målene i 2014 og 2015"), 2014, 2015, True, (), (), ())


def comparison_ordinary() -> ComparisonText:
    goals = [_compared(goal) for goal in _goals()]
    reworded = replace(goals[1], text=f"{goals[1].text}, nu i alle områder", status="I gang")
    continued = (
        Continued(goals[0], replace(goals[0], number="1.1", status="Ikke påbegyndt")),
        Continued(goals[1], reworded),
    )
    title = front("Målene i 2014 og 2015", "Sammenlignet 24. november 2014")
    return ComparisonText(title, 2014, 2015, False, continued, tuple(goals[2:5]), tuple(goals[5:8]))


def comparison_hostile() -> ComparisonText:
    goals = [_compared(goal) for goal in _goals()]
    nasty = replace(goals[0], text=NASTY, focus_area=NASTY, owner=NASTY, measure=NASTY, status=NASTY, result=NASTY)
    long = replace(goals[1], text=PROSE, focus_area=ENDLESS, owner=PROSE, result=PROSE)
    tall = replace(goals[2], text=TALLER_THAN_A_PAGE)
    many = tuple(replace(goals[3], number=f"3.{index}") for index in range(ROWS))
    pairs = (Continued(nasty, long), Continued(long, nasty), Continued(tall, goals[4]))
    return ComparisonText(hostile_front("Målene i 2014 og 2015"), 2014, 2015, False, pairs, (nasty, long, tall), many)


def _compared(goal: GoalText) -> ComparedGoal:
    return ComparedGoal(
        number=goal.number,
        text=goal.text,
        part=samples.CENTRAL,
        focus_area="Digital dannelse",
        owner=goal.owner,
        measure=f"{goal.indicator}: {goal.target}",
        status=STATUSES[int(goal.number[-1]) % 5],
        result="",
    )


def _goals() -> list[GoalText]:
    return [goal for part in samples.ordinary().parts for group in part.groups for goal in group.goals]


def book_empty() -> BookText:
    return BookText(front("Alle år: planer, medlemmer, beslutninger og budget", "Ingen år endnu"), ())


def book_ordinary() -> BookText:
    return _book(
        [
            _year(2014, samples.second_version()),
            replace(_year(2015, samples.draft()), budget=samples.nearly_empty().budget, meetings=()),
            _year(2016, None),
        ]
    )


def book_hostile() -> BookText:
    meetings = (
        MeetingText(NASTY, NASTY, True, (DecisionText("1", NASTY, PROSE), DecisionText("", ENDLESS[:600], NASTY)), 3),
        MeetingText(PROSE[:300], "Aflyst", False, (), 0),
        MeetingText("Årsmøde", "Afholdt", True, (DecisionText("2", "Punkt", TALLER_THAN_A_PAGE),), 1),
    )
    nasty = BookYear(2015, samples.hostile(), roster_hostile(), meetings, budget_hostile().budget)
    years = [nasty, *(replace(_year(year, None), meetings=()) for year in range(2016, 2036))]
    return replace(_book(years), front=hostile_front(f"Alle år {NASTY}"))


def _book(years: list[BookYear]) -> BookText:
    span = f"{years[0].year}–{years[-1].year}"
    title = front("Alle år: planer, medlemmer, beslutninger og budget", span, f"{span}, samlet 24.11.2014")
    return BookText(title, tuple(years))


def _year(year: int, plan: PlanContent | None) -> BookYear:
    decisions = (
        DecisionText("1", "Godkendelse af dagsorden", "Godkendt."),
        DecisionText("3", "Ændring af handlingsplanen", "Måltallet er 12. Fristen er den 30. januar."),
    )
    meetings = (
        MeetingText(f"Årsmøde 24.11.{year}", "Referat godkendt", True, decisions, 1),
        MeetingText(f"Planlægnings- og koordineringsmøde 03.12.{year}", "Planlagt", False, (), 0),
    )
    return BookYear(year, plan, replace(roster_ordinary(), is_internal=False, contacts=()), meetings, samples.budget())


def offers_empty() -> OffersText:
    levels = tuple(ExperienceLevel(level, ()) for level in ("Nationalt", "Regionalt", "Lokalt"))
    return OffersText(front("Kompetencetilbud 2015"), 2015, (), (), (), (), levels)


def offers_ordinary() -> OffersText:
    area = "Fra medbetjening til digital dannelse"
    first = OfferText(
        when="10.02.2015 – 11.02.2015, uge 7",
        host="Gentofte",
        title="Samtaler",
        topic="Litteratur",
        kind="Kursus",
        level="Nationalt",
        area="",
        seats="30",
        state="Åbent for tilmelding",
    )
    second = replace(first, when="24.02.2015, uge 9", host="Odense", title="Led en samtale", area=area, seats="")
    third = replace(first, host="", title="NemID uden tårer", topic="", kind="Webinar", level="Lokalt", state="Aflyst")
    rows = (first, second, third)
    overlaps = (OverlapText("Samme emne", "Samtaler, Gentofte, 10.02.2015", "Led en samtale, Odense, 24.02.2015"),)
    tried = ExperienceText("Lektiecafé", "Vejle, Jørgen Mønster", "07.05.2014", "Otte frivillige fra byens foreninger.")
    levels = (
        ExperienceLevel("Nationalt", ()),
        ExperienceLevel("Regionalt", (replace(tried, title="Fælles temadag", where="", when=""),)),
        ExperienceLevel("Lokalt", (tried, replace(tried, text=""))),
    )
    regions, areas = ("Region Nordjylland", "Region Sjælland"), ("Læselyst",)
    return OffersText(front("Kompetencetilbud 2015"), 2015, rows, overlaps, regions, areas, levels)


def offers_hostile() -> OffersText:
    plain = offers_ordinary().offers[0]
    rows = (
        OfferText(*([NASTY] * 9)),
        replace(plain, title=ENDLESS, host=ENDLESS, topic=PROSE),
        replace(plain, title=TALLER_THAN_A_PAGE, area=PROSE),
        *(replace(plain, title=f"Kursus {index}") for index in range(60)),
    )
    overlaps = (OverlapText(NASTY, ENDLESS, PROSE), OverlapText("", "", TALLER_THAN_A_PAGE))
    tried = (ExperienceText(NASTY, ENDLESS, NASTY, PROSE), ExperienceText(TALLER_THAN_A_PAGE, "", "", ""))
    levels = (ExperienceLevel(NASTY, tried), ExperienceLevel("Regionalt", ()))
    title = hostile_front("Kompetencetilbud 2015")
    return OffersText(title, 2015, rows, overlaps, (NASTY, ENDLESS), (PROSE,), levels)


def agreements_empty() -> AgreementsText:
    parts = (PartText("Centralbiblioteksdel", ()), PartText("Styrelsesdel", ()))
    return AgreementsText(
        front("Aftaler og opgaver 2015"), 2015, TimelineText(2015, 2015, "2014-11-24", ()), (), parts, (), ()
    )


def agreements_ordinary() -> AgreementsText:
    framework = AgreementText(
        title="Rammeaftale 2010-2013",
        kind="Rammeaftale",
        purpose="Aftalen beskriver opgaverne over for folkebibliotekerne.",
        parties="Gentofte, KBE og Aalborg",
        period="01.01.2010 – 31.12.2013, forlænget til 31.12.2015",
        state="Gælder",
        clauses=(
            ServedClause("1.1", "Aktuelle tilbud", "Aftalepunkt", "Behovsundersøgelse; Kurser"),
            ServedClause("", "Det åbne bibliotek", "Initiativ", ""),
        ),
    )
    duties = (
        DutyText("Koordinér en temadag i hvert område.", "Vejle", "Regionalt", "11.10.2015", "01.10.2015"),
        DutyText("Prøv materialet af.", "", "Lokalt", "", ""),
    )
    bare = replace(framework, title="Modelprogram", kind="Eget program", purpose="", parties="", clauses=())
    committee = ("Bo Bys, formand",)
    partnership = replace(bare, title="Digital dannelse", kind="Partnerskab", duties=duties, committee=committee)
    tasks = (
        TaskText("Behovsundersøgelse", "Gorm, Roskilde", "Nationalt", "01.09.2012 –", "1.1, 2.2", "06.11.2013", ""),
        TaskText("Små virksomheder", "", "Regionalt", "Uden periode", "", "", "Opgave uden aftalepunkt"),
    )
    periods = (
        Period("Rammeaftale 2010-2013", "2010-01-01", "2013-12-31", "2015-12-31"),
        Period("Digital dannelse", "2012-03-01", "2014-02-28", "2014-02-28"),
        Period("Uden slutning", "2014-06-01", "", ""),
    )
    return AgreementsText(
        front("Aftaler og opgaver 2015"),
        2015,
        TimelineText(2010, 2015, "2014-11-24", periods),
        (framework,),
        (PartText("Centralbiblioteksdel", tasks[:1]), PartText("Styrelsesdel", tasks[1:])),
        ("Opgaven »Små virksomheder« hører ikke til noget punkt i en rammeaftale.",),
        (partnership, bare),
    )


def agreements_hostile() -> AgreementsText:
    plain = agreements_ordinary()
    nasty = AgreementText(
        title=NASTY,
        kind=NASTY,
        purpose=f"{NASTY}\n{PROSE}",
        parties=ENDLESS,
        period=NASTY,
        state=NASTY,
        clauses=(ServedClause(NASTY, ENDLESS, NASTY, PROSE), ServedClause("", TALLER_THAN_A_PAGE, "", "")),
        duties=(DutyText(NASTY, ENDLESS, NASTY, NASTY, NASTY), DutyText(PROSE, "", "", "", "")),
        committee=(NASTY, ENDLESS),
    )
    task = TaskText(NASTY, ENDLESS, NASTY, NASTY, NASTY, NASTY, PROSE)
    many = (task, *(replace(plain.parts[0].tasks[0], title=f"Opgave {index}") for index in range(60)))
    periods = tuple(Period(f"{NASTY} {index}", "", "", "") for index in range(8))
    return AgreementsText(
        hostile_front("Aftaler og opgaver 2015"),
        2015,
        TimelineText(2000, 2015, "2015-12-31", periods),
        (nasty,),
        (PartText(NASTY, many), PartText("Styrelsesdel", ())),
        (NASTY, PROSE),
        (replace(nasty, purpose="", parties=""),),
    )
