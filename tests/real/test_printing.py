"""What is printed by keys comes out of a real print server as the PDF says, and what does not come out is told."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real import print_server
from tests.real.conftest import Start
from tests.real.print_server import Job, PrintServer
from tests.real.program import PATIENCE, Program, Seen

pytestmark = pytest.mark.skipif(bool(print_server.obstacle()), reason=print_server.obstacle())

#: Points; A4 as printers know it.
A4, A3 = "595 x 842", "842 x 1191"


@pytest.fixture(scope="module")
def server() -> Iterator[PrintServer]:
    made = PrintServer()
    made.add("Kontor")
    yield made
    made.close()


@pytest.fixture
def office(server: PrintServer, start: Start) -> Program:
    """The program on a computer with the printer Kontor."""
    return start(**server.environment)


def ask(program: Program, *, by: str = "ctrl+shift+p", is_whole: bool = False) -> Program:
    """Opens the preview of the plan, or what another key previews, and asks for printing; all of the dialog."""
    if not any("forhåndsvisning" in title for title in program.windows()):
        program.focus()
        program.key(by)
        program.the("label", "af ")
    program.key("ctrl+p")
    program.wait_for(lambda: program.windows()[-1].startswith("Udskriv"), "the print dialog")
    return program.key("alt+v") if is_whole else program


def fill_in(program: Program, field: Seen, text: str) -> None:
    program.click(field).key("ctrl+a").type(text)


def job_after(server: PrintServer, count: int) -> Job:
    """The next job after so many."""
    end = time.monotonic() + PATIENCE
    while len(server.jobs()) <= count:
        assert time.monotonic() < end, "no job came to the printer"
        time.sleep(0.05)
    return server.jobs()[count]


def said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def page_count(pdf: Path) -> int:
    return int(said("pdfinfo", pdf).split("Pages:")[1].split()[0])


def words(pdf: Path, *pages: int) -> list[list[str]]:
    """Each page's words, sorted: pdftotext reads columns in another order once a page has been moved by a hair."""
    texts = said("pdftotext", pdf, "-").split("\f")[:-1]
    return [sorted(texts[page - 1].split()) for page in pages or range(1, len(texts) + 1)]


def difference(first: Path, second: Path, page: int, other: int) -> float:
    """The mean difference of two pages' grey, 0 to 255, at 30 dpi."""
    command = ("pdftoppm", "-r", "30", "-gray", "-scale-to-x", "248", "-scale-to-y", "351")
    one, two = (
        subprocess.run([*command, "-f", str(at), "-l", str(at), pdf], check=True, capture_output=True).stdout
        for pdf, at in ((first, page), (second, other))
    )
    assert len(one) == len(two)
    return sum(abs(a - b) for a, b in zip(one, two, strict=True)) / len(one)


def test_the_plan_is_printed_by_keys_as_the_very_pdf_on_both_sides_of_a4(
    office: Program, server: PrintServer, tmp_path: Path
) -> None:
    count = len(server.jobs())
    ask(office).key("Return")
    office.the("label", "Sendt til Kontor")
    job = job_after(server, count)
    office.console("plan", "--year", "2015", "--draft", "-o", str(tmp_path / "plan.pdf"))
    plan = tmp_path / "plan.pdf"
    pages = page_count(plan)
    assert pages > 5
    assert office.says(f"Sendt til Kontor: {pages} sider.")
    assert job.handed_over == plan.read_bytes()
    assert page_count(job.paper) == pages
    assert words(job.paper) == words(plan)
    assert max(difference(plan, job.paper, page, page) for page in (1, 2, pages)) < 4
    assert job.paper.stat().st_size < 2 * plan.stat().st_size, "letters and lines, not pixels"
    assert A4 in said("pdfinfo", job.paper)
    assert "sides=two-sided-long-edge" in job.options.split()
    assert job.title.startswith("Handlingsplan")


def test_pages_copies_and_one_side_are_what_the_dialog_says(
    office: Program, server: PrintServer, tmp_path: Path
) -> None:
    office.console("plan", "--year", "2015", "--draft", "-o", str(tmp_path / "plan.pdf"))
    plan = tmp_path / "plan.pdf"

    count = len(server.jobs())
    ask(office, is_whole=True)
    office.click(office.the("radio button", "Sider"))
    fill_in(office, office.the("text", "Udskriftsområde"), "2-3,5")
    fill_in(office, office.the("spin button", "Kopier"), "3")
    office.click(office.find("page tab", "Valgmuligheder")[-1])
    office.click(office.the("radio button", "Nej")).key("Return")
    office.the("label", "Sendt til Kontor: 3 sider i 3 eksemplarer.")
    job = job_after(server, count)
    assert job.copies == 3
    assert words(job.paper) == words(plan, 2, 3, 5)
    assert "sides=one-sided" in job.options.split()

    ask(office, is_whole=True)
    from_page, to_page = sorted(office.find("spin button", "Udskriftsområde"), key=lambda seen: seen.place)
    office.click(office.the("radio button", "Sider fra"))
    fill_in(office, from_page, "2")
    fill_in(office, to_page, "5")
    office.click(office.the("combo box", "Medtag")).key("Down", "Return")
    office.click(office.the("check box", "Omvendt")).key("Return")
    office.the("label", "Sendt til Kontor: 2 sider.")
    assert words(job_after(server, count + 1).paper) == words(plan, 5, 3)

    office.key("Page_Down", "Page_Down", "Page_Down")
    page = int(office.the("text", "Sidetal").text)
    ask(office, is_whole=True)
    office.click(office.the("radio button", "Nuværende side")).key("Return")
    office.the("label", "Sendt til Kontor: 1 side.")
    assert words(job_after(server, count + 2).paper) == words(plan, page)


def test_the_paper_chosen_is_the_paper_printed_on(office: Program, server: PrintServer) -> None:
    count = len(server.jobs())
    ask(office).key("alt+e")
    office.click(office.the("combo box", "Sidestørrelse")).key("End", "Return")
    office.key("Return")
    office.wait_for(lambda: office.windows()[-1].startswith("Udskriv"))
    office.key("Return")
    office.the("label", "Sendt til Kontor")
    paper = job_after(server, count).paper
    assert A3 in said("pdfinfo", paper)


def test_a_printer_that_rejects_is_gone_or_stands_still_is_told(server: PrintServer, start: Start) -> None:
    server.add("Adskilt")
    program = start(**server.environment)

    server.run("cupsreject", "Adskilt")
    ask(program).key("Return")
    program.the("label", "Printeren Adskilt tager ikke imod udskrifter")
    server.run("cupsaccept", "Adskilt")

    server.run("cupsdisable", "Adskilt")
    ask(program).key("Return")
    program.the("label", "Printeren står stille")
    assert program.says("Sendt til Adskilt")

    ask(program)
    server.run("lpadmin", "-x", "Adskilt")
    program.key("Return")
    program.the("label", "Printeren Adskilt findes ikke længere")


def test_a_print_command_that_hangs_is_given_up_while_the_window_answers(
    server: PrintServer, start: Start, tmp_path: Path
) -> None:
    stand_in = tmp_path / "bin" / "lp"
    stand_in.parent.mkdir()
    stand_in.write_text("#!/bin/sh\nexec sleep 300\n")
    stand_in.chmod(0o755)
    program = start(**server.environment, PATH=f"{stand_in.parent}:{print_server.PATH}")

    ask(program).key("Return")
    program.the("label", "Sender til Kontor")
    program.key("Escape")
    program.the("label", "Udskriften blev annulleret.")

    ask(program).key("Return")
    program.the("label", "Sender til Kontor")
    asked = time.monotonic()
    program.windows()
    assert time.monotonic() - asked < 2, "the window answers"
    program.wait_for(lambda: program.says("svarede ikke inden 15 sekunder"))


def test_a_print_server_that_hangs_is_told(server: PrintServer, office: Program) -> None:
    office.focus()
    office.key("ctrl+shift+p")
    office.the("label", "af ")
    server.pause()
    try:
        office.key("ctrl+p")
        office.the("label", "CUPS) svarer ikke")
    finally:
        server.go_on()


def test_without_lp_pages_are_drawn_at_600_dpi_and_grey_where_the_printer_is(
    server: PrintServer, start: Start, tmp_path: Path
) -> None:
    program = start(**server.environment, PATH=str(tmp_path))
    program.console("plan", "--year", "2015", "--draft", "-o", str(tmp_path / "plan.pdf"))
    plan = tmp_path / "plan.pdf"
    for queue, colour in (("Kontor", "rgb"), ("Asfalt", "gray")):
        if colour == "gray":
            server.add(queue, has_colour=False)
        count = len(server.jobs())
        ask(program, is_whole=True)
        program.click(program.the("radio button", "Nuværende side")).key("Return")
        program.the("label", f"Sendt til {queue}: 1 side.")
        paper = job_after(server, count).paper
        assert page_count(paper) == 1
        images = [line.split() for line in said("pdfimages", "-list", paper).splitlines()[2:]]
        assert {image[5] for image in images} == {colour}
        assert all(599 <= int(image[12]) <= 601 for image in images)
        assert difference(plan, paper, 1, 1) < 7
    server.run("lpadmin", "-x", "Asfalt")
