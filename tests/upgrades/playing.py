"""Plays another version of the program: a copy of this one with lines of its own, run as a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cbnet_desktop

PACKAGE = Path(cbnet_desktop.__file__).parent
ROOT = Path(__file__).resolve().parents[2]
#: A field of a person, as somebody adds it by hand; it stands before the other line.
SECOND_PHONE = (
    '    second_phone: str = line("Telefon 2", is_contact=True, synonyms=("Mobil 2",))\n',
    '    note: str = long_text("Bemærkning", is_contact=True)\n',
)
#: Further lines of a later version: a field that is agreed, one that is signed, a choice, a record.
LATER = (
    SECOND_PHONE,
    ('    background: str = long_text("Baggrund")\n', '    decision: str = long_text("Beslutning")\n'),
    ('    "background",\n', '    "recommendation",\n    "minutes_allotted",\n'),
    ('    place: str = line("Sted")\n', '    heads_digest: str = line("Historikkens kontrolsum")\n'),
    ('        "place": "",\n', '        "heads_digest": ops.digest(heads),\n'),
    ('    POSTPONED = "postponed"\n', '    NOT_MET = "not_met"\n'),
    ('    GoalStatus.POSTPONED: "Udskudt",\n', '    GoalStatus.NOT_MET: "Ikke indfriet",\n'),
    (
        'class ItemVote(Record):\n    """Votes on an item."""\n\n    TABLE = "item_votes"\n'
        '    NOUN, PLURAL = "afstemning", "afstemninger"\n\n'
        '    agenda_item_id: str | None = reference("Punkt", "agenda_items", required=True)\n'
        '    result: str = line("Udfald")\n\n\n',
        "class FollowUp(Record):\n",
    ),
    ("    ItemVote,\n", "    Meeting,\n    MeetingForm,\n    WorkingGroup,\n)\n"),
    ("        ItemVote,\n", "        AgreedText,\n        Reopening,\n        Dispatch,\n"),
)


class Program:
    """A copy of the program's store and domain with lines added, below a folder."""

    def __init__(self, folder: Path, *lines: tuple[str, str]) -> None:
        self.folder = folder
        copy = folder / PACKAGE.name
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "ui", "documents", "cli"))
        for line, before in lines:
            (place,) = [path for path in copy.rglob("*.py") if before in path.read_text(encoding="utf-8")]
            first, second = place.read_text(encoding="utf-8").split(before)
            place.write_text(first + line + before + second, encoding="utf-8")

    def run(self, script: Path, *arguments: str | Path) -> Mapping[str, Any]:
        """What a script says that runs in it."""
        path = os.pathsep.join((str(self.folder), str(ROOT)))
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, str(script), *map(str, arguments)]
        ran = subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")
        assert ran.returncode == 0, ran.stderr
        return dict(json.loads(ran.stdout))
