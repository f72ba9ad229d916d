"""Decisions about computers, made in the window: what is asked first, and what the views hear of afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store.computer_list import Computer, WaitingErasure, told_erasures
from cbnet_desktop.ui.editing import mail_folder
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import message_box

#: What this computer is told as long as nobody known knows it.
UNKNOWN_HERE = (
    "De andre kender ikke denne computer endnu. Bed en af dem om at trykke »Kender den«; til da gælder det, du "
    "godkender og sletter, kun her."
)


def decide(session: Session, work: Callable[[], frozenset[str]]) -> UserError | None:
    """Makes a decision and lets every view show what follows from it; returns why it was refused."""
    try:
        tables = work()
    except UserError as refusal:
        return refusal
    # A version signed on a computer that was not known counts now, or the reverse.
    session.changed.emit(tables | {PlanVersion.TABLE})
    session.exchange_soon()
    return None


def asks_to_hold_out(parent: QWidget, one: Computer) -> bool:
    """Asks before all that a computer has written goes from the lists."""
    sentence = (
        f"Alt, hvad {one.title} har skrevet, tages ud af listerne hos alle. Det bliver gemt, og »Kender den« henter "
        "det ind igen."
    )
    return message_box.confirm(parent, sentence, "&Hold den ude")


def erase(session: Session, parent: QWidget, waiting: Sequence[WaitingErasure]) -> UserError | None:
    """Asks, and erases contact data of several people at another's word; they go from the undo stack too."""
    sentence = f"{told_erasures(waiting)} Slettes de også her og i sikkerhedskopierne, kan det ikke fortrydes."
    if not message_box.confirm(parent, sentence, "&Slet også her"):
        return None
    refusal = decide(session, lambda: session.store.computers.confirm_erasures([one.id for one in waiting]))
    for one in () if refusal else waiting:
        session.undo_stack.forget_contacts(session.network, one.person)
    if not refusal:
        mail_folder.clear()
    session.stack_changed.emit()
    return refusal
