"""The action plan on paper, rendered from a PlanContent (M16, M23)."""

from __future__ import annotations

from cbnet_desktop.documents.papers import plan_budget, plan_front, plan_goals, plan_year
from cbnet_desktop.documents.papers.plan_texts import texts
from cbnet_desktop.documents.pdf import text
from cbnet_desktop.documents.pdf.front import ONE_AT_A_TIME, warning
from cbnet_desktop.documents.pdf.pages import write
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tagged_file import Attachment
from cbnet_desktop.documents.word.parts import Telling
from cbnet_desktop.documents.word.telling import told
from cbnet_desktop.domain.plan.plan_content import PlanContent


def render(content: PlanContent) -> bytes:
    """The plan as PDF, marked as a draft unless signed off; the same content gives the same bytes."""
    with ONE_AT_A_TIME:
        return write(story(content), plan_front.edition(content), [_data(content)])


def telling(content: PlanContent) -> Telling:
    """The plan for Word; that of a signed version says that it is a copy to work on."""
    signed = content.sign_off
    note = f"Arbejdskopi i Word. Det godkendte er PDF-filen af version {signed.number}." if signed else ""
    return told(lambda: story(content), plan_front.edition(content), note)


def story(content: PlanContent) -> Story:
    """The plan's story and structure tree."""
    made = Story()
    plan_front.title_page(made, content)
    plan_front.revision(made, content)
    plan_front.foreword(made, content)
    plan_front.members(made, content)
    plan_front.focus_areas(made, content)
    plan_goals.goals(made, content)
    plan_budget.budget(made, content)
    plan_year.annual_wheel(made, content)
    plan_year.terms(made, content)
    plan_year.signatures(made, content)
    return made


def _data(content: PlanContent) -> Attachment:
    """The bytes whose SHA-256 the plan prints."""
    name = f"handlingsplan-{content.year}.json"
    return Attachment(name, "application/json", "Planens indhold som data", content.canonical())


def warnings(content: PlanContent) -> list[str]:
    """A Danish sentence for each character that the font lacks, with the places where it occurs."""
    places: dict[str, list[str]] = {}
    for place, value in texts(content):
        for char in text.missing(value):
            found = places.setdefault(char, [])
            if place not in found:
                found.append(place)
    return [warning(char, found, "planens") for char, found in places.items()]
