"""The budget on paper: the libraries' shares, the pool they add up to, and its grants (M20, M21)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pictures.charts import grants_picture, shares_picture
from cbnet_desktop.domain.plan.plan_content import BudgetText, PlanContent
from cbnet_desktop.domain.roster.agency import UNNAMED
from cbnet_desktop.domain.words import danish

_UNKNOWN = "–"
#: With more rows than this, a picture of them would be too small to read.
_MOST_BARS = 30
_SHARES = (
    Column("Centralbibliotek", 44),
    Column("Afsat, kr.", 27, is_number=True),
    Column("Andel, %", 19, is_number=True),
    Column("Fælles, kr.", 27, is_number=True),
    Column("Aftalt af biblioteket", 26, is_number=True),
)


def budget(story: Story, content: PlanContent) -> None:
    """The chapter: shares as table and chart, then the pool."""
    story.heading("Budget")
    shares_and_pool(story, content.budget, content.year)


def shares_and_pool(story: Story, found: BudgetText, year: int, *, with_rest: bool = False) -> None:
    """The year's shares and pool under second-level headings; with_rest adds what is left of each grant."""
    if not found.shares and not found.allocations:
        story.paragraph(f"Der er endnu ingen budgetandele for {year}.")
        return
    _shares(story, found, year)
    _pool(story, found, with_rest=with_rest)


def grants(story: Story, found: BudgetText) -> None:
    """A chart of the spending of each grant, unless there are none or too many to read."""
    if 0 < len(found.allocations) <= _MOST_BARS:
        story.figure(grants_picture(found.allocations))


def aligned(texts: Sequence[str]) -> list[str]:
    """Pads the decimals of the numbers to the same length, so that they align."""
    decimals = max((len(text.partition(",")[2]) for text in texts), default=0)
    if not decimals:
        return list(texts)
    parts = [text.partition(",") for text in texts]
    return [f"{whole},{rest.ljust(decimals, '0')}" if whole else "" for whole, _, rest in parts]


def _shares(story: Story, found: BudgetText, year: int) -> None:
    story.heading("Budgetandele", 2)
    if not found.shares:
        story.paragraph(f"Der er endnu ingen budgetandele for {year}.")
        return
    story.paragraph(
        f"Hvert centralbibliotek har aftalt med {_agency(found)}, hvor stor en del af sit beløb til "
        f"kompetenceudvikling der anvendes til fælles kompetenceudvikling i {year}."
        if not found.is_provisional
        else _provisional(found),
        "warning" if found.is_provisional else "body",
        leads=True,
    )
    earmarked = _amounts([*(share.earmarked_ore for share in found.shares), found.earmarked_ore])
    joint = _amounts([*(share.joint_ore for share in found.shares), found.pool_ore])
    shares = [_percent(share.share_bp, share.joint_ore, share.earmarked_ore) for share in found.shares]
    percent = aligned([*shares, _whole_share(found)])
    rows: list[list[Cell]] = [
        [
            share.library,
            earmarked[index] or _UNKNOWN,
            percent[index] or _UNKNOWN,
            joint[index] or _UNKNOWN,
            danish.short_date(share.library_agreed_on) or _UNKNOWN,
            danish.short_date(share.agency_agreed_on) or _UNKNOWN,
        ]
        for index, share in enumerate(found.shares)
    ]
    name = [Line(f"I alt{_mark(found)}", "cell_strong")]
    total: list[Cell] = [name, earmarked[-1], percent[-1], joint[-1], "", ""]
    story.table([*_SHARES, Column(f"Aftalt af {_agency(found)}", 24, is_number=True)], rows, [total])
    if len(rows) <= _MOST_BARS and any(share.earmarked_ore or share.joint_ore for share in found.shares):
        story.figure(shares_picture(found))


def _pool(story: Story, found: BudgetText, *, with_rest: bool) -> None:
    story.heading("Puljen", 2)
    pool = danish.amount(found.pool_ore, unit="kr.")
    if not found.allocations:
        rest = f"Puljen på {pool} er endnu ikke fordelt." if found.pool_ore else "Der er endnu ingen midler i puljen."
        story.paragraph(rest)
        return
    if found.unallocated_ore < 0:
        over = danish.amount(-found.unallocated_ore, unit="kr.")
        story.paragraph(f"Der er bevilget {over} mere, end puljen på {pool} rækker til.", "warning", leads=True)
    columns = [Column("Formål", 76), Column("Del", 42), Column("Bevilget, kr.", 30, is_number=True)]
    sums = [found.allocated_ore, found.unallocated_ore, found.pool_ore]
    amounts = _amounts([*(row.amount_ore for row in found.allocations), *sums])
    rows: list[list[Cell]] = [[row.purpose, row.part, amounts[index]] for index, row in enumerate(found.allocations)]
    names = ["Bevilget i alt", "Ikke bevilget", f"Puljen{_mark(found)}"]
    totals: list[list[Cell]] = [[name, "", amounts[index - 3]] for index, name in enumerate(names)]
    if with_rest or any(row.spent_ore for row in found.allocations):
        columns.append(Column("Forbrugt, kr.", 30, is_number=True))
        _add_figures(rows, totals, [row.spent_ore for row in found.allocations])
    if with_rest:
        columns.append(Column("Tilbage, kr.", 30, is_number=True))
        _add_figures(rows, totals, [row.amount_ore - row.spent_ore for row in found.allocations])
    story.table(columns, rows, totals)


def _add_figures(rows: Sequence[list[Cell]], totals: Sequence[list[Cell]], figures: Sequence[int]) -> None:
    """Adds a column of amounts in øre, with their sum in the first row of totals."""
    texts = _amounts([*figures, sum(figures)])
    for row, text in zip(rows, texts, strict=False):
        row.append(text)
    for index, row in enumerate(totals):
        row.append("" if index else texts[-1])


def _amounts(ores: Iterable[int | None]) -> list[str]:
    return aligned([danish.amount(ore) for ore in ores])


def _whole_share(found: BudgetText) -> str:
    """The pool as a percentage of all earmarked amounts, rounded half up to basis points."""
    if not found.earmarked_ore:
        return ""
    basis_points = (found.pool_ore * 20_000 + found.earmarked_ore) // (2 * found.earmarked_ore)
    return _percent(basis_points, found.pool_ore, found.earmarked_ore)


def _percent(basis_points: int | None, part: int | None, whole: int | None) -> str:
    return danish.percent_of(basis_points, part, whole, unit="")


def _agency(found: BudgetText) -> str:
    return found.agency or UNNAMED


def _mark(found: BudgetText) -> str:
    return " (foreløbig)" if found.is_provisional else ""


def _provisional(found: BudgetText) -> str:
    missing = [share.library for share in found.shares if not share.is_agreed]
    if not missing:
        return "Puljen er foreløbig."
    owns = "sin andel" if len(missing) == 1 else "deres andele"
    return f"Puljen er foreløbig: {danish.joined(missing)} har endnu ikke aftalt {owns} med {_agency(found)}."
