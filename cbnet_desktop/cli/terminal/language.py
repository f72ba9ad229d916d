"""Click in Danish: help pages and error messages."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

import click


class WrongCall(click.UsageError):
    """Wrong usage of a command; the message is one Danish sentence."""


class DanishHelp(click.Command):
    """A command whose help page and error messages are Danish, click's own included."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[TILVALG]")
        super().__init__(*args, **settings)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuses superfluous arguments in Danish."""
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not allowed:
            surplus = " ".join(f"»{argument}«" for argument in rest)
            raise WrongCall(f"Der er for mange argumenter: {surplus}.", ctx)
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help with a Danish text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Vis denne hjælp."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Brug: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with their Danish texts."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section("Tilvalg"):
            formatter.write_dl([_described(option) for option in options])


def command(name: str, short_help: str, description: str) -> Callable[[Callable[..., Any]], DanishHelp]:
    """Makes a function a command, with its line in the list of commands and the text of its help page."""
    return click.command(name, cls=DanishHelp, short_help=short_help, help=description)


class DanishGroup(DanishHelp, click.Group):
    """A command of commands, listed in the order they were added."""

    command_class = DanishHelp

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands in the order they were added."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        with formatter.section("Kommandoer"):
            formatter.write_dl([(name, command.short_help or "") for name, command in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuses an unknown command in Danish."""
        if self.get_command(ctx, args[0]) is None:
            raise WrongCall(f"Kommandoen »{args[0]}« findes ikke.{_meant(args[0], list(self.commands))}", ctx)
        return super().resolve_command(ctx, args)


def sentence(error: click.ClickException) -> str:
    """The error in Danish, and the call that shows the help page."""
    context = getattr(error, "ctx", None)
    page = f" Se »{context.command_path} --help«." if context else ""
    return _wrong(error, context) + page


def _wrong(error: click.ClickException, context: click.Context | None) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"Tilvalget {error.option_name} findes ikke.{_meant(error.option_name, error.possibilities or [])}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"{_named(error.param)} mangler."
    if isinstance(error, click.BadOptionUsage):
        is_flag = context is not None and _is_flag(context.command, error.option_name)
        return f"Tilvalget {error.option_name} {'tager ingen værdi' if is_flag else 'mangler en værdi'}."
    if type(error) is click.UsageError and context is not None and isinstance(context.command, click.Group):
        return "Der mangler en kommando."
    return error.message


def _meant(word: str, possibilities: list[str]) -> str:
    close = difflib.get_close_matches(word, possibilities, n=1)
    return f" Mente du {close[0]}?" if close else ""


def _named(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return f"Tilvalget {max(param.opts, key=len)}"
    return f"Argumentet {(param.metavar or param.name or '').strip('[]….')}"


def _is_flag(command: click.Command, name: str) -> bool:
    return any(isinstance(param, click.Option) and param.is_flag and name in param.opts for param in command.params)


def _described(option: click.Option) -> tuple[str, str]:
    metavar = "" if option.is_flag or option.count else f" {option.metavar}"
    is_required = " Skal angives." if option.required else ""
    return f"{', '.join(option.opts)}{metavar}", f"{option.help or ''}{is_required}"
