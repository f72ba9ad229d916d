"""The commands sign-off and plan: freezing a year's action plan, and its pages."""

from __future__ import annotations

from pathlib import Path

import click

from cbnet_desktop.cli.arguments import file_argument, json_option, output_option, year_option
from cbnet_desktop.cli.files import write_pdf
from cbnet_desktop.cli.language import DanishHelp, WrongCall
from cbnet_desktop.cli.opening import hand_over, opened, today_of
from cbnet_desktop.cli.output import complain, say, say_json
from cbnet_desktop.domain.errors import Invalid, Missing
from cbnet_desktop.domain.fields import quoted
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.plan_content import PlanContent
from cbnet_desktop.domain.records import Plan, PlanVersion


@click.command(
    "sign-off",
    cls=DanishHelp,
    short_help="Godkend et års handlingsplan.",
    help="Godkender et års handlingsplan som næste version, der ikke kan ændres. Fra version 2 skal du give en grund.",
)
@file_argument
@year_option
@click.option("--reason", metavar="TEKST", default="", help="Hvorfor der skal en ny version til.")
@json_option
def sign_off(path: Path, year: int, reason: str, is_json: bool) -> None:
    """Freezes the plan of a year; its number and hash are written."""
    with opened(path) as store:
        version = store.sign_off(year, reason, _rendered, today=today_of(store.read()))
        hand_over(store)
    if is_json:
        say_json({"id": version.id, **version.values()})
    else:
        say(f"Version {version.number} af handlingsplanen for {year} er godkendt.")
        say(f"SHA-256 {version.sha256}")


@click.command(
    "plan",
    cls=DanishHelp,
    short_help="Skriv et års handlingsplan som PDF.",
    help="Skriver et års handlingsplan som PDF: den nyeste godkendte version, ellers et udkast.",
)
@file_argument
@year_option
@click.option("--version", "wanted", metavar="NR", help="Denne godkendte version (nummer eller id).")
@click.option("--draft", "is_draft", is_flag=True, help="Et udkast af planen, som den er nu.")
@output_option
def plan(path: Path, year: int, wanted: str | None, is_draft: bool, target: Path) -> None:
    """The plan's pages: those signed off, byte for byte, or a draft."""
    if wanted is not None and is_draft:
        raise WrongCall("Skriv enten --version eller --draft, ikke begge dele.")
    with opened(path) as store:
        version = None if is_draft else _version(store.read(), year, wanted)
        content = store.log.version_pdf(version.id) if version else _draft(store.read(), year)
    write_pdf(target, content)


def _version(network: Network, year: int, wanted: str | None) -> PlanVersion | None:
    """The version asked for, else the newest; None where the year has none. Raises Missing or Invalid."""
    versions = _versions(network, year)
    if wanted is None:
        return versions[-1] if versions else None
    found = [version for version in versions if wanted in (str(version.number), version.id)]
    if not found:
        known = ", ".join(str(version.number) for version in versions) or "ingen"
        raise Missing(f"Handlingsplanen for {year} har ikke version {quoted(wanted)}. Godkendte versioner: {known}.")
    if len(found) > 1:
        ids = " eller ".join(version.id for version in found)
        raise Invalid(f"Version {wanted} er godkendt {len(found)} gange hver for sig. Vælg en med --version {ids}.")
    return found[0]


def _versions(network: Network, year: int) -> list[PlanVersion]:
    """The signed-off versions of a year, oldest first."""
    ids = {row.id for row in network.rows(Plan) if row.year == year}
    versions = [version for version in network.rows(PlanVersion) if version.plan_id in ids]
    return sorted(versions, key=lambda version: (version.number or 0, version.signed_at, version.id))


def _draft(network: Network, year: int) -> bytes:
    from cbnet_desktop.domain import plan as plans

    return _rendered(plans.content(network, year, today_of(network), None))


def _rendered(content: PlanContent) -> bytes:
    """The plan's pages; what they cannot show as it was typed is told on the error stream."""
    from cbnet_desktop.documents.plan import render, warnings

    for warning in warnings(content):
        complain(warning)
    return render(content)
