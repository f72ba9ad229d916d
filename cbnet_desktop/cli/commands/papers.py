"""The commands that write papers: one for each paper of the catalogue, with the options its question needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from cbnet_desktop.cli.commands.answers import library_named
from cbnet_desktop.cli.terminal.arguments import Day, Year, file_argument, output_option, year_option
from cbnet_desktop.cli.terminal.files import write
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import opened, today_of
from cbnet_desktop.cli.terminal.output import complain
from cbnet_desktop.documents.papers.catalogue import PAPERS
from cbnet_desktop.documents.papers.paper import (
    OfAllYears,
    OfDay,
    OfLibrary,
    OfMaterial,
    OfMeeting,
    OfPlan,
    OfYear,
    Paper,
    Question,
)
from cbnet_desktop.documents.pdf.writing import WORD
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import Annex, Meeting, PlanVersion
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish

Option = Callable[[Callable[..., None]], Callable[..., None]]


class Asking(NamedTuple):
    """The options of a paper's command, and the function that makes a question of the file and their values."""

    question: Callable[..., Question]
    options: tuple[Option, ...]


def _of_year(path: Path, year: int) -> OfYear:
    network = _network(path)
    return OfYear(network, today_of(network), year)


def _of_plan(path: Path, year: int, wanted: str | None, is_draft: bool) -> OfPlan:
    if wanted is not None and is_draft:
        raise WrongCall("Skriv enten --version eller --draft, ikke begge dele.")
    with opened(path) as store:
        network = store.read()
        version = None if is_draft else _version(network, year, wanted)
        pdf = store.log.version_pdf(version.id) if version else b""
        data = store.log.version_document(version.id) if version else b""
        last = None if version else _version(network, year, None)
        newest = (last, store.log.version_document(last.id)) if last else None
    return OfPlan(network, today_of(network), year, version, pdf, data, newest)


def _of_day(path: Path, year: int | None, day: date | None) -> OfDay:
    from cbnet_desktop.domain.plan import plan_text

    if year is None and day is None:
        raise WrongCall("Skriv enten --year eller --date.")
    network = _network(path)
    today = today_of(network)
    shown = day.isoformat() if day else plan_text.members_day(year or today.year, today)
    return OfDay(network, today, shown)


def _of_library(path: Path, year: int, wanted: str) -> OfLibrary:
    network = _network(path)
    return OfLibrary(network, today_of(network), year, library_named(network, year, wanted))


def _of_meeting(path: Path, wanted: str) -> OfMeeting:
    network = _network(path)
    return OfMeeting(network, today_of(network), meeting_named(network, wanted))


def _of_material(path: Path, wanted: str) -> OfMaterial:
    def read(annexes: Sequence[Annex]) -> Mapping[str, bytes]:
        with opened(path) as store:
            return store.annexes.contents(annexes)

    asked = _of_meeting(path, wanted)
    return OfMaterial(asked.network, asked.today, asked.meeting, read)


def _of_all_years(path: Path, year: int | None) -> OfAllYears:
    from cbnet_desktop.domain.papers import book

    with opened(path) as store:
        network = store.read()
        newest = book.newest_versions(network)
        signed = {number: store.log.version_document(version.id) for number, version in newest.items()}
    return OfAllYears(network, today_of(network), signed, year)


_meeting_option = click.option(
    "--meeting",
    "wanted",
    metavar="MØDE",
    required=True,
    help="Mødets id, begyndelsen af det, eller mødets dato.",
)
ASKING: dict[type[Question], Asking] = {
    OfYear: Asking(_of_year, (year_option,)),
    OfPlan: Asking(
        _of_plan,
        (
            year_option,
            click.option("--version", "wanted", metavar="NR", help="Denne godkendte version (nummer eller id)."),
            click.option("--draft", "is_draft", is_flag=True, help="Et udkast af planen, som den er nu."),
        ),
    ),
    OfDay: Asking(
        _of_day,
        (
            click.option("--year", metavar="ÅR", type=Year(), help="Planåret."),
            click.option("--date", "day", metavar="DATO", type=Day(), help="Den dag, listen skal vise."),
        ),
    ),
    OfMeeting: Asking(_of_meeting, (_meeting_option,)),
    OfMaterial: Asking(_of_material, (_meeting_option,)),
    OfLibrary: Asking(
        _of_library,
        (
            year_option,
            click.option(
                "--library", "wanted", metavar="BIBLIOTEK", required=True, help="Centralbibliotekets navn eller id."
            ),
        ),
    ),
    OfAllYears: Asking(
        _of_all_years, (click.option("--year", metavar="ÅR", type=Year(), help="Det sidste år i bogen."),)
    ),
}


def _command(paper: Paper[Any]) -> click.Command:
    """The command of a paper; it warns on stderr about characters that the PDF cannot show."""
    asking, variant = ASKING[paper.asks], paper.variant

    def run(path: Path, target: Path, is_variant: bool = False, **answers: Any) -> None:
        ready = paper.of(replace(asking.question(path, **answers), is_variant=is_variant))
        if ready.word and target.suffix.lower() == ".docx":
            write(target, ready.word(_template(path)), WORD)
            return
        pdf, warnings = ready.make(None)
        for warning in warnings:
            complain(warning)
        write(target, pdf)

    forms = (click.option(variant.option, "is_variant", is_flag=True, help=variant.help),) if variant else ()
    for option in reversed((file_argument, *asking.options, *forms, output_option)):
        run = option(run)
    return command(paper.name, paper.short_help, paper.help)(run)


COMMANDS = tuple(_command(paper) for paper in PAPERS)


def _template(path: Path) -> bytes:
    """The bytes of the network's template for Word, none where it has none; raises Missing."""
    with opened(path) as store:
        found = annexes.template(store.read())
        return store.annexes.content(found) if found else b""


def _network(path: Path) -> Network:
    with opened(path) as store:
        return store.read()


def meeting_named(network: Network, wanted: str) -> Meeting:
    """The meeting with this id, prefix of an id, or date; raises Missing, and Invalid where several match."""
    day = danish.parse_date(wanted)
    found = [
        row
        for row in network.live(Meeting)
        if (row.held_on == day if day else bool(wanted) and row.id.startswith(wanted.lower()))
    ]
    if not found:
        raise Missing(
            f"Der er intet møde {quoted(wanted)}. Skriv mødets dato som dd.mm.åååå, "
            "eller et id fra »cbnet show FIL meetings«."
        )
    if len(found) > 1:
        named = " eller ".join(f"{row.id} ({titles.meeting_title(row)})" for row in found)
        raise Invalid(f"Der er flere møder {quoted(wanted)}. Vælg et af dem: {named}.")
    return found[0]


def _version(network: Network, year: int, wanted: str | None) -> PlanVersion | None:
    """The wanted version, else the newest; None where the year has none. Raises Missing or Invalid."""
    from cbnet_desktop.domain.plan import plan

    if wanted is None:
        return next(reversed(plan.versions(network, year)), None)
    versions = plan.all_versions(network, year)
    found = [version for version in versions if wanted in (str(version.number), version.id)]
    if not found:
        known = ", ".join(str(version.number) for version in versions) or "ingen"
        raise Missing(f"Handlingsplanen for {year} har ikke version {quoted(wanted)}. Godkendte versioner: {known}.")
    if len(found) > 1:
        ids = " eller ".join(version.id for version in found)
        raise Invalid(f"Version {wanted} er godkendt {len(found)} gange hver for sig. Vælg en med --version {ids}.")
    plan.require_known(network, found[0])
    return found[0]
