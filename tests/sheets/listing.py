"""Writes lists to files and reads them back, for the tests of sheets."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets import context, layout, tables, verdicts
from cbnet_desktop.domain.sheets.layout import Grid
from cbnet_desktop.domain.sheets.verdicts import Outcome, Preview, Verdict
from cbnet_desktop.sheets import reading, writing


def written(network: Network, kind: type[Record], path: Path, rows: Iterable[Record] | None = None) -> Path:
    """The file of a table."""
    sheet = tables.of_table(network, kind, network.rows(kind) if rows is None else rows)
    path.write_bytes(writing.content(sheet, path.name))
    return path


def previewed(
    network: Network, kind: type[Record], source: Path | Sequence[Sequence[Any]], *, year: int = 2015, **more: Any
) -> Preview:
    """What importing a file, or lines of cells, would do."""
    if isinstance(source, Path):
        grids = reading.parsed(source.read_bytes(), source.name)
    else:
        grids = (Grid("Ark1", tuple(map(tuple, source))),)
    grid, found = layout.best(kind, grids)
    return verdicts.preview(network, kind, grid, found, context.of_year(network, kind, year), **more)


def outcomes(preview: Preview) -> list[str]:
    """The outcome of each line."""
    return [str(verdict.outcome) for verdict in preview.verdicts]


def only(preview: Preview, outcome: Outcome) -> Verdict:
    """The one line that comes out so."""
    (found,) = [verdict for verdict in preview.verdicts if verdict.outcome is outcome]
    return found


def foreign(path: Path, lines: Sequence[Sequence[Any]]) -> Path:
    """A workbook that somebody else made."""
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    book.save(path)
    return path


def opened(content: bytes) -> Any:
    """The first sheet of a workbook, with its styles."""
    return load_workbook(io.BytesIO(content)).active
