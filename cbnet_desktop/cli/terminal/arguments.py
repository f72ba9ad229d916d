"""The types of the commands' arguments; a bad value is refused in a Danish sentence."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.domain.edits.edit import record_kind
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import FIRST_YEAR, LAST_YEAR, Record, quoted
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant


class _Argument(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4 only
    """The base of the types below, with the one exception from mypy in one place."""


class FileName(_Argument):
    """A path, whether or not there is such a file."""

    name = "fil"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; refuses an empty name."""
        if isinstance(value, Path):
            return value
        if not value or "\0" in value:
            self.fail("Filnavnet er tomt. Skriv navnet på en fil.", param, ctx)
        return Path(value)


class Table(_Argument):
    """The name of a table."""

    name = "tabel"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> type[Record]:
        """The record class of the table; refuses an unknown name with those that exist."""
        if isinstance(value, type):
            return value
        try:
            return self._named(value)
        except Missing as refusal:
            self.fail(refusal.message, param, ctx)

    def _named(self, name: str) -> type[Record]:
        return record_kind(name)


class ListName(Table):
    """The Danish or English name of a table."""

    name = "liste"

    def _named(self, name: str) -> type[Record]:
        from cbnet_desktop.domain.sheets import tables

        return tables.named(name)


class Year(_Argument):
    """A calendar year that a network can have."""

    name = "år"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year; refuses one out of range."""
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):
            self.fail(f"{quoted(value)} er ikke et år mellem {FIRST_YEAR} og {LAST_YEAR}.", param, ctx)
        return int(text)


class Day(_Argument):
    """A date, ISO or Danish."""

    name = "dato"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """The date; refuses anything else."""
        if isinstance(value, datetime.date):
            return value
        iso = danish.parse_date(value, datetime.date.today().replace(month=1, day=1).isoformat())
        if iso is None:
            self.fail(f"{quoted(value)} er ikke en dato. Skriv den som dd.mm.åååå, eller som dd.mm. i år.", param, ctx)
        return datetime.date.fromisoformat(iso)


class Count(_Argument):
    """A whole number from 1."""

    name = "antal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; refuses anything else."""
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
            self.fail(f"{quoted(value)} er ikke et helt tal fra 1 og op.", param, ctx)
        return int(text)


class Meaning(_Argument):
    """How a file is meant that leads to a network known under another path."""

    name = "svar"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Meant:
        """The meaning; refuses another word with those that exist."""
        from cbnet_desktop.store import Meant

        if isinstance(value, Meant):
            return value
        if value not in list(Meant):
            self.fail(f"{quoted(value)} er intet svar. Skriv shared, copy eller place.", param, ctx)
        return Meant(value)


file_argument = click.argument("path", metavar="FIL", type=FileName())
table_argument = click.argument("kind", metavar="TABEL", type=Table())
list_argument = click.argument("kind", metavar="LISTE", type=ListName())
row_argument = click.argument("row_id", metavar="RÆKKE-ID")
as_option = click.option(
    "--as",
    "meant",
    metavar="SVAR",
    type=Meaning(),
    help="Hvad filen er: den fælles (shared), en kopi, der kun ses (copy), eller det nye mødested (place).",
)
year_option = click.option("--year", metavar="ÅR", type=Year(), required=True, help="Planåret.")
json_option = click.option("--json", "is_json", is_flag=True, help="Skriv JSON til scripts.")
lapse_option = click.option(
    "--lapse", "may_lapse", is_flag=True, help="Lad samtykker og aftalte andele bortfalde, når det aftalte ændres."
)
LAPSE_ADVICE = "Intet er ændret. Skriv --lapse, hvis det er meningen."
output_option = click.option(
    "-o",
    "--output",
    "target",
    metavar="FIL",
    type=FileName(),
    required=True,
    help="PDF-filen, eller Word-filen, når navnet ender på .docx; - er standarduddata som PDF.",
)
