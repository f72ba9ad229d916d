"""Whatever is put into files, backups, pieces and lines of edits: a sentence or an edit, never a fault."""

from __future__ import annotations

import pytest

from tests.store.fuzzing import tried


@pytest.mark.parametrize("part", range(4))
def test_harmed_files_merges_backups_pieces_and_lines_are_refused_in_words_or_taken_in(part: int) -> None:
    told = tried(250 * part, 250)
    for kind in ("file", "merge", "backup", "line"):
        assert told[f"{kind} refused"] > 3
        assert told[f"{kind} taken"] + told[f"{kind} refused"] == 50
    assert told["piece taken"] == 50
