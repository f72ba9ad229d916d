"""All texts of a plan with the Danish name of their place, for warnings about missing glyphs."""

from __future__ import annotations

from collections.abc import Iterator

from cbnet_desktop.domain.plan.plan_content import PlanContent


def texts(content: PlanContent) -> Iterator[tuple[str, str]]:
    """Pairs of place and text, in the order of the plan."""
    yield "netværkets navn", content.network
    yield "titlen", content.title
    yield from _front(content)
    for area in content.focus_areas:
        yield from (("indsatsområde " + area.number, value) for value in (area.title, area.description))
    yield from _goals(content)
    yield from (("budgetandelene", share.library) for share in content.budget.shares)
    yield from (("puljen", allocation.purpose) for allocation in content.budget.allocations)
    yield from (("årshjulet", event.text) for event in content.wheel)


def _front(content: PlanContent) -> Iterator[tuple[str, str]]:
    yield "årsmødet", content.source_meeting
    yield "fastsættelsen af indsatsområder", content.focus_areas_set
    if content.sign_off:
        yield "godkendelsen", content.sign_off.by
        yield "begrundelsen", content.sign_off.reason
        for clause in content.sign_off.terms:
            yield from ((f"kommissoriets punkt {clause.id}", text) for text in clause.findings)
    if content.revision:
        yield "den godkendte version", content.revision.by
        yield from (("ændringerne", text) for text in content.revision.differences)
    yield "forordet", content.foreword
    for member in content.members:
        values = (member.seat, member.organisation, member.name, member.title, member.substitute)
        yield from (("medlemmerne", value) for value in values)


def _goals(content: PlanContent) -> Iterator[tuple[str, str]]:
    for part in content.parts:
        for group in part.groups:
            yield "indsatsområdernes overskrifter", group.focus_area
            for goal in group.goals:
                values = (
                    goal.text,
                    goal.audience,
                    goal.owner,
                    goal.indicator,
                    goal.baseline,
                    goal.target,
                    goal.result,
                    goal.derived_from,
                )
                yield from ((f"mål {goal.number}", value) for value in values)
