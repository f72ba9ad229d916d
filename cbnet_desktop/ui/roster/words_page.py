"""The page of Netværk with the words that the check of spelling lets stand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import KnownWord
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.roster.roster_pages import RosterPage
from cbnet_desktop.ui.table.columns import TableSpec, column


class WordsPage(RosterPage):
    """The network's list of words, in Danish order."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        spec = TableSpec(
            KnownWord,
            (column(KnownWord, "word", width=40),),
            rows=lambda session: sorted(session.network.live(KnownWord), key=lambda row: danish.sort_key(row.word)),
            blank=lambda _: {"word": "Nyt ord"},
            title="Ordliste",
            empty_text="Her står de ord, stavekontrollen lader stå. Højreklik på et ord i en tekst, og føj det til. "
            "Navne på personer, organisationer, pladser og mødesteder kender den selv.",
            first_action="Nyt ord",
        )
        super().__init__(session, spec, "Nyt &ord", parent=parent)
