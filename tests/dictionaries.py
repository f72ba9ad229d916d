"""A small dictionary for the tests, so that they judge alike wherever they run."""

from __future__ import annotations

from pathlib import Path

WORDS = [
    "mødet",
    "blev",
    "holdt",
    "og",
    "drøftede",
    "netværket",
    "initiativ",
    "program",
    "programmet",
    "samarbejde",
    "kr.",
]
AFFIXES = """\
SET UTF-8
TRY enrtaildogsmkvfbphuåøæjyc
COMPOUNDMIN 3
COMPOUNDFLAG Z
"""


def made(folder: Path) -> Path:
    """Writes the dictionary into a folder, which it makes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "da_DK.aff").write_text(AFFIXES, encoding="utf-8")
    words = [word + ("/Z" if len(word) > 6 else "") for word in WORDS]
    (folder / "da_DK.dic").write_text("\n".join([str(len(words)), *words, ""]), encoding="utf-8")
    return folder
