"""The commands sign and verify-pdf: sign a PDF digitally, and check one."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from cbnet_desktop.cli.terminal.arguments import Count, FileName, json_option
from cbnet_desktop.cli.terminal.files import write
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.records.errors import Invalid, Unreadable

PASSPHRASE = "CBNET_PASSPHRASE"
pdf_argument = click.argument("path", metavar="PDF", type=FileName())


@command(
    "sign",
    "Underskriv en PDF digitalt.",
    f"""Underskriver en PDF digitalt i et felt, der er gjort klar til det. Den første underskrift låser dokumentet
    for alt andet end flere underskrifter.

    Adgangskoden til certifikatet tages fra --passphrase-file eller {PASSPHRASE}; ellers bliver du spurgt.""",
)
@pdf_argument
@click.option(
    "--certificate", metavar="P12", type=FileName(), required=True, help="Certifikatet med dets private nøgle."
)
@click.option("--field", "number", metavar="NR", type=Count(), required=True, help="Feltets nummer.")
@click.option("--passphrase-file", metavar="FIL", type=FileName(), help="En fil med adgangskoden på første linje.")
@click.option("-o", "--output", "target", metavar="PDF", type=FileName(), help="Den nye fil; ellers PDF-filen selv.")
@click.option(
    "--ca", "authority", metavar="FIL", type=FileName(), help="Afvis et certifikat fra andre end disse udstedere."
)
@click.option("--for-another", "is_for_another", is_flag=True, help="Underskriv også i et felt, der er til en anden.")
@json_option
def sign(
    *,
    path: Path,
    certificate: Path,
    number: int,
    passphrase_file: Path | None,
    target: Path | None,
    authority: Path | None,
    is_for_another: bool,
    is_json: bool,
) -> None:
    """Signs a field and writes the PDF, whole or not at all."""
    from cbnet_desktop.documents.signing import signatures, signing_files

    pdf = signing_files.read_pdf(path)
    signing_files.judged_apart(partial(signatures.place_to_sign, pdf, number))
    content = signing_files.read_certificate(certificate)
    trusted = signing_files.read_authority(authority) if authority else None
    at = datetime.now(UTC).replace(microsecond=0)
    order = signatures.Order(pdf, number, content, _passphrase(passphrase_file), at, trusted, is_for_another)
    signed = signing_files.judged_apart(partial(signatures.carry_out, order), known=len(pdf))
    write(target or path, signed.pdf)
    if is_json:
        say_json({"ok": True, "field": signed.place.name, "signer": signed.signer, "issuer": signed.issuer})
    elif str(target) != "-":
        say(f"{signed.signer} har underskrevet felt {number}: {signed.place.title}.")


@command(
    "verify-pdf",
    "Kontrollér en PDF og dens underskrifter.",
    """Siger, hvem der har underskrevet hvad og hvornår, og om noget er ændret eller føjet til siden. »ja« taler for
    dokumentet, »nej« imod, og »obs« skal du selv se efter: det kan ikke afgøres her.

    Slutter med 0, når dokumentet er i orden, med 1, når noget taler imod det, og ellers med 4, når noget skal ses
    efter: ingen udsteder er angivet som betroet, en anden end den, feltet er til, har underskrevet, eller versionen er
    afløst af en nyere.

    Med --network siges også, om det er netop den version, som netværket har, om historikken stadig indeholder den
    kontrolsum, der står på forsiden, og om underskriverne sad på pladserne eller var suppleanter den dag.""",
)
@pdf_argument
@click.option("--network", metavar="FIL", type=FileName(), help="Netværkets fil.")
@click.option("--ca", "authority", metavar="FIL", type=FileName(), help="Certifikater for betroede udstedere.")
@json_option
def verify_pdf(path: Path, network: Path | None, authority: Path | None, is_json: bool) -> int:
    """Reports all that can be said of the file; the exit code is that of its state."""
    from cbnet_desktop.documents.signing import provenance, signing_files, state, verdict

    pdf = signing_files.read_pdf(path)
    trusted = signing_files.read_authority(authority) if authority else None
    with opened(network) if network else nullcontext() as store:
        found = verdict.judge(pdf, trusted, provenance.holding(store.read(), store.log) if store else None)
    if is_json:
        say_json(found.to_json())
    else:
        marks = {state.State.IN_ORDER: "ja ", state.State.LOOK: "obs", state.State.BROKEN: "nej", None: "   "}
        for said in found.said():
            say(f"{marks[said.state]} {said.sentence}")
        say(verdict.WORDS[found.state])
    codes = {state.State.IN_ORDER: _IN_ORDER, state.State.LOOK: _TO_BE_LOOKED_AT, state.State.BROKEN: _BROKEN}
    return codes[found.state]


_IN_ORDER, _BROKEN, _TO_BE_LOOKED_AT = 0, 1, 4


def _passphrase(file: Path | None) -> str:
    """Never an argument, since those show up in the shell's history and the list of processes."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError):
            raise Unreadable(f"Filen med adgangskoden, {file}, kan ikke læses.") from None
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    if not sys.stdin.isatty():
        raise Invalid(f"Adgangskoden mangler. Angiv den i {PASSPHRASE} eller med --passphrase-file.")
    return str(click.prompt("Adgangskode til certifikatet", hide_input=True, default="", show_default=False, err=True))
