"""The year's budget on paper: the libraries' shares, the pool, grants and spending (M20, M21)."""

from __future__ import annotations

from cbnet_desktop.documents.papers.plan_budget import grants, shares_and_pool
from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.domain.papers.budget import BudgetPaper


def story(content: BudgetPaper) -> Story:
    """The budget's story and structure tree."""
    made = Story()
    front.head(made, content.front)
    shares_and_pool(made, content.budget, content.year, with_rest=True)
    grants(made, content.budget)
    return made
