"""What the console writes: UTF-8 whatever the terminal believes, rows as JSON or as aligned tables."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

WIDEST_CELL = 40


class Unwritten(Exception):
    """The answer could not be written, but to somebody who went away; str() is the system's reason."""


def prepare() -> None:
    """Makes both streams write UTF-8, and show half characters as escapes instead of failing on them.

    A stream that was closed from the start swallows what is written.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def say(text: str = "") -> None:
    """A line for the reader, without characters that could steer the terminal."""
    _write(f"{printable(text)}\n")


def complain(text: str) -> None:
    """A line on the error stream."""
    with suppress(Unwritten):
        finish()
    sys.stderr.write(f"{printable(text)}\n")
    sys.stderr.flush()


def say_json(value: Any) -> None:
    """A value as JSON; a list has one line an item, so that line-by-line tools can read along."""
    if isinstance(value, list):
        lines = ",\n".join(_json(item) for item in value)
        _write(f"[\n{lines}\n]\n" if value else "[]\n")
    else:
        _write(f"{_json(value)}\n")


def say_result(result: dict[str, Any]) -> None:
    """One line of JSON, handed over at once."""
    _write(f"{_json(result)}\n")
    finish()


def say_bytes(content: bytes) -> None:
    """A document as it is."""
    finish()
    with _translated_errors():
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def finish() -> None:
    """Hands over what is still held back; raises BrokenPipeError and Unwritten."""
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
        raise Unwritten(error.strerror) from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def say_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns under their heads; long cells are cut and columns without a value left out."""
    cells = [[_cell(text) for text in row] for row in rows]
    used = [index for index, _ in enumerate(heads) if any(row[index] for row in cells)]
    widths = {index: max(_width(row[index]) for row in [list(heads), *cells]) for index in used}
    for row in [list(heads), ["-" * widths.get(index, 0) for index, _ in enumerate(heads)], *cells]:
        say("  ".join(row[index] + " " * (widths[index] - _width(row[index])) for index in used).rstrip())


def say_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """A label and its text on each line; further lines of a text are indented under its first."""
    width = max((_width(label) for label, _ in pairs), default=0)
    for label, text in pairs:
        first, *rest = text.split("\n")
        say(f"{label}{' ' * (width - _width(label))}  {first}".rstrip())
        for line in rest:
            say(f"{' ' * width}  {line}".rstrip())


def printable(text: str) -> str:
    """The text with control and direction characters written out; line breaks and tabs stay."""
    return "".join(_escaped(char) if _is_steering(char) else char for char in text)


def _is_steering(char: str) -> bool:
    return char not in "\n\t" and (
        unicodedata.category(char) == "Cc" or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"


def _cell(text: str) -> str:
    text = printable(" ".join(text.split()))
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(0 if unicodedata.combining(char) else 2 if _is_wide(char) else 1 for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
