"""The commands that set a year on paper: wheel, roster, budget, offers, agreements, checklist and the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbnet_desktop.cli.arguments import Day, Year, file_argument, output_option, year_option
from cbnet_desktop.cli.files import write_document
from cbnet_desktop.cli.language import DanishHelp, WrongCall
from cbnet_desktop.cli.opening import opened, today_of
from cbnet_desktop.domain.network import Network

if TYPE_CHECKING:
    from cbnet_desktop.domain.plan_content import PlanContent


@click.command(
    "wheel",
    cls=DanishHelp,
    short_help="Skriv et års årshjul som PDF.",
    help="Skriver et års årshjul på ét ark A4: møder, høringer, frister og aftaler.",
)
@file_argument
@year_option
@output_option
def wheel(path: Path, year: int, target: Path) -> None:
    """The annual wheel on one sheet."""
    from cbnet_desktop.documents import wheel_sheet
    from cbnet_desktop.domain.papers import wheel as paper

    write_document(target, paper.content(_network(path), year), wheel_sheet.render)


@click.command(
    "roster",
    cls=DanishHelp,
    short_help="Skriv netværkets medlemsliste som PDF.",
    help="""Skriver listen over netværkets pladser og medlemmer på en dag.

    Uden --date er det dags dato, holdt inden for planåret. Telefon og e-mail kommer kun med --internal.""",
)
@file_argument
@click.option("--year", metavar="ÅR", type=Year(), help="Planåret.")
@click.option("--date", "day", metavar="DATO", type=Day(), help="Den dag, listen skal vise.")
@click.option("--internal", "is_internal", is_flag=True, help="Den interne udgave med kontaktoplysninger.")
@output_option
def roster(path: Path, year: int | None, day: date | None, is_internal: bool, target: Path) -> None:
    """The seats of a day and who sits in them."""
    from cbnet_desktop.documents import roster as documents
    from cbnet_desktop.domain import plan_text
    from cbnet_desktop.domain.papers import roster as paper

    if year is None and day is None:
        raise WrongCall("Skriv enten --year eller --date.")
    network = _network(path)
    today = today_of(network)
    shown = day.isoformat() if day else plan_text.members_day(year or today.year, today)
    write_document(target, paper.content(network, shown, is_internal=is_internal), documents.render)


@click.command(
    "budget",
    cls=DanishHelp,
    short_help="Skriv et års budgetandele som PDF.",
    help="Skriver et års budgetandele, puljen, bevillingerne, forbruget og resten som PDF.",
)
@file_argument
@year_option
@output_option
def budget(path: Path, year: int, target: Path) -> None:
    """Shares, pool and grants of a year."""
    from cbnet_desktop.documents import budget as documents
    from cbnet_desktop.domain.papers import budget as paper

    network = _network(path)
    write_document(target, paper.content(network, year, today_of(network)), documents.render)


@click.command(
    "offers",
    cls=DanishHelp,
    short_help="Skriv et års kompetencetilbud som PDF.",
    help="Skriver et års tilbud, hvad der overlapper, hvem der ingen har, og årets erfaringer som PDF.",
)
@file_argument
@year_option
@output_option
def offers(path: Path, year: int, target: Path) -> None:
    """The libraries' offers and the log of experience."""
    from cbnet_desktop.documents import offers as documents
    from cbnet_desktop.domain.papers import offers as paper

    network = _network(path)
    write_document(target, paper.content(network, year, today_of(network)), documents.render)


@click.command(
    "agreements",
    cls=DanishHelp,
    short_help="Skriv et års aftaler og opgaver som PDF.",
    help="Skriver rammeaftaler, opgaveportefølje, partnerskaber og egne programmer for et år som PDF.",
)
@file_argument
@year_option
@output_option
def agreements(path: Path, year: int, target: Path) -> None:
    """Framework agreements, the task portfolio, partnerships and programmes."""
    from cbnet_desktop.documents import agreements as documents
    from cbnet_desktop.domain.papers import agreements as paper

    network = _network(path)
    write_document(target, paper.content(network, year, today_of(network)), documents.render)


@click.command(
    "checklist",
    cls=DanishHelp,
    short_help="Skriv kommissoriets tjekliste for et år som PDF.",
    help="Skriver kommissoriets punkter med ordlyd, tilstand og begrundelse for et planår som PDF.",
)
@file_argument
@year_option
@output_option
def checklist(path: Path, year: int, target: Path) -> None:
    """The terms of reference clause by clause."""
    from cbnet_desktop.documents import checklist as documents
    from cbnet_desktop.domain.papers import checklist as paper

    network = _network(path)
    write_document(target, paper.content(network, year, today_of(network)), documents.render)


@click.command(
    "follow-up",
    cls=DanishHelp,
    short_help="Skriv opfølgningsarket for et års plan som PDF.",
    help="Skriver handlingsplanens mål med status og plads til noter fra mødet som PDF.",
)
@file_argument
@year_option
@output_option
def follow_up(path: Path, year: int, target: Path) -> None:
    """The plan's goals with room for the meeting's notes."""
    from cbnet_desktop.documents import follow_up as documents
    from cbnet_desktop.domain.papers import follow_up as paper

    network = _network(path)
    write_document(target, paper.content(network, year, today_of(network)), documents.render)


@click.command(
    "comparison",
    cls=DanishHelp,
    short_help="Skriv et års mål over for årets før som PDF.",
    help="Skriver et års mål over for den foregående plans: videreførte, nye og ikke videreførte mål.",
)
@file_argument
@year_option
@output_option
def comparison(path: Path, year: int, target: Path) -> None:
    """Two years' goals beside each other."""
    from cbnet_desktop.documents import comparison as documents
    from cbnet_desktop.domain.papers import comparison as paper

    network = _network(path)
    write_document(target, paper.content(network, year, today_of(network)), documents.render)


@click.command(
    "book",
    cls=DanishHelp,
    short_help="Skriv alle år i én bog som PDF.",
    help="""Skriver alle år i én PDF: planer, som de er godkendt, medlemmer, beslutninger og budget.

    Med --year kommer årene til og med det år med. Lukkede punkter er udeladt.""",
)
@file_argument
@click.option("--year", metavar="ÅR", type=Year(), help="Det sidste år i bogen.")
@output_option
def book(path: Path, year: int | None, target: Path) -> None:
    """Every year's plan, members, decisions and budget."""
    from cbnet_desktop.documents import book as documents
    from cbnet_desktop.domain.papers import book as paper

    network, signed = _with_signed_plans(path)
    write_document(target, paper.content(network, today_of(network), signed, until=year), documents.render)


def _network(path: Path) -> Network:
    with opened(path) as store:
        return store.read()


def _with_signed_plans(path: Path) -> tuple[Network, dict[int, PlanContent]]:
    """The network, and what the newest signed version of each year's plan says."""
    from cbnet_desktop.domain import plan_reading
    from cbnet_desktop.domain.papers import book as paper

    with opened(path) as store:
        network = store.read()
        newest = paper.newest_versions(network)
        documents = {year: store.log.version_document(version.id) for year, version in newest.items()}
    return network, {year: plan_reading.read(document) for year, document in documents.items()}
