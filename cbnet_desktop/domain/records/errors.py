"""Errors for the user: each has one Danish sentence for people and a code for scripts."""

from __future__ import annotations


class UserError(Exception):
    """An error that the user can act on; str() is one Danish sentence: what is wrong and what to do."""

    code = "error"

    def __init__(self, message: str, *, table: str = "", row_id: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.table = table
        self.row_id = row_id
        self.field = field


class Invalid(UserError):
    """A value is invalid or a rule of the terms of reference would be broken; nothing was written."""

    code = "invalid"


class InUse(Invalid):
    """A row cannot be removed because another row refers to it; user is that row's table, id and field."""

    user: tuple[str, str, str] = ("", "", "")


class Conflict(UserError):
    """Somebody else changed the field since it was read; nothing was written."""

    code = "conflict"


class Frozen(UserError):
    """What was signed off, approved or set cannot be changed (M13, M14, M23)."""

    code = "frozen"


class Lapses(UserError):
    """Consents or agreed shares would lapse, and nobody has said that they may; nothing was written (M8, M20)."""

    code = "lapses"


class Missing(UserError):
    """The named table, row, field or version does not exist."""

    code = "missing"


class Busy(UserError):
    """The file is locked by somebody else; a retry may succeed."""

    code = "busy"


class ReadOnly(UserError):
    """The file or its folder cannot be written."""

    code = "read_only"


class Full(UserError):
    """The disk has no room for the edit; nothing was written."""

    code = "full"


class Unreadable(UserError):
    """The file is missing, empty, damaged or not a CBnet file."""

    code = "unreadable"


class Damaged(Unreadable):
    """The file was ours once and is damaged; file is its path."""

    file = ""


class Unclear(UserError):
    """A file of a network that is known here under another path; somebody has to say how it is meant."""

    code = "unclear"


class TooNew(Unreadable):
    """The file was written by a newer version of the program."""

    code = "too_new"
