"""cbnet, the command-line program. Exit codes: 0 success, 1 refused or findings, 2 wrong usage or an unreadable file,
3 an unexpected error, which is written to the log; verify-pdf also 4, something to be looked at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cbnet_desktop.cli.terminal import output
from cbnet_desktop.system import apart, terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments == [apart.COMMAND]:
        return apart.serve()
    terminal.prepare()
    try:
        code = _run(arguments)
        output.finish()
    except BrokenPipeError:
        _silence_stdout()
        return output.REFUSED
    except output.Unwritten as error:
        _silence_stdout()
        output.complain(f"Svaret kunne ikke skrives ({error}).")
        return output.REFUSED
    return code


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # the commands take four times as long to load as Python itself
        output.say_version()
        return output.DONE
    from cbnet_desktop.cli.program import run

    return run(arguments)


def _silence_stdout() -> None:
    """Redirects stdout to the null device, so that the interpreter's flush at exit does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
