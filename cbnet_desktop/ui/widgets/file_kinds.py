"""The kinds of file that dialogs ask for."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".cbnet"
NETWORKS = f"CBnet-filer (*{SUFFIX});;Alle filer (*)"
SHEETS = "Regneark (*.xlsx *.xlsm *.csv *.tsv *.txt);;Alle filer (*)"


def with_suffix(path: Path) -> Path:
    """The name of a network's file, with .cbnet where no ending was typed."""
    return path if path.suffix else path.with_suffix(SUFFIX)
