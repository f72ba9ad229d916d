"""Text that was typed but not committed: saved while the program runs, and shown again at the next start."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from cbnet_desktop.domain.records import Erasure
from cbnet_desktop.store.drafts import Draft, Refused, is_of, newly_erased
from cbnet_desktop.ui.editing.live_network import LiveNetwork
from cbnet_desktop.ui.editing.refusals import Refusal

Key = tuple[str, str, str]


class Drafts(QObject):
    """The refused entries of a session, and the drafts of its dialogs and quick lines by kind, table and row."""

    def __init__(self, session: LiveNetwork) -> None:
        super().__init__(session)
        self._session = session
        self._file = session.store.drafts
        self._drafts: dict[Key, dict[str, str]] = {}
        refused, drafts = self._file.read(session.network)
        for one in refused:
            session.refusals.keep(one.table, one.row_id, one.field, Refusal(one.typed, one.message))
        for draft in drafts:
            self._drafts.setdefault((draft.kind, draft.table, draft.row_id), {})[draft.name] = draft.text
        self._erasures = self._erasures_now()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.save)
        session.refusals.changed.connect(lambda *_: self._soon.start())
        session.changed.connect(self._note_erasures)

    def draft(self, key: Key) -> dict[str, str]:
        """The draft texts by the names of their inputs; empty where there is no draft."""
        return dict(self._drafts.get(key, {}))

    def keep(self, key: Key, texts: Mapping[str, str]) -> None:
        """Replaces a draft; without texts it is dropped."""
        if texts:
            self._drafts[key] = dict(texts)
        else:
            self._drafts.pop(key, None)
        self._soon.start()

    def save(self) -> None:
        """Writes the file; a failure is only logged, since drafts are a convenience."""
        self._soon.stop()
        try:
            self._file.write(self._session.network, self._refused(), self._texts())
        except OSError:
            logging.getLogger("cbnet").exception("What was typed could not be kept")

    def _refused(self) -> list[Refused]:
        return [Refused(*place, one.typed, one.message) for place, one in self._session.refusals.items()]

    def _texts(self) -> list[Draft]:
        return [Draft(*key, name, text) for key, texts in self._drafts.items() for name, text in texts.items()]

    def _erasures_now(self) -> set[str]:
        return {row.id for row in self._session.network.rows(Erasure)}

    def _note_erasures(self, tables: frozenset[str]) -> None:
        """Drops refused entries of people whose contact data have been erased."""
        if Erasure.TABLE not in tables:
            return
        erased = newly_erased(self._session.network, self._erasures)
        self._erasures = self._erasures_now()
        for one in self._refused():
            if is_of(one, erased):
                self._session.refusals.forget(one.table, one.row_id, one.field)
        for draft in self._texts():
            if is_of(draft, erased):
                self._drafts.pop(draft[:3], None)
        self.save()
