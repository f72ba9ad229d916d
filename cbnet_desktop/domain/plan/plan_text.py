"""The parts of an action plan's content as Danish text (M16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.agreed import guard, texts
from cbnet_desktop.domain.budget import budget as money_of
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan.plan_content import (
    AllocationText,
    BudgetText,
    FocusText,
    GoalGroup,
    GoalText,
    Member,
    PartText,
    ShareText,
)
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    BudgetShare,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    Person,
    Plan,
)
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency, organisation_names, roster, seat_names
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, LEVELS, PARTS, SEAT_KINDS, Act, Part

Chapter = tuple[str, FocusArea | None, list[Goal]]


def members_day(year: int, today: date) -> str:
    """The day whose members the plan lists: today, clamped to the plan year."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31)).isoformat()


def source_meeting(meeting: Meeting | None) -> str:
    """Name, date and place of the source meeting, for example »Årsmøde den 24. november 2014, Odense«."""
    if meeting is None:
        return ""
    place = f", {meeting.place}" if meeting.place else ""
    return f"{titles.meeting_name(meeting)} den {danish.long_date(meeting.held_on)}{place}"


def focus_set_key(focus_set: FocusSet | None) -> str:
    """Who set the focus areas when, and since when they had been consulted on, as ids and dates; empty for not set."""
    if focus_set is None or not focus_set.set_on:
        return ""
    return " ".join((focus_set.set_on, focus_set.set_by_id or "-", focus_set.consulted_on or "-"))


def focus_areas_set(network: Network, focus_set: FocusSet | None, today: str = dates.LAST_DAY) -> str:
    """When and by whom the focus areas were set by today, as it was then; empty where they are not (M13)."""
    text = _set_text(network, focus_set)
    return _set_paper(text).set if text and dates.has_been(text.agreed_on, today) else ""


@dataclass(frozen=True, slots=True)
class SetPaper:
    """What the plan says of the focus areas that were set: when and by whom, and which they are."""

    set: str
    focus_areas: tuple[FocusText, ...]


def set_paper(network: Network, row: FocusSet) -> SetPaper:
    """What the plan says of the year's focus areas as they are now."""
    return SetPaper(live_focus_areas_set(network, row), focus_areas(focus.of_year(network, row.year)))


def _set_paper(text: AgreedText) -> SetPaper:
    return texts.paper_of(SetPaper, text) or SetPaper("", ())


def _set_text(network: Network, focus_set: FocusSet | None) -> AgreedText | None:
    held = texts.standing(network, Act.SET, focus_set) if focus_set else None
    return held.text if held else None


def live_focus_areas_set(network: Network, focus_set: FocusSet | None) -> str:
    """When and by whom the focus areas were set, for example »Fastsat den 28. november 2014 af …« (M13)."""
    if focus_set is None or not focus_set.set_on:
        return ""
    setter = network.find(Person, focus_set.set_by_id)
    by = f" af {setter.name}" if setter else ""
    heard = " efter høring af centralbibliotekerne" if focus_set.consulted_on else ""
    reopened = guard.reopened_words(network, Act.SET, focus_set)
    again = f", efter at de blev {reopened}" if reopened else ""
    return f"Fastsat{' igen' if again else ''} den {danish.long_date(focus_set.set_on)}{by}{heard}{again}"


def members(network: Network, day: str) -> tuple[Member, ...]:
    """All seats of a day with their representatives; the names are empty for a vacant seat."""
    found = []
    for seat in roster.seats_on(network, day):
        person = roster.person_of(network, roster.sitting(network, seat, day))
        stand_in = roster.person_of(network, roster.substitute(network, seat, day))
        found.append(
            Member(
                seat=seat_names.on(network, seat, day),
                seat_kind=SEAT_KINDS.get(seat.kind, seat.kind),
                organisation=organisation_names.name(network, seat.organisation_id, day),
                name=person.name if person else "",
                title=person.title if person else "",
                substitute=stand_in.name if stand_in else "",
            )
        )
    return tuple(found)


def set_focus_areas(network: Network, year: int) -> tuple[FocusText, ...]:
    """The year's focus areas as they were set, else as they are proposed now."""
    # A merge can bring a second row of the year; what was set is what one of them says.
    others = sorted((row for row in network.rows(FocusSet) if row.year == year), key=lambda row: row.id)
    for row in (focus.set_of(network, year), *others):
        if text := _set_text(network, row):
            return _set_paper(text).focus_areas
    return focus_areas(focus.of_year(network, year))


def focus_areas(areas: Sequence[FocusArea]) -> tuple[FocusText, ...]:
    """The year's focus areas, numbered from 1."""
    return tuple(
        FocusText(
            number=str(number),
            title=area.title,
            part=PARTS.get(area.part, area.part),
            level=LEVELS.get(area.level, area.level),
            description=area.description,
        )
        for number, area in enumerate(areas, 1)
    )


def parts(network: Network, chapters: Sequence[Chapter], numbers: Mapping[str, str]) -> tuple[PartText, ...]:
    """Both parts with their chapters; a part without goals has none (M4)."""
    return tuple(
        PartText(
            part=PARTS[part],
            groups=tuple(
                GoalGroup(
                    focus_area=area.title if area else "",
                    goals=tuple(_goal(network, goal, numbers[goal.id]) for goal in found),
                )
                for of_part, area, found in chapters
                if of_part == part
            ),
        )
        for part in Part
    )


def owner(network: Network, goal: Goal) -> str:
    """The responsible person and organisation as named in the plan's year, for example »Mette Holm, Gentofte«."""
    plan = network.find(Plan, goal.plan_id)
    day = f"{plan.year}-12-31" if plan else None
    return titles.owner(network, goal.owner_person_id, goal.owner_organisation_id, day)


def measure(goal: Goal) -> str:
    """Indicator and target, as far as given, for example »Temadage holdt: 5 temadage«."""
    return ": ".join(filter(None, (goal.indicator, _measured(goal.target, goal.unit))))


def budget(network: Network, year: int, today: str = dates.LAST_DAY) -> BudgetText:
    """The year's shares by today, one for every central library, the pool and its allocations (M20, M21)."""
    pool = money_of.pool(network, year, today)
    rows = money_of.counted(network, year)
    missing = {library.id for library in pool.not_agreed} - {row.organisation_id for row in rows}
    texts = [_share(network, row, today) for row in rows]
    texts += [
        ShareText(titles.name_in(network, library.id, year), None, None, None, "", "", False, library.id)
        for library in pool.not_agreed
        if library.id in missing
    ]
    return BudgetText(
        shares=tuple(sorted(texts, key=lambda text: danish.sort_key(text.library))),
        earmarked_ore=pool.earmarked_ore,
        pool_ore=pool.pool_ore,
        is_provisional=pool.is_provisional,
        allocations=tuple(
            AllocationText(
                purpose=labels.row_title(network, row),
                part=PARTS.get(row.part, row.part),
                amount_ore=row.amount_ore or 0,
                spent_ore=row.spent_ore or 0,
            )
            for row in money_of.allocations(network, year)
        ),
        allocated_ore=pool.allocated_ore,
        unallocated_ore=pool.unallocated_ore,
        agency=agency.name_in(network, year),
    )


def _goal(network: Network, goal: Goal, number: str) -> GoalText:
    return GoalText(
        number=number,
        text=goal.text,
        audience=goal.audience,
        level=LEVELS.get(goal.level, goal.level),
        owner=owner(network, goal),
        indicator=goal.indicator,
        baseline=_measured(goal.baseline, goal.unit),
        target=_measured(goal.target, goal.unit),
        deadline=goal.deadline or "",
        status=GOAL_STATUSES.get(goal.status, goal.status),
        result=goal.result,
        derived_from=_derived_from(network, goal),
        id=goal.id,
        owner_key=" ".join((goal.owner_person_id or "-", goal.owner_organisation_id or "-")),
        derived_from_key=goal.agenda_item_id or "",
    )


def _measured(value: str, unit: str) -> str:
    return f"{value} {unit}".strip() if value else ""


def _derived_from(network: Network, goal: Goal) -> str:
    item = network.find(AgendaItem, goal.agenda_item_id)
    meeting = network.find(Meeting, item.meeting_id) if item else None
    if item is None or meeting is None or item.archived or meeting.archived:
        return ""
    title = titles.CLOSED_ITEM if item.closed else item.title
    point = f"pkt. {item.position}" if item.position is not None else title
    return f"{titles.meeting_title(meeting)}, {point}"


def _share(network: Network, row: BudgetShare, today: str) -> ShareText:
    return ShareText(
        library=titles.name_in(network, row.organisation_id, row.year),
        earmarked_ore=row.earmarked_ore,
        share_bp=money_of.effective_bp(row),
        joint_ore=row.joint_ore,
        library_agreed_on=row.library_agreed_on or "",
        agency_agreed_on=row.agency_agreed_on or "",
        is_agreed=money_of.is_agreed(network, row, today),
        library_key=row.organisation_id or "",
    )
