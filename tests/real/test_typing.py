"""Nothing typed is ever lost: Esc, pauses, Ctrl+Z, the end of the program, and the lines under the minutes."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from tests.real.conftest import Start
from tests.real.program import Program, Seen

WELCOME = "Velkommen og godkendelse af dagsorden"
GOAL = "Der er uddannet ledere af læseklubber for børn i alle seks områder."


def item(program: Program) -> dict[str, Any]:
    """The first item of the annual meeting that is called."""
    return [row for row in program.rows("agenda_items") if row["title"] == WELCOME][-1]


def goal(program: Program) -> dict[str, Any]:
    """Goal 1.1, whatever it says by now."""
    return program.row("goals", audience="Børneformidlere i folkebibliotekerne")


def minutes(program: Program) -> Program:
    """Begins to write the minutes of the annual meeting."""
    return program.key("ctrl+4", "ctrl+r")


def text(program: Program, name: str) -> str:
    """What stands in a field on the screen."""
    return program.the("text", name).text


def goal_cell(program: Program, column: str) -> Seen:
    """A cell of goal 1.1."""
    return program.cell("Mål", "1.1", column)


def test_esc_leaves_the_minutes_alone_and_only_fortryd_takes_typing_back(program: Program) -> None:
    minutes(program).type("Velkommen til alle.").key("Escape", "Escape")
    assert text(program, "Referat") == "Velkommen til alle."
    program.key("Tab")
    assert item(program)["outcome"] == "Velkommen til alle."
    program.key("shift+Tab", "ctrl+End").type(" Kaffe.").key("ctrl+z")
    assert text(program, "Referat") == "Velkommen til alle."
    program.key("ctrl+y")
    assert text(program, "Referat") == "Velkommen til alle. Kaffe."
    program.key("ctrl+z", "ctrl+z")
    assert text(program, "Referat") == item(program)["outcome"] == ""
    program.key("ctrl+shift+z", "ctrl+y")
    assert text(program, "Referat") == item(program)["outcome"] == "Velkommen til alle. Kaffe."


def test_a_pause_saves_forms_and_cells_and_fortryd_still_begins_with_the_typing(program: Program) -> None:
    program.key("ctrl+6").click(program.the("text", "Indikator"))
    program.key("ctrl+a").type("Kurser").key("Tab")
    program.click(program.the("text", "Resultat og bemærkninger")).type("Godt i gang")
    program.wait_for(lambda: goal(program)["result"] == "Godt i gang", "the pause of a form")
    assert program.focus().label.startswith("Resultat og bemærkninger")
    program.key("ctrl+z")
    assert text(program, "Resultat og bemærkninger") == ""
    assert goal(program)["result"] == "Godt i gang"
    program.key("ctrl+z")
    assert (goal(program)["result"], goal(program)["indicator"]) == ("", "Uddannede ledere")
    program.click(goal_cell(program, "Mål")).key("F2", "End").type(" Også i nord.")
    program.key("Escape")
    assert program.says("Det skrevne bliver stående")
    program.wait_for(lambda: goal(program)["text"] == f"{GOAL} Også i nord.", "the pause of a cell")
    program.type("!").key("ctrl+z", "ctrl+z")
    assert goal(program)["text"] == GOAL


def test_what_is_under_the_cursor_when_the_system_ends_the_program_is_stored(start: Start) -> None:
    program = minutes(start()).type("Sidste ord")
    assert program.stop(by=signal.SIGTERM) == 0
    assert item(program)["outcome"] == "Sidste ord"
    program = start().key("ctrl+6")
    program.click(program.the("text", "Indikator")).key("ctrl+a").type("Kurser")
    assert program.stop(by=signal.SIGHUP) == 0
    assert goal(program)["indicator"] == "Kurser"
    program = start().key("ctrl+6")
    program.click(goal_cell(program, "Indikator")).type("Halvt skrevet")
    program.screen.key("alt+F4")
    assert program.wait_for_end() == 0
    assert goal(program)["indicator"] == "Halvt skrevet"


def test_a_refused_value_is_there_refused_at_the_next_start_until_it_is_mended(start: Start) -> None:
    program = start().key("ctrl+6")
    program.click(goal_cell(program, "Frist")).type("engang")
    assert program.stop() == 0
    kept = kept_file(program)
    assert kept.stat().st_mode & 0o777 == 0o600
    program = start()
    assert program.says("Frist for »Der er uddannet")
    program.key("ctrl+6")
    assert "engang. Afvist: " in goal_cell(program, "Frist").name
    assert goal(program)["deadline"] == "2015-10-30"
    program.click(goal_cell(program, "Frist")).type("1.12.2015").key("Return")
    assert program.stop() == 0
    assert goal(program)["deadline"] == "2015-12-01"
    assert not kept.exists()


def test_ctrl_del_in_a_text_takes_a_word_and_archives_nothing(program: Program) -> None:
    program.key("ctrl+6").click(goal_cell(program, "Indikator")).key("F2", "Home", "ctrl+Delete", "Return")
    assert goal(program)["indicator"].strip() == "ledere"
    program.click(goal_cell(program, "Mål")).key("F2", "ctrl+Home", "ctrl+Delete", "Return")
    assert goal(program)["text"].lstrip().startswith("er uddannet")
    before = program.history()
    program.key("ctrl+shift+f").type("ledere af").key("Home", "ctrl+Delete", "ctrl+a", "Delete", "Return")
    program.key("ctrl+f").type("uddannet").key("End", "ctrl+Delete", "Home", "ctrl+Delete", "Escape")
    minutes(program).type("Velkommen alle").key("Home", "ctrl+Delete", "End", "ctrl+Delete")
    program.key("ctrl+shift+o").type("Skrive").key("ctrl+Delete", "Home", "ctrl+Delete")
    assert (text(program, "Referat"), text(program, "Hvad")) == ("alle", "")
    program.key("Escape", "ctrl+shift+d").type("Ole").key("ctrl+Delete", "Escape")
    assert item(program)["outcome"].strip() == "alle"
    assert len(program.history()) == len(before) + 1
    program.key("ctrl+r").click_cell("Dagsorden", "Eventuelt", "Overskrift").key("ctrl+Delete")
    assert program.says("arkiveret")


def test_a_line_under_the_minutes_stays_with_its_item(start: Start) -> None:
    program = minutes(start()).key("ctrl+shift+o").type("Skrive til alle").key("Tab", "Tab").type("engang")
    program.key("Return")
    assert program.says("Opfølgning til Pkt. 1")
    program.key("ctrl+Page_Down")
    assert not program.find("text", "Hvad")
    program.key("ctrl+shift+d").type("Ole Gæst").key("ctrl+Page_Up")
    assert (text(program, "Hvad"), text(program, "Frist")) == ("Skrive til alle", "engang")
    assert program.says("Opfølgning til Pkt. 1")
    program.key("ctrl+shift+d", "Escape", "ctrl+r", "ctrl+r", "F11", "F11")
    assert text(program, "Hvad") == "Skrive til alle"
    assert program.stop() == 0
    program = minutes(start())
    assert text(program, "Hvad") == "Skrive til alle"
    program.key("ctrl+shift+o", "Tab", "Tab", "ctrl+a").type("15.1.2015").key("Return")
    assert program.row("follow_ups", text="Skrive til alle")["deadline"] == "2015-01-15"
    program.key("ctrl+Page_Down")
    assert program.says("Deltager til Pkt. 2")
    program.key("ctrl+Page_Up")
    assert not program.find("text", "Hvad")


def test_a_long_text_in_a_dialog_is_there_again_after_esc(start: Start) -> None:
    program = start().key("ctrl+4", "alt+i")
    program.wait_for(lambda: program.find("text", "Indkaldelsens tekst"))
    before = text(program, "Indkaldelsens tekst")
    program.key("ctrl+Home").type("Kom i god tid. ").key("Escape")
    program.key("alt+i")
    program.wait_for(lambda: program.find("text", "Indkaldelsens tekst"))
    assert text(program, "Indkaldelsens tekst") == f"Kom i god tid. {before}"
    program.key("ctrl+z")
    assert text(program, "Indkaldelsens tekst") == before
    program.key("ctrl+y")
    assert program.stop() == 0
    program = start().key("ctrl+4", "alt+i")
    assert text(program, "Indkaldelsens tekst") == f"Kom i god tid. {before}"


def kept_file(program: Program) -> Path:
    """Where the program keeps what was typed and refused."""
    (found,) = program.home.glob("replicas/*.typed.json")
    return found


def test_a_dead_key_opens_a_cell_with_its_letter(start: Start) -> None:
    program = start().key("ctrl+6")
    program.click(goal_cell(program, "Indikator")).key("dead_acute", "E").type("n kursusdag").key("Return")
    assert goal(program)["indicator"] == "Én kursusdag"
    program.click(goal_cell(program, "Mål")).key("dead_grave", "a").type(" jour").key("Return")
    assert goal(program)["text"] == "à jour"
    before = goal(program)
    program.click(goal_cell(program, "Nr.")).key("dead_acute", "e")
    assert program.says("Nummeret følger af målets indsatsområde")
    program.click(goal_cell(program, "Indikator")).key("dead_acute", "Escape")
    assert goal(program) == before


def test_what_was_typed_into_dialogs_and_lines_is_there_after_the_program_was_killed(start: Start) -> None:
    program = start().key("ctrl+4", "alt+i")
    program.the("text", "Indkaldelsens tekst")
    program.key("ctrl+Home").type("Kom i god tid. ")
    program.wait_for(lambda: "Kom i god tid. " in kept(program), "the pause of a dialog")
    program.key("Escape")
    program.wait_for(lambda: len(program.windows()) == 1 and program.focus(), "the window with the keyboard again")
    program.key("ctrl+4")
    program.wait_for(lambda: program.focus().role == "table cell", "the table with the keyboard")
    program.key("ctrl+r", "ctrl+shift+o").type("Skrive til alle")
    program.wait_for(lambda: "Skrive til alle" in kept(program), "the pause of a line")
    assert program.process
    program.process.kill()
    program.process.wait()
    program = minutes(start())
    assert text(program, "Hvad") == "Skrive til alle"
    program.key("ctrl+r", "alt+i")
    program.wait_for(lambda: program.find("text", "Indkaldelsens tekst"))
    assert text(program, "Indkaldelsens tekst").startswith("Kom i god tid. ")


def kept(program: Program) -> str:
    """What is kept beside the replica; empty while nothing is."""
    return "".join(path.read_text() for path in program.home.glob("replicas/*.typed.json"))
