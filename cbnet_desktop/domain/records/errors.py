"""Refusals: each carries one Danish sentence for the user and a code for scripts."""

from __future__ import annotations


class UserError(Exception):
    """A refusal the user can act on; str() is one Danish sentence that says what is wrong and what would be right."""

    code = "error"

    def __init__(self, message: str, *, table: str = "", row_id: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.table = table
        self.row_id = row_id
        self.field = field


class Invalid(UserError):
    """A value or a rule of the terms of reference stands in the way; nothing was written."""

    code = "invalid"


class InUse(Invalid):
    """A row cannot be removed, for another one refers to it; user is that one's table, id and field."""

    user: tuple[str, str, str] = ("", "", "")


class Conflict(UserError):
    """Somebody else changed the field since it was read; nothing was written."""

    code = "conflict"


class Frozen(UserError):
    """A signed-off version cannot be changed (M23)."""

    code = "frozen"


class Missing(UserError):
    """The named table, row, field or version does not exist."""

    code = "missing"


class Busy(UserError):
    """The file is locked by somebody else; trying again later may work."""

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
    #: Whether looking again after a second may help: a stale cache of a network folder looks like damage.
    is_transient = False


class TooNew(Unreadable):
    """The file was written by a newer version of the program."""

    code = "too_new"
