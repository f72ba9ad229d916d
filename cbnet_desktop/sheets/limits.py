"""How large a sheet may be: above any list of a network, and little enough to be judged in seconds."""

from __future__ import annotations

from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.words import danish

#: Of the file, and of a workbook when it is unpacked.
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 20 * 2**20, 60 * 2**20, 2_000
MOST_LINES, MOST_COLUMNS, MOST_CELLS = 6_000, 500, 100_000


def require_extent(what: str, lines: int, columns: int, cells: int) -> None:
    """Raises Unreadable where a sheet has more lines, columns or filled cells than are read."""
    if lines > MOST_LINES or columns > MOST_COLUMNS or cells > MOST_CELLS:
        most = [danish.number(most) for most in (MOST_LINES, MOST_COLUMNS, MOST_CELLS)]
        raise Unreadable(
            f"{what} er for stort: højst {most[0]} linjer, {most[1]} kolonner og {most[2]} udfyldte celler. "
            "Del det op i flere."
        )
