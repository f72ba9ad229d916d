"""The command apply: reads edits as JSON lines and answers each with one line once it is committed."""

from __future__ import annotations

import codecs
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbnet_desktop.cli.commands.edits import parsed
from cbnet_desktop.cli.terminal.arguments import LAPSE_ADVICE, FileName, as_option, file_argument, lapse_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.lines import WaitingLines, opened_stream
from cbnet_desktop.cli.terminal.opening import handed_over, writing
from cbnet_desktop.cli.terminal.output import complain, say_result
from cbnet_desktop.domain.records.errors import Lapses, UserError
from cbnet_desktop.domain.titles import labels

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant, Store

#: Seconds: edits made within this time of the first go out together, since each piece is a file for sync clients; and
#: how long a folder out of reach is left alone so that it does not hold up the answers.
TOGETHER, RETRY = 3.0, 5.0

_HELP = """Udfører rettelser, én pr. linje, fra en fil eller fra standardinddata (-).

En linje er {"label": …, "changes": [{"table", "row_id", "before", "after"}]}; before er null for en ny række, after er
null for en, der fjernes. Hver linje besvares med {"ok": true, "edit": …} eller
{"ok": false, "error": …, "message": …}, når rettelsen er gemt eller afvist."""


@command("apply", "Udfør rettelser fra JSON-linjer.", _HELP)
@file_argument
@as_option
@click.argument("source", metavar="INDDATA", type=FileName())
@lapse_option
def apply(path: Path, meant: Meant | None, source: Path, may_lapse: bool) -> int:
    """Applies each line as one edit; the exit code is 1 when any was refused."""
    with opened_stream(source) as stream, writing(path, meant) as store:
        conversation = _Conversation(store, may_lapse=may_lapse)
        try:
            conversation.hold(WaitingLines(stream))
        finally:
            conversation.finish()
    return 1 if conversation.has_refused else 0


class _Conversation:
    """Applies and answers line by line; updates the shared folder some seconds after an edit, and at the end."""

    def __init__(self, store: Store, *, may_lapse: bool) -> None:
        self._store = store
        self._may_lapse = may_lapse
        self._line = 0
        self._behind_since: float | None = None
        self._retry_at = 0.0
        self._problem = ""
        self.has_refused = False

    def hold(self, lines: WaitingLines) -> None:
        """Answers every line; blank ones are skipped."""
        while not lines.is_over:
            line = lines.next(self._patience())
            if line is not None:
                self._line += 1
                self._answer(line.removeprefix(codecs.BOM_UTF8) if self._line == 1 else line)
            if self._behind_since is not None and self._patience() == 0:
                self._update_file()

    def finish(self) -> None:
        """Updates the shared folder; warns where that fails, since the edits are kept and sent later."""
        self._update_file()
        if self._behind_since is not None:
            complain(self._problem)

    def _patience(self) -> float | None:
        """Seconds to wait for a line before updating the shared folder; None (forever) when it is up to date."""
        if self._behind_since is None:
            return None
        return max(0.0, max(self._behind_since + TOGETHER, self._retry_at) - time.monotonic())

    def _update_file(self) -> None:
        if self._behind_since is None:
            return
        self._problem = handed_over(self._store)
        if self._problem:
            self._retry_at = time.monotonic() + RETRY
        else:
            self._behind_since = None

    def _answer(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            label, changes = parsed(line)
            what = label or labels.describe(self._store.read(), changes)
            edit = self._store.apply(what, changes, lapses=self._may_lapse)
        except UserError as refusal:
            self._refuse(refusal)
            return
        except Exception:
            say_result({"ok": False, "error": "fault", "message": "Uventet fejl i programmet.", "line": self._line})
            raise
        if self._behind_since is None:
            self._behind_since = time.monotonic()
        say_result({"ok": True, "edit": edit.id})

    def _refuse(self, refusal: UserError) -> None:
        self.has_refused = True
        places = {"table": refusal.table, "row_id": refusal.row_id, "field": refusal.field}
        known = {name: value for name, value in places.items() if value}
        message = f"{refusal.message} {LAPSE_ADVICE}" if isinstance(refusal, Lapses) else refusal.message
        say_result({"ok": False, "error": refusal.code, "message": message, "line": self._line, **known})
