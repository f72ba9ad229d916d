"""Meetings, plans and money, reckoned by days and sets (M4, M14 to M23)."""

from __future__ import annotations

from cbnet_desktop.domain.records import (
    AgendaItem,
    Allocation,
    BudgetShare,
    FocusArea,
    Goal,
    Meeting,
    Organisation,
    Person,
    Plan,
)
from cbnet_desktop.domain.records.fields import Record
from tests.domain.charter.naive_rows import BROKEN, OPEN, PARTS, Faults, Rows, is_held, is_over, is_timely, late


def m4(net: Rows, year: int, _: str) -> Faults:
    """All is in one of two parts, and the plan has goals in both."""
    plan = net.plan(year)
    rows: list[FocusArea | Goal | Allocation] = [*net.areas(year)]
    rows += [row for row in net.rows(Allocation) if row.year == year]
    rows += [row for row in net.rows(Goal) if plan and row.plan_id == plan.id]
    for row in rows:
        if row.part not in PARTS:
            yield BROKEN, f"no part {row.id}"
    if plan and {goal.part for goal in net.goals(plan)} != PARTS:
        yield OPEN, "no goals in one part"


def _counts(net: Rows, meeting: Meeting, today: str) -> bool:
    return is_held(meeting, today) and net.has_all_sides(meeting)


def m14_due(net: Rows, year: int, today: str) -> bool:
    """Due once as many were held as are needed, else from the month in which they are missed."""
    counted = sum(_counts(net, row, today) for row in net.meetings(year, "annual"))
    return counted >= net.network.charter_on(f"{year}-12-31").min_annual_meetings


def m14(net: Rows, year: int, today: str) -> Faults:
    """Agency, directors and network meet at least once a calendar year."""
    if m14_due(net, year, today):
        return
    vain = [row for row in net.meetings(year, "annual") if not _counts(net, row, today)]
    is_amiss = any((row.held_on or "") < today or row.state in ("held", "approved") for row in vain)
    month = net.network.charter_on(f"{year}-12-31").annual_meeting_month
    if is_amiss or today >= f"{year}-{month:02}-01":
        yield late(year, today), "no annual meeting that counts"


def discussing(net: Rows, year: int) -> list[Meeting]:
    """The year's annual meetings, and the ones that its plans build on."""
    found = {row.id: row for row in net.meetings(year, "annual")}
    for plan in net.rows(Plan):
        source = net.source(plan) if plan.year == year else None
        if source and source.kind == "annual":
            found[source.id] = source
    return list(found.values())


def m15(net: Rows, year: int, today: str) -> Faults:
    """The past year, the coming focus areas and the other functions are discussed, and the minutes stand."""
    for meeting in discussing(net, year):
        charter = net.network.charter_on(meeting.held_on or "")
        flags = (charter.past_year_required, charter.coming_focus_required, charter.other_functions_required)
        topics = ("past_year", "coming_focus", "other_functions")
        wanted = {topic for topic, is_wanted in zip(topics, flags, strict=True) if is_wanted}
        items = [row for row in net.rows(AgendaItem) if row.meeting_id == meeting.id]
        told = {row.topic for row in items if row.outcome.strip()}
        if is_held(meeting, today) and not wanted <= told:
            yield BROKEN, "not discussed"
        if not is_held(meeting, today) and not wanted <= {row.topic for row in items}:
            yield OPEN, "not on the agenda"
        if meeting.state in ("held", "approved") and not is_held(meeting, today):
            yield OPEN, "held ahead"
    yield from _changed_minutes(net, year, "annual", today)


def _changed_minutes(net: Rows, year: int, kind: str, today: str) -> Faults:
    for row in net.rows(Meeting):
        if row.kind == kind and (row.held_on or "")[:4] == str(year):
            if _is_changed(net, row):
                yield OPEN, "minutes changed"
            if row.state == "approved" and not _is_approved(row, today):
                yield OPEN, "approved on no day that counts"
            if row.state == "held" and not is_held(row, today):
                yield OPEN, "held ahead"


def _is_changed(net: Rows, row: Meeting) -> bool:
    return net.is_changed("approved", row, "approved" if row.state == "approved" else None)


def m16(net: Rows, year: int, today: str) -> Faults:
    """The year's one plan is made on the ground of one annual meeting of its own: held, approved, with all sides."""
    plan, signed = net.plan(year), net.versions(year)
    if plan is None:
        if signed:
            yield BROKEN, "the signed plan is gone"
        elif m16_due(net, year, today):
            yield late(year, today), "no plan"
        return
    if sum(row.year == year for row in net.rows(Plan)) > 1:
        yield BROKEN, "two plans"
    meeting = net.source(plan)
    if meeting is None:
        is_first = all(row.year >= year for row in net.rows(Plan)) and any(year <= first for first in net.firsts)
        if not is_first:
            yield OPEN, "no meeting"
        return
    if meeting.kind != "annual":
        yield BROKEN, "no annual meeting"
    elif not _is_approved(meeting, today) or not net.is_as_agreed("approved", meeting, "approved"):
        yield OPEN, "not approved, or changed since"
    elif not net.has_all_sides(meeting):
        yield OPEN, "does not count"
    if any(row.meeting_id == meeting.id and row.year < year for row in net.rows(Plan)):
        yield BROKEN, "meeting of another plan"
    if net.prepares(meeting) != year and not plan.meeting_reason.strip():
        yield OPEN, "meeting for another year"


def _is_approved(meeting: Meeting, today: str) -> bool:
    held_on = meeting.held_on or ""
    return (
        meeting.state == "approved" and is_held(meeting, today) and held_on <= (meeting.approved_on or held_on) <= today
    )


def m16_due(net: Rows, year: int, today: str) -> bool:
    """Due once the annual meeting is held, or the year begins."""
    meeting = net.preparing(year)
    return net.plan(year) is not None or today >= f"{year}-01-01" or (meeting is not None and is_held(meeting, today))


def m17(net: Rows, year: int, today: str) -> Faults:
    """Goals are concrete: who, when in the plan year, and by what one sees that they are reached."""
    plan = net.plan(year)
    if plan is None:
        return
    level = BROKEN if net.versions(year) else late(year, today)
    goals = net.goals(plan)
    if not goals:
        yield level, "no goals"
    for goal in goals:
        if not (goal.owner_person_id or goal.owner_organisation_id) or not goal.deadline:
            yield level, "nobody or never"
        if goal.deadline and goal.deadline[:4] != str(year):
            yield OPEN, "outside the year"
        if not (goal.indicator or goal.target):
            yield OPEN, "not measurable"
        owners: list[Record | None] = [net.network.find(Person, goal.owner_person_id)]
        owners.append(net.network.find(Organisation, goal.owner_organisation_id))
        is_left = any(owner and owner.values()["archived"] for owner in owners) or net.is_outside(
            goal.owner_organisation_id, year
        )
        if is_left and not is_over(year, today) and not is_settled(goal):
            yield OPEN, "owner has left"


def is_settled(goal: Goal) -> bool:
    """Whether a goal has been assessed."""
    return goal.status in ("met", "partly_met", "not_met")


def m19(net: Rows, year: int, today: str) -> Faults:
    """Up to four planning and coordination meetings a year are reckoned with."""
    charter = net.network.charter_on(f"{year}-12-31")
    kinds = ("planning", "annual") if charter.annual_counts_as_planning else ("planning",)
    extra = net.meetings(year, *kinds)[charter.max_planning_meetings :]
    if any(not row.note.strip() for row in extra):
        is_past = is_over(year, today) and all(is_held(row, today) for row in extra)
        yield BROKEN if is_past else OPEN, "too many"
    yield from _changed_minutes(net, year, "planning", today)


def m20(net: Rows, year: int, today: str) -> Faults:
    """Each library of the year agrees with the agency how much of its earmarked amount is joint."""
    for library in net.libraries_in(year):
        rows = [row for row in net.shares(year) if row.organisation_id == library]
        if len(rows) != 1:
            yield BROKEN if rows else OPEN, f"{len(rows)} shares"
        for row in sorted(rows, key=lambda row: row.id)[:1]:
            yield from _share(net, row, year, today)
    for row in net.shares(year):
        if row.organisation_id not in net.libraries_in(year) and net.joint(row):
            yield OPEN, "money of an outsider"
        if any(net.is_changed(act, row, day) for act, day in _agreements(row)):
            yield OPEN, "changed since"


def _agreements(row: BudgetShare) -> tuple[tuple[str, str | None], tuple[str, str | None]]:
    return ("library_agreed", row.library_agreed_on), ("agency_agreed", row.agency_agreed_on)


def _share(net: Rows, row: BudgetShare, year: int, today: str) -> Faults:
    joint, days = net.joint(row), (row.library_agreed_on, row.agency_agreed_on)
    if row.share_bp is not None and row.share_ore is not None:
        yield BROKEN, "percent and kroner"
    elif joint is not None and not 0 <= joint <= (row.earmarked_ore or 0):
        yield BROKEN, "more than earmarked"
    elif joint is None and any(days):
        yield BROKEN, "agreed before it is known"
    elif row.earmarked_ore is None or joint is None:
        yield OPEN, "not known"
    if not all(is_timely(day, year, today) for day in days):
        yield OPEN, "not agreed"


def m21_due(net: Rows, year: int, _: str) -> bool:
    """Due once a share of the pool is known."""
    return any(net.joint(row) is not None for row in net.pooled(year))


def m21(net: Rows, year: int, _: str) -> Faults:
    """What is allocated does not exceed what the libraries give, nor what is spent the allocation."""
    rows = [row for row in net.rows(Allocation) if row.year == year]
    if sum(row.amount_ore or 0 for row in rows) > sum(net.joint(row) or 0 for row in net.pooled(year)):
        yield BROKEN, "overdrawn"
    for row in rows:
        if row.amount_ore is None or (row.spent_ore or 0) > row.amount_ore:
            yield OPEN, "allocation"


def m22_due(net: Rows, year: int, today: str) -> bool:
    """Due when the year before is over, where it had a plan."""
    return net.plan(year - 1) is not None and is_over(year - 1, today)


def m22(net: Rows, year: int, today: str) -> Faults:
    """The goals of the year before are assessed."""
    past = net.plan(year - 1)
    if past and is_over(year - 1, today) and not all(is_settled(goal) for goal in net.goals(past)):
        yield late(year, today), "not assessed"


def m23_due(net: Rows, year: int, today: str) -> bool:
    """Due when it is signed, or when the year begins with a plan."""
    return bool(net.versions(year)) or (net.plan(year) is not None and today >= f"{year}-01-01")


def m23(net: Rows, year: int, today: str) -> Faults:
    """The plan is signed off by the start of its year, each number once, and is what was signed."""
    plan, versions = net.plan(year), net.versions(year)
    if not versions:
        if m23_due(net, year, today):
            yield OPEN, "not signed"
        return
    newest = versions[-1]
    if plan is None or plan.id != newest.plan_id:
        yield BROKEN, "another plan"
    elif sum(version.number == newest.number for version in versions) > 1:
        yield BROKEN, "signed twice"
    elif net.decided(plan) != net.signed[newest.id]:
        yield OPEN, "changed since"
