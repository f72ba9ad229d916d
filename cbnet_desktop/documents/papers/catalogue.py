"""The table of papers, from which the console's commands, the window's menus, Ctrl+P, the help and the tests are made.

Layout code is imported only when a paper is made. ARCHITECTURE.md says what a new one needs beside its entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from cbnet_desktop.documents.papers.paper import (
    Making,
    OfAllYears,
    OfDay,
    OfLibrary,
    OfMaterial,
    OfMeeting,
    OfPlan,
    OfYear,
    Paper,
    Q,
    Variant,
)
from cbnet_desktop.domain.records.network import Network

if TYPE_CHECKING:
    from cbnet_desktop.documents.pdf.story import Story
    from cbnet_desktop.domain.plan.plan_content import PlanContent

T = TypeVar("T")


def _making(content: Callable[[Q], T], compose: Callable[[T], Story]) -> Making[Q]:
    from cbnet_desktop.documents.pdf import front
    from cbnet_desktop.documents.word import telling

    return Making(
        content,
        lambda text: front.render(text, compose),
        front.warnings,
        lambda text: telling.told(lambda: compose(text), front.edition(text)),
    )


def _plan() -> Making[OfPlan]:
    from cbnet_desktop.documents.papers import plan as documents
    from cbnet_desktop.domain.plan import plan, plan_reading

    def content(question: OfPlan) -> PlanContent:
        if question.version:
            return plan_reading.read(question.signed_json)
        asked = question.network, question.year, question.today
        newest = question.newest
        revision = plan.revision(*asked, newest[0], plan_reading.read(newest[1])) if newest else None
        return plan.content(*asked, None, revision)

    return Making(content, documents.render, documents.warnings, documents.telling)


def _agenda() -> Making[OfMeeting]:
    from cbnet_desktop.documents.papers import meeting as documents
    from cbnet_desktop.domain.papers import meeting

    return _making(
        lambda question: meeting.agenda_paper(question.network, question.meeting, is_public=question.is_variant),
        documents.agenda,
    )


def _material() -> Making[OfMaterial]:
    from cbnet_desktop.documents.papers import material as documents
    from cbnet_desktop.domain.papers import material

    def content(question: OfMaterial) -> material.Material:
        asked = question.network, question.meeting, question.read
        return material.material(*asked, is_public=question.is_variant)

    return Making(content, documents.render, documents.warnings, documents.telling, documents.render)


def _minutes() -> Making[OfMeeting]:
    from cbnet_desktop.documents.papers import meeting as documents
    from cbnet_desktop.domain.papers import meeting

    return _making(
        lambda question: meeting.minutes_paper(
            question.network, question.meeting, question.today.isoformat(), is_public=question.is_variant
        ),
        documents.minutes,
    )


def _signature_sheet() -> Making[OfMeeting]:
    from cbnet_desktop.documents.papers import meeting as documents
    from cbnet_desktop.domain.papers import meeting

    return _making(
        lambda question: meeting.signature_paper(question.network, question.meeting, question.today.isoformat()),
        documents.signature_sheet,
    )


def _consultation() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import consultation as documents
    from cbnet_desktop.domain.papers import consultation

    return _making(
        lambda question: consultation.consultation_paper(question.network, question.year), documents.consultation
    )


def _answer_form() -> Making[OfLibrary]:
    from cbnet_desktop.documents.papers import answer_form as documents
    from cbnet_desktop.domain.papers import answer_form

    return _making(
        lambda question: answer_form.form_of(question.network, question.year, question.library), documents.story
    )


def _wheel() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import wheel_sheet
    from cbnet_desktop.domain.papers import wheel

    return _making(lambda question: wheel.content(question.network, question.year), wheel_sheet.story)


def _roster() -> Making[OfDay]:
    from cbnet_desktop.documents.papers import roster as documents
    from cbnet_desktop.domain.papers import roster

    return _making(
        lambda question: roster.content(question.network, question.day, is_internal=question.is_variant),
        documents.story,
    )


def _of_year(content: Callable[[Network, int, date], T], compose: Callable[[T], Story]) -> Making[OfYear]:
    return _making(lambda question: content(question.network, question.year, question.today), compose)


def _budget() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import budget as documents
    from cbnet_desktop.domain.papers import budget

    return _of_year(budget.content, documents.story)


def _offers() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import offers as documents
    from cbnet_desktop.domain.papers import offers

    return _of_year(offers.content, documents.story)


def _agreements() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import agreements as documents
    from cbnet_desktop.domain.papers import agreements

    return _of_year(agreements.content, documents.story)


def _checklist() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import checklist as documents
    from cbnet_desktop.domain.papers import checklist

    return _of_year(checklist.content, documents.story)


def _follow_up() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import follow_up as documents
    from cbnet_desktop.domain.papers import follow_up

    return _of_year(follow_up.content, documents.story)


def _comparison() -> Making[OfYear]:
    from cbnet_desktop.documents.papers import comparison as documents
    from cbnet_desktop.domain.papers import comparison

    return _of_year(comparison.content, documents.story)


def _book() -> Making[OfAllYears]:
    from cbnet_desktop.documents.papers import book as documents
    from cbnet_desktop.documents.pdf import front
    from cbnet_desktop.domain.papers import book
    from cbnet_desktop.domain.plan import plan_reading

    def content(question: OfAllYears) -> book.BookText:
        signed = {year: plan_reading.read(found) for year, found in question.signed.items()}
        return book.content(question.network, question.today, signed, until=question.until)

    return Making(content, documents.render, front.warnings, documents.telling, paced=documents.render)


PLAN = Paper(
    "plan",
    OfPlan,
    _plan,
    title="Handlingsplan {}",
    file_name="handlingsplan",
    short_help="Skriv et års handlingsplan som PDF.",
    help="Skriver et års handlingsplan som PDF: den nyeste godkendte version, ellers et udkast.",
    menu="Handlingsplan",
)
_PUBLIC = Variant("--public", "Den offentlige udgave uden lukkede punkter.", ", offentlig udgave", "offentlig")
AGENDA = Paper(
    "agenda",
    OfMeeting,
    _agenda,
    title="Dagsorden, {}",
    file_name="dagsorden",
    short_help="Skriv et mødes indkaldelse og dagsorden som PDF.",
    help="Skriver et mødes indkaldelse og dagsorden med sagsfremstillinger, indstillinger og bilag som PDF.",
    menu="&Indkaldelse og dagsorden",
    variant=_PUBLIC,
)
MATERIAL = Paper(
    "meeting-material",
    OfMaterial,
    _material,
    title="Mødemateriale, {}",
    file_name="mødemateriale",
    short_help="Skriv et mødes dagsorden med bilagene vedhæftet som PDF.",
    help="""Skriver et mødes dagsorden som PDF med bilagenes filer vedhæftet: det eksemplar, der gemmes og underskrives.

    Bilagene må højst fylde 45 MB i alt. Mangler et af dem på denne computer, skrives intet.""",
    menu="&Mødemateriale med bilag",
    variant=Variant(
        "--public",
        "Den offentlige udgave uden lukkede punkter og lukkede bilag.",
        ", offentlig udgave",
        "offentlig",
        menu="Mødemateriale, o&ffentlig udgave",
    ),
)
MINUTES = Paper(
    "minutes",
    OfMeeting,
    _minutes,
    title="Referat, {}",
    file_name="referat",
    short_help="Skriv et mødes referat som PDF.",
    help="Skriver et mødes referat som PDF: hele referatet, eller den offentlige udgave uden lukkede punkter.",
    menu="&Referat",
    variant=_PUBLIC._replace(menu="Referat, &offentlig udgave"),
)
SIGNATURE_SHEET = Paper(
    "signature-sheet",
    OfMeeting,
    _signature_sheet,
    title="Underskriftsark, {}",
    file_name="underskriftsark",
    short_help="Skriv et mødes underskriftsark som PDF.",
    help="Skriver et ark med en linje til hver, der var til stede på mødet, og en til protokolføreren.",
    menu="&Underskriftsark",
)
CONSULTATION = Paper(
    "consultation",
    OfYear,
    _consultation,
    title="Høringsbrev, indsatsområder {}",
    file_name="høringsbrev",
    short_help="Skriv et års høringsbrev som PDF.",
    help="Skriver høringsbrevet om et års indsatsområder med svarskema som PDF.",
    menu="Høringsbrev",
)
ANSWER_FORM = Paper(
    "answer-form",
    OfLibrary,
    _answer_form,
    title="Svarskema, {}",
    file_name="svarskema",
    short_help="Skriv et centralbiblioteks svarskema som PDF.",
    help="""Skriver skemaet, som et centralbibliotek svarer på et års høring i, som en PDF, der kan udfyldes på skærmen
    eller i hånden. »cbnet answer« tager det udfyldte skema ind.""",
    menu="Svarskema",
)
WHEEL = Paper(
    "wheel",
    OfYear,
    _wheel,
    title="Årshjul {}",
    file_name="årshjul",
    short_help="Skriv et års årshjul som PDF.",
    help="Skriver et års årshjul på ét ark A4: møder, høringer, frister og aftaler.",
    menu="Års&hjul",
)
ROSTER = Paper(
    "roster",
    OfDay,
    _roster,
    title="Medlemmer {}",
    file_name="medlemmer",
    short_help="Skriv netværkets medlemsliste som PDF.",
    help="""Skriver listen over netværkets pladser og medlemmer på en dag.

    Uden --date er det dags dato, holdt inden for planåret. Telefon og e-mail kommer kun med --internal.""",
    menu="&Medlemsliste",
    variant=Variant(
        "--internal",
        "Den interne udgave med kontaktoplysninger.",
        ", intern udgave",
        "intern",
        menu="Medlemsliste med &kontaktoplysninger",
    ),
)
BUDGET = Paper(
    "budget",
    OfYear,
    _budget,
    title="Budgetandele {}",
    file_name="budgetandele",
    short_help="Skriv et års budgetandele som PDF.",
    help="Skriver et års budgetandele, puljen, bevillingerne, forbruget og resten som PDF.",
    menu="&Budgetandele",
    tab="Budgetandele",
)
OFFERS = Paper(
    "offers",
    OfYear,
    _offers,
    title="Kompetencetilbud {}",
    file_name="kompetencetilbud",
    short_help="Skriv et års kompetencetilbud som PDF.",
    help="Skriver et års tilbud, hvad der overlapper, hvem der ingen har, og årets erfaringer som PDF.",
    menu="Kom&petencetilbud",
    tab="Tilbud",
)
AGREEMENTS = Paper(
    "agreements",
    OfYear,
    _agreements,
    title="Aftaler og opgaver {}",
    file_name="aftaler-og-opgaver",
    short_help="Skriv et års aftaler og opgaver som PDF.",
    help="Skriver rammeaftaler, opgaveportefølje, partnerskaber og egne programmer for et år som PDF.",
    menu="Aftaler og op&gaver",
    tab="Aftaler",
)
CHECKLIST = Paper(
    "checklist",
    OfYear,
    _checklist,
    title="Kommissoriet i planår {}",
    file_name="kommissoriet",
    short_help="Skriv kommissoriets tjekliste for et år som PDF.",
    help="Skriver kommissoriets punkter med ordlyd, tilstand og begrundelse for et planår som PDF.",
    menu="Kommissoriets &tjekliste",
    tab="Overblik",
)
FOLLOW_UP = Paper(
    "follow-up",
    OfYear,
    _follow_up,
    title="Opfølgning på handlingsplan {}",
    file_name="opfølgning",
    short_help="Skriv opfølgningsarket for et års plan som PDF.",
    help="Skriver handlingsplanens mål med status og plads til noter fra mødet som PDF.",
    menu="&Opfølgningsark",
)
COMPARISON = Paper(
    "comparison",
    OfYear,
    _comparison,
    title="Målene i {} og året før",
    file_name="mål-år-for-år",
    short_help="Skriv et års mål over for årets før som PDF.",
    help="Skriver et års mål over for den foregående plans: videreførte, nye og ikke videreførte mål.",
    menu="Målene år &for år",
)
BOOK = Paper(
    "book",
    OfAllYears,
    _book,
    title="Alle år",
    file_name="alle-år",
    short_help="Skriv alle år i én bog som PDF.",
    help="""Skriver alle år i én PDF: planer, som de er godkendt, medlemmer, beslutninger og budget.

    Med --year kommer årene til og med det år med. Lukkede punkter er udeladt.""",
    menu="&Alle år i én bog",
)

MEETING_PAPERS: tuple[Paper[Any], ...] = (AGENDA, MATERIAL, MINUTES, SIGNATURE_SHEET)
#: The blocks of the window's menu.
YEAR_PAPERS = (WHEEL, ROSTER, BUDGET, OFFERS, AGREEMENTS, CHECKLIST)
GOAL_PAPERS = (FOLLOW_UP, COMPARISON)
#: Every kind of paper, in the order of the console's commands.
PAPERS: tuple[Paper[Any], ...] = (PLAN, *MEETING_PAPERS, CONSULTATION, ANSWER_FORM, *YEAR_PAPERS, *GOAL_PAPERS, BOOK)


def menu_entries(papers: Iterable[Paper[Any]]) -> Iterator[tuple[str, Paper[Any], bool]]:
    """The menu entries of papers: text, paper, and whether it is the variant."""
    for paper in papers:
        yield paper.menu, paper, False
        if paper.variant and paper.variant.menu:
            yield paper.variant.menu, paper, True
