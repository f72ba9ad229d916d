"""The commands annexes (a list), attach and attach-old (files become annexes), save-annex and remove-annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.commands.papers import meeting_named
from cbnet_desktop.cli.terminal.arguments import Day, FileName, Year, as_option, file_argument, json_option
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, today_of, writing
from cbnet_desktop.cli.terminal.output import say, say_bytes, say_json, say_table
from cbnet_desktop.domain.meetings import annex_files, annex_titles, annexes, meetings
from cbnet_desktop.domain.plan import old_papers
from cbnet_desktop.domain.records import Annex, Person, Plan
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, parents
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant, Store

annex_argument = click.argument("annex_id", metavar="BILAG-ID")
STATES = {
    "delivered": "i mappen",
    "in_copy": "i kopien",
    "waiting": "venter",
    "missing": "mangler",
    "erased": "slettet",
    "link": "",
}


@command(
    "annexes",
    "Vis bilagene.",
    """Viser bilagene, med filens navn, størrelse og hvor den er: i mappen, kun på denne computer (venter), ikke hentet
    hertil endnu (mangler) eller slettet.""",
)
@file_argument
@json_option
def list_annexes(path: Path, *, is_json: bool) -> None:
    """Lists all annexes that are not archived, in the order of what they belong to."""
    with opened(path) as store:
        network = store.read()
        rows = [row for row in parents.in_order(network, Annex) if not row.values()["archived"]]
        found = [row for row in rows if isinstance(row, Annex)]
        if is_json:
            say_json([_as_json(store, row) for row in found])
        elif found:
            heads = ("Id", "Hører til", "Nr.", "Bilag", "Fil", "kB", "Status", "Bemærk")
            say_table(heads, [_row(store, row) for row in found])
        else:
            say("Ingen bilag.")


def _as_json(store: Store, row: Annex) -> dict[str, Any]:
    closed = annexes.is_closed(store.read(), row)
    return {"id": row.id, **row.values(), "state": str(store.annexes.state(row)), "is_confidential": closed}


def _row(store: Store, row: Annex) -> tuple[str, ...]:
    network = store.read()
    owner = parents.parent(network, row)
    return (
        row.id,
        labels.row_title(network, owner) if owner else "",
        annexes.number(network, row),
        row.title,
        annex_files.safe_name(row.file_name) if row.file_name else row.link,
        danish.number(-(-row.size // 1000)) if row.size else "",
        STATES[store.annexes.state(row)],
        "lukket" if annexes.is_closed(network, row) else "",
    )


@command(
    "attach",
    "Læg filer ind som bilag.",
    """Lægger filer ind som bilag til et møde, til et af dets punkter eller til et års handlingsplan, og skriver
    bilagenes id'er. Filerne kopieres; de må højst fylde 50 MB hver. Programmer, genveje og filer med makroer afvises.
    Afvises én, lægges ingen ind.""",
)
@file_argument
@click.argument("files", metavar="BILAG…", type=FileName(), nargs=-1, required=True)
@as_option
@click.option("--meeting", "wanted", metavar="MØDE", help="Mødet: dets id eller dato.")
@click.option("--item", "number", metavar="PKT", help="Med --meeting: punktets nummer eller id.")
@click.option("--plan", "year", metavar="ÅR", type=Year(), help="Årets handlingsplan.")
@click.option("--title", metavar="TEKST", help="Bilagets titel (ellers efter filens navn).")
@click.option("--date", "day", metavar="DATO", type=Day(), help="Dagen, bilaget er fra (ellers efter filens navn).")
@click.option("--about", "person_id", metavar="PERSON-ID", help="Hvem det handler om; slettes med hendes oplysninger.")
@click.option("--closed", is_flag=True, help="Bilaget er lukket, selv om punktet ikke er.")
def attach(
    *,
    path: Path,
    files: Sequence[Path],
    meant: Meant | None,
    wanted: str | None,
    number: str | None,
    year: int | None,
    title: str | None,
    day: date | None,
    person_id: str | None,
    closed: bool,
) -> None:
    """Adds all files or none, and prints the ids of the annexes, for scripts."""
    if bool(wanted) == bool(year) or (number and not wanted):
        raise WrongCall("Skriv enten --meeting, eventuelt med --item, eller --plan.")
    if title and len(files) > 1:
        raise WrongCall("--title kan kun bruges, når der lægges én fil ind.")
    with writing(path, meant) as store:
        network = store.read()
        owner = _owner(network, wanted, number, year)
        if person_id:
            network.get(Person, person_id)
        kept = _taken_in(store, files)
        changes = annexes.added(
            network, owner, *(_titled(one, title, day, person_id, is_closed=closed) for one in kept)
        )
        store.apply(labels.describe(network, tuple(changes)), changes)
        hand_over(store)
    for change in changes:
        say(change.row_id)


def _taken_in(store: Store, files: Sequence[Path]) -> list[dict[str, Value]]:
    """Keeps the bytes of all files after a look into each; raises Invalid."""
    from cbnet_desktop.documents.annexes.judging import Judge

    with closing(Judge()) as judge:
        return [store.annexes.taken_in(file, judge) for file in files]


def _titled(
    kept: Mapping[str, Value], title: str | None, day: date | None, person_id: str | None, *, is_closed: bool
) -> dict[str, Value]:
    """The fields of an annex; title and day are those of the file's name where none are given."""
    said = annex_titles.said_by(str(kept["file_name"]))
    dated_on = day.isoformat() if day else said.dated_on
    return {**kept, "title": title or said.title, "dated_on": dated_on, "person_id": person_id, "closed": is_closed}


@command(
    "attach-old",
    "Læg ældre papirer ind ved mødet eller planen fra dengang.",
    """Lægger papirer fra før CBnet ind som bilag: titel og dato læses i filens navn, for eksempel »2011-11-23
    referat.pdf«. En handlingsplan lægges ved årets plan, alt andet ved mødet den dag; findes de ikke, oprettes de.
    Afvises én fil, lægges ingen ind. Skriver bilagenes id'er.""",
)
@file_argument
@click.argument("files", metavar="BILAG…", type=FileName(), nargs=-1, required=True)
@as_option
def attach_old(path: Path, files: Sequence[Path], meant: Meant | None) -> None:
    """Adds all files or none, and prints the ids of the annexes, for scripts."""
    papers = [old_papers.suggested(file.name) for file in files]
    for paper in papers:
        old_papers.check(paper)
    with writing(path, meant) as store:
        kept = _taken_in(store, files)
        changes = old_papers.added(store.read(), zip(papers, kept, strict=True))
        store.apply(old_papers.label(changes), changes)
        hand_over(store)
    for change in changes:
        if change.table == Annex.TABLE:
            say(change.row_id)


def _owner(network: Network, wanted: str | None, number: str | None, year: int | None) -> Record:
    if wanted:
        meeting = meeting_named(network, wanted)
        if not number:
            return meeting
        for item in meetings.agenda(network, meeting):
            if number in (item.id, str(item.position)):
                return item
        raise Missing(f"Mødet har intet punkt {quoted(number)}. Skriv punktets nummer på dagsordenen.")
    for row in network.live(Plan):
        if row.year == year:
            return row
    raise Missing(f"Der er ingen handlingsplan for {year}. Start planåret først.")


@command(
    "save-annex",
    "Gem et bilag som en fil.",
    """Gemmer et bilag som en fil, under sit eget navn, når -o er en mappe. En fil, der findes i forvejen, overskrives
    aldrig.""",
)
@file_argument
@annex_argument
@click.option("-o", "--output", "target", metavar="FIL", type=FileName(), required=True, help="Filen eller mappen.")
def save_annex(path: Path, annex_id: str, target: Path) -> None:
    """Writes the bytes to a new file, or to standard output for -."""
    with opened(path) as store:
        annex = store.read().get(Annex, annex_id)
        if str(target) == "-":
            say_bytes(store.annexes.content(annex))
        else:
            say(f"Gemt som {store.annexes.save(annex, target)}.")


@command(
    "remove-annex",
    "Fjern et bilag, eller slet dets fil.",
    """Fjerner et bilag; filen bliver, så det kan fortrydes. Med --erase slettes filen i stedet, her og hos alle andre,
    når de udveksler, og kan ikke lægges ind igen; bilagets titel, beslutningen og begrundelsen bliver.""",
)
@file_argument
@annex_argument
@as_option
@click.option("--erase", "is_erased", is_flag=True, help="Slet filen for altid.")
@click.option("--reason", metavar="TEKST", help="Med --erase: hvorfor filen slettes.")
def remove_annex(path: Path, annex_id: str, meant: Meant | None, *, is_erased: bool, reason: str | None) -> None:
    """Removes the row, or erases the bytes."""
    if is_erased != bool(reason):
        raise WrongCall("--erase og --reason hører sammen: skriv, hvorfor filen slettes.")
    with writing(path, meant) as store:
        network = store.read()
        annex = network.get(Annex, annex_id)
        if reason:
            store.erase_annex(annex_id, reason, today=today_of(network))
        else:
            change = Change(Annex.TABLE, annex.id, annex.values(), None)
            store.apply(labels.describe(network, (change,)), (change,))
        hand_over(store)
    if is_erased:
        say(f"Filen til {quoted(annex.title)} er slettet. Kopier, som er sendt eller gemt andre steder, er der stadig.")
