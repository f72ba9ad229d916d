"""The kinds of file that dialogs ask for."""

from __future__ import annotations

from pathlib import Path

from cbnet_desktop.domain.records.errors import Invalid

SUFFIX = ".cbnet"
NETWORKS = f"CBnet-filer (*{SUFFIX});;Alle filer (*)"
SHEETS = "Regneark (*.xlsx *.xlsm *.csv *.tsv *.txt);;Alle filer (*)"


def with_suffix(path: Path | str, suffix: str = SUFFIX) -> Path:
    """A file name with the suffix added where none was typed."""
    path = Path(path)
    return path if path.suffix else path.with_suffix(suffix)


def require_suffix(path: Path, suffix: str) -> None:
    """Raises Invalid where a file to be written has another suffix: it could be the network's own file."""
    if path.suffix.lower() != suffix:
        raise Invalid(f"{path.name} kan ikke skrives. Brug et navn, der ender på {suffix}.")
