"""What a person may not have meant in a sheet, told in the preview: nothing odd is taken in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from itertools import islice

from cbnet_desktop.domain.records.fields import Kind, Record, quoted
from cbnet_desktop.domain.sheets.cells import Cell, is_empty, text_of
from cbnet_desktop.domain.sheets.folding import letters
from cbnet_desktop.domain.sheets.layout import ID, Grid, Layout, Line, is_in_thousands, names_of
from cbnet_desktop.domain.words import danish

_LETTER = r"[^\W\d_]"
#: What Danish letters become when a file is read in another code page than it was written in.
_GARBLED = re.compile(
    rf"Ã[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd|{_LETTER}[¿›‹¢£¤¥®†‡ƒ‰™¶¬÷×³¹ºª{{|}}]{_LETTER}|[À-ÅÇ-ÖÙ-åç-öù-ÿ]{{3}}|¤|(?<!\w)[£¥¢›¿]{_LETTER}|[a-zæøå]Œ"
    r"|&(?:[Oo]slash|[Aa][Ee]lig|[Aa]ring|amp|nbsp|quot|[aou]uml|eacute|#\d+)|=C3=[0-9A-F]{2}"
)
_LOST = re.compile(r"(?<![^\W_])(?:[^\W\d_]+)?\?[a-zæøå]")
_ADDRESS = re.compile(r"[/=&@:]")
#: Alone in a cell these say »the same«, »none« or »unknown« to people.
_SIGNS = frozenset({'"', '-"-', "''", "″", "〃", "„", "-", "–", "—", "do.", "do", "n/a", "?", "."})
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-]\d)(?!\d)")
_MANY, _TURNED, _WIDE = 3, 2, 3


def told(kind: type[Record], layout: Layout, grid: Grid, lines: Sequence[Line], year: int | None) -> Iterator[str]:
    """Danish sentences on what is to be looked at; year is the one of rows whose sheet has no column for it."""
    own = next((heading.position for heading in layout.mapped if heading.field == ID), None)
    foreign = [line for line in lines if own is None or is_empty(line.cell(own))]
    yield from _of_letters(layout, lines)
    yield from _of_columns(kind, layout, grid)
    yield from _of_lines(names_of(kind), layout, foreign)
    yield from _of_types(kind, layout, foreign)
    yield from _of_turning(kind, lines)
    yield from _of_year(layout, grid, year)


def _of_letters(layout: Layout, lines: Iterable[Line]) -> Iterator[str]:
    texts = (line.cell(heading.position) for line in lines for heading in layout.mapped)
    odd = (word for text in texts if isinstance(text, str) for word in text.split() if _is_odd(word))
    if words := list(islice(odd, 1)):
        yield (
            f"Nogle tegn ser forkerte ud, for eksempel i {quoted(words[0])}. "
            "Se efter, om æ, ø og å er bevaret, eller gem arket som .xlsx."
        )


def _is_odd(word: str) -> bool:
    return bool(_GARBLED.search(word)) or bool(_LOST.search(word) and not _ADDRESS.search(word))


def _of_columns(kind: type[Record], layout: Layout, grid: Grid) -> Iterator[str]:
    for text in layout.unknown:
        if is_in_thousands(text):
            yield f"Kolonnen {quoted(text)} læses ikke, for beløbene er ikke i hele kroner. Skriv dem i kroner."
    fields = kind.fields()
    has_money = any(heading.field != ID and fields[heading.field].kind is Kind.MONEY for heading in layout.mapped)
    for text in _above(layout, grid):
        if has_money and is_in_thousands(text):
            yield f"Over overskrifterne står {quoted(text)}, men beløbene er læst i hele kroner."


def _of_lines(names: Mapping[str, str], layout: Layout, lines: Sequence[Line]) -> Iterator[str]:
    headed = {heading.position for heading in layout.headings}
    filled = {line.number: [cell for cell in line.cells if not is_empty(cell)] for line in lines}
    lone = [number for number, cells in filled.items() if len(cells) == 1]
    if len(layout.headings) >= _WIDE and 0 < len(lone) < len(lines):
        texts = [quoted(text_of(filled[number][0]), 30) for number in lone[:_MANY]]
        shown = danish.joined(texts) if len(lone) <= _MANY else f"{', '.join(texts)} …"
        yield f"Linje {danish.runs(lone)} har kun én udfyldt celle og er læst som andre linjer: {shown}."
    beyond = [
        line.number
        for line in lines
        if any(not is_empty(cell) and place not in headed for place, cell in enumerate(line.cells))
    ]
    if beyond:
        yield f"Linje {danish.runs(beyond)} har celler uden overskrift, som ikke læses."
    heads = [line.number for line in lines if sum(map(names.__contains__, map(_letters, line.cells))) >= _TURNED]
    if heads:
        yield (
            f"Linje {danish.runs(heads)} ligner overskrifterne til en anden tabel og er læst som en linje. "
            "Se efter, om det under den står i de rigtige kolonner."
        )
    signs = [line.number for line in lines if any(_is_sign(line.cell(one.position)) for one in layout.mapped)]
    if signs:
        yield (
            f'Linje {danish.runs(signs)} har en celle med kun et tegn, som - eller ", eller mellem apostroffer, '
            "som er læst som tekst."
        )


def _of_types(kind: type[Record], layout: Layout, lines: Sequence[Line]) -> Iterator[str]:
    """On dates and ticks in columns of texts: spreadsheets make a date of »2-3« by themselves."""
    fields = kind.fields()
    for heading in layout.mapped:
        if heading.field == ID or fields[heading.field].kind not in (Kind.TEXT, Kind.LONG_TEXT):
            continue
        odd = [line.number for line in lines if isinstance(line.cell(heading.position), bool | date | time)]
        if odd:
            yield (
                f"Linje {danish.runs(odd)} har en dato, en tid eller et sandt/falsk i kolonnen {quoted(heading.text)}, "
                "som er læst som tekst."
            )


def _letters(cell: Cell) -> str:
    return letters(cell) if isinstance(cell, str) else ""


def _is_sign(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return text.casefold() in _SIGNS or (len(text) > 1 and text[0] == text[-1] == "'")


def _of_turning(kind: type[Record], lines: Iterable[Line]) -> Iterator[str]:
    names = names_of(kind)
    firsts = [line.cells[0] for line in lines if line.cells]
    if sum(isinstance(cell, str) and letters(cell) in names for cell in firsts) >= _TURNED:
        yield "Overskrifterne ser ud til at stå i første kolonne. Byt om på rækker og kolonner, og vælg arket igen."


def _of_year(layout: Layout, grid: Grid, year: int | None) -> Iterator[str]:
    if year is None or any(heading.field == "year" for heading in layout.mapped):
        return
    named = {found for text in (grid.name, *_above(layout, grid)) for found in _YEAR.findall(text)}
    if named and str(year) not in named:
        years = danish.joined(sorted(named))
        yield f"Arket nævner {years}, men rækker uden år er læst som {year}. Vælg året, hvis det er et andet."


def _above(layout: Layout, grid: Grid) -> list[str]:
    return [text_of(cell) for line in grid.lines[: layout.header] for cell in line if not is_empty(cell)]
