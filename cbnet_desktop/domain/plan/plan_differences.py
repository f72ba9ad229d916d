"""The differences of a plan from its last signed version, in Danish sentences (M23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish

Content = Mapping[str, Any]
Goal = dict[str, Any]

#: Danish names of the texts of plan and goals that are compared; follow-up is left out (plan.FOLLOW_UP).
TEXTS = {
    "title": "Titlen",
    "foreword": "Forordet",
    "source_meeting": "Årsmødet, som planen bygger på,",
    "focus_areas_set": "Fastsættelsen af indsatsområderne",
}
GOAL_TEXTS = {
    "text": "tekst",
    "audience": "målgruppe",
    "level": "niveau",
    "owner": "ansvarlig",
    "indicator": "indikator",
    "baseline": "udgangspunkt",
    "target": "måltal",
    "deadline": "frist",
    "derived_from": "afledt af",
    "place": "del og indsatsområde",
}
SHARE_FIGURES = ("earmarked_ore", "share_bp", "joint_ore", "library_agreed_on", "agency_agreed_on")


def differences(signed: PlanContent, now: PlanContent) -> list[str]:
    """What was added, removed and changed since a plan was signed; new names of the same are no change."""
    before, after = signed.to_json(), now.to_json()
    return [
        *(f"{name} er ændret." for key, name in TEXTS.items() if _differ(key, before, after)),
        *_of_areas(before["focus_areas"], after["focus_areas"]),
        *_of_goals(_goals(before), _goals(after)),
        *_of_money(before["budget"], after["budget"]),
    ]


def _differ(name: str, before: Content, after: Content) -> bool:
    """Whether two texts mean something else, by the keys of whom they name where both have them."""
    key = f"{name}_key"
    is_keyed = bool(before.get(key) and after.get(key))
    return bool(before[key] != after[key]) if is_keyed else bool(before[name] != after[name])


def _of_areas(before: Sequence[Content], after: Sequence[Content]) -> Iterator[str]:
    old, new = ({area["title"]: area for area in areas} for areas in (before, after))
    for title, area in new.items():
        if title not in old:
            yield f"Nyt indsatsområde: {quoted(title)}."
        elif {**area, "number": ""} != {**old[title], "number": ""}:
            yield f"Indsatsområdet {quoted(title)} er ændret."
    for title in old:
        if title not in new:
            yield f"Indsatsområdet {quoted(title)} er udgået."
    if [title for title in old if title in new] != [title for title in new if title in old]:
        yield "Indsatsområdernes rækkefølge er ændret."


def _goals(content: Content) -> list[Goal]:
    return [
        {**goal, "place": (part["part"], group["focus_area"])}
        for part in content["parts"]
        for group in part["groups"]
        for goal in group["goals"]
    ]


def _of_goals(before: list[Goal], after: list[Goal]) -> Iterator[str]:
    """Goals are matched by id, else by text, else by number and place: an older version has no ids."""
    pairs, added = _paired(before, after)
    kept = [id(old) for old, _ in pairs]
    moved = 0
    for old, new in pairs:
        changed = [_changed(key, name, old, new) for key, name in GOAL_TEXTS.items() if _differ(key, old, new)]
        if changed:
            yield f"Mål {new['number']} {_named(new)}: {', '.join(changed)}."
        moved += not changed and old["number"] != new["number"]
    for goal in added:
        yield f"Nyt mål {goal['number']} {_named(goal)}."
    for goal in before:
        if id(goal) not in kept:
            yield f"Mål {goal['number']} {_named(goal)} er udgået."
    if moved:
        yield danish.counted(moved, "mål har fået et nyt nummer.", "mål har fået nye numre.")


def _paired(before: list[Goal], after: list[Goal]) -> tuple[list[tuple[Goal, Goal]], list[Goal]]:
    free = {id(goal): goal for goal in before}
    pairs: list[tuple[Goal, Goal]] = []
    for keys in (("id",), ("text",), ("number", "place")):
        known = {id(new) for _, new in pairs}
        for new in after:
            if id(new) in known:
                continue
            old = next((one for one in free.values() if all(one[key] and one[key] == new[key] for key in keys)), None)
            if old is not None:
                del free[id(old)]
                pairs.append((old, new))
    known = {id(new) for _, new in pairs}
    order = {id(goal): place for place, goal in enumerate(after)}
    pairs.sort(key=lambda pair: order[id(pair[1])])
    return pairs, [goal for goal in after if id(goal) not in known]


def _changed(key: str, name: str, old: Content, new: Content) -> str:
    if key in ("text", "place"):
        return f"{name} ændret"
    sides = [danish.short_date(side[key]) if key == "deadline" else side[key] for side in (old, new)]
    shown = [quoted(side, 40) if side else "tomt" for side in sides]
    return f"{name} fra {shown[0]} til {shown[1]}"


def _named(goal: Content) -> str:
    return quoted(labels.short(goal["text"], 50))


def _of_money(before: Content, after: Content) -> Iterator[str]:
    if before["pool_ore"] != after["pool_ore"]:
        old, new = (danish.amount(side["pool_ore"], unit="kr.") for side in (before, after))
        yield danish.sentence(f"De fælles midler er ændret fra {old} til {new}")
    old_shares, new_shares = (
        {share["library_key"] or share["library"]: share for share in side["shares"]} for side in (before, after)
    )
    changed = [
        share["library"]
        for key, share in {**old_shares, **new_shares}.items()
        if _figures(old_shares.get(key)) != _figures(new_shares.get(key))
    ]
    if changed:
        yield f"Budgetandelen er ændret for {danish.joined(changed)}."
    if _set_aside(before) != _set_aside(after):
        yield "Bevillingerne er ændret."


def _figures(share: Content | None) -> list[Any]:
    return [share[name] for name in SHARE_FIGURES] if share else []


def _set_aside(side: Content) -> list[tuple[str, str, int]]:
    return [(row["purpose"], row["part"], row["amount_ore"]) for row in side["allocations"]]
