"""The command line: cbnet-desktop [FILE] [--example] [--self-test] [--version] [--help]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HELP = """\
Brug: cbnet-desktop [FIL] [--example]

Åbner netværkets fil. Uden FIL vælger du i vinduet, hvad der skal åbnes.

  FIL          filen med netværket, f.eks. netværk.cbnet
  --example    åbn eksempelnetværket med opdigtede personer og beløb
  --self-test  prøv programmet af i en midlertidig mappe uden skærm
  --version    vis programmets version
  --help       vis denne hjælp"""

_SWITCHES = {
    "--example": "is_example",
    "--self-test": "is_self_test",
    "--version": "is_version",
    "--help": "is_help",
    "-h": "is_help",
}


class WrongCall(Exception):
    """Wrong usage; str() is one Danish sentence."""


@dataclass(frozen=True)
class Options:
    """The parsed command line."""

    file: Path | None = None
    is_example: bool = False
    is_self_test: bool = False
    is_version: bool = False
    is_help: bool = False


def parse(arguments: Sequence[str]) -> Options:
    """Parses the arguments after the program's name; -- ends the options. Raises WrongCall."""
    switches: dict[str, bool] = {}
    files: list[str] = []
    for position, argument in enumerate(arguments):
        if argument == "--":
            files.extend(arguments[position + 1 :])
            break
        if argument in _SWITCHES:
            switches[_SWITCHES[argument]] = True
        elif argument.startswith("-"):
            raise WrongCall(f"Programmet kender ikke »{argument}«; »cbnet-desktop --help« viser mulighederne.")
        else:
            files.append(argument)
    if len(files) > 1:
        raise WrongCall(f"Skriv kun navnet på én fil; du skrev {len(files)}.")
    if files and "is_example" in switches:
        raise WrongCall("Skriv enten et filnavn eller --example, ikke begge dele.")
    return Options(file=Path(files[0]) if files else None, **switches)
