"""Charts of budget, goal status and clause states, legible in black and white too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cbnet_desktop.documents.pictures.pictures import Box, Label, Line, Picture, Shape
from cbnet_desktop.domain.charter.findings import STATES, State
from cbnet_desktop.domain.plan.plan_content import AllocationText, BudgetText, ShareText
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, GoalStatus

#: Fill colour and the colour of figures on it, by label.
Looks = Mapping[str, tuple[str, str]]
#: As wide as the text of a page.
_WIDTH = 467.7
_ROW = 19.0
_BAR = 10.0
_NAMES, _FIGURES, _GRANTS, _YEARS = 112.0, 150.0, 170.0, 40.0
#: The width of the white plate behind a figure on hatching.
_PLATE = 18.0
_SIZE = 8.5
#: The least room for an entry of the key.
_LEAST_KEY = 50.0
#: Narrow and wide letters, to estimate widths without font metrics.
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|! "), frozenset("mwMW@%—")

#: Hatched instead of coloured, with the distance of the lines in points, to be distinct in black and white.
_HATCHED, _SPARSE = "hatched", "sparse"
_STROKES = {_HATCHED: 3.5, _SPARSE: 9.0}
_STATE_LOOKS = {
    STATES[State.KEPT]: ("accent", "on_accent"),
    STATES[State.OPEN]: ("selection", "on_selection"),
    STATES[State.BROKEN]: (_HATCHED, "text"),
    STATES[State.NOT_DUE]: ("base", "text"),
}
_STATUS_LOOKS = {
    GOAL_STATUSES[GoalStatus.MET]: ("accent", "on_accent"),
    GOAL_STATUSES[GoalStatus.PARTLY_MET]: ("selection", "on_selection"),
    GOAL_STATUSES[GoalStatus.UNDER_WAY]: (_SPARSE, "text"),
    GOAL_STATUSES[GoalStatus.NOT_STARTED]: ("base", "text"),
    GOAL_STATUSES[GoalStatus.NOT_MET]: (_HATCHED, "text"),
}


def shares_picture(budget: BudgetText) -> Picture:
    """A bar per library: the earmarked amount as a frame, the joint share filled, dark once agreed (M20)."""
    rows = budget.shares
    most = max((share.earmarked_ore or 0 for share in rows), default=0) or 1
    height = _ROW * (len(rows) + 1) + 4
    shapes: list[Shape] = []
    for index, share in enumerate(rows):
        shapes.extend(_bar(share, height - _ROW * (index + 1), most))
    shapes.extend(_shares_key(rows))
    return Picture(_WIDTH, height, tuple(shapes), _shares_alt(rows))


def grants_picture(rows: Sequence[AllocationText]) -> Picture:
    """A bar per grant of the pool: the grant as a frame, its spending filled (M21)."""
    most = max((max(row.amount_ore, row.spent_ore) for row in rows), default=0) or 1
    height = _ROW * (len(rows) + 1) + 4
    room = _WIDTH - _GRANTS - _FIGURES
    shapes: list[Shape] = []
    for index, row in enumerate(rows):
        y = height - _ROW * (index + 1)
        shapes.append(Label(0, y + 2.2, shortened(row.purpose, _GRANTS - 8, _SIZE), _SIZE))
        shapes.append(Box(_GRANTS, y, room * row.amount_ore / most, _BAR, "base", "muted"))
        if row.spent_ore > 0:
            shapes.append(Box(_GRANTS, y, room * row.spent_ore / most, _BAR, "accent", "accent"))
        shapes.append(Label(_WIDTH, y + 2.2, _spent(row), _SIZE, "text", "end"))
    shapes.extend(_key([("accent", "accent", "Forbrugt"), ("base", "muted", "Bevilget")], _GRANTS))
    words = "; ".join(f"{row.purpose}: {_spent(row)}" for row in rows)
    return Picture(
        _WIDTH,
        height,
        tuple(shapes),
        danish.sentence(f"Forbrug af bevillingerne. {words}") if rows else "Ingen bevillinger.",
    )


def goal_status_picture(statuses: Sequence[str]) -> Picture:
    """One stacked bar of all goals by status; statuses are in Danish or as stored (M17)."""
    counts = Counter(GOAL_STATUSES.get(status, status) for status in statuses)
    order = [*_STATUS_LOOKS, *sorted(counts.keys() - _STATUS_LOOKS.keys())]
    found = [(status, counts[status]) for status in order if counts[status]]
    words = danish.joined([f"{danish.neuter(count)} {status.lower()}" for status, count in found])
    total = danish.neuter(sum(counts.values()))
    return _parted_bar(found, _STATUS_LOOKS, f"Status for {total} mål: {words}." if found else "Ingen mål.")


def goal_years_picture(years: Sequence[tuple[str, Sequence[str]]]) -> Picture:
    """A stacked bar per year, all of the same length, of its goals by status in Danish (M17)."""
    counts = {year: Counter(statuses) for year, statuses in years}
    order = [*_STATUS_LOOKS, *sorted({word for found in counts.values() for word in found} - _STATUS_LOOKS.keys())]
    height = 24.0 * len(counts) + 16
    shapes: list[Shape] = []
    for index, (year, found) in enumerate(counts.items()):
        y = height - 24.0 * (index + 1) + 4
        shapes.append(Label(0, y + 5, shortened(year, _YEARS - 6, _SIZE), _SIZE, bold=True))
        shapes.extend(_parts([(word, found[word]) for word in order if found[word]], _STATUS_LOOKS, _YEARS, y))
    shown = [(word, sum(found[word] for found in counts.values())) for word in order]
    shapes.extend(_parts_key([(word, count) for word, count in shown if count], _STATUS_LOOKS))
    alts = [
        f"{year}: {danish.joined([f'{found[word]} {word.lower()}' for word in order if found[word]])}"
        for year, found in counts.items()
    ]
    return Picture(
        _WIDTH, height, tuple(shapes), f"Målenes status år for år. {'; '.join(alts)}." if alts else "Ingen mål."
    )


def clause_state_picture(counts: Sequence[tuple[str, int]]) -> Picture:
    """One stacked bar of the clauses of the terms of reference by state (M1)."""
    found = [(state, count) for state, count in counts if count]
    words = danish.joined([f"{count} {state.lower()}" for state, count in found])
    total = sum(count for _, count in found)
    return _parted_bar(found, _STATE_LOOKS, f"Kommissoriets {total} punkter: {words}." if found else "Ingen punkter.")


def shortened(text: str, width: float, size: float) -> str:
    """The text on one line, cut with an ellipsis to about width points at a font size."""
    line = " ".join(text.split())
    room = width / size
    for index, char in enumerate(line):
        room -= 0.3 if char in _NARROW else 0.92 if char in _WIDE else 0.7 if char.isupper() else 0.58
        if room < 0:
            return f"{line[: max(index - 2, 0)].rstrip()}…"
    return line


def _parted_bar(found: Sequence[tuple[str, int]], looks: Looks, alt: str) -> Picture:
    return Picture(_WIDTH, 33, (*_parts(found, looks, 0, 16), *_parts_key(found, looks)), alt)


def _parts(found: Sequence[tuple[str, int]], looks: Looks, x: float, y: float) -> Iterator[Shape]:
    total, room = sum(count for _, count in found), _WIDTH - x
    for word, count in found:
        width = room * count / total
        fill, on_fill = looks.get(word, ("base", "text"))
        yield from _area(x, y, width, 16, fill)
        if width > 7 * len(str(count)):
            if fill in _STROKES:
                plate = min(_PLATE, width - 1)
                yield Box(x + (width - plate) / 2, y + 2.5, plate, 11, "base")
            yield Label(x + width / 2, y + 5, str(count), _SIZE, on_fill, "middle", bold=True)
        x += width


def _bar(share: ShareText, y: float, most: int) -> Iterator[Shape]:
    room = _WIDTH - _NAMES - _FIGURES
    baseline = y + 2.2
    yield Label(0, baseline, shortened(share.library, _NAMES - 8, _SIZE), _SIZE)
    if share.earmarked_ore:
        yield Box(_NAMES, y, room * share.earmarked_ore / most, _BAR, "base", "muted")
        if share.joint_ore:
            fill = "accent" if share.is_agreed else "selection"
            joint = min(share.joint_ore, share.earmarked_ore)
            yield Box(_NAMES, y, room * joint / most, _BAR, fill, "accent")
    else:
        yield Line(_NAMES, y, _NAMES, y + _BAR, "muted")
    yield Label(_WIDTH, baseline, _figures(share), _SIZE, "text", "end")


def _figures(share: ShareText) -> str:
    if share.joint_ore is None:
        return "ikke oplyst"
    figures = danish.amount(share.joint_ore, unit="kr.")
    percent = danish.percent_of(share.share_bp, share.joint_ore, share.earmarked_ore)
    return f"{figures}{percent and f' ({percent})'}{'' if share.is_agreed else ', ikke aftalt'}"


def _spent(row: AllocationText) -> str:
    return f"{danish.amount(row.spent_ore)} af {danish.amount(row.amount_ore, unit='kr.')}"


def _shares_key(rows: Sequence[ShareText]) -> Iterator[Shape]:
    shown = {share.is_agreed for share in rows if share.joint_ore}
    return _key(
        [
            *([("accent", "accent", "Fælles, aftalt")] if True in shown else []),
            *([("selection", "accent", "Fælles, ikke aftalt")] if False in shown else []),
            ("base", "muted", "Afsat"),
        ],
        _NAMES,
    )


def _key(entries: Sequence[tuple[str, str, str]], x: float) -> Iterator[Shape]:
    for fill, stroke, text in entries:
        yield Box(x, 2, 12, 7, fill, stroke)
        yield Label(x + 17, 2.6, text, 7.5, "muted")
        x += 30 + 4.6 * len(text)


def _area(x: float, y: float, width: float, height: float, fill: str) -> Iterator[Shape]:
    """A filled or hatched rectangle."""
    yield Box(x, y, width, height, "base" if fill in _STROKES else fill, "muted")
    if fill not in _STROKES:
        return
    right, top = x + width, y + height
    for step in range(int((width + height) / _STROKES[fill]) + 1):
        start = x - height + step * _STROKES[fill]
        low, high = max(start, x), min(start + height, right)
        if low < high:
            yield Line(low, y + low - start, high, min(y + high - start, top), "text")


def _parts_key(found: Sequence[tuple[str, int]], looks: Looks) -> Iterator[Shape]:
    x = 0.0
    for word, count in found:
        if x > _WIDTH - _LEAST_KEY:
            return
        fill, _ = looks.get(word, ("base", "text"))
        text = shortened(f"{word} ({count})", max(_WIDTH - x - 20, 0), 7.5)
        yield from _area(x, 2, 12, 7, fill)
        yield Label(x + 17, 2.6, text, 7.5, "muted")
        x += 32 + 4.4 * len(text)


def _shares_alt(rows: Sequence[ShareText]) -> str:
    if not rows:
        return "Ingen budgetandele."
    texts = [
        f"{share.library}: {_figures(share)} af {danish.amount(share.earmarked_ore, unit='kr.') or 'intet afsat beløb'}"
        for share in rows
    ]
    return danish.sentence(f"Centralbibliotekernes andele til fælles kompetenceudvikling. {'; '.join(texts)}")
