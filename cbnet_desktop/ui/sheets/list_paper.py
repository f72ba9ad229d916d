"""Previews and prints a list as it is shown."""

from __future__ import annotations

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.papers.listing import ListColumn, ListText, Shown, front_of
from cbnet_desktop.ui.paper import preview
from cbnet_desktop.ui.sheets import shown_list
from cbnet_desktop.ui.table.table_pane import TablePane


def show(pane: TablePane) -> None:
    """Previews the list, from where it is printed or saved."""
    preview.show(pane.window(), paper_of(pane), lambda refusal: pane.strip.show_error(refusal.message))


def paper_of(pane: TablePane) -> ReadyPaper:
    """The list's paper: the columns and rows shown, in the order shown."""
    network = pane.model.network
    places, records = shown_list.places(pane), pane.model.records()
    columns = [pane.spec.columns[place] for place in places]
    rows = tuple(tuple(column.shown(network, record) for column in columns) for record in records)
    day = pane.session.today.isoformat()
    content = ListText(
        front_of(network, shown_list.name_of(pane), len(rows), _shown(pane), day),
        tuple(ListColumn(column.title, column.is_number, column.total(network, records)) for column in columns),
        rows,
        any((field := pane.spec.field(place)) and field.is_contact for place in places),
    )
    return _ready(content, shown_list.file_name_of(pane, ".pdf"))


def _shown(pane: TablePane) -> Shown:
    arranged = pane.model.arrangement
    sorted_by = pane.spec.columns[arranged.sorted_by[0]].title if arranged.sorted_by else ""
    return Shown(pane.model.total, " ".join(arranged.words), sorted_by)


def _ready(content: ListText, file_name: str) -> ReadyPaper:
    """Imports the PDF library only when the list is made."""
    from cbnet_desktop.documents.papers import listing

    return listing.ready(content, file_name)
