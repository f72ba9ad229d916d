"""The commands sheet and import: write a list as a spreadsheet and read it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import (
    FileName,
    Year,
    as_option,
    file_argument,
    json_option,
    lapse_option,
    list_argument,
)
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, today_of, writing
from cbnet_desktop.cli.terminal.output import complain, say, say_json
from cbnet_desktop.documents.pdf.writing import CSV, WORKBOOK, write
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record

if TYPE_CHECKING:
    from cbnet_desktop.domain.records.network import Network
    from cbnet_desktop.domain.sheets.verdicts import Preview, Verdict
    from cbnet_desktop.store import Meant

_REFUSED = 1


@command(
    "sheet",
    "Skriv en liste som regneark.",
    """Skriver en liste som XLSX eller CSV, efter filnavnets endelse. LISTE er et dansk eller engelsk navn som
    personer eller people. Kolonnen Id, som er skjult i XLSX, gør, at »cbnet import« finder rækkerne igen. Hvor en
    liste henviser til et lukket punkt, nævner den ikke punktet.""",
)
@file_argument
@list_argument
@click.option("--year", metavar="ÅR", type=Year(), help="Kun dette års rækker.")
@click.option("--all", "is_all", is_flag=True, help="Også arkiverede rækker.")
@click.option("--public", "is_public", is_flag=True, help="Uden lukkede punkter og deres bilag og opfølgning.")
@click.option(
    "-o", "--output", "target", metavar="ARK", type=FileName(), required=True, help="Filen, .xlsx eller .csv."
)
def sheet(*, path: Path, kind: type[Record], year: int | None, is_all: bool, is_public: bool, target: Path) -> None:
    """Writes all fields of a table's rows, in the order of the command show."""
    from cbnet_desktop.domain.sheets import public, tables
    from cbnet_desktop.domain.titles import parents
    from cbnet_desktop.sheets import writing

    with opened(path) as store:
        network = store.read()
    rows = [row for row in parents.in_order(network, kind) if is_all or not getattr(row, "archived", False)]
    if is_public:
        rows = [row for row in rows if public.is_shown(network, row)]
    if year is not None:
        years = {row.id: parents.year_of(network, row) for row in rows}
        if rows and not any(years.values()):
            raise WrongCall(f"{tables.title_of(kind)} hører ikke til et år. Udelad --year.")
        rows = [row for row in rows if years[row.id] == year]
    content = writing.content(tables.of_table(network, kind, rows), target.name)
    write(target, content, CSV if target.suffix.lower() == ".csv" else WORKBOOK)


@command(
    "import",
    "Importér en liste fra et regneark.",
    """Importerer rækker fra XLSX eller CSV som én rettelse og siger for hver linje, hvad der sker. Kolonner kendes
    på deres overskrift, rækker på Id eller på det, der skiller dem ad. Er en linje afvist, bliver intet skrevet.""",
)
@file_argument
@as_option
@list_argument
@click.argument("source", metavar="ARK", type=FileName())
@click.option("--year", metavar="ÅR", type=Year(), help="Året for rækker uden kolonne for det (ellers i år).")
@click.option(
    "--sheet", "page", metavar="NAVN", default="", help="Arket i projektmappen (ellers det, der passer bedst)."
)
@click.option(
    "--column",
    "columns",
    metavar="OVERSKRIFT=FELT",
    multiple=True,
    help="Læs kolonnen ind i feltet; tomt udelader den.",
)
@click.option("--clear-empty", "clears", is_flag=True, help="Tomme celler tømmer feltet; ellers lader de det stå.")
@click.option("--skip-refused", "is_skipping", is_flag=True, help="Importér resten, når linjer er afvist.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Sig kun, hvad der ville ske.")
@lapse_option
@json_option
def import_sheet(
    *,
    path: Path,
    meant: Meant | None,
    kind: type[Record],
    source: Path,
    year: int | None,
    page: str,
    columns: Sequence[str],
    clears: bool,
    is_skipping: bool,
    is_dry: bool,
    may_lapse: bool,
    is_json: bool,
) -> int:
    """Reports the outcome of every line; imports them unless some are refused or it is a dry run."""
    from cbnet_desktop.domain.sheets import verdicts

    with opened(path) if is_dry else writing(path, meant) as store:
        result = _previewed(store.read(), kind, source, year=year, page=page, columns=columns, clears=clears)
        is_refused = bool(result.refusal) or (not is_skipping and _refused_lines(result) > 0)
        edit = ""
        if result.changes and not is_dry and not is_refused:
            edit = store.apply(verdicts.label(result, source.name), result.changes, lapses=may_lapse).id
            hand_over(store)
    if is_json:
        say_json(_as_json(result, edit, is_dry=is_dry))
    else:
        _say(result, is_dry=is_dry, is_refused=is_refused)
    return _REFUSED if is_refused or _refused_lines(result) else 0


def _previewed(
    network: Network,
    kind: type[Record],
    source: Path,
    *,
    year: int | None,
    page: str,
    columns: Sequence[str],
    clears: bool,
) -> Preview:
    from cbnet_desktop.domain.sheets import context, layout, verdicts
    from cbnet_desktop.sheets import reading

    grid, found = layout.best(kind, reading.grids(source), wanted=page)
    for assignment in columns:
        header, sign, field = assignment.rpartition("=")
        if not sign:
            raise WrongCall(f"»{assignment}« er ikke en kolonne og et felt. Skriv OVERSKRIFT=FELT.")
        found = layout.placed(found, kind, header.strip(), field.strip())
    today = today_of(network)
    known = context.of_year(network, kind, year or today.year)
    return verdicts.preview(network, kind, grid, found, known, clears=clears, today=today.isoformat())


def _refused_lines(result: Preview) -> int:
    from cbnet_desktop.domain.sheets.verdicts import Outcome

    return result.count(Outcome.REFUSED)


def _say(result: Preview, *, is_dry: bool, is_refused: bool) -> None:
    from cbnet_desktop.domain.sheets.verdicts import OUTCOMES, Outcome, summary

    for note in result.notes:
        complain(note)
    for verdict in result.verdicts:
        if verdict.outcome is not Outcome.UNCHANGED:
            description = f" ({verdict.description})" if verdict.description else ""
            say(f"Linje {verdict.number}: {OUTCOMES[verdict.outcome]}: {verdict.title}{description}")
    say(f"{summary(result)}.")
    if result.refusal:
        raise Invalid(f"Intet er importeret: {result.refusal}")
    if is_refused:
        complain(
            "Intet er importeret, fordi linjer er afvist. Ret dem i arket, eller importér resten med --skip-refused."
        )
    elif is_dry:
        complain("Intet er skrevet. Udelad --dry-run for at importere.")


def _as_json(result: Preview, edit: str, *, is_dry: bool) -> dict[str, Any]:
    from cbnet_desktop.domain.sheets.verdicts import Outcome

    return {
        "table": result.kind.TABLE,
        "edit": edit or None,
        "dry_run": is_dry,
        "refusal": result.refusal,
        "counts": {str(outcome): result.count(outcome) for outcome in Outcome},
        "columns": [{"header": heading.text, "field": heading.field or None} for heading in result.layout.headings],
        "notes": list(result.notes),
        "rows": [_verdict_as_json(verdict) for verdict in result.verdicts],
    }


def _verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "line": verdict.number,
        "outcome": str(verdict.outcome),
        "row_id": verdict.change.row_id if verdict.change else None,
        "title": verdict.title,
        "sentence": verdict.sentence,
        "fields": [{"field": one.field, "before": one.before, "after": one.after} for one in verdict.fields],
    }
