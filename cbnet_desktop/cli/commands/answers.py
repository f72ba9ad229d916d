"""The commands answer-forms, which writes a form for each library, and answer, which takes in what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import FileName, Year, as_option, file_argument, json_option, year_option
from cbnet_desktop.cli.terminal.files import write
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, today_of, writing
from cbnet_desktop.cli.terminal.output import complain, say, say_json, say_table
from cbnet_desktop.domain.edits import returned_answers
from cbnet_desktop.domain.edits.returned_answers import Comparison, Returned
from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records import Organisation
from cbnet_desktop.domain.records.errors import Invalid, Missing, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant, Store

_EMPTY = "(tomt)"


def library_named(network: Network, year: int, wanted: str) -> Organisation:
    """The library that is asked in a year, by its name, short name or id; raises Missing, listing the names."""
    from cbnet_desktop.domain.papers import answer_form

    asked = answer_form.libraries(network, year)
    for library in asked:
        if wanted == library.id or danish.sort_key(wanted) in map(danish.sort_key, (library.short_name, library.name)):
            return library
    names = danish.joined([library.short_name or library.name for library in asked]) or "ingen"
    raise Missing(f"{quoted(wanted)} høres ikke om indsatsområderne for {year}. Centralbibliotekerne er: {names}.")


@command(
    "answer-forms",
    "Skriv svarskemaer til alle, der høres.",
    """Skriver et svarskema til hvert centralbibliotek, der høres om et års indsatsområder, i en mappe: som PDF, der
    kan udfyldes på skærmen eller i hånden, og som Excel-ark. »cbnet answer« tager de udfyldte skemaer ind.""",
)
@file_argument
@year_option
@click.option("-o", "--output", "folder", metavar="MAPPE", type=FileName(), required=True, help="Mappen.")
def answer_forms(path: Path, year: int, folder: Path) -> None:
    """Writes two files for each library, and prints their names."""
    from cbnet_desktop.documents.papers import answer_forms as forms
    from cbnet_desktop.documents.pdf import writing as files
    from cbnet_desktop.sheets import answer_sheet

    with opened(path) as store:
        network = store.read()
    for name, form in forms.of_year(network, year):
        write(folder / f"{name}.pdf", forms.pdf(form))
        write(folder / f"{name}.xlsx", answer_sheet.workbook(form), files.WORKBOOK)
        say(str(folder / f"{name}.pdf"))
        say(str(folder / f"{name}.xlsx"))


@command(
    "answer",
    "Tag høringssvar ind fra filer.",
    """Tager udfyldte svarskemaer ind, PDF eller Excel, og gemmer filerne som bilag til svarene. Det, skemaet lader stå
    tomt, bliver, som det er. Er høringen ændret, siden skemaet blev lavet, advares der. Hver fil er én rettelse.

    En fil, der ikke er udfyldt på skærmen (scannet, udskrevet eller skrevet som brev), gemmes ved svaret med --library
    og --year; selve svaret skrives så ind bagefter. Med --dry-run vises svarene kun.""",
)
@file_argument
@click.argument("files", metavar="SVAR…", type=FileName(), nargs=-1, required=True)
@as_option
@click.option("--dry-run", "only_shows", is_flag=True, help="Vis svarene, og skriv ingenting.")
@click.option("--library", "wanted", metavar="BIBLIOTEK", help="For en fil uden felter: hvis svar det er.")
@click.option("--year", metavar="ÅR", type=Year(), help="For en fil uden felter: høringens planår.")
@json_option
def answer(
    *,
    path: Path,
    files: Sequence[Path],
    meant: Meant | None,
    only_shows: bool,
    wanted: str | None,
    year: int | None,
    is_json: bool,
) -> int:
    """Shows old beside new and takes in file by file; those that are refused are told, and the others go on."""
    if bool(wanted) != bool(year):
        raise WrongCall("--library og --year hører sammen: skriv, hvis svar filen er, og om hvilket år.")
    scans = (wanted, year) if wanted and year else None
    results: list[dict[str, Any]] = []
    with opened(path) if only_shows else writing(path, meant) as store:
        for file in files:
            try:
                results.append(_take_in(store, file, scans, only_shows=only_shows, is_json=is_json))
            except UserError as refusal:
                complain(refusal.message)
                said = {"ok": False, "file": file.name, "error": refusal.code, "message": refusal.message}
                results.append(said)
        if not only_shows:
            hand_over(store)
    if is_json:
        say_json(results)
    return 0 if all(one["ok"] for one in results) else 1


def _take_in(
    store: Store, file: Path, scans: tuple[str, int] | None, *, only_shows: bool, is_json: bool
) -> dict[str, Any]:
    from cbnet_desktop.store import annex_shelf

    data, network = annex_shelf.read(file), store.read()
    name = annex_files.safe_name(file.name)
    form = _form(data, name)
    if form:
        found = returned_answers.compared(network, form, today_of(network).isoformat())
    elif scans:
        library = library_named(network, scans[1], scans[0])
        returned_answers.consultation(network, scans[1])
        found = Comparison(scans[1], library, (), (), is_outdated=False)
    else:
        raise Invalid(f"{returned_answers.NO_FORM.format(name=name)} Skriv --library og --year.")
    if not is_json:
        _say(network, name, found)
    edit = None if only_shows else _written(store, network, found, name, data)
    return {"ok": True, **_as_json(file, found), "edit": edit}


def _form(data: bytes, name: str) -> Returned | None:
    from cbnet_desktop.documents.pdf import form_reading
    from cbnet_desktop.sheets import answer_sheet

    read = form_reading.fields if data.startswith(form_reading.START) else answer_sheet.fields
    return returned_answers.returned(*read(data, name))


def _written(store: Store, network: Network, found: Comparison, name: str, data: bytes) -> str:
    from cbnet_desktop.documents.annexes.judging import Judge

    values = [(row.question, row.new) for row in found.rows if row.is_offered]
    with closing(Judge()) as judge:
        kept = store.annexes.kept(name, data, judge)
    changes = returned_answers.taken_in(network, found.year, found.library, values, kept)
    try:
        return store.apply(returned_answers.label(network, found.year, found.library), changes).id
    except UserError:
        store.annexes.let_go([str(kept["sha256"])])
        raise


def _say(network: Network, name: str, found: Comparison) -> None:
    say(f"{name}: {titles.organisation_name(network, found.library.id)}, høringen om {found.year}.")
    for warning in found.warnings:
        say(f"OBS: {warning}")
    lines = [tuple(_cell(text) for text in line) for line in _lines(network, found)]
    if lines:
        say_table(("Spørgsmål", "Står nu", "I svaret"), lines)


def _lines(network: Network, found: Comparison) -> Iterator[tuple[str, str, str]]:
    for row in found.rows:
        if row.is_offered:
            old, new = (returned_answers.told(network, row.question, value) for value in (row.old, row.new))
            yield row.question.words, old, new


def _cell(text: str) -> str:
    return labels.short(text) or _EMPTY


def _as_json(file: Path, found: Comparison) -> dict[str, Any]:
    return {
        "file": file.name,
        "year": found.year,
        "organisation_id": found.library.id,
        "is_outdated": found.is_outdated,
        "warnings": list(found.warnings),
        "changes": [
            {"focus_area_id": row.question.area_id, "field": row.question.name, "old": row.old, "new": row.new}
            for row in found.rows
            if row.is_offered
        ],
    }
