"""What the cells and names of an edit can hold, the same in every version of Python and Unicode."""

from __future__ import annotations

import re

#: What breaks a line, turns its direction or is half a character; a list of our own, as Python's grows with Unicode.
NO_LINE = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
HALF = re.compile("[\ud800-\udfff]")


def is_line(value: object, most: int) -> bool:
    """Whether it is one line of text of at most so many characters."""
    if type(value) is not str or len(value) > most:
        return False
    return value.isprintable() if value.isascii() else NO_LINE.search(value) is None


def is_row_id(value: object) -> bool:
    """Whether a row can have this id: one line of at most 64 characters."""
    return value != "" and is_line(value, 64)


def is_value(value: object) -> bool:
    """Whether a cell can hold it: SQLite takes no larger numbers, and neither NUL nor half characters."""
    if type(value) is str:
        return "\0" not in value and (value.isascii() or HALF.search(value) is None)
    return value is None or type(value) is bool or (type(value) is int and -(2**63) <= value < 2**63)
