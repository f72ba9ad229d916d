"""The console's output: values as JSON, rows as aligned tables."""

from __future__ import annotations

import errno
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from cbnet_desktop import __version__
from cbnet_desktop.system import terminal

DONE, REFUSED = 0, 1
WIDEST_CELL = 40
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Unwritten(Exception):
    """Stdout could not be written, for another reason than a broken pipe; str() is the system's reason."""


def say(text: str = "") -> None:
    """Prints a line, with control characters escaped."""
    _write(f"{printable(text)}\n")


def say_version() -> None:
    """Prints the program's name and version."""
    say(f"cbnet {__version__}")


def complain(text: str) -> None:
    """Prints a line to stderr."""
    with suppress(Unwritten):
        finish()
    sys.stderr.write(f"{printable(text)}\n")
    sys.stderr.flush()


def say_json(value: Any) -> None:
    """Prints a value as JSON, a list with one item per line for line-based tools."""
    if isinstance(value, list):
        lines = ",\n".join(_json(item) for item in value)
        _write(f"[\n{lines}\n]\n" if value else "[]\n")
    else:
        _write(f"{_json(value)}\n")


def say_result(result: dict[str, Any]) -> None:
    """Prints one line of JSON and flushes it."""
    _write(f"{_json(result)}\n")
    finish()


def say_bytes(content: bytes) -> None:
    """Writes a file's bytes unchanged."""
    finish()
    with _translated_errors():
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def finish() -> None:
    """Flushes stdout; raises BrokenPipeError and Unwritten."""
    with _translated_errors():
        sys.stdout.flush()


def _write(text: str) -> None:
    with _translated_errors():
        sys.stdout.write(text)


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno == errno.EINVAL:  # what Windows calls a pipe whose reader has gone
            raise BrokenPipeError from None
        raise Unwritten(error.strerror) from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=not terminal.takes_all(), allow_nan=False)


def say_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints rows in aligned columns; long cells are cut, empty columns left out."""
    cells = [[_cell(text) for text in row] for row in rows]
    used = [index for index, _ in enumerate(heads) if any(row[index] for row in cells)]
    widths = {index: max(_width(row[index]) for row in [list(heads), *cells]) for index in used}
    for row in [list(heads), ["-" * widths.get(index, 0) for index, _ in enumerate(heads)], *cells]:
        say("  ".join(row[index] + " " * (widths[index] - _width(row[index])) for index in used).rstrip())


def say_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Prints a label and its text per line, the further lines of a text indented under its first."""
    width = max((_width(label) for label, _ in pairs), default=0)
    for label, text in pairs:
        first, *rest = text.split("\n")
        say(f"{label}{' ' * (width - _width(label))}  {first}".rstrip())
        for line in rest:
            say(f"{' ' * width}  {line}".rstrip())


def printable(text: str) -> str:
    """The text with control and bidi characters escaped; line breaks and tabs stay."""
    return _CONTROL.sub(
        lambda match: f"\\x{ord(match[0]):02x}" if match[0] < "\u0100" else f"\\u{ord(match[0]):04x}", text
    )


def _cell(text: str) -> str:
    text = printable(" ".join(text.split()))
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"


def _width(text: str) -> int:
    """The width of the text in terminal columns."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
