"""The commands person (all data stored about a person, GDPR article 15) and erase (contact data, article 17)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbnet_desktop.cli.terminal.arguments import FileName, as_option, file_argument, json_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, today_of, writing
from cbnet_desktop.cli.terminal.output import complain, printable, say
from cbnet_desktop.documents.pdf.writing import write_new
from cbnet_desktop.domain.records import Person, PlanVersion

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant

person_argument = click.argument("person_id", metavar="PERSON-ID")


@command(
    "person",
    "Vis alt, der er gemt om en person.",
    """Viser alt, der er gemt om en person: rækken, udpegninger, fremmøde, møder, mål, afgørelser, sletninger,
    omtale ved navn, godkendte planer og historikken, også af det, som personen selv har rettet. Det, der er fundet ved
    navn, kan gælde en anden med samme navn, så læs det igennem, før du giver det fra dig.""",
)
@file_argument
@person_argument
@json_option
@click.option("-o", "--output", "target", metavar="FIL", type=FileName(), help="En ny fil til svaret.")
def person(path: Path, person_id: str, is_json: bool, target: Path | None) -> None:
    """Writes the person's data as text or JSON, to stdout or a new file."""
    from cbnet_desktop.domain.search import person_data

    with opened(path) as store:
        network = store.read()
        documents = {version.id: store.log.version_document(version.id) for version in network.rows(PlanVersion)}
        data = person_data.collect(network, person_id, store.log.history(), documents)
    if is_json:
        text = json.dumps(data.to_json(), ensure_ascii=False, indent=1, allow_nan=False)
    else:
        text = printable(person_data.as_text(data, network))
    if target is None or str(target) == "-":
        say(text)
    else:
        write_new(target, f"{text}\n".encode())


@command(
    "erase",
    "Slet en persons kontaktoplysninger.",
    """Sletter en persons kontaktoplysninger, også i historikken og i sikkerhedskopierne, her og hos
    alle andre, når de udveksler. Navnet og det, der er godkendt, bliver. Det kan ikke fortrydes; beslutningen og
    begrundelsen bliver gemt.""",
)
@file_argument
@as_option
@person_argument
@click.option("--reason", metavar="TEKST", required=True, help="Hvorfor oplysningerne slettes.")
def erase(path: Path, meant: Meant | None, person_id: str, reason: str) -> None:
    """Erases the contact data and exchanges the decision with the file."""
    from cbnet_desktop.domain.titles import labels

    with writing(path, meant) as store:
        network = store.read()
        name = network.get(Person, person_id).name
        store.erase(person_id, reason, today=today_of(network))
        hand_over(store)
        if store.backups.unerased:
            complain(store.backups.unerased)
    say(f"{labels.named_fields(Person, Person.contact_fields())} for {name} er slettet.")
    say("Kopier af filen, som ligger andre steder, har stadig oplysningerne. Slet dem.")
