"""The plan's title page, foreword, members and focus areas."""

from __future__ import annotations

from cbnet_desktop.documents.pdf.front import FICTIONAL
from cbnet_desktop.documents.pdf.pages import DRAFT_MARK, Edition
from cbnet_desktop.documents.pdf.story import Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.domain.plan.plan_content import FocusText, Member, PlanContent, Revision, SignOff
from cbnet_desktop.domain.words import danish

VACANT = "Ubesat"
_DRAFT = "Udkast, ikke godkendt"
_REVISED = "Udkast, ikke godkendt, ændret siden version {}"


def edition(content: PlanContent) -> Edition:
    """The head and foot of every page; a draft is dated by its plan year, never by the clock."""
    signed = content.sign_off
    state = (
        f"Version {signed.number}, godkendt {danish.moment(signed.at)} af {signed.by}" if signed else _draft(content)
    )
    return Edition(
        author=content.network,
        title=content.title,
        state=f"{state} · {FICTIONAL}" if content.is_fictional else state,
        is_draft=signed is None,
        at=signed.at if signed else f"{content.year}-01-01T00:00:00Z",
        fingerprint=content.sha256,
    )


def _draft(content: PlanContent) -> str:
    last = content.revision
    return _REVISED.format(last.number) if last and last.has_changed else _DRAFT


def title_page(story: Story, content: PlanContent) -> None:
    """Network, plan, state, basis, table of contents, and the hashes in small print."""
    signed = content.sign_off
    story.space(64)
    story.paragraph(content.network, "network")
    story.title(content.title)
    story.paragraph(f"Version {signed.number}" if signed else DRAFT_MARK, "version")
    story.paragraph(_state(content), "state")
    story.space(22)
    story.facts(_facts(content))
    if content.is_fictional:
        story.paragraph(f"{FICTIONAL}: planen er et eksempel.", "mark")
    story.bottom()
    story.contents()
    story.paragraph(f"Indholdets SHA-256: {content.sha256}", "small", heard="Indholdets kontrolsum")
    if signed:
        story.paragraph(f"Historikkens kontrolsum: {signed.heads_digest}", "small", heard="Historikkens kontrolsum")
    story.new_page()


def revision(story: Story, content: PlanContent) -> None:
    """In a draft of a plan that was signed: what has changed since (M23)."""
    if content.revision and content.revision.has_changed:
        story.heading(f"Ændret siden version {content.revision.number}")
        story.bullets(content.revision.differences or ["Planen er stillet anderledes op."])


def foreword(story: Story, content: PlanContent) -> None:
    """The plan's foreword, if it has one."""
    if content.foreword.strip():
        story.heading("Forord")
        story.prose(content.foreword)


def members(story: Story, content: PlanContent) -> None:
    """Each seat with its representative and substitute (M3)."""
    story.heading("Netværkets medlemmer")
    columns = [Column("Plads", 50), Column("Repræsentant", 62), Column("Suppleant", 46)]
    story.table_or(columns, [_member(member) for member in content.members], "Netværket har endnu ingen pladser.")


def focus_areas(story: Story, content: PlanContent) -> None:
    """The year's joint focus areas (M13)."""
    story.heading(f"Indsatsområder {content.year}")
    if content.focus_areas_set:
        story.paragraph(f"{content.focus_areas_set}.", leads=bool(content.focus_areas))
    if not content.focus_areas:
        story.paragraph(f"Der er endnu ingen fælles indsatsområder for {content.year}.")
    for area in content.focus_areas:
        _focus_area(story, area)


def _focus_area(story: Story, area: FocusText) -> None:
    story.heading(f"{area.number}. {area.title}", 2)
    story.paragraph(" · ".join(filter(None, (area.part, area.level))), "note", leads=True)
    if area.description.strip():
        story.prose(area.description)


def _state(content: PlanContent) -> str:
    if content.sign_off:
        return f"Godkendt den {_moment(content.sign_off)} af {content.sign_off.by}"
    last = content.revision
    if last is None:
        return "Planen er ikke godkendt."
    signed = f"version {last.number}, godkendt den {_moment(last)} af {last.by}"
    return f"Ændret siden {signed}." if last.has_changed else f"Uændret siden {signed}."


def _moment(signed: SignOff | Revision) -> str:
    at = danish.local_time(signed.at)
    return f"{danish.long_date(at.date().isoformat())} kl. {at:%H.%M}"


def _facts(content: PlanContent) -> list[tuple[str, str]]:
    signed = content.sign_off
    facts = [("Planår", str(content.year))]
    if signed and signed.reason:
        facts.append(("Begrundelse", signed.reason))
    facts.append(("Udarbejdet efter", content.source_meeting or "Planen er endnu ikke knyttet til et årsmøde."))
    facts.append(("Indsatsområder", content.focus_areas_set or "Årets indsatsområder er endnu ikke fastsat."))
    return facts


def _member(member: Member) -> list[list[Line]]:
    organisation = member.organisation if member.organisation != member.seat else ""
    seat = [Line(member.seat, "cell_strong"), Line(organisation, "cell_note")]
    holder = [Line(member.name or VACANT, "cell" if member.name else "cell_quiet"), Line(member.title, "cell_note")]
    return [seat, holder, [Line(member.substitute or "–", "cell" if member.substitute else "cell_quiet")]]
