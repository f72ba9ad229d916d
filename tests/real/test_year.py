"""A year of the secretary's, by keys alone: from the first screen to a printed plan, a backup and the next year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.real import print_server
from tests.real.print_server import PrintServer
from tests.real.program import Program
from tests.real.screen import Screen
from tests.real.test_printing import job_after, said

pytestmark = pytest.mark.skipif(bool(print_server.obstacle()), reason=print_server.obstacle())

TODAY = date.today()
YEAR = TODAY.year + 1
SEATS = ("Ditte Holm", "Karla Sagn", "Hanne Fabel", "Gorm Tænk", "Jørgen Skov", "Oda Digter", "Åse Gaard")
GOAL = "Der er holdt en temadag i hvert område."


def danish(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


@pytest.fixture
def server() -> Iterator[PrintServer]:
    made = PrintServer()
    made.add("Kontor")
    yield made
    made.close()


@pytest.fixture
def she(screen: Screen, server: PrintServer, tmp_path: Path) -> Iterator[Program]:
    """The program at its first start."""
    program = Program(screen, tmp_path / "home", tmp_path / "netværk.cbnet")
    program.environment.update(server.environment)
    program.start_first()
    yield program
    program.stop()


def fast(program: Program, text: str) -> Program:
    """Types, and waits until all of it stands where the cursor is: a shortcut would overtake the letters."""
    program.type(text, 8)

    def stands() -> bool:
        now = program.focus()
        return any(text in held for held in (now.text, now.name))

    program.wait_for(stands, f"»{text}« in the field")
    return program


def dialog(program: Program, title: str) -> None:
    program.wait_for(lambda: program.windows()[-1].startswith(title), f"the dialog {title}")


def closed(program: Program, count: int = 1) -> None:
    program.wait_for(lambda: len(program.windows()) == count, "the dialog closed")


def found(program: Program) -> None:
    """The first screen: a new network with the agency's representative."""
    program.key("Return")
    dialog(program, "Nyt netværk")
    fast(program.key("alt+r"), "Asta Eksempelsen")
    fast(program.key("alt+d"), danish(TODAY - timedelta(days=30)))
    fast(program.key("alt+i", "ctrl+a"), str(program.path)).key("Return")
    program.wait_for(lambda: program.find("page tab", "Overblik"), "the window of the network")


def fill_seats(program: Program) -> None:
    """A name typed on an empty seat begins the appointment."""
    program.key("ctrl+2")
    for name in SEATS:
        program.key("Down")
        fast(program, name)
        dialog(program, "Udpeg")
        fast(program.key("alt+f", "ctrl+a"), danish(TODAY - timedelta(days=30))).key("Return")
        closed(program)
    assert program.says("alle besat")


def agree_on_areas(program: Program) -> None:
    """An area is proposed, sent out, answered by all six from her spreadsheet, and set."""
    fast(program.key("ctrl+3", "ctrl+n"), "Læsning for alle").key("Return")
    program.key("alt+s")
    dialog(program, "Send")
    fast(program.key("ctrl+a"), danish(TODAY)).key("alt+u")
    closed(program)
    program.copy_elsewhere(f"{danish(TODAY)}\tStøtter\tEnig.\n" * 6)
    program.key("ctrl+3", "F6", "Home", "Right", "Right", "ctrl+v")
    assert program.says("Alle 6 har svaret")
    assert program.row("focus_areas", title="Læsning for alle")
    program.key("alt+t")
    dialog(program, "Fastsæt")
    program.key("Return")
    closed(program)


def agree_on_money(program: Program) -> None:
    """Six amounts and shares, agreed by both sides, pasted as one block."""
    program.key("ctrl+5", "alt+o")
    program.wait_for(lambda: len(program.table("Budgetandele")) == 6, "six shares")
    day = danish(TODAY)
    program.copy_elsewhere(f"500.000\t25\t\t\t{day}\t{day}\n" * 6)
    program.key("ctrl+Home", "Right", "Right", "ctrl+v")
    program.copy_elsewhere("500.000\t25\n" * 6)
    program.key("ctrl+v")
    assert program.says("Alle har aftalt")


def hold_the_annual_meeting(program: Program) -> None:
    """Called, held and written item by item, approved."""
    program.key("ctrl+4", "ctrl+n")
    dialog(program, "Nyt møde")
    fast(program, danish(TODAY))
    fast(program.key("alt+m"), "Årsmøde").key("Tab")
    fast(program.key("alt+s"), "Odense").key("Return")
    closed(program)
    program.key("alt+i")
    dialog(program, "Indkald")
    program.wait_for(lambda: program.focus().role == "text", "the cursor in the letter")
    program.key("alt+i")
    closed(program)
    program.wait_for(lambda: program.row("meetings", kind="annual")["state"] == "called", "the meeting called")
    program.key("ctrl+r")
    for _ in range(len(program.rows("agenda_items"))):
        fast(program, "Drøftet.").key("ctrl+Next")
    program.key("ctrl+shift+a", "ctrl+r", "alt+g")
    program.wait_for(lambda: program.row("meetings", kind="annual")["state"] == "approved", "the minutes approved")


def sign_the_plan(program: Program) -> None:
    """A goal with an owner and a deadline, signed off."""
    fast(program.key("ctrl+6", "ctrl+n"), GOAL).key("Return")
    program.copy_elsewhere(f"Asta Eksempelsen\t\tTemadage\t1.10.{YEAR}\n")
    program.key("Home", "Right", "Right", "ctrl+v")
    program.key("alt+g")
    dialog(program, "Godkend")
    program.key("Return")
    program.wait_for(lambda: program.rows("plan_versions"), "a signed version")
    program.key("Escape")


def print_the_plan(program: Program, server: PrintServer) -> None:
    """What comes out of the printer is the signed version."""
    program.key("alt+b")
    program.the("label", "af ")
    program.key("ctrl+p")
    dialog(program, "Udskriv")
    program.key("Return")
    paper = said("pdftotext", job_after(server, 0).paper, "-")
    assert GOAL in " ".join(paper.split())
    assert "Version 1" in paper
    assert "UDKAST" not in paper
    program.key("Escape")


def begin_the_next_year(program: Program) -> None:
    """The open goal goes on in the next year's plan."""
    program.key("alt+p", "s")
    dialog(program, "Start")
    program.key("Return")
    closed(program)
    program.wait_for(lambda: len(program.rows("plans")) == 2, "the next plan")


def back_up(program: Program, target: Path) -> None:
    """A copy on her stick."""
    target.parent.mkdir()
    program.key("ctrl+shift+s")
    dialog(program, "Gem en kopi")
    fast(program.key("ctrl+a"), str(target)).key("Return")
    program.wait_for(target.exists, "the copy")
    closed(program)


def restore_on_another_computer(program: Program, backup: Path) -> None:
    """The laptop is lost: the backup is opened on another one, holds the signed plan, and goes on there."""
    program.stop()
    program.home, program.path = backup.parent / "hjem", backup
    program.environment.update(CBNET_HOME=str(program.home), HOME=str(program.home))
    program.start()
    program.wait_for(lambda: program.find("label", "ligger ikke ved siden af filen"), "the question")
    program.key("alt+b")
    program.wait_for(lambda: program.find("page tab", "Overblik"), "the window of the network")
    assert [row["number"] for row in program.rows("plan_versions")] == [1]
    program.key("ctrl+6")
    fast(program.key("ctrl+Home", "Right"), "Alle har øvet sig.").key("Return")
    program.wait_for(
        lambda: "Alle har øvet sig." in {row["text"] for row in program.rows("goals")}, "the goal changed in the copy"
    )


def test_a_year_by_keys_alone(she: Program, server: PrintServer, tmp_path: Path) -> None:
    found(she)
    fill_seats(she)
    agree_on_areas(she)
    agree_on_money(she)
    hold_the_annual_meeting(she)
    sign_the_plan(she)
    print_the_plan(she, server)
    begin_the_next_year(she)
    back_up(she, tmp_path / "stik" / "kopi.cbnet")
    restore_on_another_computer(she, tmp_path / "stik" / "kopi.cbnet")
