"""Every kind of paper looks as it did when its pages were last reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cbnet_desktop.documents.pdf import style, tables
from tests.documents import kinds, paper_samples
from tests.documents.reference_pictures import FOLDER, RENEW, differences, drawn, load, path_of

ALL = [(kind, size) for kind in kinds.KINDS for size in kinds.SIZES]


@pytest.mark.parametrize(("kind", "size"), ALL)
def test_every_page_looks_as_it_was_reviewed(kind: str, size: str, tmp_path: Path) -> None:
    now = drawn(kinds.pdf(kind, size))
    found = differences(now, load(path_of(kind, size)))
    if found:
        looked_at = tmp_path / path_of(kind, size).name
        now.save(looked_at)
        pytest.fail(f"{'; '.join(found)}. Look at {looked_at}; where it is right: {RENEW} {kind}")


def test_there_is_a_picture_of_each_kind_and_none_of_others() -> None:
    assert {path.name for path in FOLDER.glob("*.png")} == {path_of(kind, size).name for kind, size in ALL}


@pytest.mark.parametrize("option", [{"no_smoothtext": True}, {"no_smoothpath": True}])
def test_how_letters_are_smoothed_does_not_matter(option: dict[str, bool]) -> None:
    for kind, size in ALL[:6]:
        assert differences(drawn(kinds.pdf(kind, size), **option), load(path_of(kind, size))) == []


def _a_row_fewer() -> bytes:
    content = paper_samples.roster_ordinary()
    return kinds.render("roster", replace(content, seats=content.seats[1:]))


def _a_line_more() -> bytes:
    content = paper_samples.checklist_ordinary()
    second = replace(content.clauses[1], reasons=(*content.clauses[1].reasons, "En begrundelse mere."))
    return kinds.render("checklist", replace(content, clauses=(content.clauses[0], second, *content.clauses[2:])))


def _a_bar_shorter() -> bytes:
    content = paper_samples.budget_ordinary()
    shares = content.budget.shares
    lower = (replace(shares[0], joint_ore=1_000_000), *shares[1:])
    return kinds.render("budget", replace(content, budget=replace(content.budget, shares=lower)))


def _text_missing() -> bytes:
    content = paper_samples.follow_up_ordinary()
    first = content.chapters[0]
    emptied = replace(first, goals=(replace(first.goals[0], text="Kort"), *first.goals[1:]))
    return kinds.render("follow-up", replace(content, chapters=(emptied, *content.chapters[1:])))


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("roster", _a_row_fewer),
        ("checklist", _a_line_more),
        ("budget", _a_bar_shorter),
        ("follow-up", _text_missing),
    ],
)
def test_a_changed_page_is_seen(kind: str, changed: Callable[[], bytes]) -> None:
    assert differences(drawn(changed()), load(path_of(kind, "ordinary"))) != []


@pytest.mark.parametrize(
    ("module", "measure", "value"),
    [(tables, "PADDING", tables.PADDING + 1), (style, "TOP_MARGIN", style.TOP_MARGIN + 40), (tables, "GAP", 15)],
)
def test_a_broken_layout_is_seen(module: object, measure: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, measure, value)
    made = kinds.render("follow-up", paper_samples.follow_up_ordinary())
    assert differences(drawn(made), load(path_of("follow-up", "ordinary"))) != []
