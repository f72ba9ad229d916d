"""The book of all years on paper: a title page with contents, then each year's plan, members, decisions and budget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cbnet_desktop.documents.papers import plan_budget, plan_front, plan_goals, roster
from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.word.parts import Telling
from cbnet_desktop.documents.word.telling import told
from cbnet_desktop.domain.papers.book import BookText, BookYear, MeetingText
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.words import danish

_DECISIONS = (Column("Pkt.", 12), Column("Punkt", 58), Column("Beslutning", 94))


class Chapters(Story):
    """A story whose headings can be moved to deeper levels, so that another paper becomes a chapter of it."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, level levels below the chapter around it."""
        super().heading(text, level + self._depth)

    @contextmanager
    def deeper(self, levels: int) -> Iterator[None]:
        """Within, every heading is this many levels deeper."""
        self._depth += levels
        yield
        self._depth -= levels


def render(content: BookText, progress: front.Progress = front.nobody) -> bytes:
    """The book as PDF, laid out in one pass; progress is called with the share done and cancels by raising."""
    return front.render(content, lambda book: story(book, progress), progress)


def telling(content: BookText) -> Telling:
    """The book for Word."""
    return told(lambda: story(content), front.edition(content))


def story(content: BookText, progress: front.Progress = front.nobody) -> Chapters:
    """The book's story and structure tree."""
    made = Chapters()
    _title_page(made, content)
    for index, year in enumerate(content.years):
        progress(front.STORY_SHARE * index / len(content.years))
        _year(made, year)
    return made


def _title_page(made: Chapters, content: BookText) -> None:
    made.space(64)
    made.paragraph(content.front.network, "network")
    made.title(content.front.title)
    made.paragraph(content.front.subject, "version")
    made.paragraph(f"Samlet den {danish.long_date(content.front.on)}", "state")
    if content.front.is_fictional:
        made.paragraph(f"{front.FICTIONAL}.", "mark")
    if content.years:
        made.space(22)
        made.contents(is_full=True)
    else:
        made.paragraph("Netværket har endnu hverken planer, møder eller budget.")


def _year(made: Chapters, year: BookYear) -> None:
    made.new_page()
    made.heading(str(year.year))
    with made.deeper(1):
        _plan(made, year)
        _members(made, year)
        _meetings(made, year)
        _budget(made, year)


def _plan(made: Chapters, year: BookYear) -> None:
    if year.plan is None:
        made.heading(f"Handlingsplan {year.year}")
        made.paragraph(f"Der er ingen handlingsplan for {year.year}.")
        return
    made.heading(year.plan.title)
    made.paragraph(_state(year.plan), leads=True)
    with made.deeper(1):
        plan_front.foreword(made, year.plan)
        plan_front.focus_areas(made, year.plan)
        plan_goals.goals(made, year.plan)


def _budget(made: Chapters, year: BookYear) -> None:
    made.heading(f"Budget {year.year}")
    if any(share.earmarked_ore or share.joint_ore for share in year.budget.shares) or year.budget.allocations:
        plan_budget.shares_and_pool(made, year.budget, year.year, with_rest=True)
    else:
        made.paragraph(f"Der er ingen budgetandele for {year.year}.")


def _state(found: PlanContent) -> str:
    signed = found.sign_off
    if signed is None:
        return "Planen er ikke godkendt; her står den, som den er nu."
    why = f" Begrundelse: {danish.sentence(signed.reason)}" if signed.reason else ""
    return f"Version {signed.number}, godkendt {danish.moment(signed.at)} af {danish.sentence(signed.by)}{why}"


def _members(made: Chapters, year: BookYear) -> None:
    made.heading(f"Medlemmer {year.year}")
    made.paragraph(f"{year.roster.front.subject}. {year.roster.summary}", leads=bool(year.roster.seats))
    roster.seats_table(made, year.roster)


def _meetings(made: Chapters, year: BookYear) -> None:
    made.heading(f"Møder og beslutninger {year.year}")
    if not year.meetings:
        made.paragraph(f"Der er ingen møder i {year.year}.")
    with made.deeper(1):
        for meeting in year.meetings:
            _meeting(made, meeting)


def _meeting(made: Chapters, meeting: MeetingText) -> None:
    made.heading(meeting.title)
    closed = f", {meeting.closed} lukkede punkter er udeladt" if meeting.closed > 1 else ""
    closed = ", et lukket punkt er udeladt" if meeting.closed == 1 else closed
    if not meeting.decisions:
        none = ". Ingen beslutninger" if meeting.is_held else ""
        made.paragraph(f"{meeting.state}{closed}{none}.", "note")
        return
    made.paragraph(f"{meeting.state}{closed}.", "note", leads=True)
    rows: list[list[Cell]] = [
        [[Line(row.number or "–", "cell_strong")], row.title, row.decision] for row in meeting.decisions
    ]
    made.table(_DECISIONS, rows)
