"""The command computers: who writes in the network, and what is decided about it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import as_option, file_argument, json_option
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, writing
from cbnet_desktop.cli.terminal.output import say, say_json, say_table
from cbnet_desktop.domain.titles.history_text import moment
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant
    from cbnet_desktop.store.computer_list import Computer, ComputerList, WrittenEdit


@command(
    "computers",
    "Vis de computere, der skriver i netværket.",
    """Viser de computere, der skriver i netværket, med koden, der skelner dem, de ændringer, der holdes ude, og de
    sletninger, der venter. Hver computer har sin egen underskrift. En ny computers ændringer er med fra begyndelsen;
    godkendte planer og sletninger venter, til en, der er kendt, kender den med --know. Med --hold-out er intet af en
    computer med; --from-now lader det stå, der er kommet til nu. Kun ét valg ad gangen.""",
)
@file_argument
@as_option
@click.option("--know", metavar="KODE", help="Sig, at computeren med koden er kendt.")
@click.option("--hold-out", metavar="KODE", help="Hold computerens ændringer ude.")
@click.option("--from-now", is_flag=True, help="Med --hold-out: behold det, der er kommet fra den til nu.")
@click.option("--let-in", metavar="ÆNDRING", help="Luk én ændring ind, der holdes ude.")
@click.option("--keep-file", is_flag=True, help="Lad denne computer skrive filen.")
@click.option("--confirm-erasures", is_flag=True, help="Slet, som en anden har ønsket, hvor det venter på et ja.")
@json_option
def computers(
    path: Path,
    *,
    meant: Meant | None,
    know: str | None,
    hold_out: str | None,
    from_now: bool,
    let_in: str | None,
    keep_file: bool,
    confirm_erasures: bool,
    is_json: bool,
) -> None:
    """Decides what is asked for, then lists computers, edits held out and erasures that wait."""
    asked = [know, hold_out, let_in, keep_file, confirm_erasures]
    if sum(map(bool, asked)) > 1:
        raise WrongCall("Giv ét valg ad gangen, så det er klart, hvad der blev besluttet først.")
    if from_now and not hold_out:
        raise WrongCall("--from-now hører til --hold-out KODE.")
    with writing(path, meant) if any(asked) else opened(path) as store:
        listed = store.computers
        if know:
            listed.know(listed.named(know).chain)
        elif hold_out:
            listed.hold_out(listed.named(hold_out).chain, keeps=from_now)
        elif let_in:
            listed.let_in(let_in)
        elif keep_file:
            listed.keep_file()
        elif confirm_erasures:
            listed.confirm_erasures([one.id for one in listed.waiting_erasures() if not one.needs_known])
        if any(asked):
            hand_over(store)
        if is_json:
            say_json(_as_json(listed))
        else:
            _say(listed)


def _as_json(listed: ComputerList) -> dict[str, Any]:
    return {
        "computers": [{"code": one.code, **dataclasses.asdict(one)} for one in listed.listed()],
        "is_known": listed.is_known,
        "held_out": [dataclasses.asdict(one) for one in listed.held_out()],
        "waiting_erasures": [dataclasses.asdict(one) for one in listed.waiting_erasures()],
    }


def _say(listed: ComputerList) -> None:
    from cbnet_desktop.store.computer_list import what_is_erased

    say_table(("Kode", "Navn", "Status", "Ændringer", "Fra", "Til", "Bemærk"), [_row(one) for one in listed.listed()])
    if not listed.is_known:
        say(UNKNOWN_HERE)
    if sentence := listed.file_waits():
        say(sentence)
    if held := listed.held_out():
        say(f"{danish.counted(len(held), 'ændring', 'ændringer').capitalize()} holdes ude; luk ind med --let-in:")
    for edit in held:
        say(f"  {_told(edit)}")
    for one in listed.waiting_erasures():
        wait = f"--know {listed.named(one.chain).code}" if one.needs_known else "--confirm-erasures"
        say(f"{one.by} har slettet {what_is_erased([one])}; det venter på {wait}.")


UNKNOWN_HERE = (
    "De andre kender ikke denne computer endnu. Bed en af dem om at sige »Kender den«; til da gælder det, du godkender "
    "og sletter, kun her."
)


def _row(one: Computer) -> tuple[str, ...]:
    notes = [("denne computer", one.is_own), ("skriver filen", one.keeps_file)]
    held = f"{danish.number(one.held_out)} holdes ude" if one.held_out else ""
    told = [*(words for words, applies in notes if applies), *([held] if held else [])]
    days = [danish.short_date(danish.local_time(at).date().isoformat()) if at else "" for at in (one.first, one.last)]
    return (one.code, one.name, one.standing, danish.number(one.edits), *days, ", ".join(told))


def _told(edit: WrittenEdit) -> str:
    return f"{edit.id}  {moment(edit.at)}  {edit.by}: {edit.label}"
