"""The manual: what it names is in the program, its links and pictures lead somewhere, and F1 finds its place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from cbnet_desktop.documents.manual import paper, reading
from cbnet_desktop.documents.manual.reading import Kind, Look, Piece
from cbnet_desktop.ui.manual.keys import CALENDAR, MINUTES, TABLES, in_danish
from cbnet_desktop.ui.window.actions import MENUS, keys
from tests.docs.made_parts import ROOT
from tests.documents.conformity import broken_rules

FOLDER = ROOT / "resources" / "manual"
MOST_BYTES = 1_500_000
#: The share of pixels that may differ, for the edges of letters.
MOST_DIFFERENT = 0.002
SECTIONS = reading.manual().sections
PIECES = [(section.title, piece) for section in SECTIONS for block in section.blocks for piece in block.pieces]


def plain(words: str) -> str:
    return words.replace("&", "").removesuffix(" *").strip()


@cache
def words_of_the_window() -> frozenset[str]:
    """Every text that stands in the code of window, records and papers, without mnemonics."""
    found: set[str] = set()
    for folder in ("ui", "domain", "documents"):
        for path in (ROOT / "cbnet_desktop" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(plain(node.value))
    return frozenset(found)


def is_there(name: str) -> bool:
    """Whether a menu's entry, or a button, tab, field or column, is called so."""
    menu, _, entry = name.partition(" ▸ ")
    if entry:
        entries = {plain(title): {plain(spec.text) for spec in specs} for title, specs in MENUS.items()}
        return entry in entries.get(menu, ())
    known = words_of_the_window()
    first, _, rest = name.partition(" ")
    unnumbered = re.sub(r" \d+$", "", name)
    return bool({name, unnumbered} & known) or {first, rest} <= known


def known_keys() -> set[str]:
    """Every key of menus, tables, minutes and calendar, one by one."""
    lists = (key for key, _ in (*keys(), *MINUTES, *CALENDAR, *TABLES))
    single = {in_danish(key) for keys_of_row in lists for key in keys_of_row.split(", ")}
    tabs = {f"Ctrl+{number}" for number in range(1, 9)}
    return single | tabs | {"Ctrl", "Pil ned"}


def test_every_menu_button_and_field_that_the_manual_names_is_in_the_program() -> None:
    names = [(title, piece.text) for title, piece in PIECES if piece.look is Look.NAME]
    assert len(names) > 60
    assert [f"{title}: {name}" for title, name in names if not is_there(name)] == []
    assert not is_there("Filer ▸ Brænd filen …")
    assert not is_there("Brænd filen")


def test_every_key_that_the_manual_names_is_in_the_program() -> None:
    known = known_keys()
    named = [(title, piece.text) for title, piece in PIECES if piece.look is Look.KEY]
    rows = {in_danish(key) for key, _ in (*keys(), *MINUTES, *CALENDAR, *TABLES)}
    assert [f"{title}: {key}" for title, key in named if key not in known | rows] == []


def test_every_link_leads_to_a_section_and_every_picture_is_there_and_shown() -> None:
    titles = {section.title for section in SECTIONS}
    links = [piece.goal for _, piece in PIECES if piece.look is Look.LINK]
    assert links
    assert set(links) <= titles
    blocks = [block for section in SECTIONS for block in section.blocks if block.kind is Kind.PICTURE]
    assert {block.file for block in blocks} == {path.name for path in FOLDER.glob("*.png")}
    assert all(len(block.text) > 30 for block in blocks)


def test_the_pictures_are_small_and_show_the_window_as_it_is(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.docs.manual_pictures", str(tmp_path)], cwd=ROOT, timeout=180, check=True
    )
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES
    old = [path.name for path in tmp_path.glob("*.png") if different(path, FOLDER / path.name) > MOST_DIFFERENT]
    assert not old, f"{', '.join(old)} shows what is no longer so: python -m tests.docs.manual_pictures"


def different(one: Path, other: Path) -> float:
    """The share of pixels that are plainly another colour, 1 where the sizes differ."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return 1.0
        grey = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).convert("L")
        return sum(grey.histogram()[48:]) / (grey.width * grey.height)


def test_a_picture_with_another_word_is_seen(tmp_path: Path) -> None:
    with Image.open(FOLDER / "first.png") as drawn:
        harmed = drawn.convert("RGB")
        harmed.paste((0, 0, 0), (20, 20, 60, 40))
        harmed.save(tmp_path / "first.png")
    assert different(FOLDER / "first.png", FOLDER / "first.png") == 0
    assert different(tmp_path / "first.png", FOLDER / "first.png") > MOST_DIFFERENT


def test_the_manual_on_paper_keeps_both_standards_and_is_the_same_each_time() -> None:
    text = paper.content("1.0.0", "2026-11-30")
    made = paper.render(text)
    assert broken_rules(made) == []
    assert paper.render(text) == made
    assert paper.front.warnings(text) == []


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("1. Tryk på **Opret**, og skriv `Enter`.", Kind.STEP, "Tryk på Opret, og skriv Enter."),
        ("- Se [Møder](#Møder).", Kind.POINT, "Se Møder."),
        ("Et <b>afsnit</b> & mere.", Kind.PARAGRAPH, "Et <b>afsnit</b> & mere."),
        ("![En knap](x.png)", Kind.PICTURE, "En knap"),
    ],
)
def test_a_line_is_read_as_what_it_is(line: str, kind: Kind, text: str) -> None:
    (section,) = reading.read(f"# Titel\n\n{line}\n").sections
    assert [(block.kind, block.text) for block in section.blocks] == [(kind, text)]


def test_the_head_of_a_table_is_no_row_of_it() -> None:
    manual = reading.read(
        "# T\n\n## A\n<!-- F1: meetings PlanTab -->\n\n| Tast | Virkning |\n| --- | --- |\n| F5 | Del nu |\n"
    )
    section = manual.sections[1]
    assert section.places == ("meetings", "PlanTab")
    assert [block.pieces for block in section.blocks] == [(Piece("F5", Look.KEY), Piece("Del nu"))]
