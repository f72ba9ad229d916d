"""All commands of the console, and what becomes of their refusals."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from cbnet_desktop.cli.commands import (
    annexes,
    answers,
    apply,
    backups,
    calendar,
    checks,
    computers,
    conflicts,
    dispatches,
    history,
    manual,
    new,
    new_year,
    papers,
    persons,
    plans,
    reopening,
    rows,
    search,
    sharing,
    sheets,
    signing,
    templates,
)
from cbnet_desktop.cli.terminal import faults, output
from cbnet_desktop.cli.terminal.arguments import LAPSE_ADVICE
from cbnet_desktop.cli.terminal.language import DanishGroup, WrongCall, sentence
from cbnet_desktop.domain.records.errors import Lapses, Unclear, Unreadable, UserError

WRONG, FAULT, INTERRUPTED = 2, 3, 130


def _say_version(ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        output.say_version()
        ctx.exit()


@click.group(
    cls=DanishGroup,
    no_args_is_help=False,
    subcommand_metavar="KOMMANDO [ARGUMENT]…",
    help="Kompetencenetværkets fil fra en terminal.",
    epilog="""CBNET_HOME er mappen med programmets egne filer, CBNET_USER er den, der retter. Slutkoden er 0, når det er
    gjort, 1, når noget er afvist eller fundet, 2 ved et forkert kald eller en fil, der ikke kan læses, og 3 ved en fejl
    i selve programmet. »cbnet verify-pdf« kan også slutte med 4.""",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Vis programmets version."
)
def cbnet() -> None:
    """The group of all commands."""


for command in (
    new.new,
    rows.tables,
    rows.show,
    rows.add,
    rows.set_fields,
    apply.apply,
    search.search,
    checks.check,
    new_year.new_year,
    plans.sign_off,
    reopening.reopen,
    *papers.COMMANDS,
    sheets.sheet,
    sheets.import_sheet,
    calendar.calendar,
    annexes.list_annexes,
    annexes.attach,
    annexes.attach_old,
    annexes.save_annex,
    annexes.remove_annex,
    templates.word_template,
    dispatches.list_dispatches,
    dispatches.draft,
    dispatches.remind,
    dispatches.mark_sent,
    dispatches.save_dispatch,
    dispatches.remove_draft,
    answers.answer_forms,
    answers.answer,
    signing.sign,
    signing.verify_pdf,
    history.history,
    checks.verify,
    sharing.exchange,
    sharing.merge,
    sharing.copy,
    computers.computers,
    conflicts.conflicts,
    conflicts.resolve,
    backups.backups,
    backups.restore,
    persons.person,
    persons.erase,
    manual.manual,
):
    cbnet.add_command(command)


#: What to write where a refusal is a question.
_WAYS_ON = {
    Lapses: f" {LAPSE_ADVICE}",
    Unclear: " Svar med den fælles fil (--as shared), en kopi, der kun skal ses (--as copy), eller det nye mødested "
    "(--as place).",
}


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit code; raises BrokenPipeError and Unwritten."""
    try:
        _require_text(arguments)
        return cbnet.main(arguments, prog_name="cbnet", standalone_mode=False) or output.DONE
    except click.ClickException as error:
        return _refused(WRONG, "wrong_call", sentence(error), arguments)
    except UserError as refusal:
        code = WRONG if isinstance(refusal, (Unreadable, Unclear)) else output.REFUSED
        return _refused(code, refusal.code, f"{refusal.message}{_WAYS_ON.get(type(refusal), '')}", arguments)
    except (KeyboardInterrupt, click.Abort):
        output.complain("Afbrudt.")
        return INTERRUPTED
    except (BrokenPipeError, output.Unwritten):
        raise
    except Exception as error:
        return _refused(FAULT, "fault", faults.logged(error), arguments)


def _require_text(arguments: Sequence[str]) -> None:
    """Refuses bytes that are not UTF-8: Python decodes them as lone surrogates, which cannot be stored."""
    texts = {f"Argument nr. {number}": argument for number, argument in enumerate(arguments, 1)}
    texts |= {name: os.environ.get(name, "") for name in ("CBNET_HOME", "CBNET_USER")}
    for name, text in texts.items():
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise WrongCall(f"{name} er ikke gyldig UTF-8. Skriv det igen med almindelige tegn.")


def _refused(code: int, name: str, message: str, arguments: Sequence[str]) -> int:
    output.complain(message)
    if "--json" in arguments:
        output.say_result({"ok": False, "error": name, "message": message})
    return code
